"""What detectors look at: a brand's posts, the segments that they reached, its days, its hours and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.analyses import ChangePoints, Decomposition, SeriesKey
from learning.domain.facts import Fact

POST_ATTRIBUTES: Final = ("platform", "account", "format", "topic", "hook", "generator", "strategy", "campaign")

POST_COLUMNS: Final = (
    "content_id",
    *POST_ATTRIBUTES,
    "day",
    "hour",
    "length",
    "hashtags",
    "links",
    "age_hours",
    "text",
    *(fact.value for fact in Fact),
)
"""One row per post. `day` is the epoch day of publication and `hour` the hour there (-1 unknown); attributes are text
('' = not stated); `length`, `hashtags`, `links` are counts (NaN unknown); `age_hours` is that at the newest capture or
activity; facts are sums of the post on one basis of one cut per platform (NaN = not reported). Further columns are
welcome: 'angle' and any 'visual.<name>' (texts) are parts of winning formulas."""

CELL_COLUMNS: Final = (
    "content_id",
    "persona",
    "device",
    "channel",
    "strategy",
    *(fact.value for fact in Fact),
)
"""One row per post and segment, where the brand's data has segments; `content_id` is an epoch day below 0 where there
are no posts."""


NOTE_COLUMNS: Final = ("note_id", "day", "theme", "feeling")
"""One row per note of a customer and theme of it, '' where it has none; `day` is the epoch day on which it was said,
`feeling` -1, 0 or 1."""


def no_notes() -> pd.DataFrame:
    """Return the notes of a brand that has none."""
    empty = {name: np.empty(0, dtype=np.int64) for name in ("note_id", "day", "feeling")}
    return pd.DataFrame(empty | {"theme": np.empty(0, dtype=object)})[list(NOTE_COLUMNS)]


DECISION_TEXTS: Final = ("component", "operation", "arm", "session", "person", "domain", "error", "persona", "device")
STAGES: Final = ("selection_ms", "generation_ms", "validation_ms", "cleanup_ms")
DECISION_NUMBERS: Final = (
    "failed",
    "bypassed",
    "complexity",
    "quality",
    "satisfaction",
    "conversions",
    "response_ms",
    "total_ms",
    *STAGES,
)
DECISION_COLUMNS: Final = ("at", "day", *DECISION_TEXTS, *DECISION_NUMBERS)
"""One row per decision of a program, in the order of time. `at` is UTC seconds and `day` the epoch day of it; texts are
'' where nothing was told, `session` and `person` keyed hashes; `failed` and `bypassed` are 0 or 1, the others
amounts; NaN = not told. A decision failed if it told an error or its outcome no success; where a component never tells
either, nobody knows. Of several outcomes the mean."""


def no_decisions() -> pd.DataFrame:
    """Return the decisions of a brand whose programs tell none."""
    whole = {name: np.empty(0, dtype=np.int64) for name in ("at", "day")}
    texts = {name: np.empty(0, dtype=object) for name in DECISION_TEXTS}
    numbers = {name: np.empty(0, dtype=np.float64) for name in DECISION_NUMBERS}
    return pd.DataFrame(whole | texts | numbers)[list(DECISION_COLUMNS)]


@dataclass(frozen=True, slots=True)
class DailySeries:
    """One metric by day, gaps as NaN."""

    key: SeriesKey
    first: date
    values: NDArray[np.float64]
    """Shape (days,)."""
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    """Ones for totals."""
    decomposition: Decomposition | None
    changes: ChangePoints | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """How fresh and complete one source is."""

    platform: str
    account: str
    last_day: date
    days_old: int
    usual_gap_days: float
    """Median days between its imports; NaN with fewer than three."""
    rows_by_import: NDArray[np.int64]
    """Rows of its imports, the oldest first."""
    missing_days: tuple[date, ...]
    """Days without rows between its first and last, beyond its quiet days."""
    import_days: tuple[date, ...] = ()
    """First day with data of each import, the oldest first: where a definition can have changed. Empty = not known."""


@dataclass(frozen=True, slots=True)
class Gates:
    """What teaches and what counts as a success; settings of the brand."""

    minimum_exposure: float
    minimum_age_hours: float
    minimum_likes: float
    success_rate: float
    success_views: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What programs are held against where nothing else says what is good; settings of the brand."""

    efficiency: float = 0.7
    """Share of a component's time, or of its decisions, that has to go to what succeeds; 0-1."""
    recovery: float = 0.5
    """Share of its failures that has to be made good within the session; 0-1."""


@dataclass(frozen=True, slots=True)
class BrandData:
    """Everything that one run of the detectors looks at."""

    today: date
    posts: pd.DataFrame
    """POST_COLUMNS; own posts only."""
    peers: pd.DataFrame
    """POST_COLUMNS; posts of peers."""
    cells: pd.DataFrame
    """CELL_COLUMNS; where no detector that looks reads `Part.CELLS`, those of recent posts and days are enough."""
    series: tuple[DailySeries, ...]
    hours: Mapping[str, NDArray[np.float64]]
    """Name of a metric -> its sums by hour of the week, shape (168, 2): numerator, denominator; only activity."""
    sources: tuple[SourceState, ...]
    gates: Gates
    metrics: tuple[str, ...]
    """The metrics that are looked at, the most important first."""
    notes: pd.DataFrame = field(default_factory=no_notes)
    """NOTE_COLUMNS."""
    decisions: pd.DataFrame = field(default_factory=no_decisions)
    """DECISION_COLUMNS, of the days that the windows of the detectors reach."""
    marks: Marks = Marks()
