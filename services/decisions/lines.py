"""Reading one decision or outcome as a program writes it, and saying which field cannot be."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.parameters import Cohort, Exposure
from learning.insights.domains import domain_of
from learning.models.masking.masking import mask
from learning.stats.readability import complexity_of

LONGEST: Final = 2_000
LONGEST_TEXT: Final = 20_000
LARGEST: Final = 1e15
DROPPED: Final = frozenset({"ip", "ip_address", "user_agent"})
"""Personal data that nobody needs: never stored."""
HASHED: Final = ("session_id", "user_id")
TEXT_COMPLEXITY: Final = "text_complexity"
"""What the words of a request tell; what a program says itself stands beside it as `complexity_score`."""
TEXT_DOMAIN: Final = "text_domain"
"""The subject area that the words of a request name, beside the `domain` that a program says itself."""
_TEXTS: Final = ("raw_input", "processed_input", "domain", "explicit_feedback", "output", "operation", "error")
_OF_PEOPLE: Final = frozenset({"raw_input", "processed_input", "explicit_feedback", "output"})
"""Texts that people write, or that repeat what they wrote: names, addresses and numbers in them are masked."""
_COUNTS: Final = ("token_count", "output_length")
_LATENCIES: Final = ("total_ms", "selection_ms", "generation_ms", "validation_ms", "cleanup_ms", "enhancement_time_ms")
_AMOUNTS: Final = (*_LATENCIES, "peak_memory_mb", "disk_io_mb", "complexity_score")
_SHARES: Final = {"cpu_percent": 100.0, "cache_hit_rate": 1.0}
_LISTS: Final = ("detected_keywords", "cache_hits")
_OUTCOME_RANGES: Final[dict[str, tuple[float, float]]] = {
    "quality_score": (0, 10),
    "satisfaction_rating": (0, 10),
    **dict.fromkeys(("completeness", "accuracy", "relevance", "structure", "acceptance_rate"), (0, 1)),
    **dict.fromkeys(("response_ms", "copy_count", "edit_count"), (0, LARGEST)),
}
_ABOUT_OUTCOME: Final = frozenset(
    {
        *("outcome_id", "decision_id", "interaction_id", "id", "timestamp", "metrics", "explicit_feedback"),
        *("unit", "action_id", "version", "propensity", *HASHED),
    }
)
"""Numbers under these names are ids or belong to the decision; they are no metrics."""


class BadField(Exception):
    """A field that cannot be used."""

    def __init__(self, field: str, reason: str) -> None:
        """Name the field, and why."""
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


def parse_decision(values: Mapping[str, Any], *, hide: Callable[[str], str]) -> DecisionLine:
    """Read a decision; ids of people and sessions are hashed, addresses dropped, names in texts masked.

    Raises:
        BadField: The first field that cannot be.
    """
    key = _name(values, "decision_id", "interaction_id", "id")
    at = _moment(values)
    component = _name(values, "component")
    unit = next((text for name in ("unit", *HASHED) if (text := _optional_text(values, name))), "")
    propensity = _optional_number(values, "propensity", 0, 1)
    if propensity == 0:
        raise BadField("propensity", "0 is the probability of what cannot be chosen; give one above 0, up to 1")
    return DecisionLine(
        key=key,
        at=at,
        component=component,
        unit=hide(unit) if unit else "",
        arm=_optional_text(values, "arm") or _optional_text(values, "selected_template"),
        propensity=propensity,
        exposures=_exposures(values),
        version=_optional_whole(values, "version"),
        context=_context(values.get("context"), hide),
        details=_details(values, hide),
    )


def parse_outcome(values: Mapping[str, Any], fingerprint: str) -> OutcomeLine:
    """Read an outcome; one without an id of its own is known by its content.

    Raises:
        BadField: The first field that cannot be.
    """
    decision = _name(values, "decision_id", "interaction_id")
    at = _moment(values)
    metrics = values.get("metrics", {})
    if not isinstance(metrics, Mapping):
        raise BadField("metrics", "an object of numbers is needed")
    flat = {name: value for name, value in values.items() if name not in _ABOUT_OUTCOME and name not in DROPPED}
    found: dict[str, float] = {}
    for name, value in {**flat, **metrics}.items():
        if value is None or (name in flat and isinstance(value, str)):
            continue
        if isinstance(value, bool):
            value = int(value)  # noqa: PLW2901 - yes and no are counts of one and none
        low, high = _OUTCOME_RANGES.get(str(name), (-LARGEST, LARGEST))
        found[str(name)] = _number(str(name), value, low, high)
    if not found:
        raise BadField("metrics", "there is no number in it")
    return OutcomeLine(_optional_text(values, "outcome_id") or fingerprint, decision, at, found)


def _exposures(values: Mapping[str, Any]) -> tuple[Exposure, ...]:
    """Read `exposures` as they were told; with one change at a time `action_id` and `cohort` say the same."""
    told = values.get("exposures")
    if told is None or told == []:
        one = _exposure(values, "cohort")
        return () if one is None else (one,)
    if not isinstance(told, list) or not all(isinstance(each, Mapping) for each in told):
        raise BadField("exposures", "a list of objects with action_id and cohort is needed")
    found = [_exposure(each, "exposures") for each in told]
    if None in found or len({each.action_id for each in found if each}) < len(found):
        raise BadField("exposures", "each needs an action_id of its own")
    return tuple(each for each in found if each is not None)


def _exposure(values: Mapping[str, Any], field: str) -> Exposure | None:
    cohort = values.get("cohort", Cohort.BASE.value)
    if not isinstance(cohort, str) or cohort not in set(Cohort):
        raise BadField(field, f"{str(cohort)[:40]!r} is none of {', '.join(Cohort)}")
    action_id = _optional_whole(values, "action_id")
    return None if action_id is None else Exposure(action_id, Cohort(cohort))


def _details(values: Mapping[str, Any], hide: Callable[[str], str]) -> dict[str, object]:
    found: dict[str, object] = {
        name: mask(text).text if name in _OF_PEOPLE else text
        for name in _TEXTS
        if (text := _long_text(values, name)) is not None
    }
    found |= {name: hide(text) for name in HASHED if (text := _optional_text(values, name))}
    ranges = dict.fromkeys((*_COUNTS, *_AMOUNTS), LARGEST) | _SHARES
    for name, high in ranges.items():
        number = _optional_number(values, name, 0, high)
        if number is not None:
            found[name] = number
    applied = values.get("enhancement_applied")
    if applied is not None and not isinstance(applied, bool):
        raise BadField("enhancement_applied", "true or false is needed")
    if applied is not None:
        found["enhancement_applied"] = applied
    asked = found.get("raw_input")
    complexity = complexity_of(asked) if isinstance(asked, str) else None
    if complexity is not None:
        found[TEXT_COMPLEXITY] = round(complexity, 4)
    area = domain_of(asked) if isinstance(asked, str) else ""
    if area:
        found[TEXT_DOMAIN] = area
    return found | {name: values[name] for name in _LISTS if isinstance(values.get(name), list | dict)}


def _long_text(values: Mapping[str, Any], name: str) -> str | None:
    text = values.get(name)
    if text is None or (isinstance(text, str) and len(text) <= LONGEST_TEXT):
        return text
    raise BadField(name, f"a text of at most {LONGEST_TEXT:,} characters is needed")


def _name(values: Mapping[str, Any], *names: str) -> str:
    for name in names:
        text = _optional_text(values, name)
        if text:
            return text
    raise BadField(names[0], "it is missing")


def _optional_text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadField(name, f"a text of at most {LONGEST:,} characters is needed")
    return value.strip() or None


def _optional_whole(values: Mapping[str, Any], name: str) -> int | None:
    value = values.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise BadField(name, f"{str(value)[:40]!r} is no whole number")
    return value


def _optional_number(values: Mapping[str, Any], name: str, low: float, high: float) -> float | None:
    value = values.get(name)
    return None if value is None else _number(name, value, low, high)


def _number(name: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadField(name, f"{str(value)[:40]!r} is no number")
    if not low <= value <= high or not math.isfinite(value):
        raise BadField(name, f"{str(value)[:40]} lies outside {low:g} to {high:g}")
    return float(value)


def _moment(values: Mapping[str, Any]) -> int:
    value = values.get("timestamp")
    if value is None:
        raise BadField("timestamp", "it is missing")
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise BadField("timestamp", "it has no zone; write it as in 2026-11-21T09:30:00Z")
        return int(at.timestamp())
    except (TypeError, ValueError, OverflowError) as error:
        reason = f"{str(value)[:40]!r} is no time as in 2026-11-21T09:30:00Z"
        raise BadField("timestamp", reason) from error


def _context(value: object, hide: Callable[[str], str]) -> dict[str, str]:
    if value is None:
        return {}
    plain = isinstance(value, Mapping) and all(isinstance(each, str | int | float | bool) for each in value.values())
    if not plain or not isinstance(value, Mapping):
        raise BadField("context", "an object of texts is needed")
    kept = {str(name): str(each) for name, each in value.items() if name not in DROPPED}
    return {name: hide(text) if name in HASHED else text for name, text in kept.items()}
