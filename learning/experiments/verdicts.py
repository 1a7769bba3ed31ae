"""What to do about a test: the rules, in the order in which they are asked. A pure function of what is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from learning.domain.experiment_verdicts import GuardrailState, Level, Rule, Verdict, VerdictWord

WEEK: Final = 7


class Standing(StrEnum):
    """How an arm stands in the primary metric, after correction for the other arms."""

    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"
    """The range still holds zero."""
    UNKNOWN = "unknown"
    """Nothing can be computed."""


@dataclass(frozen=True, slots=True)
class ArmEvidence:
    """What decides about one arm; the control, where one is named, is not among them."""

    arm: str
    standing: Standing
    lift: float | None
    """In the good direction, so that more is better."""
    guardrail: GuardrailState = GuardrailState.KEPT
    guardrail_reason: str = ""
    reason: str = ""
    """Why nothing can be computed."""
    span: str = ""
    """The lift's range in words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the rules look at."""

    arms: tuple[ArmEvidence, ...]
    control: str | None
    arms_with_units: int
    split: Level
    split_reason: str
    seen_twice: Level
    seen_twice_reason: str
    days: float | None
    min_days: int
    fewest_conversions: float
    """Of the compared arm with the fewest."""
    min_conversions: int
    at_end: bool
    """The planned end is reached, or nothing more will come."""
    is_over: bool
    days_left: int | None
    """By the plan and the traffic so far."""
    counted: str = "conversions"

    @property
    def least_days(self) -> int:
        """Never under one weekly cycle."""
        return max(self.min_days, WEEK)


def decide(evidence: Evidence) -> Verdict:
    """Say what to do, by the first rule that fires.

    Args:
        evidence: What is known at this look.

    Returns:
        The verdict with its rule and reason. 'Ship' only where the split is not red, nobody saw two arms beyond a few,
        at least a week has passed, every compared arm has the minimum of conversions and no guardrail is broken.
    """
    for ask in _QUESTIONS:
        verdict = ask(evidence)
        if verdict is not None:
            return verdict
    return _undecided(evidence)


def _enough_arms(evidence: Evidence) -> Verdict | None:
    if evidence.arms_with_units >= 2 and evidence.arms:
        return None
    one = evidence.arms_with_units == 1
    if evidence.is_over:
        found = "Only one version has people" if one else "No version has people"
        return Verdict(VerdictWord.DONT_TRUST, Rule.NO_DATA, f"{found}; a comparison needs two.")
    if evidence.split is Level.RED:
        return None
    found = "Only one version has people so far" if one else "No version has people yet"
    return _wait(evidence, Rule.NO_DATA, f"{found}; a comparison needs two.")


def _even_split(evidence: Evidence) -> Verdict | None:
    if evidence.split is not Level.RED:
        return None
    return Verdict(VerdictWord.DONT_TRUST, Rule.UNEVEN_SPLIT, f"Uneven split: {evidence.split_reason}")


def _seen_once(evidence: Evidence) -> Verdict | None:
    if evidence.seen_twice is not Level.RED:
        return None
    return Verdict(VerdictWord.DONT_TRUST, Rule.SEEN_TWICE, f"Result paused: {evidence.seen_twice_reason}")


def _computable(evidence: Evidence) -> Verdict | None:
    if any(arm.standing is not Standing.UNKNOWN for arm in evidence.arms):
        return None
    reason = next((arm.reason for arm in evidence.arms if arm.reason), "the numbers do not allow a comparison")
    if not evidence.at_end:
        return _wait(evidence, Rule.NOT_COMPUTABLE, f"Nothing to compare yet: {reason}.")
    return Verdict(VerdictWord.DONT_TRUST, Rule.NOT_COMPUTABLE, f"Nothing can be computed: {reason}.")


def _guarded(evidence: Evidence) -> Verdict | None:
    broken = [arm for arm in evidence.arms if arm.guardrail is GuardrailState.BROKEN]
    if not broken or any(arm not in broken and arm.standing is not Standing.WORSE for arm in evidence.arms):
        return None
    reason = f"{broken[0].guardrail_reason} Stay with {_stay(evidence)}."
    return Verdict(VerdictWord.KEEP, Rule.GUARDRAIL_BROKEN, reason, evidence.control)


def _long_enough(evidence: Evidence) -> Verdict | None:
    if evidence.days is None or evidence.days >= evidence.least_days:
        return None
    ran = f"It ran {_days(evidence.days)}"
    if evidence.is_over:
        reason = f"{ran}; a fair answer needs {evidence.least_days}, one whole week at least."
        return Verdict(VerdictWord.DONT_TRUST, Rule.TOO_SHORT, reason)
    reason = f"{ran} so far; weekdays differ, so wait for at least {evidence.least_days}."
    return _wait(evidence, Rule.TOO_SHORT, reason)


def _enough_conversions(evidence: Evidence) -> Verdict | None:
    if evidence.fewest_conversions >= evidence.min_conversions:
        return None
    found = f"{evidence.fewest_conversions:,.0f} {evidence.counted} in the smallest version"
    reason = f"Not enough yet: {found}; {evidence.min_conversions:,} are needed."
    if evidence.is_over:
        return Verdict(VerdictWord.DONT_TRUST, Rule.FEW_CONVERSIONS, reason.replace(" yet", ""))
    return _wait(evidence, Rule.FEW_CONVERSIONS, reason)


def _better(evidence: Evidence) -> Verdict | None:
    winners = [arm for arm in evidence.arms if arm.standing is Standing.BETTER]
    kept = [arm for arm in winners if arm.guardrail is GuardrailState.KEPT]
    if kept:
        if evidence.days is None:
            reason = "It looks better, but nobody said how long it ran; give its first and last day."
            return Verdict(VerdictWord.DONT_TRUST, Rule.LENGTH_UNKNOWN, reason)
        best = max(kept, key=lambda arm: -math.inf if arm.lift is None else arm.lift)
        return Verdict(
            VerdictWord.SHIP, Rule.BETTER, f"{best.arm} did better than {_base(evidence)}{best.span}.", best.arm
        )
    unclear = [arm for arm in winners if arm.guardrail is GuardrailState.UNCLEAR]
    if unclear and evidence.at_end:
        reason = f"{unclear[0].arm} did better, but {unclear[0].guardrail_reason}"
        return Verdict(VerdictWord.TOO_CLOSE, Rule.GUARDRAIL_UNCLEAR, reason)
    if unclear:
        return _wait(
            evidence, Rule.GUARDRAIL_UNCLEAR, f"{unclear[0].arm} did better, but {unclear[0].guardrail_reason}"
        )
    return None


def _worse(evidence: Evidence) -> Verdict | None:
    lost = all(arm.standing is Standing.WORSE or arm.guardrail is GuardrailState.BROKEN for arm in evidence.arms)
    if evidence.control is None or not lost:
        return None
    names = _listed([f"{arm.arm}{arm.span}" for arm in evidence.arms])
    reason = f"Worse than {evidence.control}: {names}. Stay with {evidence.control}."
    return Verdict(VerdictWord.KEEP, Rule.WORSE, reason, evidence.control)


_QUESTIONS: Final[tuple[Callable[[Evidence], Verdict | None], ...]] = (
    _enough_arms,
    _even_split,
    _seen_once,
    _computable,
    _guarded,
    _long_enough,
    _enough_conversions,
    _better,
    _worse,
)


def _undecided(evidence: Evidence) -> Verdict:
    if evidence.at_end:
        why = "nothing more will come" if evidence.is_over else "the test has run as long as planned"
        reason = f"The range still holds both better and worse, and {why}."
        return Verdict(VerdictWord.TOO_CLOSE, Rule.END_WITHOUT_WINNER, reason)
    if evidence.days_left is None:
        return _wait(evidence, Rule.RUNNING, "The range still holds both better and worse.")
    return _wait(evidence, Rule.RUNNING, "The range still holds both better and worse; not all planned people are in.")


def _wait(evidence: Evidence, rule: Rule, reason: str) -> Verdict:
    short = 0 if evidence.days is None else math.ceil(evidence.least_days - evidence.days)
    left = max(evidence.days_left or 0, short)
    return Verdict(VerdictWord.KEEP_RUNNING, rule, reason, days_left=left or None)


def _base(evidence: Evidence) -> str:
    if evidence.control is not None:
        return evidence.control
    return "the other version" if evidence.arms_with_units == 2 else "the other versions together"


def _stay(evidence: Evidence) -> str:
    return evidence.control if evidence.control is not None else "what you have"


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:.0f} days" if days >= 1 else "less than a day"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
