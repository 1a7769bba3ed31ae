"""Which days or periods a cut has something for, fact by fact."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlalchemy import BigInteger, Connection, cast, func, select

from db.schema.batches import batch_cut
from db.schema.rollups import rollup_day, rollup_measure, rollup_period
from learning.domain.enums import Basis, Grain
from learning.domain.holdings import Coverage, CutHolding

_SECONDS_OF_A_DAY: Final = 86_400


def fact_coverage(connection: Connection, holding: CutHolding, first: int, last: int) -> tuple[Coverage, ...]:
    """The days from first to last (or periods within them) with their facts, one record per account."""
    names = sorted(fact.value for fact in holding.facts)
    if holding.spec.basis is Basis.PERIOD:
        table, start, finish = rollup_period, rollup_period.c.start_day, rollup_period.c.finish_day
    else:
        table, start, finish = rollup_day, rollup_day.c.day_key, rollup_day.c.day_key
    observations = cast(func.sum(table.c.n), BigInteger)
    counts = [func.count(table.c[name]) for name in names]
    rows = connection.execute(
        select(table.c.account_id, start.label("first"), finish.label("last"), observations, *counts)
        .where(table.c.cut_id == holding.cut_id, start >= first, finish <= last)
        .group_by(table.c.account_id, start, finish)
        .order_by(table.c.account_id, start, finish)
    ).all()
    return _by_account(rows, names, _writers(connection, holding))


def measure_coverage(
    connection: Connection, holding: CutHolding, names: Sequence[str], first: int, last: int
) -> tuple[Coverage, ...]:
    """The same for measures."""
    table = rollup_measure
    wanted = {measure.measure_id: measure.name for measure in holding.measures if measure.name in names}
    rows = connection.execute(
        select(table.c.account_id, table.c.day_key, table.c.finish_day, table.c.measure_id, func.sum(table.c.n))
        .where(table.c.cut_id == holding.cut_id, table.c.day_key >= first, table.c.finish_day <= last)
        .where(table.c.measure_id.in_(wanted))
        .group_by(table.c.account_id, table.c.day_key, table.c.finish_day, table.c.measure_id)
    )
    found: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    for account_id, start, finish, measure_id, count in rows:
        cell = found[account_id, start, finish]
        cell[wanted[measure_id]] = max(cell.get(wanted[measure_id], 0), int(count))
    flat = [(*key, max(cell.values()), *(cell.get(name, 0) for name in names)) for key, cell in sorted(found.items())]
    return _by_account(flat, names, _writers(connection, holding))


def run_days(connection: Connection, holding: CutHolding) -> tuple[tuple[int, int], ...]:
    """First and last epoch day of each import that wrote activity to a cut (UTC, so to within a day of the brand's)."""
    columns = (batch_cut.c.start_min, batch_cut.c.start_max)
    rows = connection.execute(select(*columns).where(batch_cut.c.cut_id == holding.cut_id))
    size = _SECONDS_OF_A_DAY if holding.spec.grain is Grain.HOUR else 1
    return tuple((row[0] // size, row[1] // size) for row in rows)


def _writers(connection: Connection, holding: CutHolding) -> list[tuple[int, int, int]]:
    """(import order, first start, last start) of the imports behind the periods of a cut."""
    if holding.spec.basis is not Basis.PERIOD:
        return []
    columns = (batch_cut.c.import_order, batch_cut.c.start_min, batch_cut.c.start_max)
    rows = connection.execute(select(*columns).where(batch_cut.c.cut_id == holding.cut_id))
    return [(row[0], row[1], row[2]) for row in rows]


def _by_account(
    rows: Sequence[Sequence[int]], names: Sequence[str], writers: list[tuple[int, int, int]]
) -> tuple[Coverage, ...]:
    if not rows:
        return ()
    matrix = np.array([tuple(row) for row in rows], dtype=np.int64)
    newest = np.zeros(len(matrix), dtype=np.int64)
    for order, low, high in writers:
        within = (matrix[:, 1] >= low) & (matrix[:, 1] <= high)
        newest[within] = np.maximum(newest[within], order)
    found: list[Coverage] = []
    for account_id in np.unique(matrix[:, 0]).tolist():
        own = matrix[:, 0] == account_id
        part = matrix[own]
        present = {name: part[:, 4 + place] > 0 for place, name in enumerate(names)}
        found.append(Coverage(account_id, part[:, 1], part[:, 2], part[:, 3], newest[own], present))
    return tuple(found)
