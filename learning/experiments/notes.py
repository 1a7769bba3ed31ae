"""Words about the health of a test and the width of its range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from learning.domain.experiment_verdicts import Level, SampleRatio
from learning.domain.experiments import TestPlan, TestState, WidthNote
from learning.experiments.arm_results import MeasuredMetric
from learning.experiments.endings import is_at_end

ONE_DECIMAL: Final = 0.0995
"""Below this size a lift has one decimal place."""


def describe_span(low: float | None, high: float | None, alpha: float) -> str:
    """Put the range of a lift into words for the end of a sentence.

    Args:
        low: Lower end of the relative lift; None = not known.
        high: Upper end.
        alpha: 1 - the probability of the range.

    Returns:
        Such as ' (+4.0 % to +12 %, 95 % range)', rounded as pages round lifts; nothing where an end is not known.
    """
    if low is None or high is None:
        return ""
    return f" ({_lift(low)} to {_lift(high)}, {100 * (1 - alpha):g} % range)"


def _lift(value: float) -> str:
    return f"{100 * value:+.{0 if abs(value) >= ONE_DECIMAL else 1}f} %".replace("-", "\N{MINUS SIGN}")


def explain_width(measured: MeasuredMetric, n: float) -> WidthNote | None:
    """Say why the range of the first arm is as wide as it is.

    Args:
        measured: The primary metric.
        n: Units of all arms.

    Returns:
        The note; None where there is no range. The width goes with one over the square root of the units, so half of it
        takes four times as many.
    """
    if not measured.results:
        return None
    span = measured.results[0].shown
    parts = [(arm, part) for arm, part in measured.variance_parts if math.isfinite(part) and part > 0]
    if span.low is None or span.high is None or len(parts) < 2:
        return None
    whole = sum(part for _, part in parts)
    arm, part = max(parts, key=lambda one: one[1])
    share = part / whole
    sentence = f"The range spans {100 * (span.high - span.low):.1f} points of lift with {n:,.0f} people; "
    sentence += f"about {4 * n:,.0f} would halve it."
    if share > 2 / 3:
        sentence += f" Most of the doubt ({share:.0%}) comes from {arm}, which has too few people or conversions."
    return WidthNote(sentence, 4 * n, arm, share)


def _about_the_end(plan: TestPlan, n: float, state: TestState) -> list[str]:
    """Say what the plan, or the lack of one, does to the range."""
    always = "so only the range counts that holds however often one looks."
    if plan.extended_days is not None:
        where = f"It was extended to day {plan.extended_days}"
        if state.past_end:
            return [f"{where}: the one look at the planned end lies behind, {always}"]
        return [f"{where}. The one look stays at the planned end; after it the range is the wider one again."]
    if plan.planned_n is None and plan.planned_days is None:
        return [] if not plan.running_share else [f"No end was planned, {always}"]
    if state.is_over and not is_at_end(plan, n, state):
        return [f"It ended before its planned end, {always}"]
    return []


def note_health(
    plan: TestPlan,
    state: TestState,
    split: SampleRatio,
    seen: tuple[Level, str],
    measured: Sequence[MeasuredMetric],
) -> tuple[str, ...]:
    """List what a reader should know beside the verdict.

    Args:
        plan: The plan.
        state: How far the test has come.
        split: The check of the split.
        seen: Level and sentence about units that saw more than one arm.
        measured: All metrics.

    Returns:
        Sentences.
    """
    notes: list[str] = []
    if split.level is Level.AMBER:
        notes.append(f"The split looks a little uneven: {split.reason}")
    if split.level is Level.UNKNOWN:
        notes.append(f"The split was not checked: {split.reason}.")
    if seen[0] is Level.AMBER:
        notes.append(seen[1])
    if state.days is None:
        notes.append("Nobody said how long the test ran, so no version can be shipped.")
    if plan.control is None:
        notes.append("No version is named as the control: each is compared with the others together.")
    n = sum(units for _, units in split.observed)
    notes += _about_the_end(plan, n, state)
    for one in measured:
        shares = [result.adjusted_share for result in one.results if result.adjusted_share is not None]
        if shares:
            notes.append(
                f"{one.metric.name} is adjusted by its value before the test: {1 - max(shares):.0%} less noise."
            )
    return tuple(notes)
