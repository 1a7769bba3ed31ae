import numpy as np
import pytest

from learning.insights.expected_band import ExpectedBand, expect_days
from tests.learning.insights.daily_worlds import DailyWorld


def band_of(values: np.ndarray) -> ExpectedBand:
    return expect_days(values, np.arange(len(values)) % 7)


def coverage(world: DailyWorld, seeds: int) -> tuple[float, float]:
    """Share of days within the bands of 95 and of 80 %."""
    inside = []
    for seed in range(seeds):
        values, _ = world.draw(seed)
        band = band_of(values)
        known = np.isfinite(band.expected)
        away = np.abs(values - band.expected)[known]
        inside.append((np.mean(away <= band.reach_95[known]), np.mean(away <= band.reach_80[known])))
    wide, narrow = np.mean(inside, axis=0)
    return float(wide), float(narrow)


def test_the_band_of_a_day_depends_on_the_days_before_it_only() -> None:
    values, _ = DailyWorld(120).draw(1)
    values[[40, 41, 75]] = np.nan
    whole = band_of(values)
    for rows in (50, 76, 101):
        begun = band_of(values[:rows])
        assert np.array_equal(begun.expected, whole.expected[:rows], equal_nan=True)
        assert np.array_equal(begun.reach_95, whole.reach_95[:rows], equal_nan=True)
    changed = values.copy()
    changed[100] += 3
    assert band_of(changed).expected[100] == whole.expected[100]


def test_the_first_four_weeks_have_no_band() -> None:
    band = band_of(DailyWorld(60).draw(2)[0])
    assert np.isnan(band.expected[:28]).all()
    assert np.isfinite(band.expected[28:]).all()
    assert (band.reach_95[28:] >= band.reach_80[28:]).all()


def test_one_wild_day_hardly_moves_what_is_expected_next() -> None:
    values, _ = DailyWorld(90).draw(3)
    wild = values.copy()
    wild[70] += 5
    assert abs(band_of(wild).expected[71] - band_of(values).expected[71]) < 0.2


@pytest.mark.parametrize("world", [DailyWorld(), DailyWorld(memory=0.5), DailyWorld(shift=0.3)])
def test_the_bands_hold_about_as_many_days_as_they_say(world: DailyWorld) -> None:
    wide, narrow = coverage(world, 12)
    assert 0.93 <= wide <= 0.98
    assert 0.76 <= narrow <= 0.88


@pytest.mark.slow
@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6])
@pytest.mark.parametrize(("growth", "shift"), [(0.0, 0.0), (0.5, 0.0), (0.0, 0.3)])
@pytest.mark.parametrize("days", [90, 180, 365])
def test_coverage_over_lengths_memories_trends_and_shifts(
    days: int, memory: float, growth: float, shift: float
) -> None:
    wide, narrow = coverage(DailyWorld(days, memory=memory, growth=growth, shift=shift), 60)
    assert 0.935 <= wide <= 0.98
    assert 0.77 <= narrow <= 0.87
