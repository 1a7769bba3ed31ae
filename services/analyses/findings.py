"""The latest changes of level in words' reach: what the stored analyses found, and which of them failed."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Final

from db.unit import UnitOfWork
from learning.domain.analyses import ChangePoint, SeriesScale
from learning.domain.findings import FailedAnalysis, Finding, Findings
from services.analyses.reading import list_changes

LATELY: Final = timedelta(days=56)
"""A change of level that is older is no news."""
MOST_FINDINGS: Final = 3


def latest_findings(work: UnitOfWork, brand_id: int, last_day: date, *, most: int = MOST_FINDINGS) -> Findings:
    """Return the latest changes of level of a brand, each metric once, and the analyses that failed.

    Args:
        work: A unit of work.
        brand_id: The brand.
        last_day: The last day of its data: what is late is counted back from there.
        most: At most so many findings.
    """
    analysed = list_changes(work, brand_id)
    found = [
        Finding(one.series, one.result.scale, point, one.computed_at or 0)
        for one in analysed
        if one.result is not None
        for point in one.result.points
        if point.day > last_day - LATELY
    ]
    found.sort(key=lambda finding: (-least_size(finding.point, finding.scale), finding.point.day))
    failed = tuple(
        FailedAnalysis(one.series, one.failure, one.failed_at or 0, one.computed_at) for one in analysed if one.failure
    )
    looked_at = sum(one.result is not None and one.result.reason is None for one in analysed)
    return Findings(tuple(_one_a_metric(found)[:most]), looked_at, failed)


def least_size(point: ChangePoint, scale: SeriesScale) -> float:
    """Return how large a change of level is at the least: on the log scale, else by the level before it."""
    if point.change_low <= 0 <= point.change_high:
        return 0.0
    if scale is SeriesScale.LOG and point.change_low > -1:
        return min(abs(math.log1p(point.change_low)), abs(math.log1p(point.change_high)))
    size = min(abs(point.change_low), abs(point.change_high))
    return size / abs(point.before) if scale is SeriesScale.LINEAR and point.before else size


def _one_a_metric(found: list[Finding]) -> list[Finding]:
    """Of a metric the whole brand stands for its platforms, where both changed."""
    whole = [finding for finding in found if finding.series.platform is None]
    told: dict[str, Finding] = {}
    for finding in (*whole, *found):
        told.setdefault(finding.series.metric, finding)
    return sorted(told.values(), key=lambda finding: -least_size(finding.point, finding.scale))
