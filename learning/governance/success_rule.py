"""The simplest strategy that adjusts by itself: where operations fail it explores, where they succeed it goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learning.domain.parameters import ParameterSpec, Value
from learning.governance.envelopes import Envelope

MECHANISM: Final = "success rule 2"
"""With its version: another rule is another mechanism, and runs in shadow anew."""
DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon and how far a brand lets rules move what they adjust."""

    fewest_operations: int = 50
    """Since the last step, from which on they say something; where a rule looks at fewer, as many as it looks at."""
    learning_rate: float = 0.1
    """Of a number without a step of its own: the part of its bounds that one step covers, 0-1."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A step, and why."""

    value: Value
    why: str


def next_value(
    spec: ParameterSpec,
    envelope: Envelope,
    *,
    approved: Value,
    serves: Value,
    operations: int,
    succeeded: int,
    pace: Pace,
) -> Moved | None:
    """Say what is to serve after the newest operations.

    Args:
        spec: What the parameter may be.
        envelope: With the rule that was approved with it.
        approved: The value that people approved, from which exploration leads away and to which it comes back.
        serves: What serves inside of the envelope.
        operations: How many operations were looked at, at most `rule.operations`.
        succeeded: How many of them went well.
        pace: How many it takes, and how far one step leads.

    Returns:
        Under `rule.below` a step away from the approved value: of a number towards the end of its bounds that is
        farther away, of weights towards equal ones. Above `rule.above` a step back towards it, never beyond. None
        between the two, with fewer operations than the pace asks for, or where no step is left.
    """
    rule = envelope.rule
    if rule is None or operations < max(1, min(pace.fewest_operations, rule.operations)):
        return None
    rate = succeeded / operations
    told = f"{succeeded} of the newest {operations} operations went well"
    if rate < rule.below:
        value = _explored(spec, envelope, approved, serves, pace)
        return None if value is None else Moved(value, f"{told}, under {rule.below:.0%}: one step further")
    if rate > rule.above:
        value = _towards(spec, envelope, serves, approved, pace)
        return None if value is None else Moved(value, f"{told}, above {rule.above:.0%}: one step back")
    return None


def _explored(spec: ParameterSpec, envelope: Envelope, approved: Value, serves: Value, pace: Pace) -> Value:
    if isinstance(serves, Mapping):
        return _towards(spec, envelope, serves, dict.fromkeys(serves, 1 / len(serves)), pace)
    if not _is_number(approved):
        return None
    low, high = _bounds(spec, envelope)
    if low is None or high is None:
        return None
    up = high - float(approved) >= float(approved) - low  # type: ignore[arg-type]  # a number, see above
    return _towards(spec, envelope, serves, high if up else low, pace)


def _towards(spec: ParameterSpec, envelope: Envelope, serves: Value, goal: Value, pace: Pace) -> Value:
    """Go one step from what serves towards a goal; None where nothing is left of the way, or no step fits."""
    if isinstance(serves, Mapping) and isinstance(goal, Mapping):
        return _mixed(envelope, serves, goal)
    if not _is_number(serves) or not _is_number(goal):
        return None
    low, high = _bounds(spec, envelope)
    across = None if low is None or high is None else pace.learning_rate * (high - low)
    step = min(spec.step or across or envelope.largest_step, envelope.largest_step)
    if spec.step and step < spec.step:
        return None
    gap = float(goal) - float(serves)  # type: ignore[arg-type]  # both are numbers
    if spec.step:
        # The values lie on a grid: a goal between two of its points is not reached.
        gap = int(abs(gap) / spec.step + 1e-9) * spec.step * (1 if gap > 0 else -1)
    wanted = round(float(serves) + max(-step, min(step, gap)), DIGITS)  # type: ignore[arg-type]  # likewise
    inside = (low is None or wanted >= low) and (high is None or wanted <= high)
    if not inside or abs(wanted - float(serves)) < 10**-DIGITS:  # type: ignore[arg-type]  # likewise
        return None
    return int(wanted) if isinstance(serves, int) and wanted == int(wanted) else wanted


def _mixed(envelope: Envelope, serves: Mapping[str, float], goal: Mapping[str, float]) -> Value:
    if set(goal) != set(serves):
        return None
    gap = max(abs(goal[arm] - serves[arm]) for arm in serves)
    if gap < 10**-DIGITS:
        return None
    share = min(1.0, envelope.largest_step / gap)
    weights = {arm: round(serves[arm] + share * (goal[arm] - serves[arm]), DIGITS) for arm in serves}
    if min(weights.values()) < envelope.least_weight:
        return None
    first = next(iter(weights))
    return weights | {first: round(1 - sum(weight for arm, weight in weights.items() if arm != first), DIGITS)}


def _bounds(spec: ParameterSpec, envelope: Envelope) -> tuple[float | None, float | None]:
    lows = [each for each in (spec.low, envelope.low) if each is not None]
    highs = [each for each in (spec.high, envelope.high) if each is not None]
    return max(lows, default=None), min(highs, default=None)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
