"""What a brand's people can be told apart by, and which metrics can be had by what."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from db.unit import UnitOfWork
from learning.domain.audience import AudienceOffer
from learning.domain.dimensions import CONTENT_DIMENSIONS, PEER
from learning.domain.enums import Basis, MeasureKind
from learning.domain.holdings import CutHolding
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form

FIRST_DIMENSIONS: Final = ("persona", "device", "channel", "strategy", "country", "age", "gender")
"""In the order in which they are offered; what else the files name comes after them."""
NOT_PEOPLE: Final = frozenset(
    {"content", PEER, *CONTENT_DIMENSIONS, "page", "page_title", "landing_page", "query", "screen", "event", "item"}
)
"""Dimensions that tell contents apart, not the people who see them."""
SHOWN_FORMS: Final = (Form.TOTAL, Form.RATIO, Form.SCORE, Form.MEASURED)
SHOWN_KINDS: Final = (MeasureKind.ADDITIVE, MeasureKind.AVERAGE, MeasureKind.SHARE)


def audience_offer(work: UnitOfWork, brand_id: int) -> AudienceOffer:
    """List dimensions of people and, for every metric, those that some export gives it by."""
    found: dict[str, set[tuple[str, ...]]] = {}
    by_day: dict[str, set[str]] = {}
    for holding in work.figures.list_holdings(brand_id):
        own = [name for name in holding.spec.dimensions if name not in NOT_PEOPLE]
        splits = [*((name,) for name in own), *(tuple(sorted(pair)) for pair in combinations(own, 2))]
        for metric in _metrics_of(holding) if splits else ():
            found.setdefault(metric, set()).update(splits)
            if holding.spec.basis is not Basis.PERIOD:
                by_day.setdefault(metric, set()).update(own)
    held = {split[0] for splits in found.values() for split in splits if len(split) == 1}
    first = [name for name in FIRST_DIMENSIONS if name in held]
    ordered = [*first, *sorted(held.difference(first))]
    # What answers for any range of days comes before what answers only for whole periods.
    ranged = set[str]().union(*by_day.values())
    return AudienceOffer(
        tuple(sorted(ordered, key=lambda name: name not in ranged)),
        {name: frozenset(splits) for name, splits in found.items()},
        frozenset(by_day),
    )


def _metrics_of(holding: CutHolding) -> list[str]:
    names = {fact.value for fact in holding.facts} | {measure.name for measure in holding.measures}
    known = [
        metric.name
        for metric in CATALOG.values()
        if metric.form in SHOWN_FORMS and all(any(name in names for name in group) for group in metric.needs)
    ]
    return [*known, *(measure.name for measure in holding.measures if measure.kind in SHOWN_KINDS)]
