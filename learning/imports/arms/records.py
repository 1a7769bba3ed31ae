"""What a table of A/B data is taken for, and what was found in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.domain.enums import DateOrder, DecimalMark
from learning.domain.experiment_records import SumRow
from learning.domain.imports import Issue


class ArmRole(StrEnum):
    """What a column of a table of A/B data is for."""

    UNIT = "unit"
    """Whom or what was assigned to an arm."""
    TEST = "test"
    ARM = "arm"
    LABEL = "label"
    """Text that shows what an arm was: a headline, a picture."""
    DAY = "day"
    OUTCOME = "outcome_day"
    """When a unit had its result, beside the day on which it first saw its version."""
    LOOK = "look"
    """Days since the start, beside running totals."""
    SEGMENT = "segment"
    METRIC_NAME = "metric_name"
    COUNT = "count"
    """How many units (or trials) stand behind a row."""
    VALUE = "value"
    """The outcome of a unit, or the total of a row."""
    MEAN = "mean"
    VARIANCE = "variance"
    DEVIATION = "deviation"
    SQUARES = "squares"
    BEFORE = "before"
    """The value of a unit before the test."""
    TOPIC = "topic"
    HOOK = "hook"
    IGNORED = "ignored"


class Side(StrEnum):
    """Which arm a column speaks of, where a row holds two."""

    ANY = ""
    CONTROL = "control"
    TREATMENT = "treatment"


class Shape(StrEnum):
    """What a row of the table is."""

    UNITS = "units"
    TOTALS = "totals"
    """One arm."""
    PAIRS = "pairs"
    """A control and a treatment."""


class ValueKind(StrEnum):
    """What the values of a metric look like."""

    BINARY = "binary"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    RATIO = "ratio"
    """Two numbers per unit, one by the other."""


@dataclass(frozen=True, slots=True)
class ArmColumn:
    """One column and what it is taken for."""

    index: int
    header: str
    role: ArmRole
    metric: str = ""
    """Name of the metric or the segment's dimension; '' where the role says it all."""
    side: Side = Side.ANY
    base: int | None = None
    """Place of the column that the values are divided by, of a ratio."""
    scale: float = 1.0
    """What the numbers are multiplied by: 1/100 for percents."""


@dataclass(frozen=True, slots=True)
class ArmPlan:
    """What a table of A/B data is taken for."""

    shape: Shape
    columns: tuple[ArmColumn, ...]
    notes: tuple[str, ...] = ()
    decimal_mark: DecimalMark = DecimalMark.POINT
    date_order: DateOrder | None = None

    def of(self, role: ArmRole, side: Side | None = None) -> tuple[ArmColumn, ...]:
        """Return the columns of a role.

        Args:
            role: The role.
            side: Only those of this side; None = of any.

        Returns:
            The columns in the order of the file.
        """
        return tuple(column for column in self.columns if column.role is role and side in (None, column.side))

    def first(self, role: ArmRole) -> ArmColumn | None:
        """Return the first column of a role.

        Args:
            role: The role.

        Returns:
            The column, or None.
        """
        return next(iter(self.of(role)), None)


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What a person said of the file; everything may be left open."""

    key: str = ""
    """The test that rows without a test's name belong to."""
    control: str | None = None
    name: str = ""
    latest: date | None = None
    """The day of the upload: no date lies after it."""
    running_totals: bool = False
    """Rows of later days hold everything up to them."""


@dataclass(frozen=True, slots=True)
class FoundMetric:
    """A metric of a table."""

    name: str
    kind: ValueKind
    cap: float | None = None
    """The bound of the capped sums: extreme units count as this value."""
    largest: float | None = None


@dataclass(frozen=True, slots=True)
class FoundTest:
    """One test of a table, as sums."""

    key: str
    arms: tuple[str, ...]
    """Labels in the order of the file, which says nothing about which is the control."""
    titles: tuple[str, ...]
    """What each arm showed; its label where the table does not say."""
    control: str | None
    metrics: tuple[FoundMetric, ...]
    sums: tuple[SumRow, ...]
    first_day: int | None = None
    last_day: int | None = None
    doubled_units: int = 0
    units_in_several_arms: int = 0
    topic: str = ""
    hook: str = ""
    quantiles: tuple[str, ...] = ()
    """Names of the quantiles among the sums; metrics of a test only where somebody wants them to be."""


@dataclass(frozen=True, slots=True)
class ArmsReading:
    """Everything that was found in a table."""

    tests: tuple[FoundTest, ...]
    issues: tuple[Issue, ...]
    """The first ones of each reason."""
    reasons: tuple[tuple[str, int], ...]
    """Every reason and how many rows it concerns."""
    rows_read: int
    rows_used: int
    rows_rejected: int
    notes: tuple[str, ...] = ()
