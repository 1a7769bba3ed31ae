"""The people of a test by the split under which they came."""

from __future__ import annotations

import numpy as np

from learning.domain.experiments import ArmSums
from learning.experiments.periods import Period
from services.experiments.cases import Case


def periods_of(case: Case) -> tuple[Period, ...] | None:
    """Return the periods of a test with people in them; None where its data do not tell the day.

    Metrics without days, running totals and quantiles, which do not add up, are in none of them.
    """
    primary = case.series(case.design.primary.name)
    if primary is None:
        # Nobody has come yet, or nobody knows when.
        return () if not any(arm.n for arm in case.units(case.design.primary.name)) else None
    if primary.is_running:
        return None
    starts = [None, *(change.day for change in case.design.splits)]
    ends = [*starts[1:], None]
    found: list[Period] = []
    for start, end in zip(starts, ends, strict=True):
        sums = _sums(case, start, end)
        if any(arm.n for arm in sums.get(case.design.primary.name, ())):
            found.append(Period(case.design.weights_on(-1 if start is None else start), sums))
    return tuple(found)


def _sums(case: Case, start: int | None, end: int | None) -> dict[str, list[ArmSums]]:
    found: dict[str, list[ArmSums]] = {}
    for metric in case.design.metrics:
        series = case.series(metric.name)
        if series is None or series.is_running or case.level(metric.name) is not None:
            continue
        due = np.ones(len(series.times), dtype=np.bool_)
        if start is not None:
            due &= series.times >= start
        if end is not None:
            due &= series.times < end
        if due.any():
            found[metric.name] = case.arm_sums(metric.name, series.values[due].sum(axis=0))
    return found
