"""The benchmark of the engine: both ways give the same numbers, and the bars of speed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from services.benchmarks.experiments import draw_tests, judge_all, judge_thousands, loop_one, plain_numpy


def test_plain_numpy_and_statsmodels_give_the_same_numbers() -> None:
    sums = draw_tests(200)
    family, plainly = judge_all(sums), plain_numpy(sums)
    ends = [family.effects.as_lift(one)[:, 1] for one in (family.fixed.low, family.fixed.high)]
    shown = [family.effects.as_lift(one)[:, 1] for one in (family.low, family.high)]
    np.testing.assert_allclose(ends, plainly[:2], rtol=2e-3, atol=2e-5)
    np.testing.assert_allclose(shown, plainly[4:6], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(family.posterior.chance_to_win[:, 1], plainly[11], rtol=1e-6)
    np.testing.assert_allclose(family.p_value[:, 1], plainly[8], rtol=1e-6)
    looped = np.array([loop_one(row) for row in sums])
    np.testing.assert_allclose(looped[:, 4] - 1, plainly[0], atol=1e-3)


@pytest.mark.slow
def test_thirty_thousand_tests_keep_the_bars_of_speed(tmp_path: Path) -> None:
    ours, loop = judge_thousands(tmp_path)
    assert ours.value is not None
    assert ours.value <= 0.2
    assert (ours.ratio or 0) >= 1 / 3
    assert (loop.ratio or 0) >= 200
