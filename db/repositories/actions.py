"""Actions as far as their first state: drafts."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from db.schema.experiments import action
from learning.domain.actions import ActionDraft, ActionRecord, ActionState, ExpectedEffect, GuardrailMargin
from learning.domain.errors import NotFound


class Actions:
    """The actions of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, draft: ActionDraft, digest: str) -> ActionRecord:
        """Store a draft."""
        values = _values(draft) | {"state": ActionState.DRAFT.value, "digest": digest}
        row = self._connection.execute(action.insert().values(**values).returning(*action.c)).mappings().one()
        return _record(row)

    def get(self, brand_id: int, action_id: int) -> ActionRecord:
        """The action of an id, within its brand."""
        statement = select(action).where(action.c.id == action_id, action.c.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("action", str(action_id))
        return _record(row)

    def find_command(self, brand_id: int, command_key: str) -> ActionRecord | None:
        """What the same command drafted before, if it did."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.command_key == command_key)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _record(row)

    def list_by_evidence(self, brand_id: int, evidence: str) -> tuple[ActionRecord, ...]:
        """The actions that rest on something, oldest first."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.evidence == evidence)
        return tuple(_record(row) for row in self._connection.execute(statement.order_by(action.c.id)).mappings())


def _values(draft: ActionDraft) -> dict[str, Any]:
    plain: tuple[str, ...] = ("brand_id", "component", "operation", "name", "from_value", "to_value", "reason")
    plain += ("evidence", "author", "analysis_version", "base_version", "holdout", "undo", "created_at", "command_key")
    expected, rails = draft.expected, [{"metric": each.metric, "margin": each.margin} for each in draft.guardrails]
    return {name: getattr(draft, name) for name in plain} | {
        "context": json.dumps(dict(sorted(draft.context.items())), ensure_ascii=False),
        "expected": json.dumps({"metric": expected.metric, "low": expected.low, "high": expected.high}),
        "guardrails": json.dumps(rails),
        "ramp": json.dumps(list(draft.ramp)),
    }


def _record(row: RowMapping) -> ActionRecord:
    values = dict(row)
    state, digest = ActionState(values.pop("state")), str(values.pop("digest"))
    own = {name: int(values.pop(name)) for name in ("id", "round", "row_version")}
    values |= {
        "context": json.loads(values["context"]),
        "expected": ExpectedEffect(**json.loads(values["expected"])),
        "guardrails": tuple(GuardrailMargin(**each) for each in json.loads(values["guardrails"])),
        "ramp": tuple(json.loads(values["ramp"])),
    }
    return ActionRecord(draft=ActionDraft(**values), state=state, digest=digest, **own)
