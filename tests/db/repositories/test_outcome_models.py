"""Versions of models of posts in the store, on both engines."""

from __future__ import annotations

import pytest

from db.engine import Store
from db.repositories.version_shelf import KEPT
from learning.domain.errors import NotFound
from learning.domain.outcome_models import ErrorPair, HeldOutScores, ModelMethod, ModelTask, OutcomeVersion

SCORES = HeldOutScores(400, ErrorPair(0.5, 0.4), ErrorPair(0.6, 0.5), 0.91, 0.7, (0.6, 0.65))


@pytest.fixture
def brand_id(store: Store) -> int:
    with store.write() as work:
        brand = work.brands.add("Own", time_zone="UTC", created_at=1)
        work.commit()
    return brand.id


def version(*, live: bool, task: ModelTask = ModelTask.ENGAGEMENT, made_at: int = 1_000) -> OutcomeVersion:
    packed = b"model" if live else None
    return OutcomeVersion(
        task, 0, ModelMethod.BOOSTING, made_at, "ann", 20_500, 480, SCORES, 0.01, "better", live, packed=packed
    )


def test_a_version_comes_back_as_it_was_stored(store: Store, brand_id: int) -> None:
    with store.write() as work:
        stored = work.outcome_models.add_version(brand_id, version(live=True))
        work.commit()
    with store.read() as work:
        assert work.outcome_models.list_versions(brand_id, ModelTask.ENGAGEMENT) == (stored,)
        assert work.outcome_models.find_live(brand_id) == {ModelTask.ENGAGEMENT: stored}
    assert stored.version == 1


def test_one_version_of_a_task_is_live_and_ten_are_kept(store: Store, brand_id: int) -> None:
    with store.write() as work:
        work.outcome_models.add_version(brand_id, version(live=True, task=ModelTask.SUCCESS))
        for _ in range(KEPT + 2):
            work.outcome_models.add_version(brand_id, version(live=True))
        work.commit()
    with store.read() as work:
        versions = work.outcome_models.list_versions(brand_id, ModelTask.ENGAGEMENT)
        live = work.outcome_models.find_live(brand_id)
    assert [one.version for one in versions if one.is_live] == [KEPT + 2]
    assert sum(one.packed is not None for one in versions) == KEPT == 10
    assert live[ModelTask.SUCCESS].version == 1


def test_one_goes_back_to_a_version_that_was_live_or_to_the_baseline_but_to_no_other(
    store: Store, brand_id: int
) -> None:
    with store.write() as work:
        for live in (True, True, False):
            work.outcome_models.add_version(brand_id, version(live=live))
        work.outcome_models.use(brand_id, ModelTask.ENGAGEMENT, 1)
        assert work.outcome_models.find_live(brand_id)[ModelTask.ENGAGEMENT].version == 1
        work.outcome_models.use(brand_id, ModelTask.ENGAGEMENT, None)
        assert not work.outcome_models.find_live(brand_id)
        work.commit()
    with pytest.raises(NotFound), store.write() as work:
        work.outcome_models.use(brand_id, ModelTask.ENGAGEMENT, 3)


def test_versions_made_since_a_moment_are_marked_and_the_live_ones_are_told(store: Store, brand_id: int) -> None:
    with store.write() as work:
        work.outcome_models.add_version(brand_id, version(live=True, made_at=500))
        work.outcome_models.add_version(brand_id, version(live=True, made_at=1_500))
        work.outcome_models.add_version(brand_id, version(live=True, task=ModelTask.SUCCESS, made_at=500))
        told = work.outcome_models.mark_stale(brand_id, 1_000, "taken back")
        versions = work.outcome_models.list_versions(brand_id, ModelTask.ENGAGEMENT)
        work.commit()
    assert [(one.task, one.version) for one in told] == [(ModelTask.ENGAGEMENT, 2)]
    assert [one.stale for one in versions] == ["taken back", ""]
