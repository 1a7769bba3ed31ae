"""Saved views: kept by name, shared or not, changed by their author alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.views import SavedView, ViewDraft
from services.saved_views import list_views, parameters_of, remove_view, rename_view, save_view, share_view
from tests.services.callers import caller
from tests.services.hand_made import HandMade, make

QUERY = "period=Last+7+days&platform=X&platform=TikTok&topic=Caf%C3%A9+%26+more"


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def save(
    brand: HandMade, now: datetime, name: str = "Monday", *, who: str = "ann", shared: bool = True, query: str = QUERY
) -> SavedView:
    return save_view(
        brand.store, brand.brand_id, ViewDraft(name, "engagement", query, shared), who=caller(who), now=now
    )


def names(brand: HandMade, who: str) -> list[str]:
    with brand.read() as work:
        return [view.name for view in list_views(work, brand.brand_id, who=who)]


def test_a_view_opens_what_was_saved(brand: HandMade, now: datetime) -> None:
    view = save(brand, now)
    assert view.page == "engagement"
    assert parameters_of(view) == {
        "period": ["Last 7 days"],
        "platform": ["X", "TikTok"],
        "topic": ["Café & more"],
    }


def test_a_name_of_ones_own_is_replaced_and_that_of_another_person_is_not(brand: HandMade, now: datetime) -> None:
    first = save(brand, now)
    assert save(brand, now, " Monday\n", query="?period=All+data").id == first.id
    other = save(brand, now, who="bob")
    assert other.id != first.id
    with brand.read() as work:
        assert [view.query for view in list_views(work, brand.brand_id, who="ann")] == ["period=All+data", QUERY]


def test_a_personal_view_is_seen_by_its_author_alone(brand: HandMade, now: datetime) -> None:
    view = save(brand, now, shared=False)
    assert names(brand, "ann") == ["Monday"]
    assert names(brand, "bob") == []
    share_view(brand.store, brand.brand_id, view.id, shared=True, who=caller("ann"))
    assert names(brand, "bob") == ["Monday"]


def test_only_the_author_changes_a_view_and_a_hidden_one_is_not_told_of(brand: HandMade, now: datetime) -> None:
    shared, hidden = save(brand, now), save(brand, now, "Hidden", shared=False)
    for view, error in ((shared, Refused), (hidden, NotFound)):
        with pytest.raises(error):
            rename_view(brand.store, brand.brand_id, view.id, "Mine now", who=caller("bob"))
        with pytest.raises(error):
            remove_view(brand.store, brand.brand_id, view.id, who=caller("bob"))
        with pytest.raises(error):
            share_view(brand.store, brand.brand_id, view.id, shared=False, who=caller("bob"))
    assert names(brand, "ann") == ["Hidden", "Monday"]


def test_a_view_gets_another_name_unless_it_is_taken(brand: HandMade, now: datetime) -> None:
    view = save(brand, now)
    save(brand, now, "Tuesday")
    with pytest.raises(BadOption, match="Tuesday"):
        rename_view(brand.store, brand.brand_id, view.id, "Tuesday", who=caller("ann"))
    assert rename_view(brand.store, brand.brand_id, view.id, "Monday", who=caller("ann")).name == "Monday"
    assert rename_view(brand.store, brand.brand_id, view.id, "Sunday", who=caller("ann")).name == "Sunday"


@pytest.mark.parametrize("name", ["", "  \n", "x" * 61, "\x00"])
def test_a_name_that_cannot_be_used_is_refused(brand: HandMade, now: datetime, name: str) -> None:
    with pytest.raises(BadOption):
        save(brand, now, name)
    assert names(brand, "ann") == []


def test_an_endless_address_is_refused(brand: HandMade, now: datetime) -> None:
    with pytest.raises(BadOption):
        save(brand, now, query="topic=" + "x" * 9_000)


def test_a_deleted_view_is_gone(brand: HandMade, now: datetime) -> None:
    view = save(brand, now)
    remove_view(brand.store, brand.brand_id, view.id, who=caller("ann"))
    assert names(brand, "ann") == []
    with pytest.raises(NotFound):
        remove_view(brand.store, brand.brand_id, view.id, who=caller("ann"))
