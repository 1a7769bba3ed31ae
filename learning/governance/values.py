"""What a parameter may hold."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Final

from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKind, ParameterSpec, Value
from learning.governance.envelopes import check_envelope

LONGEST: Final = 2_000
MOST_ARMS: Final = 200
GRID_TOLERANCE: Final = 1e-9
STEP: Final = 0.1
"""How much more, or less, of the units an arm gets by one proposal."""


def kind_of(value: Value) -> ParameterKind:
    """Tell the type that a value has.

    Raises:
        BadOption: It has none of the types that a parameter can have.
    """
    match value:
        case bool():
            return ParameterKind.SWITCH
        case int():
            return ParameterKind.INTEGER
        case float():
            return ParameterKind.NUMBER
        case str():
            return ParameterKind.TEXT
        case Mapping():
            return ParameterKind.WEIGHTS
        case _:
            raise BadOption("value", str(value), "a number, a text, true or false, or weights by arm")


def check_spec(spec: ParameterSpec) -> None:
    """Check what a parameter is to allow.

    Args:
        spec: The bounds and the step.

    Raises:
        BadOption: A bound or the step is no number, the low bound is above the high one, or the step is not above 0.
    """
    for name in ("low", "high", "step"):
        number = getattr(spec, name)
        if number is not None and not math.isfinite(number):
            raise BadOption(f"--{name}", str(number), "a finite number")
    if spec.low is not None and spec.high is not None and spec.low > spec.high:
        raise BadOption("--low", f"{spec.low:g}", f"a bound up to {spec.high:g}, the high one")
    if spec.step is not None and spec.step <= 0:
        raise BadOption("--step", f"{spec.step:g}", "a width above 0")


def check_value(spec: ParameterSpec, value: Value, *, option: str = "to") -> Value:
    """Check a value against type, bounds, step and options.

    Args:
        spec: What the parameter allows.
        value: The value.
        option: How it is called in the refusal.

    Returns:
        The value; whole numbers as such where the parameter takes only those.

    Raises:
        BadOption: With the value and what is allowed.
    """
    match spec.kind:
        case ParameterKind.SWITCH:
            if not isinstance(value, bool):
                raise BadOption(option, str(value), "true or false")
            return value
        case ParameterKind.TEXT:
            return _checked_text(spec, value, option)
        case ParameterKind.WEIGHTS:
            return _checked_weights(value, option)
        case ParameterKind.ENVELOPE:
            return check_envelope(value, option)
        case _:
            return _checked_number(spec, value, option)


def _checked_text(spec: ParameterSpec, value: Value, option: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadOption(option, str(value)[:40], f"a text of at most {LONGEST:,} characters")
    if spec.options and value not in spec.options:
        raise BadOption(option, value[:40], f"one of {', '.join(spec.options)}")
    return value


def _checked_number(spec: ParameterSpec, value: Value, option: str) -> int | float:
    whole = spec.kind is ParameterKind.INTEGER
    # A whole number can be larger than any other number; nothing is smaller than no number.
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
    if not isinstance(value, int | float) or not fits:
        raise BadOption(option, str(value)[:40], "a whole number" if whole else "a number")
    if whole and value != int(value):
        raise BadOption(option, f"{value:g}", "a whole number")
    low = -math.inf if spec.low is None else spec.low
    high = math.inf if spec.high is None else spec.high
    if not low <= value <= high:
        raise BadOption(option, f"{value:g}", f"a value from {low:g} to {high:g}")
    if spec.step:
        steps = (value - (spec.low or 0.0)) / spec.step
        if abs(steps - round(steps)) > GRID_TOLERANCE * max(1.0, abs(steps)):
            raise BadOption(option, f"{value:g}", f"a value in steps of {spec.step:g} from {spec.low or 0.0:g}")
    return int(value) if whole else value


def _checked_weights(value: Value, option: str) -> Mapping[str, float]:
    allowed = "weights from 0 to 1 by arm, adding up to 1"
    if not isinstance(value, Mapping) or not 0 < len(value) <= MOST_ARMS:
        raise BadOption(option, str(value)[:40], allowed)
    for arm, weight in value.items():
        if not arm.strip() or not _is_share(weight):
            raise BadOption(option, f"{arm}={weight}"[:40], allowed)
    if abs(sum(value.values()) - 1) > 1e-6:
        raise BadOption(option, f"a sum of {sum(value.values()):g}", allowed)
    return {arm: float(weight) for arm, weight in sorted(value.items())}


def _is_share(weight: object) -> bool:
    return isinstance(weight, int | float) and not isinstance(weight, bool) and 0 <= weight <= 1


def step_towards(spec: ParameterSpec, value: Value, level: str, *, more: bool) -> Value:
    """Move what serves one step towards a level, or away from it.

    Args:
        spec: What the parameter allows.
        value: What serves.
        level: An arm of the weights, or one of the texts that the parameter takes; upper and lower case are one.
        more: Whether there is to be more of it.

    Returns:
        The weights with `STEP` more or less for that arm and the other arms scaled, or that text; None where the
        parameter does not know the level, or there is no such step left.
    """
    if spec.kind is ParameterKind.WEIGHTS and isinstance(value, Mapping):
        arm = next((name for name in value if name.casefold() == level.casefold()), None)
        if arm is None or len(value) < 2:
            return None
        wanted = min(1.0, value[arm] + STEP) if more else max(0.0, value[arm] - STEP)
        rest = 1 - value[arm]
        if wanted == value[arm] or rest <= 0:
            return None
        shares = {name: round(share * (1 - wanted) / rest, 6) for name, share in value.items() if name != arm}
        return {**shares, arm: round(1 - sum(shares.values()), 6)}
    if spec.kind is ParameterKind.TEXT and more:
        text = next((one for one in spec.options if one.casefold() == level.casefold()), None)
        return None if text is None or text == value else text
    return None
