"""What is recalled between two questions, and what makes it worthless."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from db.figures import repository
from db.figures.memory import FigureMemory
from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.holdings import UnitOf, UnitRequest, UnitRows
from learning.domain.timekeys import day_key
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 11, 2)


@pytest.fixture
def brand(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    made.put(spec("x", Basis.ACTIVITY, "country"), [Row(FIRST, {Fact.VIEWS: 1})])
    yield made
    made.store.close()


def days_with_data(brand: HandMade) -> list[int]:
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        coverage = work.figures.list_coverage(holding, day_key(FIRST), day_key(FIRST) + 6)
        return [int(day) for one in coverage for day in one.start]


def fail(*_: object, **__: object) -> None:
    raise AssertionError("it was read again")


def test_what_was_read_is_recalled_by_the_next_transaction(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    before = days_with_data(brand)
    monkeypatch.setattr(repository, "list_holdings", fail)
    monkeypatch.setattr(repository, "fact_coverage", fail)
    assert days_with_data(brand) == before


def test_an_import_makes_it_worthless(brand: HandMade) -> None:
    assert days_with_data(brand) == [day_key(FIRST)]
    later = date(2026, 11, 4)
    brand.put(spec("x", Basis.ACTIVITY, "country"), [Row(later, {Fact.VIEWS: 1})])
    assert days_with_data(brand) == [day_key(FIRST), day_key(later)]


def test_a_transaction_that_writes_recalls_nothing(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    days_with_data(brand)
    monkeypatch.setattr(repository, "list_holdings", fail)
    with brand.store.write() as work, pytest.raises(AssertionError):
        work.figures.list_holdings(brand.brand_id)


def test_an_empty_answer_is_recalled_too(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    with brand.read() as work:
        assert work.figures.list_holdings(brand.brand_id, peers=True) == ()
    monkeypatch.setattr(repository, "list_holdings", fail)
    with brand.read() as work:
        assert work.figures.list_holdings(brand.brand_id, peers=True) == ()


def test_the_answer_that_was_not_asked_for_the_longest_is_forgotten() -> None:
    memory = FigureMemory(entries=2)
    for name in ("a", "b"):
        memory.keep((name,), name)
    memory.find(("a",))
    memory.keep(("c",), "c")
    assert [memory.find((name,)) for name in ("a", "b", "c")] == ["a", None, "c"]


def test_of_a_large_answer_only_that_of_the_newest_data_is_kept(brand: HandMade) -> None:
    def ask(name: str) -> str:
        with brand.read() as work:
            return work.figures.recall(brand.brand_id, "large", lambda: name)

    assert [ask("first"), ask("again")] == ["first", "first"]
    brand.put(spec("x", Basis.ACTIVITY, "country"), [Row(date(2026, 11, 4), {Fact.VIEWS: 1})])
    assert [ask("newer"), ask("again")] == ["newer", "newer"]


def test_a_large_answer_is_not_recalled_by_a_transaction_that_writes(brand: HandMade) -> None:
    with brand.read() as work:
        work.figures.recall(brand.brand_id, "large", lambda: "kept")
    with brand.store.write() as work:
        assert work.figures.recall(brand.brand_id, "large", lambda: "read") == "read"


def sums_of(work: UnitOfWork, brand_id: int) -> UnitRows:
    (holding,) = work.figures.list_holdings(brand_id)
    accounts = tuple(one.account_id for one in work.figures.list_accounts(brand_id))
    spans = ((day_key(FIRST), day_key(FIRST) + 6),)
    return work.figures.read_units(
        UnitRequest(holding.cut_id, holding.spec, accounts, spans, ("day",), {}, UnitOf.DAY, (Fact.VIEWS,))
    )


def test_the_same_sums_are_read_once_in_a_transaction_and_anew_in_the_next(brand: HandMade) -> None:
    with brand.read() as work:
        first = sums_of(work, brand.brand_id)
        assert sums_of(work, brand.brand_id) is first
    brand.put(spec("x", Basis.ACTIVITY, "country"), [Row(date(2026, 11, 4), {Fact.VIEWS: 5})])
    with brand.read() as work:
        assert sums_of(work, brand.brand_id).facts[Fact.VIEWS].tolist() == [1.0, 5.0]
