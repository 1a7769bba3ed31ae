"""Actions as rows: how each part of a record stands in the store."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import RowMapping

from learning.domain.actions import (
    ActionCommand,
    ActionDraft,
    ActionEvent,
    ActionProgress,
    ActionRecord,
    ActionState,
    ExpectedEffect,
    GuardrailMargin,
)
from learning.domain.parameters import Value
from learning.domain.policies import AutomaticRule, Policy

_PLAIN: Final = ("brand_id", "component", "operation", "name", "reason", "evidence", "author", "analysis_version")
_NUMBERS: Final = ("base_version", "holdout", "created_at", "undo_of", "by_hand", "pin_until")
_ASIDE: Final = ("policy", "report", "flag", "parameter_id")


def value_to_text(value: Value) -> str:
    """Write a value as canonical JSON."""
    plain = value if value is None or isinstance(value, bool | int | float | str) else dict(sorted(value.items()))
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def value_from_text(text: str) -> Value:
    """Read a value."""
    found: Value = json.loads(text)
    return found


def policy_to_text(policy: Policy) -> str:
    """Write a policy as JSON."""
    return json.dumps(asdict(policy), ensure_ascii=False, sort_keys=True)


def policy_from_text(text: str) -> Policy:
    """Read a policy; what an older one does not tell has its default."""
    values: dict[str, Any] = json.loads(text)
    known = {each.name for each in fields(Policy)}
    values = {name: value for name, value in values.items() if name in known}
    values["automatic"] = tuple(AutomaticRule(**rule) for rule in values.get("automatic", ()))
    return Policy(**values)


def draft_values(draft: ActionDraft) -> dict[str, Any]:
    """Return the columns of what is proposed."""
    expected, rails = draft.expected, [{"metric": each.metric, "margin": each.margin} for each in draft.guardrails]
    return {name: getattr(draft, name) for name in (*_PLAIN, *_NUMBERS, "undo", "command_key")} | {
        "context": json.dumps(dict(sorted(draft.context.items())), ensure_ascii=False),
        "from_value": value_to_text(draft.from_value),
        "to_value": value_to_text(draft.to_value),
        "expected": json.dumps({"metric": expected.metric, "low": expected.low, "high": expected.high}),
        "guardrails": json.dumps(rails),
        "ramp": json.dumps(list(draft.ramp)),
    }


def action_record(row: RowMapping) -> ActionRecord:
    """Read an action."""
    values = dict(row)
    state, digest = ActionState(values.pop("state")), str(values.pop("digest"))
    own = {name: int(values.pop(name)) for name in ("id", "round", "row_version")}
    aside = {name: values.pop(name) for name in _ASIDE}
    progress = {each.name: values.pop(each.name) for each in fields(ActionProgress) if each.name in values}
    progress["policy"] = None if aside["policy"] is None else policy_from_text(aside["policy"])
    values |= {
        "context": json.loads(values["context"]),
        "from_value": value_from_text(values["from_value"]),
        "to_value": value_from_text(values["to_value"]),
        "expected": ExpectedEffect(**json.loads(values["expected"])),
        "guardrails": tuple(GuardrailMargin(**each) for each in json.loads(values["guardrails"])),
        "ramp": tuple(json.loads(values["ramp"])),
    }
    return ActionRecord(
        draft=ActionDraft(**values),
        state=state,
        digest=digest,
        progress=ActionProgress(parameter_id=int(aside["parameter_id"]), **progress),
        **own,
    )


def event_record(row: RowMapping) -> ActionEvent:
    """Read a line of the history."""
    return ActionEvent(
        id=row["id"],
        action_id=row["action_id"],
        at=row["at"],
        who=row["who"],
        command=ActionCommand(row["command"]),
        before=None if row["before"] is None else ActionState(row["before"]),
        after=ActionState(row["after"]),
        round=row["round"],
        reason=row["reason"],
        detail=json.loads(row["detail"]),
    )
