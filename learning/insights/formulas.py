"""What do the posts that did well have in common? From four sources, kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from learning.domain.facts import Fact
from learning.domain.formulas import Formula, FormulaSource
from learning.domain.holdings import Texts
from learning.domain.post_columns import VISUAL
from learning.insights.brand_data import BrandData, Gates
from learning.insights.post_attributes import as_texts
from learning.insights.post_combinations import Combination, formula_parts, recurring_combinations
from learning.insights.post_outcomes import teaching_posts
from learning.metrics.catalog import EXPOSURE, INTERACTIONS
from learning.stats.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

REPLY_VIEWS: Final = 10_000.0
TOP_SHARE: Final = 0.25
FEWEST_POSTS: Final = 5
FEWEST_SUCCESSES: Final = 3
MOST_STRUCTURES: Final = 300
MOST_FORMULAS: Final = 10
"""Of each source and generator."""
PRIOR_POSTS: Final = 10.0
"""A structure begins with the usual share of successes, as if of so many posts."""
WORTH_BELOW: Final = 0.10
RANGE: Final = (0.025, 0.975)
ALIKE: Final = 0.8
"""A formula with so many of its posts in a better one says nothing new."""
SEEN: Final = ("image", "video", "carousel", "reel", "photo", "gif", "album", "story", "short")
EXAMPLE_LETTERS: Final = 280


@dataclass(frozen=True, slots=True)
class _Pool:
    """The posts of one source and generator."""

    source: FormulaSource
    generator: str
    posts: pd.DataFrame
    success: Flags
    parts: Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class _Sureness:
    """The usual share of successes, the range of that of a structure, and how sure it is that it lies above."""

    usual: float
    low: float
    high: float
    confidence: float
    q_value: float


def winning_formulas(data: BrandData) -> tuple[Formula, ...]:
    """List the formulas of every source, over all generators and for each.

    Args:
        data: What a run looks at; `visual.` columns of its posts say what is seen.

    Returns:
        By source and generator, the surest first. A structure of two or three parts with at least five posts and three
        successes, whose share of successes is above the usual one with q < .10 (hypergeometric, Benjamini-Hochberg over
        all structures looked at there). Confidence: P(share > usual) under a beta prior around the usual share that
        weighs ten posts; the range of the share is its 95 % interval. Success is an outcome: formulas describe, effects
        are estimated in `winning_formulas` of the detectors.
    """
    return tuple(formula for pool in _pools(data) for formula in _formulas(pool))


def is_reply(posts: pd.DataFrame) -> Flags:
    """Say which posts are replies: their text begins with the name of who is answered."""
    found: Flags = np.array([text.startswith("@") for text in as_texts(posts["text"]).tolist()], dtype=np.bool_)
    return found


def _pools(data: BrandData) -> Iterator[_Pool]:
    own, peers = teaching_posts(data.posts, data.gates), teaching_posts(data.peers, data.gates)
    replies = is_reply(own)
    posts, answers = own[~replies].reset_index(drop=True), own[replies].reset_index(drop=True)
    visual = {name: as_texts(posts[name]) for name in posts.columns if str(name).startswith(VISUAL)}
    formats = (one.lower() for one in as_texts(posts["format"]).tolist())
    seen = np.array([any(word in one for word in SEEN) for one in formats], dtype=np.bool_)
    for levels in visual.values():
        seen |= levels != ""
    pictures = posts[seen].reset_index(drop=True)
    shown = {"format": as_texts(pictures["format"]), **{name: levels[seen] for name, levels in visual.items()}}
    shown |= {name: levels for name, levels in formula_parts(pictures).items() if name in ("length", "hour")}
    yield from _by_generator(FormulaSource.OWN, posts, _passes(posts, data.gates), formula_parts(posts))
    yield from _by_generator(FormulaSource.REPLIES, answers, _views(answers) >= REPLY_VIEWS, formula_parts(answers))
    yield from _by_generator(FormulaSource.VISUAL, pictures, _is_top(pictures), shown)
    yield from _by_generator(FormulaSource.PEERS, peers, _is_top(peers), formula_parts(peers))


def _by_generator(
    source: FormulaSource, posts: pd.DataFrame, success: Flags, parts: Mapping[str, Texts]
) -> Iterator[_Pool]:
    yield _Pool(source, "", posts, success, parts)
    generators = as_texts(posts["generator"])
    for one in sorted(set(generators.tolist()) - {""}):
        own = generators == one
        yield _Pool(
            source,
            one,
            posts[own].reset_index(drop=True),
            success[own],
            {name: levels[own] for name, levels in parts.items()},
        )


def _formulas(pool: _Pool) -> list[Formula]:
    size, wins = len(pool.posts), int(pool.success.sum())
    if size < 2 * FEWEST_POSTS or wins < FEWEST_SUCCESSES or wins == size:
        return []
    structures = recurring_combinations(pool.parts, FEWEST_POSTS, MOST_STRUCTURES)
    if not structures:
        return []
    n = np.array([len(one.rows) for one in structures])
    k = np.array([int(pool.success[one.rows].sum()) for one in structures])
    usual = wins / size
    chance = _upper_tails(k, n, wins, size)
    q_values = benjamini_hochberg(chance)
    hits, misses = PRIOR_POSTS * usual + k, PRIOR_POSTS * (1 - usual) + n - k
    confidence = 1 - special.betainc(hits, misses, usual)
    low, high = (special.betaincinv(hits, misses, edge) for edge in RANGE)
    good = np.flatnonzero((q_values < WORTH_BELOW) & (k >= FEWEST_SUCCESSES))
    chosen: list[Formula] = []
    told: list[set[int]] = []
    for place in good[np.argsort(-confidence[good], kind="stable")].tolist():
        rows = set(structures[place].rows.tolist())
        if any(len(rows & other) >= ALIKE * len(rows) for other in told):
            continue
        told.append(rows)
        sure = _Sureness(usual, float(low[place]), float(high[place]), float(confidence[place]), float(q_values[place]))
        chosen.append(_formula(pool, structures[place], sure))
        if len(chosen) == MOST_FORMULAS:
            break
    return chosen


def _upper_tails(k: NDArray[np.int64], n: NDArray[np.int64], wins: int, size: int) -> Floats:
    """P(at least k of the n posts succeed) if success were dealt out at random (hypergeometric)."""
    found: Floats = stats.hypergeom.sf(k - 1, size, wins, n)
    return found


def _formula(pool: _Pool, one: Combination, sure: _Sureness) -> Formula:
    posts = pool.posts.iloc[one.rows]
    views, rates = _views(posts), _rates(posts)
    best = int(np.argmax(np.where(pool.success[one.rows], np.nan_to_num(rates, nan=-1.0), -2.0)))
    exposure = _exposure(posts)
    interactions, follows = _interactions(posts), posts[Fact.FOLLOWS.value].to_numpy(dtype=np.float64)
    has_follows = np.isfinite(follows)
    return Formula(
        source=pool.source,
        generator=pool.generator,
        name=" + ".join(level for _, level in one.structure),
        structure=one.structure,
        example=int(posts["content_id"].iloc[best]),
        example_text=str(posts["text"].iloc[best])[:EXAMPLE_LETTERS],
        average_views=float(np.nanmean(views)) if np.isfinite(views).any() else None,
        engagement_rate=_share(interactions, exposure),
        follows_per_1000=_share(follows[has_follows], exposure[has_follows], 1_000.0),
        n=len(one.rows),
        successes=int(pool.success[one.rows].sum()),
        usual_success=sure.usual,
        success_low=sure.low,
        success_high=sure.high,
        confidence=sure.confidence,
        q_value=sure.q_value,
    )


def _share(top: Floats, base: Floats, factor: float = 1.0) -> float | None:
    whole = float(np.nansum(base))
    return float(np.nansum(top)) / whole * factor if whole > 0 and np.isfinite(top).any() else None


def _passes(posts: pd.DataFrame, gates: Gates) -> Flags:
    likes = posts[Fact.LIKES.value].to_numpy(dtype=np.float64)
    liked = np.isnan(likes) | (likes >= gates.minimum_likes)
    found: Flags = liked & ((_rates(posts) >= gates.success_rate) | (_views(posts) >= gates.success_views))
    return found


def _is_top(posts: pd.DataFrame) -> Flags:
    """The upper quarter by engagement rate of each platform."""
    rates, platforms = _rates(posts), as_texts(posts["platform"])
    found = np.zeros(len(posts), dtype=np.bool_)
    for one in set(platforms.tolist()):
        own = np.flatnonzero((platforms == one) & np.isfinite(rates))
        if len(own):
            found[own] = rates[own] > np.quantile(rates[own], 1 - TOP_SHARE)
    return found


def _views(posts: pd.DataFrame) -> Floats:
    """Views, impressions where there are none."""
    return _first(posts, (Fact.VIEWS, Fact.IMPRESSIONS))


def _exposure(posts: pd.DataFrame) -> Floats:
    return _first(posts, EXPOSURE)


def _first(posts: pd.DataFrame, facts: tuple[Fact, ...]) -> Floats:
    found = np.full(len(posts), np.nan)
    for fact in facts:
        found = np.where(np.isnan(found), posts[fact.value].to_numpy(dtype=np.float64), found)
    return found


def _interactions(posts: pd.DataFrame) -> Floats:
    counts = np.column_stack([posts[fact.value].to_numpy(dtype=np.float64) for fact in INTERACTIONS])
    found: Floats = np.where(np.isnan(counts).all(axis=1), np.nan, np.nan_to_num(counts).sum(axis=1))
    return found


def _rates(posts: pd.DataFrame) -> Floats:
    exposure = _exposure(posts)
    none = np.full(len(posts), np.nan)
    found: Floats = np.divide(_interactions(posts), exposure, out=none, where=exposure > 0)
    return found
