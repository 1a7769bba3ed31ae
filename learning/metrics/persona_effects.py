"""What does a property of posts do for each persona, when a persona that saw few of them borrows from the others?

The unit is the post. Personas saw the same posts, so that what one post's luck adds to all of them is no difference
between them: the difference of a persona from the whole is estimated within posts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.estimates import Estimate
from learning.domain.observations import Ints
from learning.domain.persona_effects import LevelEffect, PersonaEffect
from learning.metrics.grouping import Floats
from learning.stats.effect_spread import fit_spread
from learning.stats.false_discovery import t_p_values
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.quantiles import t_quantile

Flags = NDArray[np.bool_]

FEWEST_POSTS: Final = 5
"""Posts of a level that a persona saw, and besides it, from which on they are compared."""
FEWEST_PERSONAS: Final = 2
LARGEST_SHARE: Final = 0.999
"""Of a side that one post may have."""


@dataclass(frozen=True, slots=True)
class PersonaPosts:
    """A rate's parts of each post among each persona; arrays of shape (posts, personas), NaN where it saw none."""

    events: Floats
    exposure: Floats
    levels: Ints
    """Level of each post, shape (posts,)."""
    strata: Ints
    """Platform and account of each post, from 0: rates are compared within them."""


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Logs of ratios of one level to the others: the whole first, then each persona; NaN where not known."""

    estimates: Floats
    influence: Floats
    """Shape (posts, 1 + personas); the products of its columns sum to their covariances."""
    posts: Floats
    """Posts of the level with any exposure, of the whole and of each persona."""
    degrees: Floats


def persona_effects(
    posts: PersonaPosts, levels: tuple[str, ...], personas: tuple[str, ...]
) -> tuple[tuple[LevelEffect, ...], tuple[PersonaEffect, ...]]:
    """Estimate effects by persona, raw and partially pooled.

    Args:
        posts: At least one.
        levels: Names by code, '' = not stated: no level of its own, but among the others.
        personas: By column.

    Returns:
        Of a level the log ratio of its posts to all others within strata (Mantel and Haenszel 1959), variances and
        covariances over posts by the jackknife form of the delta method (MacKinnon and White 1985).

        With d the difference of a persona from the whole and s its error, d ~ Normal(0, t^2), t by `fit_spread`: the
        pooled effect is whole + w d, w = t^2 / (t^2 + s^2), with variance V(whole) + 2 w cov(whole, d) + w s^2
        (two-stage empirical Bayes; Raudenbush and Bryk 1985). Both as relative effects with 95 % ranges of t.
    """
    events, exposure = _with_whole(posts)
    wholes: list[LevelEffect] = []
    found: list[tuple[PersonaEffect, float, float, float]] = []
    for code, level in enumerate(levels):
        own = posts.levels == code
        if not level or own.all():
            continue
        contrast = _contrast(events, exposure, own, posts.strata)
        known = np.flatnonzero(np.isfinite(contrast.estimates[1:])) + 1
        if not math.isfinite(contrast.estimates[0]) or len(known) < FEWEST_PERSONAS:
            continue
        whole, rows = _pooled(contrast, known, level, personas)
        wholes.append(whole)
        found.extend(rows)
    tested = [np.array(column, dtype=np.float64) for column in zip(*((d, s, f) for _, d, s, f in found), strict=True)]
    q_values = benjamini_hochberg(t_p_values(*tested)) if found else np.empty(0)
    effects = tuple(
        PersonaEffect(one.level, one.persona, one.raw, one.pooled, one.own_weight, float(q_value))
        for (one, *_), q_value in zip(found, q_values, strict=True)
    )
    return tuple(wholes), effects


def _with_whole(posts: PersonaPosts) -> tuple[Floats, Floats]:
    """Events and exposure, those of all personas in the first column; 0 where a persona saw nothing."""
    there = np.isfinite(posts.events) & (posts.exposure > 0)
    events, exposure = (np.where(there, part, 0.0) for part in (posts.events, posts.exposure))
    return np.column_stack([events.sum(axis=1), events]), np.column_stack([exposure.sum(axis=1), exposure])


def _sums(values: Floats, strata: Ints) -> Floats:
    """Sums by stratum, shape (strata, columns)."""
    found = np.zeros((int(strata.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(found, strata, values)
    return found


def _contrast(events: Floats, exposure: Floats, own: Flags, strata: Ints) -> _Contrast:
    """The ratio of Mantel and Haenszel over strata, with the influence of each post on its logarithm."""
    x_mine, y_mine = (_sums(part * own[:, None], strata) for part in (events, exposure))
    x_others, y_others = (_sums(part * ~own[:, None], strata) for part in (events, exposure))
    seen = y_mine + y_others
    with np.errstate(divide="ignore", invalid="ignore"):
        weight_mine, weight_others = (np.nan_to_num(part / seen) for part in (y_others, y_mine))
        top, bottom = (x_mine * weight_mine).sum(axis=0), (x_others * weight_others).sum(axis=0)
        usual = np.nan_to_num(x_mine / seen) / top + np.nan_to_num(x_others / seen) / bottom
        influence = np.zeros_like(events)
        degrees = np.full(events.shape[1], np.inf)
        few = (top <= 0) | (bottom <= 0)
        for side, sign, weight, total in ((own, 1.0, weight_mine, top), (~own, -1.0, weight_others, bottom)):
            place = strata[side]
            weighted = exposure[side] * weight[place]
            share = np.minimum(weighted / weighted.sum(axis=0), LARGEST_SHARE)
            count = (weighted > 0).sum(axis=0)
            part = weight[place] * events[side] / total - weighted * usual[place]
            influence[side] = sign * part / (1 - share) * np.sqrt((count - 1) / np.maximum(count, 1))
            degrees = np.minimum(degrees, 1 / (share**2).sum(axis=0) - 1)
            few |= count < FEWEST_POSTS
        estimates = np.where(few, np.nan, np.log(top / bottom))
    return _Contrast(estimates, np.nan_to_num(influence), (exposure[own] > 0).sum(axis=0), degrees)


def _pooled(
    contrast: _Contrast, known: Ints, level: str, personas: tuple[str, ...]
) -> tuple[LevelEffect, list[tuple[PersonaEffect, float, float, float]]]:
    """The whole, and of each persona its effect with difference, error and degrees of the difference."""
    whole, errors = contrast.influence[:, :1], contrast.influence - contrast.influence[:, :1]
    variance = float((whole**2).sum())
    differences = contrast.estimates[known] - contrast.estimates[0]
    own_variances = np.maximum((errors[:, known] ** 2).sum(axis=0), 1e-12)
    together = (errors[:, known] * whole).sum(axis=0)
    spread = fit_spread(differences, own_variances)
    weights = spread**2 / (spread**2 + own_variances)
    left = np.maximum(variance + 2 * weights * together + weights * own_variances, weights * own_variances)
    raw_variances = (contrast.influence[:, known] ** 2).sum(axis=0)
    rows: list[tuple[PersonaEffect, float, float, float]] = []
    for place, column in enumerate(known.tolist()):
        n, degrees = int(contrast.posts[column]), max(float(contrast.degrees[column]), 1.0)
        raw = _estimate(float(contrast.estimates[column]), float(raw_variances[place]), degrees, n)
        mean = float(contrast.estimates[0] + weights[place] * differences[place])
        pooled = _estimate(mean, float(left[place]), degrees, n)
        effect = PersonaEffect(level, personas[column - 1], raw, pooled, float(weights[place]), math.nan)
        rows.append((effect, float(differences[place]), math.sqrt(float(own_variances[place])), degrees))
    estimate = _estimate(
        float(contrast.estimates[0]), variance, max(float(contrast.degrees[0]), 1.0), int(contrast.posts[0])
    )
    return LevelEffect(level, estimate, spread), rows


def _estimate(log_ratio: float, variance: float, degrees: float, n: int) -> Estimate:
    reach = t_quantile(degrees) * math.sqrt(variance)
    return Estimate(math.expm1(log_ratio), math.expm1(log_ratio - reach), math.expm1(log_ratio + reach), n)
