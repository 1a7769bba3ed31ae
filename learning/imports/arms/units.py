"""The second pass over a table of units: sums by test, arm, day and segment. No unit is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import Severity
from learning.domain.errors import BadMapping
from learning.domain.experiment_records import NO_DAY, WHOLE, SumRow, Variant
from learning.domain.imports import Issue
from learning.imports.arms.ages import AgeSums, strange_ages
from learning.imports.arms.cells import Floats, Ints, Values, read_days, read_label, read_values
from learning.imports.arms.evidence import is_empty
from learning.imports.arms.keys import KeyedRows, RowKeys
from learning.imports.arms.problems import IssueLog
from learning.imports.arms.quantiles import MOST_TESTS, QuantileKeeper
from learning.imports.arms.records import (
    ArmPlan,
    ArmRole,
    ArmsReading,
    FoundMetric,
    FoundTest,
    ReadSettings,
    ValueKind,
)
from learning.imports.arms.survey import MetricLook, UnitSurvey
from learning.imports.arms.words import find_control
from learning.imports.converting.columns import Column

MOST_ARMS: Final = 50
EXTREME: Final = 10.0
"""So many times the value that 999 of 1,000 stay under makes a unit extreme."""
NUMBERS: Final = frozenset({ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY})
"""Kinds of which quantiles tell something."""
SIZES: Final = 9
"""n, total, squares; base total, squares, product; before total, squares, product."""

Key = tuple[int, str, Variant, str, int]
"""Arm's number, metric, variant, segment, day."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows by arm and one more property, numbered."""

    codes: Ints
    arms: Ints
    """Per number: the arm."""
    others: list[tuple[str, int]]
    """Per number: segment and day."""


class UnitSums:
    """Adds up a table of units."""

    def __init__(self, plan: ArmPlan, survey: UnitSurvey) -> None:
        """Add up what the survey allows.

        Args:
            plan: What the table is taken for.
            survey: The first pass over the same rows.
        """
        self._plan = plan
        self._survey = survey
        self._keys = RowKeys(plan)
        self._sums: dict[Key, Floats] = {}
        self._log = IssueLog()
        self._row = 0
        self._used = 0
        self._days: dict[int, tuple[int, int]] = {}
        self._repeated: dict[int, int] = {}
        self._crossed: dict[int, int] = {}
        self._quantiles = QuantileKeeper()
        self._ages = AgeSums()
        self._outcome_days: Ints | None = None

    def take(self, columns: dict[int, Column], numbers: Ints) -> None:
        """Add some rows.

        Args:
            columns: The plan's columns by place.
            numbers: Spreadsheet row of each.
        """
        keyed = self._keys.take(columns, len(numbers))
        usable = self._usable(keyed, numbers)
        days = self._read_days(columns, numbers, usable)
        self._outcome_days = self._read_outcomes(columns, numbers, usable, days)
        self._used += int(usable.sum())
        groups = [self._by_day(keyed, days), *self._by_segment(columns, keyed)]
        for look, metric in zip(self._survey.looks, self._survey.metrics, strict=True):
            self._add_metric(columns, look, metric, numbers, usable, groups)

    def finish(self, settings: ReadSettings) -> ArmsReading:
        """Give the sums.

        Args:
            settings: What a person said of the file.

        Returns:
            The tests.

        Raises:
            BadMapping: The column of arms holds something else.
        """
        self._note_extremes()
        tests = self._tests(settings)
        notes = [*self._plan.notes, *self._quantiles.notes()]
        return ArmsReading(
            tests,
            tuple(self._log.issues),
            self._log.reasons(),
            self._row,
            self._used,
            self._row - self._used,
            tuple(notes),
        )

    def _usable(self, keyed: KeyedRows, numbers: Ints) -> NDArray[np.bool_]:
        first = self._row
        self._row += len(numbers)
        log, usable = self._log, keyed.usable
        for mask, column in (
            (keyed.no_arm & ~keyed.total, "version"),
            (keyed.no_test, "test"),
            (keyed.no_unit, "unit"),
        ):
            log.add_rows(numbers[mask].tolist(), f"the row names no {column}", code=f"no_{column}")
        total = "the row adds up others"
        log.add_rows(numbers[keyed.total].tolist(), total, "Nothing to do.", code="total_row", warning=True)
        for places, found, reason, code in (
            (
                self._survey.repeated,
                self._repeated,
                "this unit stands further up already; its first row counts",
                "repeated",
            ),
            (
                self._survey.crossed,
                self._crossed,
                "this unit is in several versions; it counts in none",
                "several_arms",
            ),
        ):
            inside = places[(places >= first) & (places < self._row)] - first
            usable[inside] = False
            fix = "Check how units were assigned, and export one row per unit."
            log.add_rows(numbers[inside].tolist(), reason, fix, code=code, warning=True)
            arms, counts = np.unique(keyed.arms[inside], return_counts=True)
            for arm, count in zip(arms.tolist(), counts.tolist(), strict=True):
                found[arm] = found.get(arm, 0) + count
        return usable

    def _read_days(self, columns: dict[int, Column], numbers: Ints, usable: NDArray[np.bool_]) -> Ints | None:
        column = self._plan.first(ArmRole.DAY)
        if column is None:
            return None
        cells = columns[column.index]
        read = read_days(list(cells.texts), self._plan.date_order, header=column.header)
        known = [NO_DAY if day is None else day for day in read]
        days = cells.spread(np.array(known, dtype=np.int64))
        bad = usable & (days == NO_DAY)
        reason = "the date cannot be read"
        for row, text in zip(numbers[bad].tolist(), cells.texts_by_row(np.flatnonzero(bad)), strict=True):
            self._log.add(Issue(row, column.header, text, reason, "Correct the date.", Severity.ERROR, "date"))
        usable &= ~bad
        return days

    def _read_outcomes(
        self, columns: dict[int, Column], numbers: Ints, usable: NDArray[np.bool_], days: Ints | None
    ) -> Ints | None:
        """The day of each unit's result; NO_DAY where the cell is blank."""
        column = self._plan.first(ArmRole.OUTCOME)
        if column is None or days is None:
            return None
        cells = columns[column.index]
        read = read_days(list(cells.texts), self._plan.date_order, header=column.header)
        then = cells.spread(np.array([NO_DAY if day is None else day for day in read], dtype=np.int64))
        strange = [day is None and not is_empty(text) for day, text in zip(read, cells.texts, strict=True)]
        unread = cells.spread(np.array(strange, dtype=np.bool_))
        fix = "The unit counts; only the effect by days since the first exposure leaves its result out."
        for mask, reason, code in (
            (unread, f"the date in {column.header!r} cannot be read", "outcome_date"),
            (
                strange_ages(days, then),
                f"the date in {column.header!r} lies before {self._day_header!r}",
                "outcome_early",
            ),
        ):
            self._log.add_rows(numbers[mask & usable].tolist(), reason, fix, code=code, warning=True)
        return then

    @property
    def _day_header(self) -> str:
        column = self._plan.first(ArmRole.DAY)
        return "" if column is None else column.header

    def _by_day(self, keyed: KeyedRows, days: Ints | None) -> _Group:
        days = np.full(len(keyed.arms), NO_DAY, dtype=np.int64) if days is None else days
        both, codes = np.unique(np.stack([keyed.arms, days]), axis=1, return_inverse=True)
        return _Group(codes.reshape(-1), both[0], [(WHOLE, int(day)) for day in both[1]])

    def _by_segment(self, columns: dict[int, Column], keyed: KeyedRows) -> list[_Group]:
        groups = []
        for column in self._plan.of(ArmRole.SEGMENT):
            cells = columns[column.index]
            labels = [read_label(text) for text in cells.texts]
            values = list(dict.fromkeys(labels))
            places = {value: place for place, value in enumerate(values)}
            codes = cells.spread(np.array([places[label] for label in labels], dtype=np.int64))
            both, inverse = np.unique(keyed.arms * len(values) + codes, return_inverse=True)
            segments = [f"{column.metric}={values[pair % len(values)] or 'unknown'}" for pair in both.tolist()]
            groups.append(_Group(inverse, both // len(values), [(segment, NO_DAY) for segment in segments]))
        return groups

    def _add_metric(  # noqa: PLR0917 - one row of the table of sums
        self,
        columns: dict[int, Column],
        look: MetricLook,
        metric: FoundMetric,
        numbers: Ints,
        usable: NDArray[np.bool_],
        groups: list[_Group],
    ) -> None:
        values = read_values(columns[look.column.index], self._plan.decimal_mark)
        good = usable & self._checked(look, metric, values, numbers, usable)
        pair = self._pair(columns, look, good)
        raw = np.where(good, values.numbers, 0.0)
        if metric.kind is ValueKind.BINARY:
            raw = np.minimum(raw, 1.0)
        if metric.kind in NUMBERS:
            by_day, codes = groups[0], groups[0].codes[good]
            days = np.array([day for _, day in by_day.others], dtype=np.int64)
            self._quantiles.take(metric.name, raw[good], by_day.arms[codes], days[codes])
        if self._outcome_days is not None and metric.kind is not ValueKind.RATIO:
            by_day, codes = groups[0], groups[0].codes[good]
            first = np.array([day for _, day in by_day.others], dtype=np.int64)[codes]
            self._ages.take(metric.name, by_day.arms[codes], raw[good], (first, self._outcome_days[good]))
        variants = [(Variant.RAW, raw)]
        if metric.cap is not None:
            variants.append((Variant.CAPPED, np.minimum(raw, metric.cap)))
        for variant, shown in variants:
            table = _products(shown, pair, good)
            for group in groups:
                width = len(group.arms)
                sums = np.stack([np.bincount(group.codes, weights=each, minlength=width) for each in table], axis=1)
                for place in np.flatnonzero(sums[:, 0]).tolist():
                    segment, day = group.others[place]
                    key = (int(group.arms[place]), metric.name, variant, segment, day)
                    self._sums[key] = self._sums.get(key, 0.0) + sums[place]

    def _pair(
        self, columns: dict[int, Column], look: MetricLook, good: NDArray[np.bool_]
    ) -> tuple[Floats | None, Floats | None]:
        """The denominator of a ratio and the value before the test, where there are such; rows without drop out."""
        base = before = None
        if look.column.base is not None:
            base = read_values(columns[look.column.base], self._plan.decimal_mark).numbers
            good &= np.isfinite(base)
        same = [c for c in self._plan.of(ArmRole.BEFORE) if c.metric == look.column.metric]
        if same:
            before = read_values(columns[same[0].index], self._plan.decimal_mark).numbers
            good &= np.isfinite(before)
        return base, before

    def _checked(
        self, look: MetricLook, metric: FoundMetric, values: Values, numbers: Ints, usable: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Say which rows have a value that can be; the others are told of."""
        found, header = values.numbers, look.column.header
        known = np.isfinite(found)
        faults = [
            (values.empty & ~known, f"no value in {header!r}; the unit is left out of this metric", "no_value"),
            (~values.empty & ~known, f"the value in {header!r} is neither a number nor yes or no", "number"),
        ]
        if metric.kind is ValueKind.BINARY:
            faults.append((known & (found < 0), f"a negative count in {header!r}", "negative"))
            faults.append((known & (found >= 0) & (found != np.floor(found)), f"a fraction in {header!r}", "fraction"))
            several = usable & known & (found > 1) & (found == np.floor(found))
            reason = f"more than one in {header!r}, where the other rows say 0 or 1; it counts as 1"
            fix = "Nothing to do if it means several times; else correct the row."
            self._log.add_rows(numbers[several].tolist(), reason, fix, code="several", warning=True)
        if metric.kind is ValueKind.COUNT:
            faults.append((known & (found < 0), f"a negative count in {header!r}", "negative"))
            faults.append((known & (found >= 0) & (found != np.floor(found)), f"a fraction in {header!r}", "fraction"))
        good = known.copy()
        for mask, reason, code in faults:
            good &= ~mask
            rows = numbers[mask & usable].tolist()
            self._log.add_rows(rows, reason, code=code, warning=code == "no_value")
        return good

    def _note_extremes(self) -> None:
        for look, metric in zip(self._survey.looks, self._survey.metrics, strict=True):
            if metric.cap is None or metric.largest is None or metric.largest < EXTREME * metric.cap:
                continue
            reason = (
                f"one unit has {metric.largest:,.0f} in {look.column.header!r}, "
                f"{metric.largest / metric.cap:,.0f} times what 999 of 1,000 stay under ({metric.cap:,.0f})"
            )
            fix = "It counts in full; to count it as that bound, cap the metric."
            self._log.add(Issue(look.largest_row, look.column.header, None, reason, fix, Severity.WARNING, "extreme"))

    def _tests(self, settings: ReadSettings) -> tuple[FoundTest, ...]:
        labels: dict[int, list[tuple[int, str]]] = {}
        filled = {key[0] for key in self._sums}
        for (test, label), number in self._keys.arms.items():
            if label and number in filled:
                labels.setdefault(test, []).append((number, label))
        by_arm: dict[int, list[tuple[Key, Floats]]] = {}
        for key, sums in self._sums.items():
            by_arm.setdefault(key[0], []).append((key, sums))
        names = self._keys.tests
        found = []
        for test, arms in labels.items():
            if len(arms) < 2:
                reason = "a test of only one version: there is nothing to compare it with"
                self._log.add_rows([0], reason, "Add the rows of the other versions.", code="one_arm")
                continue
            if len(arms) > MOST_ARMS:
                column = self._plan.of(ArmRole.ARM)[0].header
                reason = f"{column!r} holds {len(arms):,} different values: these can hardly be versions."
                raise BadMapping(reason, "Name the column of the versions with --map COLUMN=arm.")
            found.append(self._test(names[test] or settings.key, arms, by_arm, settings))
        return tuple(found)

    def _test(
        self,
        name: str,
        arms: list[tuple[int, str]],
        by_arm: dict[int, list[tuple[Key, Floats]]],
        settings: ReadSettings,
    ) -> FoundTest:
        kinds = {metric.name: metric.kind for metric in self._survey.metrics}
        rows = [_row(key, label, sums, kinds) for number, label in arms for key, sums in by_arm.get(number, [])]
        binary = frozenset(name for name, kind in kinds.items() if kind is ValueKind.BINARY)
        few = len(self._keys.tests) <= MOST_TESTS
        quantiles, ages = (self._quantiles.rows(dict(arms)), self._ages.rows(dict(arms), binary)) if few else ((), ())
        days = [row.day for row in rows if row.day is not None]
        numbers = [number for number, _ in arms]
        names = tuple(label for _, label in arms)
        return FoundTest(
            key=name,
            arms=names,
            titles=names,
            control=find_control(names, settings.control, header=self._plan.of(ArmRole.ARM)[0].header),
            metrics=self._survey.metrics,
            sums=(*rows, *quantiles, *ages),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            doubled_units=sum(self._repeated.get(number, 0) for number in numbers),
            units_in_several_arms=sum(self._crossed.get(number, 0) for number in numbers),
            quantiles=tuple(dict.fromkeys(row.metric for row in quantiles)),
        )


def _products(values: Floats, pair: tuple[Floats | None, Floats | None], good: NDArray[np.bool_]) -> list[Floats]:
    """What is added up, row by row, in the order of the sums."""
    ones = good.astype(np.float64)
    kept = np.where(good, values, 0.0)
    table = [ones, kept, kept * kept]
    for other in pair:
        side = np.zeros_like(kept) if other is None else np.where(good, other, 0.0)
        table += [side, side * side, side * kept]
    return table


def _row(key: Key, label: str, sums: Floats, kinds: dict[str, ValueKind]) -> SumRow:
    _, metric, variant, segment, day = key
    n, total, squares, *others = sums.tolist()
    base, before = others[:3], others[3:]
    base_given, before_given = any(base), any(before)
    return SumRow(
        metric=metric,
        arm=label,
        n=round(n),
        total=total,
        squares=None if kinds[metric] is ValueKind.BINARY else squares,
        variant=variant,
        segment=segment,
        day=None if day == NO_DAY else day,
        base_total=base[0] if base_given else None,
        base_squares=base[1] if base_given else None,
        base_product=base[2] if base_given else None,
        before_total=before[0] if before_given else None,
        before_squares=before[1] if before_given else None,
        before_product=before[2] if before_given else None,
    )
