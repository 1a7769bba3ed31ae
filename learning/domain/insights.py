"""Insights: what a detector proposes, what is left of it after all that were looked at, and what the store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.figures import CountedUnit


class InsightKind(StrEnum):
    """What an insight is about."""

    TREND = "trend"
    CHANGE_POINT = "change_point"
    ANOMALY = "anomaly"
    PEAK_HOURS = "peak_hours"
    FREQUENCY = "frequency"
    """How often or how densely one posts: fatigue and spacing."""
    CORRELATION = "correlation"
    SEGMENT_GAP = "segment_gap"
    ATTRIBUTE_EFFECT = "attribute_effect"
    """What a topic, hook, format, generator, strategy, length or hour does to the outcome."""
    SEQUENCE = "sequence"
    CLUSTER = "cluster"
    WINNING_FORMULA = "winning_formula"
    SIMILARITY = "similarity"
    """Near-duplicates and novelty."""
    DATA_QUALITY = "data_quality"
    FEEDBACK_THEME = "feedback_theme"
    OPERATION = "operation"
    """How the programs of a brand work: where time and success are lost, what people do with them."""


class Tier(StrEnum):
    """How far an insight can be trusted after all that were looked at."""

    CONFIRMED = "confirmed"
    WORTH_TESTING = "worth_testing"


class InsightStatus(StrEnum):
    """What became of an insight."""

    NEW = "new"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    ACTED_ON = "acted_on"
    RESOLVED = "resolved"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Its data went away."""


class Implementation(StrEnum):
    """How far the change is that an insight led to."""

    NONE = "none"
    """None was proposed, or none of those lives."""
    PROPOSED = "proposed"
    ROLLING = "rolling"
    KEPT = "kept"
    ROLLED_BACK = "rolled_back"


class Priority(StrEnum):
    """Impact x confidence by the rule of `learning/insights/priorities.py`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about; two findings of one subject are the same finding, renewed."""

    kind: InsightKind
    metric: str
    """Name of a metric, or '' where none is meant (data quality)."""
    segment: tuple[tuple[str, str], ...] = ()
    """Where it holds: sorted (dimension, value) pairs, platform included; empty = everywhere."""
    what: tuple[tuple[str, str], ...] = ()
    """What it is about: sorted (name, value) pairs, e.g. ((attribute, topic), (level, trail guides))."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An estimated effect that chance can explain: goes through the false-discovery control of the whole run."""

    estimate: float
    """On a scale where 0 is no effect: a log ratio, or a rank correlation by Fisher's z."""
    error: float
    """Its standard error, above 0, over independent posts or days."""
    degrees: float
    """Degrees of freedom of that error, above 1."""
    is_log_ratio: bool = True


class RivalKind(StrEnum):
    """In which way something else could be behind a finding."""

    UNEVEN = "uneven"
    """Another attribute differs along with it."""
    HELD_ALIKE = "held_alike"
    """A correlation is another one once platform, time and what posts are about are held alike."""
    FEW_POSTS = "few_posts"
    """One post carries much of it."""
    CHANCE = "chance"
    NOTE = "note"
    """Somebody noted that something happened then."""
    TEST = "test"
    """A randomised test says otherwise."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Something else that a finding could come from, with the numbers that speak for it."""

    kind: RivalKind
    name: str
    """Of the attribute, the note or the test."""
    level: str = ""
    own: float | None = None
    """Share of these posts (or days) that have it, 0-1; of a correlation the plain one."""
    others: float | None = None
    """Share of the posts compared with that have it; of a correlation what is left of it."""
    n: int = 0
    n_others: int = 0
    explained: float | None = None
    """Which part of the plain difference goes away when it is held alike, below 0 where the difference grows; of chance
    the probability that the sign is wrong; None where it cannot be computed."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A part of the data that explains an unusual moment."""

    dimension: str
    level: str
    expected: float
    """Counts of the metric's numerator, had it been as before."""
    actual: float
    power: float
    """Share of the whole difference that it explains; above 1 where others went the other way."""
    surprise: float
    """How much its share of the whole changed: a part of the Jensen-Shannon divergence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on."""

    numbers: Mapping[str, float | None] = field(default_factory=dict)
    """Named figures: 'value', 'rest', 'posts_with', ..."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Named texts: an example post, the name of the other level, ..."""
    posts: tuple[int, ...] = ()
    """Content ids, the most telling first; at most 20."""
    first: date | None = None
    last: date | None = None
    filters: tuple[tuple[str, str], ...] = ()
    """The filters under which the pages show it."""
    rivals: tuple[Rival, ...] = ()
    """What else it could be, each computed, the one that explains most first."""
    drivers: tuple[Driver, ...] = ()
    """Of an unusual moment: which platforms, topics, segments, ... explain it, the most telling dimension first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one detector proposes."""

    detector: str
    subject: Subject
    measured: Measured | None
    """None where the finding is a count of facts, not an estimate (a stale source, a near-duplicate)."""
    n: int
    counted: CountedUnit
    evidence: Evidence
    recommendation: str
    """What to do: a name of `Recommendation` in `learning/insights/recommendations.py`."""
    good: bool | None = None
    """Whether the effect is in the good direction; None where neither is good."""
    opportunity: float | None = None
    """What acting on it could be worth in counts of the metric's numerator over 28 days; None where that cannot be
    said."""
    stake: float | None = None
    """The same as a share of all that the brand had of it in the last 28 days (0.05 = 5 %): what priorities go by."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate that stood the test of the whole run."""

    candidate: Candidate
    tier: Tier
    effect: float | None
    """Relative (0.2 = +20 %) for log ratios, else the correlation; drawn to what the whole run taught."""
    low: float | None
    high: float | None
    false_sign_rate: float | None
    q_value: float | None
    confidence: float
    """0-1 at the moment of finding: 1 - false-sign rate; of counted facts 1."""
    stands_above: float | None = None
    """How large the estimate would have to be, at its present error, to keep this tier; on the scale of `Measured`."""
    confirmed_above: float | None = None
    """The same for being confirmed, where it is only worth testing; None where no size would do."""


@dataclass(frozen=True, slots=True)
class Insight:
    """A finding as the store keeps it; `id` is 0 until it is stored."""

    brand_id: int
    fingerprint: str
    """Digest of the subject."""
    finding: Finding
    status: InsightStatus
    priority: Priority
    impact: float | None
    """In the goal's unit where a goal is set, else the metric's, over 28 days."""
    data_version: int
    """The data that the newest finding saw."""
    first_seen: int
    """UTC seconds."""
    renewed_at: int
    confidence: float
    """Of now: decayed by its half life since it was renewed."""
    reason: str = ""
    """Why a person accepted or dismissed it."""
    who: str = ""
    """Who decided."""
    id: int = 0
    impact_unit: str = ""
    """Name of what the impact counts: a fact, or the metric of a goal; '' where there is no impact."""
    settings_version: int = 0
    earlier: InsightStatus | None = None
    """The status before it was withdrawn or, acted on, resolved: it goes back to it when its data does."""
    decided_at: int | None = None
    """UTC seconds of the decision of a person."""
    action_id: int | None = None
    """The action that it became."""
    experiment_id: int | None = None
    """The A/B test that it was put to."""
    mark: str = ""
    """What the data did to it, in words: its import was undone, it is gone, faded, turned; '' = nothing."""
