"""Reading a proposal that a program or a person wrote as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from learning.domain.actions import (
    DEFAULT_HOLDOUT,
    DEFAULT_RAMP,
    ActionDraft,
    ExpectedEffect,
    GuardrailMargin,
)
from learning.domain.errors import BadOption, NotFound
from learning.domain.parameters import Value

FIELDS: Final = (
    "component",
    "operation",
    "name",
    "context",
    "from",
    "to",
    "reason",
    "evidence",
    "expected",
    "guardrails",
    "ramp",
    "holdout",
    "undo",
    "by_hand",
    "pin_until",
)
BY_HAND: Final = "by hand"
MOST_BYTES: Final = 1_000_000
LARGEST: Final = 2**53


def read_json(path: Path) -> dict[str, Any]:
    """Read one JSON object from a file.

    Raises:
        NotFound: There is no such file.
        BadOption: It holds no JSON object.
    """
    if not path.is_file():
        raise NotFound("file", str(path))
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MOST_BYTES + 1))
    except (ValueError, RecursionError) as error:
        raise BadOption("--input", path.name, f"a file with one JSON object ({error})") from error
    if not isinstance(found, dict):
        raise BadOption("--input", path.name, "a file with one JSON object")
    return found


def draft_from_json(values: Mapping[str, Any], *, reason: str = "", before: ActionDraft | None = None) -> ActionDraft:
    """Return a proposal; who, when and of which brand is filled in by the service.

    Args:
        values: The object, by the names of `FIELDS`.
        reason: Why, where the object does not say.
        before: Of an edit: the proposal, of which the object names only what changes.

    Raises:
        BadOption: A field is unknown, missing or cannot be.
    """
    unknown = [name for name in values if name not in FIELDS]
    if unknown:
        raise BadOption("proposal", unknown[0], f"the fields {', '.join(FIELDS)}")
    missing = [name for name in ("component", "name", "to") if values.get(name) in (None, "")] if before is None else []
    if missing:
        raise BadOption(missing[0], "", "a value: it says what is to be changed")
    draft = before or _empty()
    plain: dict[str, Any] = {
        name: _text(name, values[name])
        for name in ("component", "operation", "name", "reason", "evidence", "undo")
        if values.get(name) is not None
    }
    if values.get("context") is not None:
        plain["context"] = _context(values["context"])
    if "from" in values:
        plain["from_value"] = _value("from", values["from"])
    if "to" in values:
        plain["to_value"] = _value("to", values["to"])
    if values.get("expected") is not None:
        plain["expected"] = _expected(values["expected"])
    if values.get("guardrails") is not None:
        plain["guardrails"] = tuple(_guardrail(each) for each in _list("guardrails", values["guardrails"]))
    if values.get("ramp") is not None:
        plain["ramp"] = _ramp(values["ramp"])
    if values.get("holdout") is not None:
        plain["holdout"] = _number("holdout", values["holdout"])
    if values.get("by_hand") is not None:
        plain |= _by_hand(values)
    if "pin_until" in values:
        plain["pin_until"] = _moment(values["pin_until"])
    plain.setdefault("reason", draft.reason or reason)
    return replace(draft, **plain)


def _empty() -> ActionDraft:
    return ActionDraft(
        brand_id=0,
        component="",
        operation="set",
        name="",
        from_value=None,
        to_value=None,
        reason="",
        evidence=BY_HAND,
        analysis_version="1",
        expected=ExpectedEffect("", None, None),
        author="",
        created_at=0,
        command_key="",
        ramp=DEFAULT_RAMP,
        holdout=DEFAULT_HOLDOUT,
    )


def _by_hand(values: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a person applies it elsewhere; then it has one stage, no holdout and no guardrails unless it says so."""
    if not isinstance(values["by_hand"], bool):
        raise BadOption("by_hand", str(values["by_hand"])[:40], "true or false")
    if not values["by_hand"]:
        return {"by_hand": False}
    usual: dict[str, Any] = {"ramp": (1.0,), "holdout": 0.0, "guardrails": ()}
    return {"by_hand": True} | {name: part for name, part in usual.items() if values.get(name) is None}


def _text(name: str, value: object) -> str:
    if name in {"evidence", "undo"} and isinstance(value, list | dict):
        # Programs give lists or objects: they are kept as they stand.
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if not isinstance(value, str):
        raise BadOption(name, str(value)[:40], "a text")
    return value.strip()


def _context(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(each, str | int | float) and not isinstance(each, bool) for each in value.values()
    ):
        raise BadOption("context", str(value)[:40], 'an object of texts, such as {"device": "mobile"}')
    return {str(name): str(each) for name, each in value.items()}


def _value(name: str, value: object) -> Value:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return _number(name, value)
    if isinstance(value, Mapping):
        return {str(arm): _number(name, weight) for arm, weight in value.items()}
    raise BadOption(name, str(value)[:40], "a number, a text, true or false, or weights by arm")


def _expected(value: object) -> ExpectedEffect:
    if not isinstance(value, Mapping) or not isinstance(value.get("metric"), str):
        raise BadOption("expected", str(value)[:40], "an object with metric, low and high")
    low, high = (None if value.get(end) is None else _number("expected", value[end]) for end in ("low", "high"))
    return ExpectedEffect(value["metric"], low, high)


def _guardrail(value: object) -> GuardrailMargin:
    if not isinstance(value, Mapping) or not isinstance(value.get("metric"), str):
        raise BadOption("guardrails", str(value)[:40], "objects with metric and margin")
    return GuardrailMargin(value["metric"], _number("margin", value.get("margin")))


def _ramp(value: object) -> tuple[float, ...]:
    shares = tuple(_number("ramp", each) for each in _list("ramp", value))
    # Up to 100 can only be meant in percent.
    return tuple(share / 100 for share in shares) if shares and shares[-1] == 100 else shares


def _moment(value: object) -> int | None:
    """Until when it is pinned, in UTC seconds; null takes the pin out of the proposal."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadOption("pin_until", str(value)[:40], "a moment such as 2026-12-31T12:00:00Z, or null") from error
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def _list(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadOption(name, str(value)[:40], "a list")
    return value


def _number(name: str, value: object) -> float:
    # Beyond this the neighbours of a whole number are no longer told apart.
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST
    if not fits or not math.isfinite(value):  # type: ignore[arg-type]  # a number
        raise BadOption(name, str(value)[:40], "a number")
    return value  # type: ignore[return-value]  # likewise
