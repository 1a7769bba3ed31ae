"""The large store of the pages' benchmark, in small: sound rollups, the same buckets whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from db.engine import Store, open_store
from learning.domain.holdings import CutHolding, UnitOf, UnitRequest, UnitRows
from services.benchmarks.page_reads import time_on_raw_rows, watched_reads
from services.benchmarks.page_store import BRAND, SPEC, Size, fill_store
from services.clock import SystemClock
from services.schema import migrate

LARGE, SMALL = Size(700, 4, posts=60, days=7), Size(700, 1, posts=60, days=7)


def filled(folder: Path, size: Size) -> Store:
    url = f"sqlite:///{folder / f'{size.hours}.db'}"
    migrate(url, backup_dir=folder)
    store = open_store(url)
    assert fill_store(store, size, SystemClock()) == size.rows
    return store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    large, small = filled(tmp_path, LARGE), filled(tmp_path, SMALL)
    yield large, small
    large.close()
    small.close()


def question(holding: CutHolding, account: int, span: tuple[int, int], *by: str, unit: UnitOf) -> UnitRequest:
    return UnitRequest(holding.cut_id, SPEC, (account,), (span,), by, {}, unit, tuple(sorted(holding.facts)))


def ask(store: Store, *by: str, unit: UnitOf, raw: bool = False) -> UnitRows:
    with store.read() as work:
        brand = work.brands.find_named(BRAND)
        assert brand is not None
        (holding,) = work.figures.list_holdings(brand.id)
        (account,) = work.figures.list_accounts(brand.id)
        span = work.figures.find_span(holding)
        assert span is not None
        request = question(holding, account.account_id, span, *by, unit=unit)
        return work.figures.read_raw_units(request) if raw else work.figures.read_units(request)


def test_rollups_equal_the_rows_and_both_stores_have_the_same_buckets(stores: tuple[Store, Store]) -> None:
    for store in stores:
        with store.read() as work:
            assert work.rollups.compare_with_facts() == []
    large, small = (ask(store, "day", "content", "persona", "device", "channel", unit=UnitOf.DAY) for store in stores)
    assert sorted(zip(*large.keys, strict=True)) == sorted(zip(*small.keys, strict=True))
    assert int(large.observations.sum()) == 4 * int(small.observations.sum()) == LARGE.rows


@pytest.mark.parametrize(
    ("by", "unit"),
    [
        ((), UnitOf.CONTENT),
        (("format",), UnitOf.CONTENT),
        (("topic", "currency"), UnitOf.CONTENT),
        (("persona",), UnitOf.CONTENT),
        (("day",), UnitOf.CONTENT),
        (("persona", "device"), UnitOf.DAY),
    ],
)
def test_raw_rows_and_rollups_give_the_same_sums(
    stores: tuple[Store, Store], by: tuple[str, ...], unit: UnitOf
) -> None:
    rolled, raw = (ask(stores[0], *by, unit=unit, raw=raw) for raw in (False, True))
    first, second = in_order(rolled), in_order(raw)
    assert rolled.observations[first].tolist() == raw.observations[second].tolist()
    for fact, sums in rolled.facts.items():
        np.testing.assert_array_equal(sums[first], raw.facts[fact][second])


def in_order(rows: UnitRows) -> list[int]:
    """The places of the rows by their keys and unit."""
    keys = [(*(key[place] for key in rows.keys), unit) for place, unit in enumerate(rows.units.tolist())]
    return sorted(range(len(keys)), key=keys.__getitem__)


def test_a_watched_read_tells_its_time_and_its_question(stores: tuple[Store, Store]) -> None:
    with watched_reads() as reads:
        ask(stores[0], unit=UnitOf.DAY)
        assert reads.seconds > 0
        assert [one.unit for one in reads.questions] == [UnitOf.DAY]
        questions = list(reads.questions)
    assert time_on_raw_rows(stores[0], questions) > 0
    ask(stores[0], unit=UnitOf.DAY)
    assert len(reads.questions) == 1
