"""Records of an import: what was found, what is planned, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from learning.domain.enums import (
    Basis,
    DateOrder,
    DecimalMark,
    Grain,
    MeasureKind,
    OnError,
    Outcome,
    PercentScale,
    QuestionKey,
    Role,
    Severity,
    Unit,
)
from learning.domain.observations import FactChange


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem of one cell or row: where, which value, why, what to do. `row` is the spreadsheet row, from 1."""

    row: int
    column: str | None
    value: str | None
    reason: str
    fix: str
    severity: Severity = Severity.ERROR
    code: str = "value"
    """Groups problems of one kind: 'date', 'number', 'id', 'total_row', 'duplicate', 'implausible', ..."""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that the file leaves open and whose guess would change a figure."""

    key: QuestionKey
    prompt: str
    options: tuple[str, ...]
    proposed: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """An inclusive range of calendar days."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """The number of days, both ends counted."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person chose beforehand; everything may be left open."""

    template: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Header text -> field name (see `learning.imports.fields`)."""
    answers: Mapping[QuestionKey, str] = field(default_factory=dict)
    on_error: OnError = OnError.SKIP
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class TableHead:
    """The beginning of one table of a file, enough to recognise it."""

    file: str
    """The file's own name, without folders; for a member of a zip the member's name."""
    table: str
    """The sheet's name or the title above the table; '' where there is none."""
    preamble: tuple[tuple[int, tuple[str, ...]], ...]
    """Non-blank records above the header that belong to this table: (row number, cells)."""
    header_row: int
    """Spreadsheet row of the header; 0 where the table has no header of its own."""
    header: tuple[str, ...]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    """The first data records: (row number, cells), at most a few thousand."""
    complete: bool
    """True where the sample is the whole table."""
    index: int = 0
    """0-based place of the table within its file."""


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """One column of a table and what it is taken for."""

    index: int
    header: str
    field: str
    """Canonical field: 'content_id', 'published_at', 'date', 'impressions', 'persona', 'country', 'extra.<slug>'."""
    role: Role
    unit: Unit
    kind: MeasureKind = MeasureKind.ADDITIVE
    """Only read where the role is MEASURE."""
    weight: str | None = None
    """For an average: the field of the same table that weights it."""
    currency: str | None = None
    """For money: the currency named in the header, if any."""
    scale: float = 1.0
    """For a MEASURE whose cells are to be multiplied, e.g. 1/100 for a percent."""
    fixed: tuple[tuple[str, str], ...] = ()
    """Dimension values that the header itself names, e.g. (('gender', 'Women'),).

    Each such column makes an observation of its own per row.
    """


@dataclass(frozen=True, slots=True)
class ParseSettings:
    """How the cells of one table are to be read, after evidence and answers."""

    time_zone: str
    """IANA name for naive times of this file."""
    brand_zone: str
    """IANA name of the brand's zone, in which hours and days are keyed."""
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark = DecimalMark.POINT
    percent_scale: PercentScale | None = None
    year_hint: Period | None = None
    """The range that dates without a year fall into."""
    period: Period | None = None
    """For the basis 'period': the range that the totals cover."""
    captured_at: datetime | None = None
    """Aware UTC time as of which the numbers stand; None = the time of the upload."""
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a table is taken for and how it will be read: the outcome of recognising and mapping."""

    template: str
    platform: str
    account: str
    """Handle or id; 'default' where the file does not say. A column of role ACCOUNT overrides it per row."""
    basis: Basis
    grain: Grain
    dimensions: tuple[str, ...]
    """Of the cut, canonical order; 'content' is one of them where rows name contents."""
    columns: tuple[BoundColumn, ...]
    confidence: float
    """0-1: share of the table's columns and of the template's required ones that were understood."""
    questions: tuple[Question, ...]
    settings: ParseSettings
    notes: tuple[str, ...] = ()
    """Sentences for the person: what was inferred and from what; what to export instead."""
    transposed: bool = False
    """True where the header cells are the values of a dimension and the one data row holds the measure."""
    identities: tuple[tuple[str, ...], ...] = ()
    """Where rows name contents: groups of fields, tried in order; the first whose cells are all filled names it.

    'permalink' stands for the id in the link, or the link itself; 'row' for the hash of the whole row.
    """
    needs_scan: tuple[str, ...] = ()
    """Fields whose question the rows behind the sample may answer: give all their distinct texts to `resolve_scan`."""
    ignored_reason: str | None = None
    """Set where the table holds nothing to store (a list of filters, say): its rows are skipped, with this reason."""


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of one table of a file."""

    file: str
    table: str
    batch_id: str | None
    template: str
    platform: str
    account: str
    basis: Basis
    cut: str
    confidence: float
    rows_read: int
    outcomes: Mapping[Outcome, int]
    issues: tuple[Issue, ...]
    """The first ones of each reason; all of them are in the error file."""
    issue_count: int
    questions: tuple[Question, ...]
    date_min: date | None
    date_max: date | None
    totals: Mapping[str, float]
    error_file: str | None
    columns: tuple[BoundColumn, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[FactChange, ...] = ()
    """The largest changes of stored values, largest first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as every surface shows it."""

    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file (a member of a zip is a file)."""

    file: str
    batch_id: str | None
    error: Refusal | None
    tables: tuple[TableReport, ...]
    reused: bool = False
    """True where the same file was there already and nothing was stored."""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo took back."""

    batch_id: str
    removed: int
    restored: int
    withdrawn: tuple[str, ...]
    flagged: tuple[str, ...]
