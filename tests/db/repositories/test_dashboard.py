"""What the dashboard keeps beside the facts, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.engine import Store
from learning.domain.errors import NotFound
from learning.domain.goals import Goal
from learning.domain.views import SavedView, Visit
from tests.db.world import add_brand


def goal(brand_id: int, target: float = 0.05, platform: str | None = None) -> Goal:
    return Goal(brand_id, "engagement_rate", target, "ann", 1, platform, deadline=date(2026, 12, 31))


def test_a_goal_replaces_the_earlier_one_of_its_metric_and_platform(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        first = work.goals.put(goal(brand_id))
        again = work.goals.put(goal(brand_id, 0.08))
        other = work.goals.put(goal(brand_id, 0.02, "x"))
        assert again.id == first.id
        assert work.goals.list_of(brand_id) == (again, other)
        assert work.goals.find(brand_id, "engagement_rate", None) == again
        assert work.goals.find(brand_id, "engagement_rate", "tiktok") is None
        assert work.brands.get(brand_id).settings_version == 3


def test_a_goal_goes_once_and_only_from_its_own_brand(store: Store) -> None:
    brand_id, other = add_brand(store, "B"), add_brand(store, "C")
    with store.write() as work:
        stored = work.goals.put(goal(brand_id))
        with pytest.raises(NotFound):
            work.goals.remove(other, stored.id)
        work.goals.remove(brand_id, stored.id)
        assert work.goals.list_of(brand_id) == ()
        with pytest.raises(NotFound):
            work.goals.remove(brand_id, stored.id)


def view(brand_id: int, name: str = "Monday", who: str = "ann", *, shared: bool = True) -> SavedView:
    return SavedView(brand_id, name, "engagement", "period=All+data", who, 1, shared)


def test_a_person_sees_shared_views_and_their_own(store: Store) -> None:
    brand_id, other = add_brand(store, "B"), add_brand(store, "C")
    with store.write() as work:
        mine = work.views.add(view(brand_id, "Mine", shared=False))
        theirs = work.views.add(view(brand_id, "Theirs", "bob"))
        work.views.add(view(brand_id, "Hidden", "bob", shared=False))
        work.views.add(view(other, "Elsewhere"))
        assert work.views.list_of(brand_id, "ann") == (mine, theirs)
        assert work.views.find_named(brand_id, "ann", "Mine") == mine
        assert work.views.find_named(brand_id, "ann", "Theirs") is None


def test_a_view_is_changed_and_removed_within_its_brand(store: Store) -> None:
    brand_id, other = add_brand(store, "B"), add_brand(store, "C")
    with store.write() as work:
        stored = work.views.add(view(brand_id))
        work.views.update(replace(stored, name="Tuesday", shared=False))
        assert work.views.get(brand_id, stored.id) == replace(stored, name="Tuesday", shared=False)
        for refused in (lambda: work.views.get(other, stored.id), lambda: work.views.remove(other, stored.id)):
            with pytest.raises(NotFound):
                refused()
        with pytest.raises(NotFound):
            work.views.update(replace(stored, brand_id=other))
        work.views.remove(brand_id, stored.id)
        assert work.views.list_of(brand_id, "ann") == ()


def test_a_visit_is_kept_at_its_latest_moment_for_each_person(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        assert work.visits.find(brand_id, "ann") is None
        first = Visit(brand_id, "ann", 100, 100, 1)
        work.visits.put(first)
        work.visits.put(replace(first, who="bob"))
        later = replace(first, seen_at=300, data_version=2, previous_at=50, previous_data_version=1)
        work.visits.put(later)
        work.visits.put(replace(first, seen_at=200))
        assert work.visits.find(brand_id, "ann") == later
        assert work.visits.find(brand_id, "bob") == replace(first, who="bob")
