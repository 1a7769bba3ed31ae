from __future__ import annotations

import pytest

from db.engine import Store
from db.schema.observations import observation
from db.schema.rollups import FACT_ROLLUPS, rollup_day, rollup_measure
from learning.domain.facts import Fact
from learning.domain.observations import ContentRecord
from tests.db.world import DAILY, HOURLY, LIFETIME, PERIOD, Part, Row, add_brand, differences, import_parts, state_of

POST = ContentRecord("me", "1", published_day=3, published_hour=75)


@pytest.fixture
def brand_id(store: Store) -> int:
    """A brand with rows of every grain."""
    found = add_brand(store, "B")
    row = Row(POST, start=40, facts=((Fact.LIKES, 5),), extra=3)
    import_parts(store, found, "a", [Part(cut, (row,)) for cut in (HOURLY, DAILY, LIFETIME, PERIOD)])
    return found


@pytest.mark.parametrize("table", [*FACT_ROLLUPS, rollup_measure], ids=lambda table: table.name)
def test_a_changed_or_lost_row_of_any_rollup_is_found(store: Store, brand_id: int, table) -> None:
    assert differences(store) == []
    with store.write() as work:
        work.connection.execute(table.update().values(n=table.c.n + 1))
        work.commit()
    assert any(table.name in sentence for sentence in differences(store))
    with store.write() as work:
        work.connection.execute(table.delete())
        work.commit()
    assert any(table.name in sentence for sentence in differences(store))


def test_a_changed_fact_and_a_lost_version_are_found(store: Store, brand_id: int) -> None:
    with store.write() as work:
        work.connection.execute(observation.update().values(versions=2))
        work.commit()
    assert any("version" in sentence for sentence in differences(store))


def test_rebuilding_gives_the_same_rollups(store: Store, brand_id: int) -> None:
    before = state_of(store, brand_id)
    with store.write() as work:
        work.connection.execute(rollup_day.update().values(likes=0))
        work.rollups.rebuild(brand_id)
        work.commit()
    assert state_of(store, brand_id) == before
