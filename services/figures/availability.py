"""What a brand's data can answer: metrics, platforms, days and dimensions."""

from __future__ import annotations

from datetime import date

from db.unit import UnitOfWork
from learning.domain.dimensions import CONTENT_DIMENSIONS, SEGMENT_DIMENSIONS
from learning.domain.enums import Basis
from learning.domain.holdings import CutHolding
from learning.domain.timekeys import day_of
from learning.domain.trends import Available, AvailableMetric
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import candidate_cuts
from learning.metrics.definitions import Metric
from services.figures.asking import ONE_POST_FORMS


def available(work: UnitOfWork, brand_id: int) -> Available:
    """The metrics, platforms, accounts, days and dimensions of a brand."""
    holdings = work.figures.list_holdings(brand_id)
    known = [_metric(metric, holdings) for metric in CATALOG.values()]
    platforms = sorted({holding.spec.platform for holding in holdings})
    accounts = work.figures.list_accounts(brand_id)
    return Available(
        metrics=(*(metric for metric in known if metric.bases), *_extras(holdings)),
        platforms=tuple(platforms),
        accounts=tuple((account.platform, account.handle) for account in accounts if account.platform in platforms),
        spans=_spans(work, holdings),
        dimensions=_dimensions(holdings),
    )


def _metric(metric: Metric, holdings: tuple[CutHolding, ...]) -> AvailableMetric:
    wanted = ("content",) if metric.form in ONE_POST_FORMS else ()
    fitting = candidate_cuts(holdings, wanted, metric.needs)
    return AvailableMetric(metric.name, metric.label, _bases(fitting), _platforms(fitting))


def _extras(holdings: tuple[CutHolding, ...]) -> list[AvailableMetric]:
    found: list[AvailableMetric] = []
    measures = {measure.name: measure for holding in holdings for measure in holding.measures}
    for name, measure in sorted(measures.items()):
        fitting = candidate_cuts(holdings, (), ((name,),))
        found.append(AvailableMetric(name, measure.header, _bases(fitting), _platforms(fitting), measure.kind))
    return found


def _bases(holdings: tuple[CutHolding, ...]) -> tuple[Basis, ...]:
    held = {holding.spec.basis for holding in holdings}
    return tuple(basis for basis in Basis if basis in held)


def _platforms(holdings: tuple[CutHolding, ...]) -> tuple[str, ...]:
    return tuple(sorted({holding.spec.platform for holding in holdings}))


def _spans(work: UnitOfWork, holdings: tuple[CutHolding, ...]) -> dict[Basis, tuple[date, date]]:
    found: dict[Basis, tuple[date, date]] = {}
    for holding in holdings:
        span = work.figures.find_span(holding)
        if span is None:
            continue
        first, last = day_of(span[0]), day_of(span[1])
        known = found.get(holding.spec.basis, (first, last))
        found[holding.spec.basis] = min(known[0], first), max(known[1], last)
    return found


def _dimensions(holdings: tuple[CutHolding, ...]) -> tuple[str, ...]:
    named = {name for holding in holdings for name in holding.spec.dimensions}
    if "content" in named:
        named.update(CONTENT_DIMENSIONS)
    standard = ("content", *SEGMENT_DIMENSIONS, *CONTENT_DIMENSIONS)
    return (*(name for name in standard if name in named), *sorted(named.difference(standard)))
