import numpy as np
import pytest

from learning.stats.autoregression import estimate_memory, memory_of_remainder, robust_spread


def remembering(memory: float, size: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    values = np.zeros(size)
    for row in range(1, size):
        values[row] = memory * values[row - 1] + generator.normal()
    return values


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6, 0.9])
def test_the_memory_of_a_series_is_recovered_from_its_differences(memory: float) -> None:
    found = np.mean([estimate_memory(remembering(memory, 1_000, seed)) for seed in range(20)])
    assert found == pytest.approx(memory, abs=0.05)


def test_level_shifts_do_not_count_as_memory() -> None:
    values = remembering(0.3, 600, 1)
    values[200:] += 20
    values[400:] -= 35
    assert estimate_memory(values) == pytest.approx(0.3, abs=0.15)


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_residuals_of_a_short_series_are_corrected_for_the_fit(memory: float) -> None:
    found = []
    for seed in range(200):
        values = remembering(memory, 60, seed)
        line = np.polyval(np.polyfit(np.arange(60), values, 1), np.arange(60))
        found.append(memory_of_remainder(values - line, 0))
    assert np.mean(found) == pytest.approx(memory, abs=0.07)


def test_what_stands_still_remembers_nothing() -> None:
    assert estimate_memory(np.repeat([1.0, 2.0], 50)) == 0.0
    assert estimate_memory(np.arange(5.0)) == 0.0
    assert memory_of_remainder(np.zeros(50), 2) == 0.0


def test_a_few_extremes_do_not_change_the_spread() -> None:
    values = np.random.default_rng(0).normal(0, 2, 500)
    values[:10] = 1e6
    assert robust_spread(values) == pytest.approx(2, rel=0.1)
    assert robust_spread(np.array([1.0])) == 0.0
