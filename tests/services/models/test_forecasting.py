"""What a planned post would get, by a live model or by the baseline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from learning.domain.errors import BadOption
from learning.domain.outcome_models import ModelTask
from learning.domain.post_forecasts import PostForecast, TaskForecast
from services.models.forecasting import read_forecast
from services.models.training import train, use_model
from tests.services.hand_made import HandMade, make
from tests.services.models.test_training import POSTS, brand_of, caller, posts

ENGAGEMENT = ModelTask.ENGAGEMENT


@pytest.fixture
def shop(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def told(shop: HandMade, **wanted: str) -> PostForecast:
    with shop.read() as work:
        return read_forecast(work, shop.brand_id, wanted)


def engagement(found: PostForecast) -> TaskForecast:
    return next(one for one in found.tasks if one.task is ENGAGEMENT)


def test_a_live_model_tells_planned_posts_apart_with_range_and_n_beside_the_baseline(shop: HandMade) -> None:
    shop.put(POSTS, posts(200))
    train(shop.store, brand_of(shop), ENGAGEMENT, who=caller())
    reel, image = (engagement(told(shop, format=kind)) for kind in ("reel", "image"))
    assert reel.model is not None
    assert image.model is not None
    assert reel.model.value > 2 * image.model.value
    assert reel.model.low is not None
    assert reel.model.high is not None
    assert reel.model.low < reel.model.value < reel.model.high
    assert (reel.version, reel.learned_from, reel.posts, reel.why) == (1, 200, 200, "")
    assert reel.baseline == image.baseline
    assert image.model.value < reel.baseline.value < reel.model.value


def test_where_no_model_is_live_the_baseline_tells_the_same_of_every_post_and_says_so(shop: HandMade) -> None:
    shop.put(POSTS, posts(200))
    train(shop.store, brand_of(shop), ENGAGEMENT, who=caller())
    use_model(shop.store, brand_of(shop), ENGAGEMENT, None, who=caller())
    reel, image = (engagement(told(shop, format=kind)) for kind in ("reel", "image"))
    assert reel == image
    assert reel.model is None
    assert reel.why == "no model that beats the baseline is live"


def test_with_few_posts_the_baseline_says_how_many_more_a_model_takes(shop: HandMade) -> None:
    shop.put(POSTS, posts(40))
    found = engagement(told(shop))
    assert found.posts == 40
    assert found.why.endswith("from 120 on a model is tried, so 80 more")


def test_too_few_posts_for_a_range_give_no_figure_but_how_many_more(shop: HandMade) -> None:
    shop.put(POSTS, posts(18))
    found = told(shop)
    assert found.tasks == ()
    assert found.reason == "18 posts were seen enough to learn from; it takes 19, so 1 more"
    shop.put(POSTS, posts(1, start=18))
    assert told(shop).reason == ""


def test_of_a_platform_without_posts_nothing_is_told(shop: HandMade) -> None:
    shop.put(POSTS, posts(40))
    found = told(shop, platform="tiktok")
    assert found.tasks == ()
    assert "no post on TikTok was seen enough to learn from" in found.reason
    assert told(shop, platform="X").chosen["platform"] == "x"


def test_a_level_without_posts_is_noted_and_an_attribute_without_any_is_refused(shop: HandMade) -> None:
    shop.put(POSTS, posts(40))
    assert "No post with the format 'hologram'" in told(shop, format="hologram").notes[0]
    with pytest.raises(BadOption):
        told(shop, generator="claude")
