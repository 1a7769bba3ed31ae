"""How long do operations take, how often do they fail, and how soon are they well again?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from learning.domain.operations import OperationRecord, OperationSummary

FEWEST_FOR_TREND: Final = 20
MINUTE_MS: Final = 60_000


def summarise_operations(records: Sequence[OperationRecord], window_seconds: float) -> tuple[OperationSummary, ...]:
    """Summarise operations by component, and by component and operation.

    Args:
        records: Operations of a window, in any order.
        window_seconds: Length of the window, above 0: what throughput is per.

    Returns:
        For each component one summary of all its operations (`operation` is ''), then one for each operation, by name;
        empty without records. Percentiles by linear interpolation (Hyndman and Fan 1996, type 7).
    """
    ordered = sorted(records, key=lambda one: (one.component, one.operation, one.at_ms))
    found: list[OperationSummary] = []
    for component, of_component in groupby(ordered, key=lambda one: one.component):
        own = list(of_component)
        found.append(_summary(component, "", sorted(own, key=lambda one: one.at_ms), window_seconds))
        for operation, part in groupby(own, key=lambda one: one.operation):
            found.append(_summary(component, operation, list(part), window_seconds))
    return tuple(found)


def _summary(component: str, operation: str, own: Sequence[OperationRecord], window: float) -> OperationSummary:
    times = np.array([one.duration_ms for one in own])
    p50, p90, p95, p99 = (float(value) for value in np.quantile(times, (0.5, 0.9, 0.95, 0.99)))
    failed = [one for one in own if one.error is not None]
    minutes = Counter(one.at_ms // MINUTE_MS for one in own)
    gaps = [(after.at_ms - before.at_ms) / 1000 for before, after in pairwise(failed)]
    return OperationSummary(
        component=component,
        operation=operation,
        count=len(own),
        errors=len(failed),
        error_types=dict(sorted(Counter(str(one.error) for one in failed).items())),
        average_ms=float(times.mean()),
        p50_ms=p50,
        p90_ms=p90,
        p95_ms=p95,
        p99_ms=p99,
        maximum_ms=float(times.max()),
        trend=_trend(own, times),
        throughput=len(own) / window,
        peak_throughput=max(minutes.values()) / 60,
        seconds_between_failures=float(np.mean(gaps)) if gaps else None,
        recovery_seconds=_recovery(own),
    )


def _trend(own: Sequence[OperationRecord], times: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float | None:
    middle = (own[0].at_ms + own[-1].at_ms) / 2
    late = np.array([one.at_ms > middle for one in own])
    if min(int(late.sum()), int((~late).sum())) < FEWEST_FOR_TREND:
        return None
    before = float(np.median(times[~late]))
    return float(np.median(times[late])) / before - 1 if before > 0 else None


def _recovery(own: Sequence[OperationRecord]) -> float | None:
    """Mean time from the first failure of a run of failures to the next success."""
    since: int | None = None
    waits: list[float] = []
    for one in own:
        if one.error is not None:
            since = one.at_ms if since is None else since
        elif since is not None:
            waits.append((one.at_ms - since) / 1000)
            since = None
    return float(np.mean(waits)) if waits else None
