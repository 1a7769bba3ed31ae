"""Models of a brand's posts: trained, live only if better, put back by a person, taken back with their import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.errors import BadOption, NotFound
from learning.domain.facts import Fact
from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.model import unpack_model
from services.callers import Caller
from services.clock import MovedClock
from services.imports.dependents import DEPENDENTS, withdraw_all
from services.models.rhythm import TrainingRhythm, brands_due, read_rhythm, set_rhythm, train_first
from services.models.training import read_lesson, set_retrain_after, train, train_all, use_model
from services.setting_changes import change_settings
from tests.services import callers
from tests.services.hand_made import NOW, HandMade, Row, make, spec

FIRST = date(2026, 3, 2)
POSTS = spec("x", Basis.LIFETIME, "content")
ENGAGEMENT = ModelTask.ENGAGEMENT


def caller(name: str = "ada") -> Caller:
    """Somebody who calls the day after the files came."""
    return callers.caller(name, MovedClock(datetime.fromtimestamp(NOW + 86_400, UTC)))


def posts(count: int, *, start: int = 0, effect: float = 1.5) -> list[Row]:
    """Three a day; a reel gets `effect` more on the log scale."""
    rng = np.random.default_rng(start + 1)
    rows = []
    for place in range(start, start + count):
        kind = ("image", "reel")[int(rng.integers(2))]
        rate = 0.02 * np.exp(rng.normal(0, 0.3) + effect * (kind == "reel"))
        facts = {Fact.IMPRESSIONS: 3_000, Fact.LIKES: int(rng.poisson(3_000 * rate))}
        rows.append(Row(FIRST + timedelta(days=place // 3), facts, content=f"p{place}", format=kind, hour=9))
    return rows


@pytest.fixture
def shop(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def brand_of(shop: HandMade) -> Brand:
    with shop.read() as work:
        return next(one for one in work.brands.list_all() if one.id == shop.brand_id)


def retrain_after(shop: HandMade, posts: int) -> None:
    change_settings(
        shop.store,
        shop.brand_id,
        lambda work: set_retrain_after(work, shop.brand_id, posts),
        who=caller(),
        now=caller().clock.now(),
    )


def live_version(shop: HandMade, task: ModelTask = ENGAGEMENT) -> int | None:
    with shop.read() as work:
        found = work.outcome_models.find_live(shop.brand_id).get(task)
    return None if found is None else found.version


def test_too_few_posts_are_refused_with_a_reason_and_nothing_is_stored(shop: HandMade) -> None:
    shop.put(POSTS, posts(100))
    told = train(shop.store, brand_of(shop), ENGAGEMENT, who=caller())
    assert told.version is None
    assert told.why == "100 posts were seen enough to learn from; from 120 on a model is tried, so 20 more"
    assert live_version(shop) is None


def test_a_model_that_beats_the_baseline_goes_live_with_a_trace_and_can_be_read_back(shop: HandMade) -> None:
    shop.put(POSTS, posts(240))
    told = train(shop.store, brand_of(shop), ENGAGEMENT, who=caller("ann"))
    assert told.version is not None
    assert told.version.is_live
    assert told.version.scores.beats_baseline
    assert (told.version.posts, told.version.method, told.version.who) == (240, ModelMethod.BOOSTING, "ann")
    assert told.version.packed is not None
    with shop.read() as work:
        lesson = read_lesson(work, shop.brand_id)
        (row,) = [one for one in work.audit.read() if one.kind == "model_version"]
    said = unpack_model(told.version.packed).forecast(lesson.known)
    reel = lesson.known.texts["format"] == "reel"
    rates = np.array([one.value for one in said])
    assert rates[reel].min() > rates[~reel].max()
    assert json.loads(row.body) == {"before": "baseline", "after": "version 1"}


def test_a_model_is_trained_again_once_enough_posts_came(shop: HandMade) -> None:
    shop.put(POSTS, posts(200))
    brand = brand_of(shop)
    assert train(shop.store, brand, ENGAGEMENT, who=caller()).version is not None
    shop.put(POSTS, posts(9, start=200))
    told = train(shop.store, brand, ENGAGEMENT, who=caller())
    assert told.version is None
    assert told.why == "9 posts came since version 1; from 10 on a model is trained again"
    assert train(shop.store, brand, ENGAGEMENT, who=caller(), anyway=True).version is not None
    shop.put(POSTS, posts(8, start=209))
    retrain_after(shop, 8)
    told = train(shop.store, brand, ENGAGEMENT, who=caller())
    assert told.version is not None
    assert told.version.version == 3
    assert not told.version.is_live
    assert live_version(shop) == 1
    with pytest.raises(BadOption):
        retrain_after(shop, 0)


def test_a_person_goes_back_to_the_baseline_and_to_a_version_but_to_none_that_stayed_back(shop: HandMade) -> None:
    shop.put(POSTS, posts(200))
    brand = brand_of(shop)
    train(shop.store, brand, ENGAGEMENT, who=caller())
    train(shop.store, brand, ENGAGEMENT, who=caller(), method=ModelMethod.NET, anyway=True)
    use_model(shop.store, brand, ENGAGEMENT, None, who=caller())
    assert live_version(shop) is None
    use_model(shop.store, brand, ENGAGEMENT, 1, who=caller())
    assert live_version(shop) == 1
    for wrong in (2, 9):
        with pytest.raises(NotFound):
            use_model(shop.store, brand, ENGAGEMENT, wrong, who=caller())
    assert live_version(shop) == 1


def test_an_undo_takes_the_model_that_learned_from_the_import_back_and_asks_for_another(shop: HandMade) -> None:
    batch = shop.put(POSTS, posts(200))
    brand = brand_of(shop)
    train(shop.store, brand, ENGAGEMENT, who=caller())
    with shop.store.write() as work:
        told = withdraw_all(work, batch, DEPENDENTS)
        work.commit()
    assert "model of engagement version 1" in told.withdrawn
    assert live_version(shop) is None
    with shop.read() as work:
        (version,) = work.outcome_models.list_versions(shop.brand_id, ENGAGEMENT)
    assert version.stale == "the import file1.csv, from which it may have learned, was taken back: train again"
    with pytest.raises(NotFound):
        use_model(shop.store, brand, ENGAGEMENT, 1, who=caller())
    again = train(shop.store, brand, ENGAGEMENT, who=caller())
    assert again.version is not None
    assert (again.version.version, again.version.is_live) == (2, True)


def test_the_week_trains_what_has_enough_posts_of_every_brand(shop: HandMade) -> None:
    shop.put(POSTS, posts(200))
    assert train_all(shop.store, caller(), [brand_of(shop)]) == 2
    assert train_all(shop.store, caller(), [brand_of(shop)]) == 0


def test_what_was_never_learned_is_learned_once_enough_posts_came_and_then_by_the_rhythm(shop: HandMade) -> None:
    shop.put(POSTS, posts(100))
    assert train_first(shop.store, caller()) == 0, "too few posts"
    shop.put(POSTS, posts(200))
    assert train_first(shop.store, caller()) == 2
    assert train_first(shop.store, caller()) == 0, "the rest is the rhythm's"


def test_monthly_learns_on_the_first_wednesday_of_the_month_only(shop: HandMade) -> None:
    def due(day: int) -> int:
        with shop.read() as work:
            return len(brands_due(work, datetime(2026, 12, day, 2, tzinfo=UTC)))

    shop.put(POSTS, posts(20))
    assert [due(day) for day in (2, 9, 16)] == [1, 1, 1]
    with shop.store.write() as work:
        set_rhythm(work, shop.brand_id, TrainingRhythm.MONTHLY)
        work.commit()
    assert [due(day) for day in (2, 9, 16, 30)] == [1, 0, 0, 0]
    with shop.store.write() as work:
        work.settings.put(shop.brand_id, "models.rhythm", "sometimes")
        assert read_rhythm(work, shop.brand_id) is TrainingRhythm.WEEKLY
