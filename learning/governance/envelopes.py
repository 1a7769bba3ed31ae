"""Within which bounds a mechanism may adjust a parameter by itself, and whether a step stays inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learning.domain.errors import BadOption, RuleRefused
from learning.domain.parameters import Value

SUFFIX: Final = ".envelope"
"""The envelope of a parameter is a parameter itself, of this name: it is proposed, approved, tried and taken back."""
RULE_FIELDS: Final = ("rule_below", "rule_above", "rule_operations")
FIELDS: Final = ("least_weight", "largest_step", "low", "high", "until", *RULE_FIELDS)
TOLERANCE: Final = 1e-9
MOST_OPERATIONS: Final = 10_000


@dataclass(frozen=True, slots=True)
class SuccessRule:
    """When the rule strategy moves a parameter, and in which direction."""

    below: float = 0.7
    """Share of operations that went well under which it explores."""
    above: float = 0.9
    """And above which it comes back."""
    operations: int = 100
    """How many of the newest operations are looked at."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was approved."""

    largest_step: float
    """Of weights the largest change of one of them, of numbers that of the number."""
    until: int
    """UTC seconds."""
    least_weight: float = 0.0
    """Of weights: the exploration that every arm keeps."""
    low: float | None = None
    high: float | None = None
    rule: SuccessRule | None = None
    """The rule strategy adjusts inside of it; None = something else does, or nothing."""


def check_envelope(value: Value, option: str) -> Mapping[str, float]:
    """Check the value of a parameter that is an envelope.

    Args:
        value: By name, of `FIELDS`; empty = closed: nothing is adjusted.
        option: How it is called in the refusal.

    Returns:
        The value.

    Raises:
        BadOption: A field is unknown or missing, or a number cannot be.
    """
    allowed = f"numbers by name: largest_step and until are needed, of {', '.join(FIELDS)}"
    if not isinstance(value, Mapping) or any(name not in FIELDS for name in value):
        raise BadOption(option, str(value)[:40], allowed)
    numbers = {name: float(number) for name, number in sorted(value.items())}
    if not numbers:
        return numbers
    fits = numbers.get("largest_step", 0.0) > 0 and numbers.get("until", 0.0) > 0
    if not fits or not 0 <= numbers.get("least_weight", 0.0) <= 1:
        raise BadOption(option, str(dict(value))[:40], allowed)
    if "low" in numbers and "high" in numbers and numbers["low"] > numbers["high"]:
        raise BadOption(option, f"{numbers['low']:g} to {numbers['high']:g}", "a low bound up to the high one")
    _check_rule(numbers, option)
    return numbers


def _check_rule(numbers: Mapping[str, float], option: str) -> None:
    told = {name: numbers[name] for name in RULE_FIELDS if name in numbers}
    if not told:
        return
    rule = _rule_of(numbers)
    if rule is None or not 0 <= rule.below < rule.above <= 1 or not 1 <= rule.operations <= MOST_OPERATIONS:
        allowed = f"0 <= rule_below < rule_above <= 1, and rule_operations from 1 to {MOST_OPERATIONS:,}"
        raise BadOption(option, str(told)[:60], allowed)


def _rule_of(value: Mapping[str, float]) -> SuccessRule | None:
    if not any(name in value for name in RULE_FIELDS):
        return None
    usual = SuccessRule()
    return SuccessRule(
        value.get("rule_below", usual.below),
        value.get("rule_above", usual.above),
        int(value.get("rule_operations", usual.operations)),
    )


def envelope_of(value: Value) -> Envelope | None:
    """Read an envelope from the value of its parameter; None where it is closed."""
    if not isinstance(value, Mapping) or not value:
        return None
    return Envelope(
        value["largest_step"],
        int(value["until"]),
        value.get("least_weight", 0.0),
        value.get("low"),
        value.get("high"),
        _rule_of(value),
    )


def require_inside(envelope: Envelope, before: Value, after: Value, now: int) -> None:
    """Refuse a step that leaves its envelope.

    Args:
        envelope: What was approved.
        before: What serves inside of it.
        after: What is to serve.
        now: UTC seconds.

    Raises:
        RuleRefused: It has ended, or the step is too large, leaves the bounds, or gives an arm too little.
    """
    if now >= envelope.until:
        raise _outside("the envelope has ended")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if set(before) != set(after):
            raise _outside(f"its arms are {', '.join(sorted(before))}")
        arm = min(after, key=lambda name: after[name])
        if after[arm] < envelope.least_weight - TOLERANCE:
            raise _outside(f"{arm} would get {after[arm]:.1%}; every arm keeps {envelope.least_weight:.1%}")
        step = max(abs(after[name] - before[name]) for name in after)
    else:
        one, two = (each for each in (before, after))
        if not _is_number(one) or not _is_number(two):
            raise _outside("only weights and numbers are adjusted")
        step = abs(two - one)  # type: ignore[operator]  # both are numbers
        low = float("-inf") if envelope.low is None else envelope.low
        high = float("inf") if envelope.high is None else envelope.high
        if not low <= two <= high:  # type: ignore[operator]  # likewise
            raise _outside(f"{two} lies outside of {low:g} to {high:g}")
    if step > envelope.largest_step + TOLERANCE:
        raise _outside(f"a step of {step:g} is larger than {envelope.largest_step:g}")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _outside(why: str) -> RuleRefused:
    return RuleRefused(
        "outside_envelope", f"This leaves what was approved: {why}.", "Propose another envelope, or another value."
    )
