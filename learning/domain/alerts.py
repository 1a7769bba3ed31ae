"""Alerts: what a brand's people want to be told of, and what they were told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.insights import InsightKind


class AlertKind(StrEnum):
    """What raises an alert."""

    THRESHOLD = "threshold"
    """A figure passes a number."""
    EXPECTED_RANGE = "expected_range"
    """A day lies well outside of what the days before it let one expect."""
    ANOMALY = "anomaly"
    """A day or some days in a row are unusual, however the series behaves otherwise."""
    INSIGHT = "insight"
    """A new confirmed insight."""
    FEEDBACK = "feedback"
    """A customer's note that nobody has used or answered within a day."""


WITHOUT_SERIES = frozenset({AlertKind.INSIGHT, AlertKind.FEEDBACK})
"""Kinds that watch no figure."""


class AlertDirection(StrEnum):
    """On which side."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"


class Sensitivity(StrEnum):
    """How unusual a day must be."""

    CALM = "calm"
    USUAL = "usual"
    KEEN = "keen"


class AlertStatus(StrEnum):
    """What became of an alert."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    """A person has seen it."""
    WITHDRAWN = "withdrawn"
    """Its data was taken back."""


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """A rule as a person writes it."""

    name: str
    kind: AlertKind
    metric: str = ""
    """Of an alert on insights: '' is any metric."""
    direction: AlertDirection = AlertDirection.EITHER
    threshold: float | None = None
    """In the unit of the metric: a rate counts to 1. Only of a threshold."""
    window_days: int = 1
    """Over how many days a threshold is measured: 1, or 7 (of a total the mean a day, of a rate the rate of all)."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dimension -> values: the segment that is watched."""
    sensitivity: Sensitivity = Sensitivity.USUAL
    insight_kind: InsightKind | None = None
    """None is any kind."""
    cooldown_hours: int = 24
    """So long after an alert of this rule no other one is raised."""
    channels: tuple[int, ...] = ()
    """Beside the page, where every alert stands."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule as the store keeps it. Times are UTC seconds."""

    brand_id: int
    draft: AlertDraft
    who: str
    created_at: int
    watch_from: int | None = None
    """Epoch day from which on it may raise an alert: the newest day when it was made; None where there was no data."""
    evaluated_version: int = 0
    """The data that it last looked at."""
    evaluated_day: int | None = None
    """The newest day that it has looked at."""
    due_at: int | None = None
    """When it looks again though nothing changed: something waits for the end of a cool-down."""
    muted_until: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A change of a rule."""

    rule_id: int
    before: AlertDraft
    """What it said until then."""
    who: str
    changed_at: int
    """UTC seconds."""


@dataclass(frozen=True, slots=True)
class CausePost:
    """A post that stands behind an alert."""

    content_id: int
    name: str
    permalink: str | None
    value: float | None
    share: float | None
    """Its part of the figure of the day."""


@dataclass(frozen=True, slots=True)
class CauseSegment:
    """A part of the data that a change comes from."""

    dimension: str
    value: str
    share: float
    """Its part of the change."""


@dataclass(frozen=True, slots=True)
class AlertFinding:
    """What an alert is about."""

    words: str
    """One sentence: what, how much, against what."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    """The range that was to be expected, or the threshold on the one side."""
    n: int = 0
    """Days behind the value."""
    posts: tuple[CausePost, ...] = ()
    segments: tuple[CauseSegment, ...] = ()
    earlier_days: tuple[date, ...] = ()
    """Other days since the last look that would have raised an alert alone."""
    insight_id: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that was raised."""

    brand_id: int
    rule_id: int
    day: int
    """Epoch day that it is about; of an insight the day on which it was found."""
    subject: str
    """Tells alerts of one rule and day apart: '' or the insight."""
    data_version: int
    raised_at: int
    title: str
    finding: AlertFinding
    status: AlertStatus = AlertStatus.OPEN
    who: str = ""
    """Who acknowledged it."""
    note: str = ""
    """What they said, or why it was withdrawn."""
    changed_at: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class WatchedSeries:
    """A daily figure as a rule looks at it; arrays of one length, the earliest day first."""

    days: tuple[int, ...]
    """Epoch days with data."""
    values: tuple[float, ...]
    sizes: tuple[int, ...] = ()
    """Days behind each value; () is one each."""


@dataclass(frozen=True, slots=True)
class Episode:
    """Days in a row on which a condition held: one thing to tell, not one a day."""

    first: int
    last: int
    """Epoch days."""
    value: float
    """On the last day."""
    low: float | None = None
    high: float | None = None
    """What was to be expected on the last day, where that is the question."""


@dataclass(frozen=True, slots=True)
class AlertPreview:
    """What a rule would have said of the past."""

    series: WatchedSeries
    fired: tuple[int, ...]
    """Epoch days on which it would have told, the cool-down counted."""
    days: int
    """How many days of the past were looked at."""
    reason: str | None = None
    """Why nothing can be said."""
