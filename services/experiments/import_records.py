"""What an import of A/B data is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.domain.brands import Brand
from learning.domain.imports import Issue, Refusal
from services.callers import Caller
from services.imports.sources import GivenFile


@dataclass(frozen=True, slots=True)
class ArmImportRequest:
    """One file of A/B data and what a person says of it; everything but the file may be left open."""

    brand: Brand
    who: Caller
    file: GivenFile
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Header -> role."""
    key: str = ""
    """The test that rows without a test's name belong to; '' = named after the file."""
    name: str = ""
    control: str | None = None
    primary: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    """Arm -> planned share; empty = equal shares."""
    guardrails: Mapping[str, float] = field(default_factory=dict)
    """Metric -> margin."""
    capped: tuple[str, ...] = ()
    finished: bool = False
    """Nothing more will come."""
    days: int | None = None
    """How long the tests ran, where the file does not say."""
    planned_n: int | None = None
    running_totals: bool = False
    unit: str = "person"
    topic: str = ""
    hook: str = ""
    segment: str = ""
    hypothesis: str = ""
    dry_run: bool = False
    loads_demo: bool = False


@dataclass(frozen=True, slots=True)
class ImportedTest:
    """A test that a file told of."""

    id: int | None
    """None in a dry run."""
    key: str
    name: str
    arms: tuple[str, ...]
    control: str | None
    metrics: tuple[str, ...]
    primary: str
    people: int
    created: bool
    doubled_units: int = 0
    units_in_several_arms: int = 0
    quantiles: tuple[str, ...] = ()
    """Quantiles that can be made metrics of it."""


@dataclass(frozen=True, slots=True)
class ArmImportReport:
    """What became of one file of A/B data."""

    file: str
    source_id: int | None
    """None in a dry run and where nothing was stored."""
    shape: str = ""
    """What a row of it is: units, totals, pairs."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Header -> what it was taken for."""
    rows_read: int = 0
    rows_used: int = 0
    rows_rejected: int = 0
    issues: tuple[Issue, ...] = ()
    """The first ones of each reason."""
    reasons: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    tests: tuple[ImportedTest, ...] = ()
    """The first ones; `test_count` counts all."""
    test_count: int = 0
    reused: bool = False
    """The same file was there already, read the same way: its data did not change."""
    replanned: int = 0
    """Tests that were there and whose plan was changed by what was said this time."""
    error: Refusal | None = None
