"""What the store keeps of A/B tests: designs and their states, sums, predictions, decisions, history."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

WHOLE = ""
"""The segment of everybody."""
NO_LOOK = -1
"""The look of sums that belong to a day (or to no day) and are no running total."""
NO_DAY = -1_000_000
"""The day of sums that no day is known of (far before any real day)."""
SYSTEM = "system"
"""Who predicts where Bellwether itself does."""


class ExperimentState(StrEnum):
    """Where a test stands in its life."""

    DRAFT = "draft"
    RUNNING = "running"
    DECIDED = "decided"
    ARCHIVED = "archived"


class Origin(StrEnum):
    """Who runs a test."""

    DESIGNED = "designed"
    """Designed here: units are assigned by keyed hash."""
    IMPORTED = "imported"
    PROGRAM = "program"
    """Reported by a program's result events."""


class Variant(StrEnum):
    """How the values of units entered a sum."""

    RAW = "raw"
    CAPPED = "capped"
    """Extreme units count as the bound."""
    BY_AGE = "by_age"
    """By days since the unit's first exposure, which stand as the day."""


class EventKind(StrEnum):
    """What can happen to a test."""

    CREATED = "created"
    EDITED = "edited"
    STARTED = "started"
    DATA = "data"
    DATA_REMOVED = "data_removed"
    ENDED = "ended"
    EXTENDED = "extended"
    REALLOCATED = "reallocated"
    PREDICTED = "predicted"
    SKIPPED = "skipped"
    DECIDED = "decided"
    PROPOSED = "proposed"
    ARCHIVED = "archived"
    REMOVED = "removed"


class Choice(StrEnum):
    """What a person can decide about a test."""

    CHOOSE = "choose"
    KEEP = "keep"
    RUN_LONGER = "run_longer"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class ExperimentDraft:
    """A test that is to be stored."""

    brand_id: int
    key: str
    """The name by which files and programs call it, unique in the brand."""
    name: str
    design: str
    """JSON, as the services wrote it."""
    metric: str
    """Name of the primary metric."""
    created_at: int
    """UTC seconds, like every time here."""
    created_by: str
    state: ExperimentState = ExperimentState.DRAFT
    origin: Origin = Origin.DESIGNED
    hypothesis: str = ""
    topic: str = ""
    hook: str = ""
    segment: str = ""
    words: str = ""
    """What a search looks through, in lower case."""
    started_at: int | None = None
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class ExperimentRecord:
    """A stored test."""

    id: int
    brand_id: int
    key: str
    name: str
    hypothesis: str
    state: ExperimentState
    origin: Origin
    metric: str
    topic: str
    hook: str
    segment: str
    design: str
    words: str
    created_at: int
    created_by: str
    started_at: int | None
    ended_at: int | None
    """Set when nothing more is to come, though nobody has decided yet."""
    decided_at: int | None
    archived_at: int | None
    data_version: int
    """Raised by every change of its sums."""
    row_version: int
    """Raised by every change of its state or design."""

    @property
    def is_finished(self) -> bool:
        """Whether nothing more is to come: the library and the priors take such tests."""
        return self.ended_at is not None or self.state in {ExperimentState.DECIDED, ExperimentState.ARCHIVED}


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """The short answer of a test, as the list shows it."""

    experiment_id: int
    basis: str
    """What it was computed from: versions of data, design and method."""
    verdict: str
    rule: str
    reason: str
    arm: str | None
    lift: float | None
    low: float | None
    high: float | None
    lead_error: float | None
    """Standard error of log(1 + lift); None where the lift is not on that scale."""
    effect: float | None
    """Of one arm, chosen by its name, on the logarithm's scale, with its standard error: for priors and the library."""
    effect_error: float | None
    n: int
    days_left: int | None
    computed_at: int
    reallocate: str | None = None
    """Why people should be given to other versions, where the test is watched and says so."""


@dataclass(frozen=True, slots=True)
class FinishedEffect:
    """What a finished test showed, for priors and the library."""

    experiment_id: int
    name: str
    metric: str
    topic: str
    hook: str
    segment: str
    design: str
    rule: str
    effect: float
    """Of one arm, chosen by its name and not by its result, on the logarithm's scale."""
    error: float
    n: int


@dataclass(frozen=True, slots=True)
class ListedExperiment:
    """A test in a list, with its short answer where it was computed."""

    experiment: ExperimentRecord
    summary: SummaryRecord | None
    chance: float | None = None
    """Chance to win of the leading arm, with what the other tests of the brand say; None where it was not asked for."""


@dataclass(frozen=True, slots=True)
class ExperimentQuery:
    """Which tests a list shows; what is left open does not restrict."""

    text: str = ""
    states: tuple[ExperimentState, ...] = ()
    finished: bool | None = None
    metric: str | None = None
    topic: str | None = None
    hook: str | None = None
    segment: str | None = None
    verdict: str | None = None
    wants_decision: bool | None = None
    """Of running tests: whether there is an answer, or nothing more to come, so that a person can decide."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file whose rows stand behind tests; `id` is 0 until it is stored."""

    brand_id: int
    file: str
    checksum: str
    """Hex SHA-256 of its bytes."""
    fingerprint: str
    """Canonical text of how it was read."""
    report: str
    """JSON: rows by outcome, what was found, which tests."""
    who: str
    created_at: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class SumRow:
    """The sums of one arm in one metric, of everybody or one segment, on a day, at a look, or in all."""

    metric: str
    arm: str
    n: int
    """Units (or trials)."""
    total: float
    squares: float | None = None
    variant: Variant = Variant.RAW
    segment: str = WHOLE
    day: int | None = None
    """Local epoch day."""
    look: int = NO_LOOK
    """Seconds since the start, where the sums are running totals."""
    base_total: float | None = None
    """Of a ratio: the denominator, its squares, and its product with the numerator. Of a quantile, which stands as the
    total: the order statistics below and above it, and of how many values they are."""
    base_squares: float | None = None
    base_product: float | None = None
    before_total: float | None = None
    """Of an adjustment: the value before the test, its squares, and its product with the value."""
    before_squares: float | None = None
    before_product: float | None = None


@dataclass(frozen=True, slots=True)
class SumTable:
    """The sums of many tests by column; k rows in the order of test, metric, variant, segment, arm, day, look."""

    experiment: NDArray[np.int64]
    source: NDArray[np.int64]
    """The file that said so; a higher number came later."""
    metric: NDArray[np.object_]
    variant: NDArray[np.object_]
    segment: NDArray[np.object_]
    arm: NDArray[np.object_]
    day: NDArray[np.int64]
    """NO_DAY for sums without a day."""
    look: NDArray[np.int64]
    values: NDArray[np.float64]
    """Shape (k, 9): n, total, squares; total, squares and product of the base; the same of before; NaN = not given."""


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """Something that happened to a test; `id` is 0 until it is stored."""

    brand_id: int
    experiment_id: int | None
    kind: EventKind
    who: str
    at: int
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PredictionRecord:
    """What somebody expected before they saw the result."""

    experiment_id: int
    who: str
    at: int
    data_version: int
    arm: str | None = None
    """None: no arm will win, or nothing was said."""
    lift: float | None = None
    """Relative lift of that arm over the control."""
    chance: float | None = None
    """Probability given to it, 0-1."""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What a person decided, with all that they saw; `id` is 0 until it is stored."""

    experiment_id: int
    choice: Choice
    who: str
    at: int
    data_version: int
    settings: str
    """JSON of the settings in force."""
    report: str
    """JSON of the whole report."""
    arm: str | None = None
    note: str = ""
    id: int = 0
