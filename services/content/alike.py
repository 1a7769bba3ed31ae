"""Which earlier posts of the account are most like a post, and what did they get?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.estimates import Estimate
from learning.domain.posts import AlikePost, AlikePosts, PostRow, PostsQuery
from learning.domain.timekeys import day_of
from learning.domain.trends import Scope
from learning.insights.channels import DAY_HOURS
from learning.insights.likeness import most_alike
from learning.stats.ratios import ratio_interval
from learning.stats.sums import collect_sums
from services.content.behind import posts_behind
from services.content.texts import TextSpace
from services.figures.availability import available

METRIC: Final = "engagement_rate"
MOST_POSTS: Final = 5
LEAST_LIKENESS: Final = 0.3
"""Posts that are less alike share hardly more than a word."""
NO_WORDS: Final = "this post has no words to compare"
NO_EARLIER: Final = "the account has no earlier post with words"
NOT_READ: Final = "it is no own post, has no date, or stands before the newest 10,000 that are compared"


def alike_posts(work: UnitOfWork, brand_id: int, content_id: int, space: TextSpace) -> AlikePosts:
    """Give up to five earlier posts of the same platform and account by likeness, each with what it got.

    Args:
        work: To read what they got.
        brand_id: Whose posts.
        content_id: The post.
        space: Of the brand, from `read_text_space`.
    """
    found = np.flatnonzero(space.ids == content_id)
    if not len(found):
        return _none(NOT_READ)
    one = int(found[0])
    earlier = np.flatnonzero((space.channels == space.channels[one]) & (space.hours < space.hours[one]))
    if not bool(space.vectors[one].any()):
        return _none(NO_WORDS)
    places, likeness = most_alike(space.vectors, one, earlier.astype(np.int64), MOST_POSTS)
    compared = int((np.linalg.norm(space.vectors[earlier], axis=1) > 0).sum())
    if not len(places):
        return _none(NO_EARLIER)
    near = likeness >= LEAST_LIKENESS
    if not near.any():
        return AlikePosts(METRIC, (), compared, _unknown("no post"), float(likeness[0]), "none of them is alike")
    days = space.hours[places[near]] // DAY_HOURS
    first, span = day_of(int(days.min())), available(work, brand_id).span
    scope = Scope(brand_id, first, max(first, span[1]) if span else day_of(int(days.max())))
    ids = tuple(space.ids[places[near]].tolist())
    got = {row.card.content_id: row for row in posts_behind(work, PostsQuery(scope, METRIC, MOST_POSTS, ids)).rows}
    rows = _rows(work, ids, likeness[near].tolist(), got)
    return AlikePosts(METRIC, rows, compared, _together(rows), float(likeness[0]))


def _rows(
    work: UnitOfWork, ids: Sequence[int], likeness: Sequence[float], got: Mapping[int, PostRow]
) -> tuple[AlikePost, ...]:
    """Posts without the metric are listed too, with no value."""
    cards = work.figures.read_cards(ids)
    nothing = (None,) * 6
    return tuple(
        AlikePost(alike, got.get(one) or PostRow(cards[one], *nothing))
        for one, alike in zip(ids, likeness, strict=True)
        if one in cards
    )


def _together(rows: Sequence[AlikePost]) -> Estimate:
    """The rate of the posts that have one, over posts."""
    known = [(one.row.value, one.row.exposure) for one in rows]
    told = [(value, seen) for value, seen in known if value is not None and seen]
    if not told:
        return _unknown("no export gives the engagement rate of these posts")
    seen = np.array([exposure for _, exposure in told])
    events = np.array([value for value, _ in told]) * seen
    sums = collect_sums(np.zeros(len(told), dtype=np.int64), 1, events, seen)[0]
    interval = ratio_interval(sums, unit="post")
    return Estimate(sums.numerator / sums.denominator, interval.low, interval.high, len(told), interval.reason)


def _none(reason: str) -> AlikePosts:
    return AlikePosts(METRIC, (), 0, _unknown(reason), reason=reason)


def _unknown(reason: str) -> Estimate:
    return Estimate(None, None, None, 0, reason)
