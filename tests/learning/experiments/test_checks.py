from __future__ import annotations

import numpy as np
import pytest

from learning.domain.experiment_verdicts import Level
from learning.experiments.checks import check_seen_twice, check_split, many_splits


def test_the_levels_of_a_split_are_green_amber_and_red() -> None:
    for counts, level in (((5_000, 5_050), Level.GREEN), ((44_700, 45_489), Level.AMBER), ((5_000, 5_600), Level.RED)):
        found = check_split(("A", "B"), np.array(counts, dtype=np.float64), {"A": 1, "B": 1})
        assert found.level is level
        assert (found.reason is None) is (level is Level.GREEN)


def test_planned_shares_on_any_scale_are_what_is_expected() -> None:
    found = check_split(("psa", "ad"), np.array([464.0, 11_298.0]), {"ad": 96, "psa": 4})
    assert dict(found.expected)["ad"] == pytest.approx(11_762 * 0.96)
    assert found.level is Level.GREEN


@pytest.mark.parametrize(("units", "weights"), [((4.0, 3.0), {"A": 1, "B": 1}), ((50.0, 60.0), {"A": 1})])
def test_few_units_or_no_plan_leave_the_split_open(units: tuple[float, float], weights: dict[str, float]) -> None:
    found = check_split(("A", "B"), np.array(units), weights)
    assert found.level is Level.UNKNOWN
    assert found.p_value is None
    assert found.reason


def test_segments_are_corrected_for_how_many_were_looked_at() -> None:
    # p of one segment is about .0006: red alone, not among forty.
    bad = np.array([5_000.0, 5_343.0])
    fair = {f"s{place}": np.array([5_000.0, 5_000.0]) for place in range(39)}
    alone = check_split(("A", "B"), np.array([9e4, 9e4]), {"A": 1, "B": 1}, segments={"bad": bad})
    among = check_split(("A", "B"), np.array([9e4, 9e4]), {"A": 1, "B": 1}, segments={"bad": bad, **fair})
    assert alone.level is Level.RED
    assert "bad" in (alone.reason or "")
    assert among.level is Level.GREEN


def test_many_splits_leave_out_arms_that_are_not_there() -> None:
    found = many_splits(np.array([[500.0, 600.0, np.nan], [3.0, 3.0, 3.0]]), np.ones(3))
    assert found[0] < 0.01
    assert np.isnan(found[1])


def test_people_seen_twice_are_a_matter_of_their_share() -> None:
    assert [check_seen_twice(count, 10_000)[0] for count in (0, 50, 500)] == [Level.GREEN, Level.AMBER, Level.RED]
    assert check_seen_twice(0, 0)[0] is Level.UNKNOWN
