"""The conventions of the cases written down once more, from the values of people; shares no code with the product."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

ROUNDS = 40


@dataclass(frozen=True)
class Side:
    """One arm as the conventions see it, and as a case writes it."""

    n: int
    mean: float
    variance: float
    base: float
    sums: dict[str, float]


def rounds(seed: int) -> Iterator[np.random.Generator]:
    yield from (np.random.default_rng([seed, place]) for place in range(ROUNDS))


def binomial(draw: np.random.Generator) -> Side:
    n, rate = int(draw.integers(30, 4_000)), draw.uniform(0.1, 0.8)
    hits = min(max(int(draw.binomial(n, rate)), 1), n - 1)
    share = hits / n
    return Side(n, share, share * (1 - share), share, {"n": n, "sum": hits})


def mean(draw: np.random.Generator) -> Side:
    values = draw.gamma(draw.uniform(0.5, 4), draw.uniform(1, 50), int(draw.integers(5, 400)))
    sums = {"n": len(values), "sum": float(values.sum()), "sum_squares": float((values**2).sum())}
    return Side(len(values), float(values.mean()), float(values.var(ddof=1)), float(values.mean()), sums)


def ratio(draw: np.random.Generator) -> Side:
    n = int(draw.integers(20, 400))
    below = draw.poisson(draw.uniform(2, 9), n) + 1.0
    above = draw.binomial(below.astype(int), draw.uniform(0.2, 0.7)).astype(float)
    cov = np.cov(above, below)
    top, bottom = above.mean(), below.mean()
    variance = cov[0, 0] / bottom**2 - 2 * cov[0, 1] * top / bottom**3 + top**2 * cov[1, 1] / bottom**4
    sums = {
        "n": n,
        "num_sum": above.sum(),
        "num_sum_squares": (above**2).sum(),
        "den_sum": below.sum(),
        "den_sum_squares": (below**2).sum(),
        "num_den_sum": (above * below).sum(),
    }
    return Side(n, top / bottom, variance, top / bottom, {name: float(value) for name, value in sums.items()})


def quantile(draw: np.random.Generator) -> Side:
    n = int(draw.integers(50, 500))
    n_star = int(draw.integers(20, n + 1))
    hat = draw.uniform(5, 50)
    lower, upper = hat - draw.uniform(0.1, 2), hat + draw.uniform(0.1, 2)
    variance = n_star / n * (n - 1) * ((upper - lower) / (2 * stats.norm.ppf(0.975))) ** 2
    if n >= 100:
        variance = max(variance, 1e-5)
    sums = {"n": n, "n_star": n_star, "nu": 0.9, "quantile_hat": hat, "quantile_lower": lower, "quantile_upper": upper}
    return Side(n, hat, variance, hat, sums)


DRAWN: dict[str, Callable[[np.random.Generator], Side]] = {
    "binomial": binomial,
    "mean": mean,
    "ratio": ratio,
    "quantile": quantile,
}


def cuped(draw: np.random.Generator) -> tuple[Side, Side, float, float]:
    """Both arms after the adjustment, theta, and the variance that is left of the control's."""
    before = [draw.gamma(2, 5, int(draw.integers(20, 300))) for _ in range(2)]
    after = [0.7 * one + draw.normal(3, 2, len(one)) for one in before]
    together = np.cov(np.concatenate(after), np.concatenate(before))
    theta = together[0, 1] / together[1, 1]
    sides = []
    for post, pre in zip(after, before, strict=True):
        adjusted = post - theta * pre
        sums = {
            "n": len(post),
            "post_sum": post.sum(),
            "post_sum_squares": (post**2).sum(),
            "pre_sum": pre.sum(),
            "pre_sum_squares": (pre**2).sum(),
            "post_pre_sum": (post * pre).sum(),
        }
        plain = {name: float(value) for name, value in sums.items()}
        sides.append(Side(len(post), float(adjusted.mean()), float(adjusted.var(ddof=1)), float(post.mean()), plain))
    return sides[0], sides[1], theta, sides[0].variance / after[0].var(ddof=1)


def effect(control: Side, treatment: Side, lift: str) -> tuple[float, float, float]:
    """Estimate, standard error, degrees of freedom by the conventions of the delta method."""
    parts = [side.variance / side.n for side in (control, treatment)]
    degrees = sum(parts) ** 2 / sum(
        part**2 / (side.n - 1) for part, side in zip(parts, (control, treatment), strict=True)
    )
    gap = treatment.mean - control.mean
    if lift == "absolute":
        return gap, math.sqrt(sum(parts)), degrees
    below = abs(control.base)
    variance = parts[1] / below**2 + parts[0] * treatment.base**2 / below**4
    return gap / below, math.sqrt(variance), degrees


def t_answer(estimate: float, error: float, degrees: float, alpha: float, side: object) -> dict[str, object]:
    law = stats.t(degrees)
    statistic = estimate / error
    if side == "greater":
        return {"p_value": law.sf(statistic), "ci": [estimate - law.ppf(1 - alpha) * error, None]}
    if side == "less":
        return {"p_value": law.cdf(statistic), "ci": [None, estimate + law.ppf(1 - alpha) * error]}
    reach = law.ppf(1 - alpha / 2) * error
    return {"p_value": 2 * law.sf(abs(statistic)), "ci": [estimate - reach, estimate + reach]}


def two(kind: str, draw: np.random.Generator) -> tuple[Side, Side, dict[str, object]]:
    control, treatment = DRAWN[kind](draw), DRAWN[kind](draw)
    return control, treatment, {"control": control.sums, "treatment": treatment.sums}
