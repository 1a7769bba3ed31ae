"""The figures that the digest of a week looks at: each metric of all data and of each part, in both weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery, MetricValue
from learning.domain.intervals import Change
from learning.domain.trends import Available
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from learning.metrics.evaluate import Evaluated
from learning.stats.changes import relative_change
from services.figures.asking import BasisAnswer, answer

WEEK: Final = timedelta(days=7)
COMPARED: Final = (Basis.ACTIVITY, Basis.LIFETIME)
"""Totals of stated periods have no weeks."""


@dataclass(frozen=True, slots=True)
class WeekQuestion:
    """Which week of which data is compared with the one before."""

    brand_id: int
    first: date
    last: date
    where: Mapping[str, tuple[str, ...]]
    metrics: tuple[str, ...]

    def query(self, by: tuple[str, ...], *, earlier: bool, basis: Basis | None = None) -> FigureQuery:
        """The question for figures of one of the two weeks."""
        shift = WEEK if earlier else timedelta(0)
        return FigureQuery(self.brand_id, self.first - shift, self.last - shift, by, self.where, self.metrics, basis)


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One metric of all data or of one part, in both weeks."""

    metric: str
    part: Mapping[str, tuple[str, ...]]
    basis: Basis
    now: Evaluated
    before: Evaluated
    change: Change


@dataclass(frozen=True, slots=True)
class WeekCells:
    """Everything of a week that can be compared fairly."""

    cells: tuple[WeekCell, ...] = ()
    growing: tuple[str, ...] = ()
    """Metrics that only exist as totals of posts which still grow."""
    reason: str | None = None
    """Why there is nothing to compare at all."""


def read_cells(work: UnitOfWork, question: WeekQuestion, available: Available) -> WeekCells:
    """Read every figure that can be compared fairly; those that cannot are left out."""
    if not question.metrics:
        return WeekCells()
    cells: list[WeekCell] = []
    left = question
    growing: tuple[str, ...] = ()
    reasons: list[str] = []
    # The first basis that has a metric in both weeks answers for it.
    for basis in COMPARED:
        if basis not in available.spans or not left.metrics:
            continue
        whole = _read(work, left, (), basis)
        held = tuple(name for name in left.metrics if _has(whole, name))
        reasons += _reasons(whole)
        if basis is Basis.LIFETIME:
            # Totals of posts grow for weeks: those of the newest always look low beside older ones.
            growing = tuple(name for name in held if CATALOG[name].form is Form.TOTAL)
        own = replace(left, metrics=tuple(name for name in held if name not in growing))
        cells += _cells(whole, (), own.metrics)
        for name in _splits(question, available) if own.metrics else ():
            cells += _cells(_read(work, own, (name,), basis), (name,), own.metrics)
        left = replace(left, metrics=tuple(name for name in left.metrics if name not in held))
    return WeekCells(tuple(cells), growing, next(iter(reasons), None) if not cells else None)


Weeks = tuple[BasisAnswer | None, BasisAnswer | None]
"""The figures of the week and of the one before, on one basis."""


def _read(work: UnitOfWork, question: WeekQuestion, by: tuple[str, ...], basis: Basis) -> Weeks:
    now = answer(work, question.query(by, earlier=False, basis=basis))
    before = answer(work, question.query(by, earlier=True, basis=basis))
    return next(iter(now), None), next(iter(before), None)


def _splits(question: WeekQuestion, available: Available) -> list[str]:
    """A part that the filters have chosen already, or that is all there is, is no part."""
    found = []
    if len(question.where.get("platform", available.platforms)) > 1:
        found.append("platform")
    if "persona" in available.dimensions and len(question.where.get("persona", ("", ""))) > 1:
        found.append("persona")
    return found


def _reasons(weeks: Weeks) -> list[str]:
    """Why the figures of the week cannot be had, where they cannot."""
    now = weeks[0]
    values = [one.value for row in now.rows.values() for one in row.values()] if now else []
    return [value.reason for value in values if value.value is None and value.reason]


def _has(weeks: Weeks, metric: str) -> bool:
    """Whether both weeks report the metric."""
    return all(
        one is not None and any(row[metric].value.n > 0 for row in one.rows.values() if metric in row) for one in weeks
    )


def _cells(weeks: Weeks, by: Sequence[str], metrics: Sequence[str]) -> list[WeekCell]:
    now, before = weeks
    if now is None or before is None:
        return []
    found: list[WeekCell] = []
    for metric in metrics:
        for key, row in now.rows.items():
            one, other = row.get(metric), before.rows.get(key, {}).get(metric)
            if one is None or other is None or not all(key) or not _is_fair(metric, one.value, other.value):
                continue
            part = {name: (value,) for name, value in zip(by, key, strict=True)}
            found.append(WeekCell(metric, part, now.basis, one, other, relative_change(one.estimate, other.estimate)))
    return found


def _is_fair(metric: str, now: MetricValue, before: MetricValue) -> bool:
    """Both weeks have a value, from the same platforms, and of a total from as many days."""
    if now.value is None or before.value is None or not now.n or not before.n:
        return False
    same_days = len(now.missing_days) == len(before.missing_days)
    return set(now.cuts) == set(before.cuts) and (same_days or CATALOG[metric].form is not Form.TOTAL)
