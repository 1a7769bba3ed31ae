"""Groups of people that were known before a test, by which its effect may be weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.experiment_records import WHOLE
from learning.domain.experiments import ArmSums, MetricKind, MetricSpec
from learning.experiments.stored_sums import segments_of
from services.experiments.cases import Case

KNOWN_BEFORE: Final = (
    "persona",
    "device",
    "device_type",
    "device_category",
    "platform",
    "country",
    "region",
    "user_type",
    "customer_type",
    "new_vs_returning",
    "new_or_returning",
)
"""Dimensions that a version cannot change, the first one that a file has is taken: chosen before anyone looked."""
FEWEST_UNITS: Final = 30
"""Units of each arm in a group; smaller groups are put together."""
FEWEST_CONVERSIONS: Final = 5.0
"""Conversions that each arm can expect there: a group in which nobody happened to convert shows no spread."""


@dataclass(frozen=True, slots=True)
class Strata:
    """The groups of one dimension."""

    dimension: str
    groups: int
    sums: dict[str, list[list[ArmSums]]]
    """Metric -> sums of the arms by group."""


def strata_of(case: Case) -> Strata | None:
    """Return the groups that the effects of a test are weighed over; None where none hold everybody."""
    names = segments_of(case.table)
    found = {name.split("=", 1)[0] for name in names}
    dimension = next((each for each in KNOWN_BEFORE if each in found), None)
    if dimension is None:
        return None
    own = [name for name in names if name.split("=", 1)[0] == dimension]
    sums: dict[str, list[list[ArmSums]]] = {}
    for metric in case.design.metrics:
        groups = _groups(case, metric, own)
        if len(groups) > 1:
            sums[metric.name] = groups
    primary = sums.get(case.design.primary.name)
    return None if primary is None else Strata(dimension, len(primary), sums)


def _groups(case: Case, metric: MetricSpec, names: Sequence[str]) -> list[list[ArmSums]]:
    """The sums of a metric by group, small groups together; none where they do not hold everybody."""
    if metric.kind not in {MetricKind.BINOMIAL, MetricKind.MEAN}:
        return []
    whole = case.sums(metric.name, WHOLE)
    groups = [case.sums(metric.name, name) for name in names]
    for place, arm in enumerate(whole):
        if round(sum(group[place].n for group in groups)) != round(arm.n):
            return []
    rate = _rate(whole) if metric.kind is MetricKind.BINOMIAL else None
    large = [group for group in groups if _is_large(group, rate)]
    rest = [group for group in groups if not _is_large(group, rate)]
    if rest:
        together = _added(rest)
        if not _is_large(together, rate) and large:
            together = _added([together, large.pop(_smallest(large))])
        large.append(together)
    return large


def _rate(arms: Sequence[ArmSums]) -> float:
    n, total = sum(arm.n for arm in arms), sum(arm.total for arm in arms)
    return min(total, n - total) / n if n else 0.0


def _is_large(group: Sequence[ArmSums], rate: float | None) -> bool:
    fewest = min(arm.n for arm in group)
    return fewest >= FEWEST_UNITS and (rate is None or fewest * rate >= FEWEST_CONVERSIONS)


def _smallest(groups: Sequence[Sequence[ArmSums]]) -> int:
    return min(range(len(groups)), key=lambda place: min(arm.n for arm in groups[place]))


def _added(groups: Sequence[Sequence[ArmSums]]) -> list[ArmSums]:
    return [_sum(arms) for arms in zip(*groups, strict=True)]


def _sum(arms: Sequence[ArmSums]) -> ArmSums:
    def add(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    filled = [arm for arm in arms if arm.n] or list(arms[:1])
    return ArmSums(
        arms[0].arm,
        sum(arm.n for arm in filled),
        sum(arm.total for arm in filled),
        squares=add([arm.squares for arm in filled]),
        before_total=add([arm.before_total for arm in filled]),
        before_squares=add([arm.before_squares for arm in filled]),
        before_product=add([arm.before_product for arm in filled]),
    )
