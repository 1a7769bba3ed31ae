"""Effects by persona: raw and partially pooled, within the same posts."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.persona_effects import PersonaEffect
from learning.metrics.persona_effects import PersonaPosts, persona_effects

LEVELS = ("text", "video")
PERSONAS = ("Few", "Hikers", "Parents", "Shoppers", "Students")
VIDEO = 0.3
"""Log ratio of videos to other posts among the usual persona."""


def drawn(
    rng: np.random.Generator, deviations: np.ndarray, *, posts: int = 80, luck: float = 0.4, strata: int = 1
) -> PersonaPosts:
    """Posts that all personas saw, the first by far the least; the luck of a post is that of all personas."""
    levels = np.arange(posts) % 2
    seen = rng.gamma(4, 1, (posts, len(PERSONAS))) * np.array([25.0, 400, 500, 600, 800])
    own = np.exp(rng.normal(0, luck, (posts, 1)) + levels[:, None] * (VIDEO + deviations))
    return PersonaPosts(rng.poisson(seen * 0.03 * own).astype(float), seen, levels, np.arange(posts) // 2 % strata)


def videos(posts: PersonaPosts) -> list[PersonaEffect]:
    return [one for one in persona_effects(posts, LEVELS, PERSONAS)[1] if one.level == "video"]


def runs(spread: float, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Squared errors and hits of the ranges, raw and pooled, by persona; log ratios."""
    rng = np.random.default_rng(seed)
    squares, hits = np.zeros((2, len(PERSONAS))), np.zeros((2, len(PERSONAS)))
    for _ in range(count):
        deviations = rng.normal(0, spread, len(PERSONAS))
        for place, one in enumerate(videos(drawn(rng, deviations))):
            truth = VIDEO + deviations[place]
            for row, estimate in enumerate((one.raw, one.pooled)):
                squares[row, place] += (np.log1p(estimate.value or 0) - truth) ** 2
                hits[row, place] += np.log1p(estimate.low or 0) <= truth <= np.log1p(estimate.high or 0)
    return squares / count, hits / count


@pytest.mark.parametrize("spread", [0.0, 0.15])
def test_pooling_brings_who_saw_little_nearer_to_the_truth_and_ranges_hold(spread: float) -> None:
    squares, hits = runs(spread, 150, 7)
    assert squares[1, 0] < (0.7 if spread == 0 else 1.0) * squares[0, 0]
    assert squares[1].sum() < squares[0].sum()
    assert 0.9 <= hits[0].mean() <= 0.985
    assert 0.9 <= hits[1].mean() <= 0.985


def test_who_saw_little_borrows_most_and_n_counts_posts() -> None:
    rng = np.random.default_rng(3)
    found = {one.persona: one for one in videos(drawn(rng, np.zeros(5)))}
    assert found["Few"].own_weight < found["Students"].own_weight
    assert all(one.raw.n == 40 for one in found.values())
    (text, video) = persona_effects(drawn(rng, np.zeros(5), luck=0.1), LEVELS, PERSONAS)[0]
    assert (text.level, video.level) == ("text", "video")
    assert (video.whole.low or 0) < np.expm1(VIDEO) < (video.whole.high or 0)


def test_a_persona_that_truly_differs_stands_out_and_the_luck_of_posts_makes_none_differ() -> None:
    found = videos(drawn(np.random.default_rng(5), np.array([0, 0, 0, -0.7, 0]), luck=0.8))
    odd = next(one for one in found if one.persona == "Shoppers")
    assert odd.q_value < 0.05
    assert odd.pooled.value is not None
    assert odd.pooled.value < 0
    alike = [
        one.q_value < 0.05
        for seed in range(30)
        for one in videos(drawn(np.random.default_rng(seed), np.zeros(5), luck=0.8))
    ]
    assert np.mean(alike) <= 0.03


def test_a_level_that_stands_on_a_better_platform_gets_no_credit_for_it() -> None:
    rng = np.random.default_rng(9)
    posts = drawn(rng, np.zeros(5), posts=400)
    better = rng.random(400) < np.where(posts.levels == 1, 0.8, 0.2)
    events = np.where(better[:, None], posts.events * 3, posts.events)
    platform, one = better.astype(np.int64), np.zeros(400, dtype=np.int64)
    held, plain = (
        persona_effects(PersonaPosts(events, posts.exposure, posts.levels, strata), LEVELS, PERSONAS)
        for strata in (platform, one)
    )
    assert (plain[0][1].whole.value or 0) > 1
    assert (held[0][1].whole.value or 0) == pytest.approx(np.expm1(VIDEO), abs=0.15)


def test_few_posts_one_persona_or_no_events_are_compared_with_nothing() -> None:
    posts = drawn(np.random.default_rng(1), np.zeros(5), posts=8)
    assert persona_effects(posts, LEVELS, PERSONAS) == ((), ())
    many = drawn(np.random.default_rng(1), np.zeros(5))
    alone = PersonaPosts(many.events[:, :1], many.exposure[:, :1], many.levels, many.strata)
    assert persona_effects(alone, LEVELS, PERSONAS[:1]) == ((), ())
    nothing = PersonaPosts(np.zeros_like(many.events), many.exposure, many.levels, many.strata)
    assert persona_effects(nothing, LEVELS, PERSONAS) == ((), ())
