"""From the stored sums of all files to the sums that count: the newest file wins where two speak of the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learning.domain.experiment_records import NO_DAY, NO_LOOK, WHOLE, SumTable, Variant
from learning.domain.experiments import ArmSums, QuantileBounds

Floats = NDArray[np.float64]
SIZES = 9


@dataclass(frozen=True, slots=True)
class ArmSeries:
    """The sums of the arms of one metric over time."""

    metric: str
    arms: tuple[str, ...]
    times: NDArray[np.int64]
    """Shape (t,): local epoch days, or seconds since the start of running totals; ascending."""
    is_running: bool
    """Whether each time holds everything up to it (a look) or its own day alone."""
    values: Floats
    """Shape (t, arms, 9): n, total, squares, base x 3, before x 3; NaN = not given."""


def current_rows(table: SumTable) -> SumTable:
    """Leave out what a later file replaced.

    A file replaces, for each test, metric, variant, segment and arm that it speaks of, what earlier files said of the
    same day or look. Where the newest file knows no days, it replaces all of them; where it does, sums without days go.

    Args:
        table: All stored rows.

    Returns:
        The rows that count, in the same order.
    """
    if not len(table.experiment):
        return table
    group = _codes(table.experiment, table.metric, table.variant, table.segment)
    newest = np.full(int(group.max()) + 1, -1, dtype=np.int64)
    np.maximum.at(newest, group, table.source)
    dayless = (table.day == NO_DAY) & (table.look == NO_LOOK)
    is_newest = table.source == newest[group]
    newest_dayless = np.zeros(len(newest), dtype=np.bool_)
    newest_dayless[group[is_newest & dayless]] = True
    keep = np.where(newest_dayless[group], dayless & is_newest, ~dayless)
    # Days since exposure are of the units of one file: those of another do not add to them.
    keep &= (table.variant != Variant.BY_AGE.value) | is_newest
    slot = _codes(group, table.arm, table.day, table.look)
    latest = np.full(int(slot.max()) + 1, -1, dtype=np.int64)
    np.maximum.at(latest, slot, table.source)
    return select(table, keep & (table.source == latest[slot]))


def select(table: SumTable, keep: NDArray[np.bool_]) -> SumTable:
    """Return some rows of a table.

    Args:
        table: The table.
        keep: One flag per row.

    Returns:
        Those rows.
    """
    return SumTable(
        table.experiment[keep],
        table.source[keep],
        table.metric[keep],
        table.variant[keep],
        table.segment[keep],
        table.arm[keep],
        table.day[keep],
        table.look[keep],
        table.values[keep],
    )


def parts_of(table: SumTable) -> Iterator[tuple[int, SumTable]]:
    """Go through a table test by test.

    Args:
        table: Rows of many tests.

    Returns:
        (test, its rows), ascending.
    """
    if not len(table.experiment):
        return
    order = np.argsort(table.experiment, kind="stable")
    ids, starts = np.unique(table.experiment[order], return_index=True)
    ends = [*starts[1:].tolist(), len(order)]
    for test, first, last in zip(ids.tolist(), starts.tolist(), ends, strict=True):
        yield test, _take(table, order[first:last])


def sums_of(
    table: SumTable,
    metric: str,
    variant: str,
    arms: Sequence[str],
    segment: str = WHOLE,
    *,
    level: float | None = None,
) -> list[ArmSums]:
    """Add up the arms of one metric of one test.

    Args:
        table: Current rows of one test.
        metric: The metric.
        variant: 'raw' or 'capped'.
        arms: The arms, in the order wanted.
        segment: The segment; '' is everybody.
        level: Of a quantile, which stands there as it is; None = the metric has sums.

    Returns:
        One record per arm; with n = 0 where there are no rows. Of running totals the last look counts.
    """
    mine = select(table, (table.metric == metric) & (table.variant == variant) & (table.segment == segment))
    if len(mine.look) and mine.look.max() != NO_LOOK:
        mine = select(mine, mine.look == mine.look.max())
    return [arm_sums(arm, _added(mine.values[mine.arm == arm]), level=level) for arm in arms]


def arm_sums(arm: str, values: Floats, *, level: float | None = None) -> ArmSums:
    """Return the engine's record of nine stored numbers.

    Args:
        arm: Its label.
        values: Shape (9,), NaN where nothing is given.
        level: Of the quantile that they hold; None = they are sums.

    Returns:
        The record.
    """
    given = [None if np.isnan(value) else float(value) for value in values]
    if level is not None:
        value, lower, upper = given[1], given[3], given[4]
        if not given[0] or value is None or lower is None or upper is None:
            return ArmSums(arm, given[0] or 0.0)
        return ArmSums(arm, given[0], quantile=QuantileBounds(level, value, lower, upper, int(given[5] or given[0])))
    return ArmSums(
        arm,
        given[0] or 0.0,
        given[1] or 0.0,
        squares=given[2],
        base_total=given[3],
        base_squares=given[4],
        base_product=given[5],
        before_total=given[6],
        before_squares=given[7],
        before_product=given[8],
    )


def series_of(table: SumTable, metric: str, variant: str, arms: Sequence[str]) -> ArmSeries | None:
    """Return how the sums of a metric came about.

    Args:
        table: Current rows of one test.
        metric: The metric.
        variant: 'raw' or 'capped'.
        arms: The arms.

    Returns:
        The series; None where no row has a day or a look.
    """
    mine = select(table, (table.metric == metric) & (table.variant == variant) & (table.segment == WHOLE))
    is_running = bool(len(mine.look)) and bool((mine.look != NO_LOOK).all())
    times = mine.look if is_running else mine.day
    mine, times = select(mine, times != NO_DAY), times[times != NO_DAY]
    if not len(times):
        return None
    distinct, place = np.unique(times, return_inverse=True)
    places = {arm: index for index, arm in enumerate(arms)}
    values = np.zeros((len(distinct), len(arms), SIZES))
    for row, time in enumerate(place.tolist()):
        arm = places.get(mine.arm[row])
        if arm is not None:
            values[time, arm] += mine.values[row]
    return ArmSeries(metric, tuple(arms), distinct, is_running, values)


def cumulated(series: ArmSeries) -> ArmSeries:
    """Return the running totals of a series.

    Args:
        series: The series.

    Returns:
        The same series, each time with everything up to it.
    """
    if series.is_running:
        return series
    return replace(series, values=np.cumsum(series.values, axis=0), is_running=True)


def segments_of(table: SumTable) -> tuple[str, ...]:
    """List the segments of a test.

    Args:
        table: Rows of one test.

    Returns:
        The segments, sorted; without everybody.
    """
    return tuple(sorted({str(segment) for segment in table.segment.tolist()} - {WHOLE}))


def _added(values: Floats) -> Floats:
    return values.sum(axis=0) if len(values) else np.array([0.0, 0.0, *([np.nan] * (SIZES - 2))])


def _take(table: SumTable, places: NDArray[np.int64]) -> SumTable:
    return SumTable(
        table.experiment[places],
        table.source[places],
        table.metric[places],
        table.variant[places],
        table.segment[places],
        table.arm[places],
        table.day[places],
        table.look[places],
        table.values[places],
    )


def _codes(*columns: NDArray[np.generic]) -> NDArray[np.int64]:
    """Number the distinct combinations of columns."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        _, inverse = np.unique(column, return_inverse=True)
        width = int(inverse.max(initial=0)) + 1
        codes = np.unique(codes * width + inverse, return_inverse=True)[1].astype(np.int64)
    return codes
