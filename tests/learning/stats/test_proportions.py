import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from learning.stats.proportions import Counts, newcombe_interval, pooled_z, wilson_interval
from learning.stats.sides import Sides


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


@pytest.mark.parametrize(
    ("sides", "word"), [(Sides.BOTH, "two-sided"), (Sides.GREATER, "larger"), (Sides.LESS, "smaller")]
)
def test_the_pooled_test_is_that_of_statsmodels(sides: Sides, word: str) -> None:
    found = pooled_z(Counts(500, 40, 520, 61), sides=sides, corrected=False)
    assert found.p_value == pytest.approx(proportions_ztest([61, 40], [520, 500], alternative=word)[1])


def test_the_correction_only_ever_weakens() -> None:
    with_it, without = (pooled_z(Counts(50, 4, 52, 9), corrected=flag) for flag in (True, False))
    assert with_it.p_value > without.p_value
    assert with_it.low < without.low
    assert with_it.high > without.high


def test_a_correction_larger_than_the_difference_leaves_none() -> None:
    assert pooled_z(Counts(10, 5, 10, 5)).p_value == 1


def test_nobody_converted_gives_no_p_value() -> None:
    assert np.isnan(pooled_z(Counts(10, 0, 10, 0)).p_value)


@pytest.mark.parametrize("counts", [(120, 6, 130, 15), (100, 0, 100, 0), (10, 10, 12, 0)])
def test_newcombe_holds_at_none_and_at_all(counts: tuple[int, int, int, int]) -> None:
    n, x, m, y = counts
    low, high = newcombe_interval((one(n), one(x)), (one(m), one(y)))
    assert (low[0], high[0]) == pytest.approx(confint_proportions_2indep(y, m, x, n, method="newcomb"))


def test_wilson_is_that_of_statsmodels() -> None:
    low, high = wilson_interval(one(40), one(3), alpha=0.1)
    assert (low[0], high[0]) == pytest.approx(proportion_confint(3, 40, alpha=0.1, method="wilson"))
