"""What the blocks about posts read of a brand; every answer is kept as long as its versions stand."""

from __future__ import annotations

from collections.abc import Mapping

from learning.domain.best_times import BestTimes, BestTimesQuery
from learning.domain.brands import Brand
from learning.domain.followers import FollowerGrowth, FollowersQuery
from learning.domain.gates import LearningGates
from learning.domain.peers import PeersContext, PeersQuery
from learning.domain.post_forecasts import PostForecast
from learning.domain.post_grids import AttributeGrid, GridQuery
from learning.domain.posts import AlikePosts, PagesBehind, PostDetail, PostsBehind, PostsQuery
from learning.domain.trends import Scope
from learning.models.outcomes.lessons import Lesson
from services.content.alike import alike_posts as read_alike_posts
from services.content.behind import posts_behind as read_posts_behind
from services.content.best_times import best_times as read_best_times
from services.content.detail import post_detail as read_post_detail
from services.content.follower_growth import follower_growth as read_follower_growth
from services.content.format_grid import attribute_grid as read_attribute_grid
from services.content.pages_behind import pages_behind as read_pages_behind
from services.content.peers import peers_context as read_peers
from services.content.texts import read_keywords, read_text_space
from services.gates import read_gates
from services.models.forecasting import forecast_post
from services.models.training import read_lesson
from ui import runtime
from ui.answers import ask, cache_key


def posts_behind(brand: Brand, query: PostsQuery) -> PostsBehind:
    """Return the posts behind a figure."""
    return ask(cache_key(brand, "posts", query), lambda work: read_posts_behind(work, query))


def pages_behind(brand: Brand, scope: Scope, metric: str, limit: int) -> PagesBehind:
    """Return the pages behind a figure, where exports name no posts."""
    key = cache_key(brand, "pages_behind", (scope, metric, limit))
    return ask(key, lambda work: read_pages_behind(work, scope, metric, limit))


def post_detail(brand: Brand, content_id: int) -> PostDetail:
    """Return one post with everything that is known of it."""
    keywords = ask(cache_key(brand, "keywords"), lambda work: read_keywords(work, brand.id))
    return ask(
        cache_key(brand, "post", content_id),
        lambda work: read_post_detail(work, brand.id, content_id, keywords=keywords.get(content_id, ())),
    )


def alike_posts(brand: Brand, content_id: int) -> AlikePosts:
    """Return the earlier posts that are most like a post."""
    space = ask(cache_key(brand, "text_space"), lambda work: read_text_space(work, brand.id))
    return ask(cache_key(brand, "alike", content_id), lambda work: read_alike_posts(work, brand.id, content_id, space))


def gates(brand: Brand) -> LearningGates:
    """Return when content counts."""
    return ask(cache_key(brand, "gates"), lambda work: read_gates(work, brand.id))


def attribute_grid(brand: Brand, query: GridQuery) -> AttributeGrid:
    """Return a metric by an attribute of posts and by platform."""
    return ask(cache_key(brand, "grid", query), lambda work: read_attribute_grid(work, query))


def best_times(brand: Brand, query: BestTimesQuery) -> BestTimes:
    """Return a metric by hour of the week."""
    return ask(cache_key(brand, "best_times", query), lambda work: read_best_times(work, query))


def follower_growth(brand: Brand, query: FollowersQuery) -> FollowerGrowth:
    """Return how follows come about."""
    gates_now = gates(brand)
    return ask(cache_key(brand, "followers", query), lambda work: read_follower_growth(work, query, gates_now))


def peers(brand: Brand, query: PeersQuery) -> PeersContext:
    """Return own posts beside those of peers."""
    return ask(cache_key(brand, "peers", query), lambda work: read_peers(work, query))


def lesson(brand: Brand) -> Lesson:
    """Return the posts that teach."""
    return ask(cache_key(brand, "lesson"), lambda work: read_lesson(work, brand.id))


def post_forecast(brand: Brand, wanted: Mapping[str, str]) -> PostForecast:
    """Return what a planned post would get; which models are live is looked up anew."""
    taught = lesson(brand)
    with runtime.services().store.read() as work:
        live = work.outcome_models.find_live(brand.id)
    return forecast_post(taught, live, wanted)
