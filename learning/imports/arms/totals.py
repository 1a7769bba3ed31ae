"""A table with one row per arm: checked, put together by test, as sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from learning.domain.enums import Severity
from learning.domain.experiment_records import NO_LOOK, WHOLE, SumRow
from learning.domain.imports import Issue
from learning.imports.arms.measures import Measure, MetricTable
from learning.imports.arms.problems import CHECK, IssueLog
from learning.imports.arms.records import ArmPlan, ArmRole, ArmsReading, FoundMetric, FoundTest, ReadSettings, Side
from learning.imports.arms.rows import ArmRow
from learning.imports.arms.words import find_control
from learning.imports.values.totals import may_be_total

DAY_SECONDS: Final = 86_400
ENOUGH_DAYS: Final = 6
"""Days from which totals that never fall are no accident (a chance of 1 in 720 per arm)."""
CONTROL: Final = "control"
TREATMENT: Final = "treatment"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row whose test and arm are settled."""

    row: ArmRow
    test: str
    arm: str


class ArmTotals:
    """Puts together the rows of a table of totals or pairs."""

    def __init__(self, plan: ArmPlan, settings: ReadSettings) -> None:
        """Put together by a plan.

        Args:
            plan: What the table is taken for.
            settings: What a person said of the file.
        """
        self._plan = plan
        self._settings = settings
        self._names_arm = plan.first(ArmRole.ARM) is not None
        self._arm_header = "".join(column.header for column in plan.of(ArmRole.ARM)[:1])
        self._names_test = plan.first(ArmRole.TEST) is not None
        self._names_day = plan.first(ArmRole.DAY) is not None
        self._log = IssueLog()
        self._metrics = MetricTable()
        self._rows: list[ArmRow] = []
        self._seen = 0
        self._rejected: set[int] = set()
        self._inferred = 0
        """Tests whose rows were found to be running totals."""

    def take(self, rows: Iterable[ArmRow]) -> None:
        """Keep some rows, in the order of the file.

        Args:
            rows: The rows.
        """
        numbers = set()
        for row in rows:
            numbers.add(row.row)
            if self._is_usable(row):
                self._rows.append(row)
                self._metrics.look(row)
            else:
                self._rejected.add(row.row)
        self._seen += len(numbers)

    def finish(self) -> ArmsReading:
        """Give the sums.

        Returns:
            The tests, in the order of the file.
        """
        self._metrics.settle()
        by_test: dict[str, list[_Placed]] = {}
        for placed in self._placed():
            by_test.setdefault(placed.test, []).append(placed)
        found = [self._test(name, rows) for name, rows in by_test.items()]
        tests = tuple(test for test in found if test is not None)
        notes = (*self._plan.notes, *self._metrics.notes(), *self._running_note(len(tests)))
        used = self._seen - len(self._rejected)
        return ArmsReading(
            tests, tuple(self._log.issues), self._log.reasons(), self._seen, used, len(self._rejected), notes
        )

    def _running_note(self, tests: int) -> tuple[str, ...]:
        if not self._inferred:
            return ()
        what = "The rows" if self._inferred == tests else f"The rows of {self._inferred:,} of {tests:,} tests"
        return (f"{what} were read as running totals: every version only grows from day to day.",)

    def _is_usable(self, row: ArmRow) -> bool:
        label = row.arm if self._names_arm else next((title for title in row.titles if title), "")
        if self._names_test and not row.test:
            return self._refuse(row, "the row names no test", "no_test")
        if row.side is not Side.CONTROL and not label and (self._names_arm or row.titles):
            return self._refuse(row, "the row names no version", "no_version")
        if may_be_total(label):
            self._log.add_rows([row.row], "the row adds up others", "Nothing to do.", code="total_row", warning=True)
            return False
        if row.day is None and self._names_day and row.day_text.strip():
            return self._refuse(row, "the date cannot be read", "date", row.day_text)
        if not np.isfinite(row.n):
            return self._refuse(row, "the row does not say how many people it covers", "no_count")
        if row.n < 0:
            return self._refuse(row, "a negative number of people", "negative", f"{row.n:g}")
        if row.n != round(row.n):
            return self._refuse(row, "a fraction where people are counted", "fraction", f"{row.n:g}")
        if row.n == 0:
            self._log.add_rows([row.row], "this version was shown to nobody", CHECK, code="no_units", warning=True)
        return True

    def _refuse(self, row: ArmRow, reason: str, code: str, value: str | None = None) -> bool:
        self._log.add(Issue(row.row, None, value, reason, CHECK, Severity.ERROR, code))
        return False

    def _placed(self) -> list[_Placed]:
        """Settle test and arm of each row; equal titles in one test get numbers."""
        paired = bool(self._plan.of(ArmRole.COUNT, Side.CONTROL))
        taken: dict[tuple[str, str], dict[tuple[str, ...], str]] = {}
        placed = []
        for row in self._rows:
            test = row.test or self._settings.key
            if paired:
                test = " / ".join(part for part in (test, row.arm) if part)
                placed.append(_Placed(row, test, CONTROL if row.side is Side.CONTROL else row.arm or TREATMENT))
            elif self._names_arm:
                placed.append(_Placed(row, test, row.arm))
            else:
                title = next(title for title in row.titles if title)
                same = taken.setdefault((test, title), {})
                again = title if not same else f"{title} ({len(same) + 1})"
                placed.append(_Placed(row, test, same.setdefault(row.titles, again)))
        return placed

    def _test(self, name: str, rows: Sequence[_Placed]) -> FoundTest | None:
        arms = tuple(dict.fromkeys(each.arm for each in rows))
        if len(arms) < 2:
            reason = "a test of only one version: there is nothing to compare it with"
            self._log.add_rows([rows[0].row.row], reason, "Add the rows of the other versions.", code="one_arm")
            self._rejected |= {each.row.row for each in rows}
            return None
        sums = self._sums(rows)
        if len({row.arm for row in sums}) < 2:
            # Every row of the others was refused, and said so.
            self._rejected |= {each.row.row for each in rows}
            return None
        days = [each.row.day for each in rows if each.row.day is not None]
        measured = {row.metric for row in sums}
        metrics = tuple(FoundMetric(m, kind) for m, kind in self._metrics.kinds.items() if m in measured)
        titles = {each.arm: " · ".join(filter(None, each.row.titles[:1])) or each.arm for each in reversed(rows)}
        paired = rows[0].row.side is not Side.ANY
        return FoundTest(
            key=name,
            arms=arms,
            titles=tuple(titles[arm] for arm in arms),
            control=CONTROL if paired else find_control(arms, self._settings.control, header=self._arm_header),
            metrics=metrics,
            sums=sums,
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            topic=_constant(each.row.topic for each in rows),
            hook=_constant(each.row.hook for each in rows),
        )

    def _sums(self, rows: Sequence[_Placed]) -> tuple[SumRow, ...]:
        running = self._settings.running_totals or self._runs(rows)
        self._inferred += running and not self._settings.running_totals
        latest = max((each.row.look or 0 for each in rows), default=0)
        start = min((each.row.day for each in rows if each.row.day is not None), default=0)
        added: dict[tuple[object, ...], SumRow] = {}
        for each in rows:
            for measure in self._measures(each):
                row = _plain(each, measure, running=running, start=start)
                _add(added, row)
                if row.look in (NO_LOOK, latest):
                    for dimension, value in each.row.segments:
                        _add(added, replace(row, segment=f"{dimension}={value}", day=None))
        return tuple(added.values())

    def _measures(self, placed: _Placed) -> list[Measure]:
        measures, problems = self._metrics.read(placed.row)
        for reason, code, value in problems:
            self._refuse(placed.row, reason, code, value)
        if problems and not measures:
            self._rejected.add(placed.row.row)
        return measures

    def _runs(self, rows: Sequence[_Placed]) -> bool:
        """Say whether the rows of later days hold everything up to them: no arm ever falls."""
        if self._plan.first(ArmRole.LOOK) is not None or self._plan.of(ArmRole.SEGMENT):
            return False
        days: dict[str, dict[int, float]] = {}
        for each in rows:
            if each.row.day is not None:
                days.setdefault(each.arm, {})[each.row.day] = each.row.n
        series = [[by_day[day] for day in sorted(by_day)] for by_day in days.values()]
        if not series or min(map(len, series)) < ENOUGH_DAYS:
            return False
        return all(one <= other for line in series for one, other in pairwise(line)) and all(
            line[-1] > line[0] for line in series
        )


def _plain(placed: _Placed, measure: Measure, *, running: bool, start: int) -> SumRow:
    row = placed.row
    look = row.look if row.look is not None else NO_LOOK
    day = row.day
    if running and day is not None:
        look, day = (day - start + 1) * DAY_SECONDS, None
    return SumRow(
        metric=measure.metric,
        arm=placed.arm,
        n=round(row.n),
        total=measure.total,
        squares=measure.squares,
        segment=WHOLE,
        day=day,
        look=look,
    )


def _add(added: dict[tuple[object, ...], SumRow], row: SumRow) -> None:
    key = (row.metric, row.arm, row.segment, row.day, row.look)
    before = added.get(key)
    if before is None:
        added[key] = row
        return
    squares = None if before.squares is None or row.squares is None else before.squares + row.squares
    added[key] = replace(before, n=before.n + row.n, total=before.total + row.total, squares=squares)


def _constant(values: Iterable[str]) -> str:
    """The one value that all rows share; '' where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""
