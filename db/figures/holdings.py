"""What a brand has: accounts, cuts with their facts and measures, and the days that they span."""

from collections import defaultdict

from sqlalchemy import Connection, func, select

from db.schema.batches import batch_cut, batch_measure
from db.schema.columns import UNKNOWN_DAY
from db.schema.contents import account
from db.schema.cuts import cut, cut_fact, measure
from db.schema.rollups import rollup_day, rollup_measure, rollup_period
from learning.domain.dimensions import PEER
from learning.domain.enums import Basis, Grain, MeasureKind, Unit
from learning.domain.facts import Fact
from learning.domain.holdings import AccountName, CutHolding, HeldMeasure
from learning.domain.observations import CutSpec


def list_accounts(connection: Connection, brand_id: int) -> tuple[AccountName, ...]:
    """All accounts of a brand."""
    rows = connection.execute(
        select(account.c.id, account.c.platform, account.c.handle).where(account.c.brand_id == brand_id)
    )
    return tuple(AccountName(*row) for row in rows)


def list_holdings(connection: Connection, brand_id: int, *, peers: bool = False) -> tuple[CutHolding, ...]:
    """The cuts of a brand that an import wrote to: its own, or those of its peers; never both at once."""
    of_brand = cut.c.brand_id == brand_id
    facts: dict[int, set[Fact]] = defaultdict(set)
    for cut_id, fact in connection.execute(
        select(cut_fact.c.cut_id, cut_fact.c.fact).join(cut, cut.c.id == cut_fact.c.cut_id).where(of_brand)
    ):
        facts[cut_id].add(Fact(fact))
    measures = _measures_by_cut(connection, brand_id)
    newest = func.max(batch_cut.c.import_order)
    rows = connection.execute(
        select(cut.c.id, cut.c.platform, cut.c.basis, cut.c.grain, cut.c.dimensions, newest)
        .join(batch_cut, batch_cut.c.cut_id == cut.c.id)
        .where(of_brand)
        .group_by(cut.c.id, cut.c.platform, cut.c.basis, cut.c.grain, cut.c.dimensions)
        .order_by(cut.c.id)
    )
    found = tuple(
        CutHolding(
            cut_id,
            CutSpec(platform, Basis(basis), Grain(grain), tuple(filter(None, dimensions.split(",")))),
            frozenset(facts[cut_id]),
            measures.get(cut_id, ()),
            order,
        )
        for cut_id, platform, basis, grain, dimensions, order in rows
    )
    return tuple(holding for holding in found if (PEER in holding.spec.dimensions) is peers)


def _measures_by_cut(connection: Connection, brand_id: int) -> dict[int, tuple[HeldMeasure, ...]]:
    found: dict[int, list[HeldMeasure]] = defaultdict(list)
    columns = (measure.c.id, measure.c.name, measure.c.header, measure.c.kind, measure.c.unit)
    rows = connection.execute(
        select(batch_measure.c.cut_id, *columns)
        .distinct()
        .join(measure, measure.c.id == batch_measure.c.measure_id)
        .where(measure.c.brand_id == brand_id)
        .order_by(batch_measure.c.cut_id, measure.c.id)
    )
    for cut_id, key, name, header, kind, unit in rows:
        found[cut_id].append(HeldMeasure(key, name, header, MeasureKind(kind), Unit(unit)))
    return {cut_id: tuple(measures) for cut_id, measures in found.items()}


def day_span(connection: Connection, holding: CutHolding) -> tuple[int, int] | None:
    """The first and the last epoch day of a cut; None where it has no dated row."""
    spans: list[tuple[int, int]] = []
    if holding.spec.basis is Basis.PERIOD:
        columns = [(rollup_period, rollup_period.c.start_day, rollup_period.c.finish_day)]
    else:
        columns = [(rollup_day, rollup_day.c.day_key, rollup_day.c.day_key)]
    columns.append((rollup_measure, rollup_measure.c.day_key, rollup_measure.c.finish_day))
    for table, first, last in columns:
        known = (table.c.cut_id == holding.cut_id) & (first > UNKNOWN_DAY)
        # Two separate questions: each is answered from one end of the key.
        low = connection.execute(select(func.min(first)).where(known)).scalar()
        high = connection.execute(select(func.max(last)).where(known)).scalar()
        if low is not None and high is not None:
            spans.append((int(low), int(high)))
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


def count_undated(connection: Connection, cut_id: int) -> int:
    """How many lifetime totals of a cut belong to contents without a known day of publication."""
    total = select(func.sum(rollup_day.c.n)).where(rollup_day.c.cut_id == cut_id, rollup_day.c.day_key == UNKNOWN_DAY)
    return int(connection.execute(total).scalar() or 0)
