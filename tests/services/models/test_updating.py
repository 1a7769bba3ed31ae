"""Between trainings newer posts move a live model, once enough came; a rollback and an undone import take that back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from learning.domain.outcome_models import OutcomeVersion
from services.clock import MovedClock
from services.imports.dependents import DEPENDENTS, withdraw_all
from services.jobs.catalogue import JOBS
from services.models.forecasting import read_forecast
from services.models.training import train, use_model
from services.models.updating import update_all, update_models
from services.models.validating import validate_outcomes
from tests.services import callers
from tests.services.hand_made import NOW, HandMade, make
from tests.services.models.test_training import ENGAGEMENT, POSTS, brand_of, caller, posts


@pytest.fixture
def shop(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    made.put(POSTS, posts(198))
    # Before the files of newer posts came.
    then = callers.caller("ada", MovedClock(datetime.fromtimestamp(NOW - 60, UTC)))
    assert train(made.store, brand_of(made), ENGAGEMENT, who=then).version is not None
    yield made
    made.store.close()


def live(shop: HandMade) -> OutcomeVersion:
    with shop.read() as work:
        return work.outcome_models.find_live(shop.brand_id)[ENGAGEMENT]


def drifted(shop: HandMade, count: int = 90, start: int = 198) -> str:
    """Reels do as well as images from now on."""
    return shop.put(POSTS, posts(count, start=start, effect=0.0))


def expected(shop: HandMade) -> float:
    with shop.read() as work:
        told = {one.task: one for one in read_forecast(work, shop.brand_id, {"format": "reel"}).tasks}[ENGAGEMENT]
    assert told.model is not None
    return told.model.value


def test_too_few_newer_posts_are_not_looked_at_and_a_look_is_not_repeated(shop: HandMade) -> None:
    brand = brand_of(shop)
    drifted(shop, 9)
    assert update_models(shop.store, brand, who=caller()) == ()
    drifted(shop, 60, 207)
    assert update_all(shop.store, caller()) == 1
    assert live(shop).update is not None
    assert update_all(shop.store, caller()) == 0


def test_a_drift_moves_what_is_told_and_is_noted_with_its_posts(shop: HandMade) -> None:
    before = expected(shop)
    drifted(shop)
    (told,) = update_models(shop.store, brand_of(shop), who=caller("ann"))
    assert (told.task, told.version, told.update.posts) == (ENGAGEMENT, 1, 90)
    assert told.update.error < told.update.live_error
    version = live(shop)
    assert version.updated_with == 90
    assert version.update == told.update
    assert expected(shop) < before * 0.6
    with shop.read() as work:
        (row,) = [one for one in work.audit.read() if one.kind == "model_version" and "newer posts" in one.body]
    assert '"after":"version 1 with 90 newer posts"' in row.body.replace('": "', '":"')


def test_without_a_drift_what_is_told_stays(shop: HandMade) -> None:
    before = expected(shop)
    shop.put(POSTS, posts(90, start=198))
    (told,) = update_models(shop.store, brand_of(shop), who=caller())
    assert "needs one smaller" in told.update.why
    assert expected(shop) == pytest.approx(before)


def test_a_rollback_takes_it_back_and_it_waits_for_more_posts(shop: HandMade) -> None:
    before = expected(shop)
    drifted(shop)
    update_all(shop.store, caller())
    use_model(shop.store, brand_of(shop), ENGAGEMENT, 1, who=caller())
    version = live(shop)
    assert version.updated_with == 0
    assert version.update is not None
    assert version.update.why == "it was taken back with the change to another version"
    assert expected(shop) == pytest.approx(before)
    drifted(shop, 9, 288)
    assert update_all(shop.store, caller()) == 0
    drifted(shop, 12, 297)
    assert update_all(shop.store, caller()) == 1
    assert live(shop).updated_with == 111


def test_an_undone_import_takes_it_back_and_the_version_stays(shop: HandMade) -> None:
    shop.put(POSTS, posts(30, start=198))
    batch = drifted(shop, 90, 228)
    update_all(shop.store, caller())
    assert live(shop).updated_with == 120
    with shop.store.write() as work:
        told = withdraw_all(work, batch, DEPENDENTS)
        work.commit()
    assert "update of the model of engagement version 1" in told.withdrawn
    version = live(shop)
    assert (version.version, version.updated_with) == (1, 0)
    assert version.update is not None
    assert version.update.posts == 0
    assert version.update.why.endswith("from which it may have come, was taken back")


def test_a_challenger_meets_what_the_live_one_said_in_turn(shop: HandMade) -> None:
    """After a drift the moved version is a harder mark than the one that was trained."""
    drifted(shop)
    brand = brand_of(shop)
    (plain,) = validate_outcomes(shop.store, brand)
    update_all(shop.store, caller())
    (moved,) = validate_outcomes(shop.store, brand)
    assert moved.result.live_error < plain.result.live_error
    assert moved.result.candidate_error == plain.result.candidate_error
    found = train(shop.store, brand, ENGAGEMENT, who=caller())
    assert found.version is not None
    assert found.version.update is None


def test_the_worker_does_it() -> None:
    assert "model_updates" in {job.name for job in JOBS}
