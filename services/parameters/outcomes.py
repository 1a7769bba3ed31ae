"""How a component does: a metric by day and by arm, and how its operations went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from db.repositories.component_sums import SLOT_SECONDS, OutcomeNames, SlotSums
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.components import ArmValue, DayValue, MeanValue, OperationFigures, OperationLine
from learning.domain.live import LiveSums
from learning.domain.parameters import Value
from learning.stats.proportions import wilson_interval
from services.insights.decision_frames import HALF, SUCCESS
from services.live import mean_outcome

NAMES: Final = OutcomeNames(SUCCESS, "response_ms", "total_ms")
MOST_OPERATIONS: Final = 1_000
"""The newest so many decisions are looked at: enough for a share to two percent, and read in an instant."""
SLOW: Final = 95


def days_of(brand: Brand, slots: Sequence[SlotSums], metric: str, first: date, last: date) -> tuple[DayValue, ...]:
    """Fold sums into the days of the brand; a day without decisions is there too."""
    zone = ZoneInfo(brand.time_zone)
    by_day: defaultdict[date, list[SlotSums]] = defaultdict(list)
    for slot in slots:
        by_day[datetime.fromtimestamp(slot.slot * SLOT_SECONDS, UTC).astimezone(zone).date()].append(slot)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(
        DayValue(day, sum(slot.decisions for slot in by_day[day]), mean_of(metric, by_day[day])) for day in days
    )


def arms_of(slots: Sequence[SlotSums], metric: str, serves: Value) -> tuple[ArmValue, ...]:
    """Say how often each arm was taken and what came of it; those that serve first, by weight."""
    weights = {name: float(weight) for name, weight in serves.items()} if isinstance(serves, Mapping) else {}
    by_arm: defaultdict[str, list[SlotSums]] = defaultdict(list)
    for slot in slots:
        if slot.arm is not None:
            by_arm[slot.arm].append(slot)
    names = sorted(weights, key=lambda name: -weights[name]) + sorted(set(by_arm) - set(weights))
    return tuple(
        ArmValue(name, weights.get(name), sum(slot.decisions for slot in by_arm[name]), mean_of(metric, by_arm[name]))
        for name in names
    )


def mean_of(metric: str, slots: Iterable[SlotSums]) -> MeanValue | None:
    """Return the mean of a decision with its range; None where none counts."""
    found = list(slots)
    n = sum(slot.n for slot in found)
    if not n:
        return None
    told = mean_outcome(LiveSums(metric, n, sum(one.total for one in found), sum(one.squares for one in found)))
    return MeanValue(told.mean, told.low, told.high, n)


def operation_figures(
    work: UnitOfWork, brand_id: int, component: str, since: int, *, most: int = MOST_OPERATIONS
) -> OperationFigures | None:
    """Say how the newest operations of a component went; None where its programs tell nothing of it."""
    lines = work.component_sums.list_operations(brand_id, component, since, most=most, names=NAMES)
    judged, failed = count_failed(lines)
    times = np.array([line.response_ms for line in lines if line.response_ms is not None], dtype=np.float64)
    if not judged and not times.size:
        return None
    succeeded = judged - failed
    low, high = _share_range(judged, succeeded)
    return OperationFigures(
        decisions=len(lines),
        judged=judged,
        succeeded=succeeded,
        low=low,
        high=high,
        errors=dict(Counter(line.error for line in lines if line.error).most_common()),
        timed=int(times.size),
        median_ms=float(np.median(times)) if times.size else None,
        p95_ms=float(np.percentile(times, SLOW)) if times.size else None,
    )


def count_failed(lines: Sequence[OperationLine]) -> tuple[int, int]:
    """Count the operations of which it is known whether they failed, and those that did.

    Success is taken for granted only of a component that tells of failures at all.
    """
    tells = any(line.tells_errors or line.success is not None for line in lines)
    return (len(lines), sum(map(_failed, lines))) if tells else (0, 0)


def _failed(line: OperationLine) -> bool:
    return bool(line.error) or (line.success is not None and line.success < HALF)


def _share_range(n: int, count: int) -> tuple[float | None, float | None]:
    if not n:
        return None, None
    low, high = wilson_interval(np.array([float(n)]), np.array([float(count)]))
    return float(low[0]), float(high[0])
