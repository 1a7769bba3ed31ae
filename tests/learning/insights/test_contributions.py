"""Which parts explain a difference."""

from __future__ import annotations

import numpy as np
import pytest

from learning.insights.contributions import Breakdown, explain_difference


def test_the_worked_example_of_the_paper() -> None:
    """Bhagwan et al. 2014, table 1: data center X explains 94 % of a fall from 100 to 50."""
    centers = Breakdown("data center", ("X", "Y"), np.array([94.0, 6.0]), np.array([47.0, 3.0]))
    advertisers = Breakdown(
        "advertiser", ("A1", "A2", "A3", "A4"), np.array([50.0, 20.0, 20.0, 10.0]), np.array([24.0, 21.0, 4.0, 1.0])
    )
    found = explain_difference([centers, advertisers])
    power = {(one.dimension, one.level): one.power for one in found}
    assert power["data center", "X"] == pytest.approx(0.94)
    # The center lost in proportion to what it was: no surprise. So the advertisers stand first.
    assert found[0].dimension == "advertiser"
    assert sum(value for (name, _), value in power.items() if name == "advertiser") >= 0.67


def test_the_part_of_a_rate_that_changed_is_named_and_not_its_exposure() -> None:
    base = np.array([1_000.0, 1_000.0, 1_000.0])
    rates = Breakdown(
        "device",
        ("desktop", "mobile", "tablet"),
        np.array([20.0, 20.0, 20.0]),
        np.array([20.0, 4.0, 20.0]),
        base,
        base,
    )
    found = explain_difference([rates])
    assert [(one.dimension, one.level) for one in found] == [("device", "mobile")]
    assert found[0].power == pytest.approx(1.0)
    assert (found[0].expected, found[0].actual) == (20.0, 4.0)


def test_a_dimension_in_which_everything_changed_alike_explains_nothing() -> None:
    even = Breakdown("topic", tuple("abcdefgh"), np.full(8, 10.0), np.full(8, 5.0))
    assert explain_difference([even]) == ()
    single = Breakdown("platform", ("x",), np.array([80.0]), np.array([40.0]))
    assert explain_difference([single]) == ()


def test_a_whole_that_did_not_move_has_nothing_to_explain() -> None:
    still = Breakdown("topic", ("a", "b"), np.array([10.0, 10.0]), np.array([12.0, 8.0]))
    assert explain_difference([still]) == ()
