"""The course of several figures over a range in a few points each: enough for a line beside a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery
from learning.domain.trends import Bucket, Scope
from services.figures.asking import answer

DAYS_AS_DAYS: Final = 62
DAYS_AS_WEEKS: Final = 430
FEWEST_POINTS: Final = 4
"""With fewer a line says nothing that the number does not."""


def sparklines(work: UnitOfWork, scope: Scope, bases: Mapping[str, Basis]) -> dict[str, tuple[float, ...]]:
    """Return the values of metrics by day, week or month, in the order of time; days without a value are left out.

    Args:
        work: A unit of work.
        scope: Range and filters.
        bases: Metric -> the basis that it is shown on.
    """
    found: dict[str, tuple[float, ...]] = {}
    for basis in dict.fromkeys(bases.values()):
        names = tuple(name for name, own in bases.items() if own is basis)
        found |= _of_basis(work, replace(scope, basis=basis), names)
    return found


def bucket_of(scope: Scope) -> Bucket:
    """Choose the length of a point so that a line has at most about sixty."""
    days = (scope.last - scope.first).days + 1
    if days <= DAYS_AS_DAYS:
        return Bucket.DAY
    return Bucket.WEEK if days <= DAYS_AS_WEEKS else Bucket.MONTH


def _of_basis(work: UnitOfWork, scope: Scope, names: Sequence[str]) -> dict[str, tuple[float, ...]]:
    by = (bucket_of(scope).value,)
    query = FigureQuery(scope.brand_id, scope.first, scope.last, by, scope.where, tuple(names), scope.basis)
    answers = answer(work, query)
    if not answers:
        return {}
    rows = answers[0].rows
    found: dict[str, tuple[float, ...]] = {}
    for name in names:
        values = [row[name].value.value for _, row in sorted(rows.items()) if name in row]
        known = tuple(value for value in values if value is not None)
        if len(known) >= FEWEST_POINTS:
            found[name] = known
    return found
