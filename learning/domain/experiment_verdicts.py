"""What to do about a test, which rule says so, and the checks behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VerdictWord(StrEnum):
    """The five answers to 'what now?'."""

    SHIP = "ship"
    KEEP = "keep"
    TOO_CLOSE = "too close to call"
    KEEP_RUNNING = "keep running"
    DONT_TRUST = "don't trust this yet"


class Rule(StrEnum):
    """The rule that fired, in the order in which they are asked."""

    NO_DATA = "no_data"
    """An arm has no units, or there is only one arm."""
    UNEVEN_SPLIT = "uneven_split"
    """Sample ratio red."""
    SEEN_TWICE = "seen_twice"
    """Too many units saw more than one arm."""
    GUARDRAIL_BROKEN = "guardrail_broken"
    TOO_SHORT = "too_short"
    """Under the minimum of days, or under one week."""
    LENGTH_UNKNOWN = "length_unknown"
    FEW_CONVERSIONS = "few_conversions"
    WORSE = "worse"
    """Every arm is worse than the control, or the arm compared is."""
    BETTER = "better"
    GUARDRAIL_UNCLEAR = "guardrail_unclear"
    NOT_COMPUTABLE = "not_computable"
    RUNNING = "running"
    """Not decided yet, and the plan is not fulfilled."""
    END_WITHOUT_WINNER = "end_without_winner"


class Level(StrEnum):
    """How bad a check is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, why, and the rule that says so."""

    word: VerdictWord
    rule: Rule
    reason: str
    """One sentence for a marketer."""
    arm: str | None = None
    """Of 'ship': the arm to ship; of 'keep': the control, where one is named."""
    days_left: int | None = None
    """Of 'keep running': about how many more days."""

    @property
    def may_choose(self) -> bool:
        """Whether a person may choose a winner at all."""
        return self.rule not in {Rule.NO_DATA, Rule.UNEVEN_SPLIT, Rule.SEEN_TWICE}


@dataclass(frozen=True, slots=True)
class SegmentRatio:
    """The split in one segment."""

    segment: str
    p_value: float | None
    p_adjusted: float | None
    """Holm over the segments looked at."""
    level: Level


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """Whether the arms got the shares of units that were planned."""

    level: Level
    p_value: float | None
    observed: tuple[tuple[str, float], ...]
    expected: tuple[tuple[str, float], ...]
    segments: tuple[SegmentRatio, ...] = ()
    reason: str | None = None


class GuardrailState(StrEnum):
    """What a guardrail says of an arm."""

    KEPT = "kept"
    """Not worse than the margin (non-inferior)."""
    BROKEN = "broken"
    """Worse than the margin, or clearly worse where there is none."""
    UNCLEAR = "unclear"
    """The range still holds both."""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """One guardrail metric in one arm."""

    metric: str
    arm: str
    state: GuardrailState
    margin: float
    harm: float | None
    """Relative worsening; below 0 = an improvement."""
    harm_low: float | None
    harm_high: float | None
    p_value: float | None
    """Of 'not worse than the margin' (small = kept)."""
    reason: str
