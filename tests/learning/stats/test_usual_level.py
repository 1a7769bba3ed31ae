"""What is usual among levels."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.usual_level import usual_level, usual_weights


def test_one_level_far_off_does_not_move_what_is_usual() -> None:
    assert usual_level(np.array([0.0, 0.4, 0.01]), np.ones(3)) == pytest.approx(0.01)


def test_between_two_halves_the_usual_lies_in_the_middle() -> None:
    assert usual_level(np.array([0.0, 0.4, 0.1, 0.3]), np.ones(4)) == pytest.approx(0.2)


def test_the_level_that_is_used_most_counts_no_more_than_the_middle_one() -> None:
    assert usual_weights(np.array([600.0, 300.0, 20.0])).tolist() == [300.0, 300.0, 20.0]
