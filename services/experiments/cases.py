"""A stored test, ready to be analysed: its design, the sums that count, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.unit import UnitOfWork
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import (
    NO_DAY,
    NO_LOOK,
    WHOLE,
    ExperimentRecord,
    Origin,
    SumTable,
    Variant,
)
from learning.domain.experiments import ArmSums, MetricKind, TestPlan, TestState
from learning.domain.quantile_metrics import read_quantile
from learning.experiments.design_checks import plan_of
from learning.experiments.endings import find_planned_end
from learning.experiments.stored_sums import (
    ArmSeries,
    arm_sums,
    cumulated,
    current_rows,
    parts_of,
    segments_of,
    select,
    series_of,
    sums_of,
)
from services.experiments.design_json import design_from_json
from services.experiments.import_json import crossed_units

Floats = NDArray[np.float64]
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Case:
    """One test with all that is known of it."""

    record: ExperimentRecord
    design: ExperimentDesign
    table: SumTable
    """Its current rows."""
    crossed: int
    """Units that were shown several versions."""

    @property
    def plan(self) -> TestPlan:
        """What the engine needs of the design."""
        return plan_of(self.design)

    @property
    def labels(self) -> tuple[str, ...]:
        """The arms in the order of the design."""
        return tuple(arm.label for arm in self.design.arms)

    @property
    def dated(self) -> NDArray[np.int64]:
        """The calendar days of the rows that have one."""
        table = self.table
        found: NDArray[np.int64] = table.day[(table.day != NO_DAY) & (table.variant != Variant.BY_AGE.value)]
        return found

    @property
    def first_day(self) -> int:
        """The first calendar day of the data; 0 where they have none."""
        return int(self.dated.min()) if len(self.dated) else 0

    def ages(self, metric: str) -> ArmSeries | None:
        """Return the sums of a metric by days since the first exposure; None where the file did not tell them."""
        return series_of(self.table, metric, Variant.BY_AGE.value, self.labels)

    def variant(self, metric: str) -> str:
        """Say which sums of a metric count: capped ones where they are wanted and the data have them."""
        capped = Variant.CAPPED.value
        wanted = metric in self.design.capped
        has = wanted and bool(np.any((self.table.metric == metric) & (self.table.variant == capped)))
        return capped if has else Variant.RAW.value

    def level(self, metric: str) -> float | None:
        """Return which quantile a metric is; None where it has sums."""
        asked = read_quantile(metric)
        is_quantile = any(one.name == metric and one.kind is MetricKind.QUANTILE for one in self.design.metrics)
        return asked.level if is_quantile and asked is not None else None

    def sums(self, metric: str, segment: str = "") -> list[ArmSums]:
        """Return the sums of a metric by arm; of a quantile the quantile, where one file holds all units."""
        level = self.level(metric)
        found = sums_of(self.table, metric, self.variant(metric), self.labels, segment, level=level)
        return found if level is None else self._whole(metric, found)

    def _whole(self, metric: str, arms: list[ArmSums]) -> list[ArmSums]:
        """Take a quantile away from an arm of which it does not hold everybody: quantiles of files do not add up."""
        units = {arm.arm: arm.n for arm in self.units(metric)}
        return [arm if arm.n >= units[arm.arm] else ArmSums(arm.arm, units[arm.arm]) for arm in arms]

    def units(self, metric: str, segment: str = "") -> list[ArmSums]:
        """Return the sums of a metric by arm, of a quantile those of the metric that it is of."""
        asked = read_quantile(metric) if self.level(metric) is not None else None
        return sums_of(self.table, metric if asked is None else asked.metric, Variant.RAW.value, self.labels, segment)

    def arm_sums(self, metric: str, values: Floats) -> list[ArmSums]:
        """Return the records of nine stored numbers of each arm."""
        level = self.level(metric)
        return [arm_sums(label, row, level=level) for label, row in zip(self.labels, values, strict=True)]

    def series(self, metric: str) -> ArmSeries | None:
        """Return how the sums of a metric came about; None where no row has a time."""
        return series_of(self.table, metric, self.variant(metric), self.labels)

    def all_sums(self) -> dict[str, list[ArmSums]]:
        """Return the sums of every metric that has some."""
        found = {metric.name: self.sums(metric.name) for metric in self.design.metrics}
        return {name: arms for name, arms in found.items() if any(arm.n for arm in arms)}

    def segment_units(self) -> dict[str, tuple[float, ...]]:
        """Return the units of each arm by segment, for the check of the split."""
        primary = self.design.primary.name
        return {name: tuple(arm.n for arm in self.units(primary, name)) for name in segments_of(self.table)}


def load_cases(work: UnitOfWork, brand_id: int, records: Iterable[ExperimentRecord]) -> list[Case]:
    """Return tests with their sums; those without data have empty tables."""
    wanted = list(records)
    table = current_rows(work.experiment_sums.load(brand_id, [record.id for record in wanted]))
    parts = dict(parts_of(table))
    empty = select(table, np.zeros(len(table.experiment), dtype=np.bool_))
    crossed: dict[int, int] = {}
    for source in work.experiment_sums.list_sources(brand_id, wanted[0].id if len(wanted) == 1 else None):
        for test, units in crossed_units(source.report).items():
            # The newest file about a test speaks.
            crossed.setdefault(test, units)
    return [
        Case(record, design_from_json(record.design), parts.get(record.id, empty), crossed.get(record.id, 0))
        for record in wanted
    ]


def state_of(case: Case, now: int) -> TestState:
    """Say how far a test has come at a moment (UTC seconds)."""
    return TestState(
        days=days_of(case, now),
        is_over=case.record.ended_at is not None or case.record.decided_at is not None,
        units_seen_twice=case.crossed,
        data_version=case.record.data_version,
        past_end=is_past_end(case),
    )


def is_past_end(case: Case) -> bool:
    """Say whether a test was extended and its data go beyond the planned end, where its one look was due.

    Data without days do not tell when that was: then nothing of the look is left once the test was extended.
    """
    if case.design.extended_days is None:
        return False
    place, last = _planned_end(case)
    return last is None or (place is not None and place < last)


def days_of(case: Case, now: int) -> float | None:
    """Say for how many days a test has data; None where neither the file nor a person tells."""
    record = case.record
    looks, dated = case.table.look, case.dated
    is_over = record.ended_at is not None
    if len(dated) and (dated.min() != dated.max() or not is_over):
        return float(dated.max() - dated.min() + 1)
    if len(looks) and looks.max() != NO_LOOK:
        return float(looks.max()) / DAY_SECONDS
    if is_over and case.design.planned_days is not None:
        return float(case.design.extended_days or case.design.planned_days)
    if record.started_at is None or (record.origin is Origin.IMPORTED and not is_over):
        return None
    if record.origin is Origin.IMPORTED and len(dated):
        # One date for all rows says when it began, not how long it ran.
        return None
    end = record.ended_at or now
    return max(0.0, (end - record.started_at) / DAY_SECONDS)


def at_planned_end(case: Case) -> Case:
    """Return the test as it stood at its planned end: what came later changes no answer, unless it was extended."""
    series = case.series(case.design.primary.name)
    if series is None or case.design.extended_days is not None:
        return case
    place, last = _planned_end(case)
    if place is None or place == last:
        return case
    return until(case, int(series.times[place]), is_running=series.is_running)


def planned_look(case: Case) -> int | None:
    """Return the place of the look at the planned end among the looks of a test; None while it is not reached."""
    return _planned_end(case)[0]


def _planned_end(case: Case) -> tuple[int | None, int | None]:
    """The places of the look at the planned end and of the last look; None where there is none."""
    series = case.series(case.design.primary.name)
    if series is None:
        return None, None
    last = len(series.times) - 1
    if case.design.planned_n is None and case.design.planned_days is None:
        return None, last
    units = np.nansum(cumulated(series).values[:, :, 0], axis=1)
    return find_planned_end(case.plan, look_days(series).tolist(), units.tolist()), last


def until(case: Case, time: int, *, is_running: bool) -> Case:
    """Return a test as it stood on a day, or at a look (seconds since its start)."""
    table = case.table
    first = case.first_day
    day = time // DAY_SECONDS + first - 1 if is_running else time
    seconds = time if is_running else (time - first + 1) * DAY_SECONDS
    # Quantiles stand at looks, where the sums beside them stand at days.
    keep = np.where(table.look != NO_LOOK, table.look <= seconds, table.day <= day)
    # Sums by segment know no days: they would hold what came later.
    keep &= table.segment == WHOLE
    return Case(case.record, case.design, select(table, keep), case.crossed)


def look_days(series: ArmSeries) -> NDArray[np.float64]:
    """Return how many days each time of a stored series is into the test; ask before it is cumulated."""
    if series.is_running:
        return np.asarray(series.times / DAY_SECONDS, dtype=np.float64)
    return np.asarray(series.times - series.times[0] + 1, dtype=np.float64)
