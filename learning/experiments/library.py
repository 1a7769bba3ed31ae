"""What usually works here: finished tests put together, and which idea is worth testing next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.domain.experiments import Prior
from learning.experiments.priors import fit_prior
from learning.stats.moments import Floats
from learning.stats.normal_bayes import NormalPrior, posterior


@dataclass(frozen=True, slots=True)
class TagEffect:
    """What tests with one tag (a topic, a hook, a segment) showed together."""

    tag: str
    tests: int
    lift: float
    """Mean lift of such tests, drawn towards that of all tests."""
    low: float
    high: float
    chance_above_zero: float
    raw: float
    """Mean lift of these tests alone."""
    spread: float
    """Standard deviation of true effects among tests of one tag, on the logarithm's scale; of all tags together."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A test that could be run next."""

    name: str
    prior: Prior
    """Of its lift."""
    error: float
    """Standard error of its lift that the planned test would leave, on the logarithm's scale."""
    value_per_lift: float = 1.0
    """What a lift of 100 % would be worth while it lasts, in money or conversions."""
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedIdea:
    """An idea with what testing it is worth."""

    idea: Idea
    value: float
    """Expected value of the information, less the cost."""
    chance_to_ship: float
    """Probability that the test leaves a mean effect above zero."""


def pool_by_tag(tags: Sequence[str], effects: Floats, errors: Floats, *, alpha: float = 0.05) -> tuple[TagEffect, ...]:
    """Put finished tests together by tag.

    Args:
        tags: One tag for each test, shape (tests,).
        effects: Logarithms of treatment / control in the good direction.
        errors: Their standard errors.
        alpha: 1 - the probability of the ranges.

    Returns:
        By tag the random-effects mean (DerSimonian and Laird 1986, one spread within tags), drawn towards the mean of
        all tags by the spread between tags (two-stage empirical Bayes; Raudenbush and Bryk 1985); best first.
    """
    usable = np.isfinite(effects) & np.isfinite(errors) & (errors > 0)
    names = sorted({tag for tag, good in zip(tags, usable.tolist(), strict=True) if good})
    if not names:
        return ()
    labels = np.array(tags, dtype=np.object_)
    within = _spread_within(labels[usable], effects[usable], errors[usable])
    pooled = [_pool(effects[(labels == name) & usable], errors[(labels == name) & usable], within) for name in names]
    means = np.array([mean for mean, _ in pooled])
    spreads = np.array([error for _, error in pooled])
    # The spread between tags is taken from the tags; with few of them the tests themselves tell a bound.
    whole = fit_prior(means, spreads, source="tags") or fit_prior(effects[usable], errors[usable], source="tests")
    centre, between = (0.0, 0.1) if whole is None else (whole.mean, whole.sd)
    found = posterior(means, spreads, NormalPrior(centre, between**2), alpha=alpha)
    rows = [
        TagEffect(
            name,
            int(np.sum((labels == name) & usable)),
            math.expm1(float(found.mean[place])),
            math.expm1(float(found.low[place])),
            math.expm1(float(found.high[place])),
            float(found.chance_to_win[place]),
            math.expm1(float(means[place])),
            within,
        )
        for place, name in enumerate(names)
    ]
    return tuple(sorted(rows, key=lambda row: -row.lift))


def rank_ideas(ideas: Sequence[Idea]) -> tuple[RankedIdea, ...]:
    """Rank ideas by what testing them is worth.

    Args:
        ideas: Each with the prior of its lift and the error that the planned test leaves.

    Returns:
        Best first. Value = (E[max(posterior mean, 0)] - max(prior mean, 0)) x value per lift - cost, where the
        posterior mean has the standard deviation sd^2 / sqrt(sd^2 + error^2) before the data (expected value of sample
        information for two acts, Raiffa and Schlaifer 1961, section 5.4).
    """
    ranked = []
    for idea in ideas:
        sd = idea.prior.sd**2 / math.sqrt(idea.prior.sd**2 + idea.error**2)
        standard = idea.prior.mean / sd
        density = math.exp(-(standard**2) / 2) / math.sqrt(2 * math.pi)
        gain = sd * (density + standard * float(special.ndtr(standard))) - max(idea.prior.mean, 0.0)
        ranked.append(RankedIdea(idea, gain * idea.value_per_lift - idea.cost, float(special.ndtr(standard))))
    return tuple(sorted(ranked, key=lambda one: -one.value))


def _pool(effects: Floats, errors: Floats, between: float) -> tuple[float, float]:
    """Random-effects mean and its standard error."""
    weights = 1 / (errors**2 + between**2)
    return float(np.sum(weights * effects) / weights.sum()), 1 / math.sqrt(float(weights.sum()))


def _spread_within(labels: NDArray[np.object_], effects: Floats, errors: Floats) -> float:
    """Spread of true effects among tests of one tag, from all tags: a tag of one test has none of its own."""
    excess, scale = 0.0, 0.0
    for name in set(labels.tolist()):
        mine, weights = effects[labels == name], 1 / errors[labels == name] ** 2
        total = float(weights.sum())
        common = float(np.sum(weights * mine)) / total
        excess += float(np.sum(weights * (mine - common) ** 2)) - (len(mine) - 1)
        scale += total - float(np.sum(weights**2)) / total
    return math.sqrt(max(0.0, excess / scale)) if scale > 0 else 0.0
