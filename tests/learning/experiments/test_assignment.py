from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from learning.domain.errors import BadOption
from learning.experiments.assignment import assign_arm, assign_arms, position

SECRET = b"a secret of the brand"
UNITS = [f"person-{number}" for number in range(20_000)]
SPLIT = {"control": 3.0, "a": 1.0, "b": 2.0}


def test_a_unit_gets_the_same_arm_every_time_however_the_arms_are_listed():
    turned = dict(reversed(SPLIT.items()))
    for unit in UNITS[:200]:
        first = assign_arm(unit, SPLIT, salt="s", secret=SECRET)
        assert first == assign_arm(unit, turned, salt="s", secret=SECRET)
        assert first == assign_arm(unit, {name: 7 * weight for name, weight in SPLIT.items()}, salt="s", secret=SECRET)


def test_an_assignment_never_changes_between_versions_of_the_program():
    # Computed once with: hmac.new(b"k", b"bellwether.assignment.1\0t1\0u1", "sha256").digest()[:8] / 2**64
    assert position("u1", salt="t1", secret=b"k") == pytest.approx(0.8368354821981404, abs=1e-15)


def test_the_arms_get_their_shares():
    arms = assign_arms(UNITS, SPLIT, salt="s", secret=SECRET)
    observed = [arms.count(name) for name in SPLIT]
    expected = np.array(list(SPLIT.values())) / 6 * len(UNITS)
    assert stats.chisquare(observed, expected).pvalue > 0.001


def test_positions_are_uniform():
    places = [position(unit, salt="s", secret=SECRET) for unit in UNITS]
    assert stats.kstest(places, "uniform").pvalue > 0.001


@pytest.mark.parametrize(("salts", "secrets"), [(("s", "t"), (SECRET, SECRET)), (("s", "s"), (SECRET, b"another"))])
def test_two_tests_and_two_brands_assign_independently(salts, secrets):
    split = {"a": 1.0, "b": 1.0}
    one, other = (assign_arms(UNITS, split, salt=s, secret=k) for s, k in zip(salts, secrets, strict=True))
    both = np.zeros((2, 2))
    for first, second in zip(one, other, strict=True):
        both["ab".index(first), "ab".index(second)] += 1
    assert stats.chi2_contingency(both).pvalue > 0.001


def test_a_growing_share_moves_nobody_out_of_the_arm_that_grows():
    small = assign_arms(UNITS, {"a": 1.0, "b": 9.0}, salt="s", secret=SECRET)
    large = assign_arms(UNITS, {"a": 5.0, "b": 5.0}, salt="s", secret=SECRET)
    assert all(after == "a" for before, after in zip(small, large, strict=True) if before == "a")


@pytest.mark.parametrize("weights", [{}, {"a": 0.0, "b": 1.0}, {"a": float("nan"), "b": 1.0}, {"a": -1.0, "b": 2.0}])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(BadOption):
        assign_arm("u", weights, salt="s", secret=SECRET)
