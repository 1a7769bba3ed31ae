"""How fast thousands of A/B tests are judged, beside plain numpy of the same formulas and a loop over statsmodels."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from learning.domain.experiments import MetricKind
from learning.experiments.family import Family, Looking, judge, measure_effects
from learning.experiments.sums import COLUMNS, against
from learning.stats.normal_bayes import NormalPrior
from services.benchmarks.record import Measurement

Floats = NDArray[np.float64]

TESTS: Final = 30_000
LOOPED: Final = 300
"""So many go through the loop; its time grows with their number."""
ROUNDS: Final = 7
ALPHA: Final = 0.05
PRIOR: Final = (0.0, 0.1)
"""Mean and sd."""
SEED: Final = 20_26


def judge_thousands(_folder: Path) -> tuple[Measurement, ...]:
    """Time 30,000 two-arm tests: fixed and always-valid ranges, p-values, posterior, chance to win and losses."""
    sums = draw_tests(TESTS)
    ours, plainly = _fastest(lambda: judge_all(sums), lambda: plain_numpy(sums))
    began = time.perf_counter()
    for row in sums[:LOOPED]:
        loop_one(row)
    loop = (time.perf_counter() - began) * TESTS / LOOPED
    done = f"{TESTS:,} two-arm tests"
    return (
        Measurement("experiments", ours, "s", plainly, f"plain numpy of the same formulas, {done}"),
        Measurement("experiments.loop", ours, "s", loop, f"a loop over statsmodels, {LOOPED:,} tests timed for {done}"),
    )


def draw_tests(tests: int) -> Floats:
    """Sums of tests of a conversion rate, shape (tests, 2, 9)."""
    generator = np.random.default_rng(SEED)
    units = generator.integers(1_000, 20_000, size=(tests, 2))
    sums = np.full((tests, 2, COLUMNS), np.nan)
    sums[..., 0] = units
    sums[..., 1] = generator.binomial(units, 0.05)
    return sums


def judge_all(sums: Floats) -> Family:
    """What the product does."""
    pairs = against(MetricKind.BINOMIAL, sums, np.zeros(len(sums)))
    looking = Looking(ALPHA, 0.4, 20_000.0, at_end=True)
    return judge(measure_effects(pairs.arm, pairs.base), looking, NormalPrior(PRIOR[0], PRIOR[1] ** 2))


def plain_numpy(sums: Floats) -> tuple[Floats, ...]:
    """The same formulas for two arms without missing values, written straight down."""
    n_c, n_t, x_c, x_t = sums[:, 0, 0], sums[:, 1, 0], sums[:, 0, 1], sums[:, 1, 1]
    p_c, p_t = x_c / n_c, x_t / n_t
    v_c, v_t = (1 - p_c) / x_c, (1 - p_t) / x_t
    effect, error = np.log(p_t / p_c), np.sqrt(v_c + v_t)
    degrees = (v_c + v_t) ** 2 / (v_c**2 / (n_c - 1) + v_t**2 / (n_t - 1))
    p_fixed = 2 * special.stdtr(degrees, -np.abs(effect / error))
    wide = special.stdtrit(degrees, 1 - ALPHA / 2) * error
    once = special.stdtrit(degrees, 1 - 0.6 * ALPHA / 2) * error
    n = n_c + n_t
    bits = -2 * math.log(0.4 * ALPHA)
    grown = n * (bits + math.log(bits + 1)) / 20_000.0 + 1
    root = np.sqrt(2 * grown / (grown - 1))
    sequence = error * root * np.sqrt(np.log(np.sqrt(grown) / ALPHA))
    spent = error * root * np.sqrt(np.log(np.sqrt(grown) / (0.4 * ALPHA)))
    weight = (grown - 1) * (effect / error) ** 2 / (2 * grown)
    p_running = np.minimum(1.0, np.sqrt(grown) * np.exp(-weight))
    p_value = np.minimum(1.0, np.minimum(p_running / 0.4, p_fixed / 0.6))
    shown = np.minimum(spent, once)
    precision = 1 / error**2 + 1 / PRIOR[1] ** 2
    mean, sd = effect / error**2 / precision, 1 / np.sqrt(precision)
    standard = mean / sd
    density = np.exp(-(standard**2) / 2) / math.sqrt(2 * math.pi)
    chance = special.ndtr(standard)
    kept = sd * (standard * chance + density)
    chosen = sd * (density - standard * special.ndtr(-standard))
    reach = special.ndtri(1 - ALPHA / 2) * sd
    ranges = (wide, sequence, shown)
    ends = tuple(end for half in ranges for end in (np.expm1(effect - half), np.expm1(effect + half)))
    return (*ends, p_fixed, p_running, p_value, mean - reach, mean + reach, chance, kept, chosen)


def loop_one(row: Floats) -> tuple[float, ...]:
    """One test by statsmodels: Welch's t with its range, and the log-ratio test with its range."""
    (n_c, x_c), (n_t, x_t) = row[0, :2].tolist(), row[1, :2].tolist()
    values = np.array([0.0, 1.0])
    arms = [DescrStatsW(values, np.array([n - x, x])) for n, x in ((n_t, x_t), (n_c, x_c))]
    means = CompareMeans(*arms)
    _, p_value, _ = means.ttest_ind(usevar="unequal")
    low, high = means.tconfint_diff(usevar="unequal")
    ratio = test_proportions_2indep(x_t, n_t, x_c, n_c, method="log", compare="ratio")
    ends = confint_proportions_2indep(x_t, n_t, x_c, n_c, method="log", compare="ratio")
    return (p_value, low, high, float(ratio.pvalue), *(float(end) for end in ends))


def _fastest(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Best of several rounds of each, taken in turn, so that a busy machine slows both alike."""
    best = [math.inf, math.inf]
    for _ in range(ROUNDS):
        for place, work in enumerate((first, second)):
            began = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - began)
    return best[0], best[1]
