"""The largest of many."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from learning.stats.largest import error_of_largest
from learning.stats.student_fit import fit_student


def test_the_p_value_is_that_of_the_largest_of_so_many() -> None:
    tail = 0.0005
    error = error_of_largest(0.8, tail, 10.0, 20)
    p_value = 2 * special.stdtr(10.0, -0.8 / error)
    assert p_value == pytest.approx(1 - (1 - 2 * tail) ** 20)
    assert error_of_largest(0.8, tail, 10.0, 1) == pytest.approx(0.8 / -special.stdtrit(10.0, tail))


def test_the_largest_of_pure_noise_is_called_as_often_as_one_of_it() -> None:
    rng = np.random.default_rng(1)
    called = 0
    for _ in range(2_000):
        value = rng.standard_t(8, 20)
        most = value[np.abs(value).argmax()]
        error = error_of_largest(float(most), float(special.stdtr(8.0, -abs(most))), 8.0, 20)
        called += 2 * special.stdtr(8.0, -abs(most) / error) < 0.05
    assert called / 2_000 == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize("degrees", [3.0, 40.0])
def test_scale_and_tails_are_found(degrees: float) -> None:
    rng = np.random.default_rng(2)
    errors = 0.3 * rng.standard_t(degrees, 4_000)
    scale, found = fit_student(errors)
    assert scale == pytest.approx(0.3, rel=0.08)
    assert found == degrees


def test_few_errors_are_taken_for_heavy_tailed() -> None:
    assert fit_student(np.random.default_rng(3).normal(size=9))[1] == 3.0
    assert fit_student(np.random.default_rng(3).normal(size=300), independent=20.0)[1] <= 10.0
