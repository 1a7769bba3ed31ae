"""What teaches, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.outcome_models import ModelTask
from learning.models.outcomes.encoding import encoding_of
from learning.models.outcomes.lessons import FEWEST_POSTS, KNOWN_NUMBERS, lesson_of, why_not_taught
from tests.learning.insights.post_frames import made_posts
from tests.learning.models.outcomes.worlds import GATES, noise, planted


def test_too_few_posts_are_refused_with_their_number() -> None:
    told = why_not_taught(ModelTask.ENGAGEMENT, noise(FEWEST_POSTS - 1, 1))
    assert told == "119 posts were seen enough to learn from; from 120 on a model is tried, so 1 more"
    assert why_not_taught(ModelTask.ENGAGEMENT, noise(FEWEST_POSTS, 1)) is None


def test_success_needs_posts_of_both_sides() -> None:
    posts = made_posts(200, np.random.default_rng(1), lift=np.full(200, 3.0))
    lesson = lesson_of(posts, GATES)
    assert why_not_taught(ModelTask.SUCCESS, lesson) == (
        "0 of 200 posts were no success; from 20 on a model is tried, so 20 more"
    )
    assert why_not_taught(ModelTask.ENGAGEMENT, lesson) is None


def test_posts_seen_too_little_or_too_young_teach_nothing_but_few_likes_keep_none_out() -> None:
    rng = np.random.default_rng(2)
    age, likes = np.full(50, 100.0), np.full(50, 40.0)
    views = np.full(50, 1_000.0)
    age[0], views[1], likes[2] = 1.0, 99.0, 0.0
    lesson = lesson_of(made_posts(50, rng, age_hours=age, impressions=views, likes=likes), GATES)
    assert len(lesson.days) == 48
    assert lesson.success.sum() == 47
    assert np.isfinite(lesson.log_rate).all()


def test_posts_without_interactions_told_teach_nothing() -> None:
    missing = dict.fromkeys(("likes", "comments", "shares", "saves"), np.nan)
    assert not len(lesson_of(made_posts(30, np.random.default_rng(3), **missing), GATES).days)


def test_a_rare_level_counts_as_not_stated_and_a_number_not_known_as_the_usual_one() -> None:
    topics = np.array(["gear"] * 40 + ["trails"] * 36 + ["once"] * 4, dtype=object)
    lengths = np.full(80, 100.0)
    lengths[0] = np.nan
    lesson = lesson_of(made_posts(80, np.random.default_rng(4), topic=topics, length=lengths), GATES)
    encoding = encoding_of(lesson.known)
    assert {level for name, level in encoding.levels if name == "topic"} == {"gear", "trails"}
    length = encoding.encode(lesson.known)[:, len(encoding.levels) + KNOWN_NUMBERS.index("length")]
    assert np.isfinite(length).all()
    assert np.unique(length).tolist() == pytest.approx([0.0])


def test_posts_of_few_days_teach_no_model_since_none_could_be_judged_by_later_ones() -> None:
    lesson = planted(200, 5)
    assert why_not_taught(ModelTask.ENGAGEMENT, lesson) is None
    told = why_not_taught(ModelTask.ENGAGEMENT, replace(lesson, days=lesson.days % 5))
    assert told == "the posts are of 5 days; from 6 on a model can be judged by later ones"
