"""When a rule speaks, and how often of noise."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.alerts import AlertDirection, AlertDraft, AlertKind, Episode, Sensitivity, WatchedSeries
from learning.insights.alert_episodes import find_episodes, tell_days

FIRST = 20_000
ABOVE = AlertDraft("x", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 10.0)
BAND = AlertDraft("x", AlertKind.EXPECTED_RANGE, "clicks")
ODD = AlertDraft("x", AlertKind.ANOMALY, "clicks")


def series(values: list[float] | np.ndarray) -> WatchedSeries:
    return WatchedSeries(tuple(range(FIRST, FIRST + len(values))), tuple(float(value) for value in values))


def noise(seed: int, days: int = 180) -> np.ndarray:
    """Weekly waves, a slow drift and days that hang together: what a brand's figures look like."""
    draw = np.random.default_rng(seed)
    errors = draw.standard_t(8, days) * 0.2
    for day in range(1, days):
        errors[day] += 0.3 * errors[day - 1]
    wave = 0.3 * np.sin(np.arange(days) * 2 * np.pi / 7)
    return np.exp(6 + wave + 0.002 * np.arange(days) + errors)


def test_days_in_a_row_beyond_a_threshold_are_one_episode() -> None:
    found = find_episodes(ABOVE, series([9, 10, 11, 12, 9, 13]))
    assert [(one.first - FIRST, one.last - FIRST, one.value) for one in found] == [(2, 3, 12.0), (5, 5, 13.0)]


def test_below_is_the_other_side_and_the_threshold_itself_is_not_beyond() -> None:
    below = AlertDraft("x", AlertKind.THRESHOLD, "clicks", AlertDirection.BELOW, 10.0)
    assert [one.first - FIRST for one in find_episodes(below, series([10, 9, 10, 11]))] == [1]


def test_an_episode_is_told_once_and_two_are_a_cool_down_apart() -> None:
    long, soon, late = Episode(1, 6, 0), Episode(8, 9, 0), Episode(14, 15, 0)
    assert tell_days([long, soon, late], 24) == (1, 8, 14)
    assert tell_days([long, soon, late], 24 * 10) == (1, 14)


def test_an_episode_that_begins_in_a_cool_down_is_told_at_its_end_if_it_lasts() -> None:
    assert tell_days([Episode(1, 1, 0), Episode(3, 12, 0)], 24 * 7) == (1, 8)


@pytest.mark.parametrize("draft", [BAND, ODD], ids=["band", "odd"])
def test_a_planted_day_is_found_with_its_side(draft: AlertDraft) -> None:
    values = noise(1)
    values[120] *= 8
    assert FIRST + 120 in [one.first for one in find_episodes(draft, series(values))]
    low = AlertDraft("x", draft.kind, "clicks", AlertDirection.BELOW)
    assert FIRST + 120 not in [one.first for one in find_episodes(low, series(values))]


@pytest.mark.parametrize("draft", [BAND, ODD], ids=["band", "odd"])
def test_the_past_is_judged_as_it_would_have_been(draft: AlertDraft) -> None:
    values = noise(2)
    values[100] *= 6
    whole = [one.first for one in find_episodes(draft, series(values)) if one.first < FIRST + 110]
    assert whole == [one.first for one in find_episodes(draft, series(values[:110]))]
    assert whole


def test_keen_hears_more_than_calm() -> None:
    told = {
        one: sum(
            len(find_episodes(AlertDraft("x", AlertKind.EXPECTED_RANGE, "c", sensitivity=one), series(noise(seed))))
            for seed in range(10)
        )
        for one in Sensitivity
    }
    assert told[Sensitivity.CALM] <= told[Sensitivity.USUAL] < told[Sensitivity.KEEN]


def false_alerts_a_month(draft: AlertDraft, worlds: int) -> float:
    told = sum(len(tell_days(find_episodes(draft, series(noise(seed))), 24)) for seed in range(1000, 1000 + worlds))
    return told / worlds / 180 * 30


@pytest.mark.parametrize("draft", [BAND, ODD], ids=["band", "odd"])
def test_noise_raises_at_most_one_alert_in_thirty_days(draft: AlertDraft) -> None:
    assert false_alerts_a_month(draft, 40) <= 1.0


@pytest.mark.slow
@pytest.mark.parametrize("draft", [BAND, ODD], ids=["band", "odd"])
def test_noise_raises_at_most_one_alert_in_thirty_days_in_a_thousand_worlds(draft: AlertDraft) -> None:
    assert false_alerts_a_month(draft, 1000) <= 1.0


def test_nothing_is_said_of_too_few_days() -> None:
    for draft in (ABOVE, BAND, ODD):
        assert find_episodes(draft, series([])) == ()
    assert find_episodes(BAND, series([1.0, 50.0, 1.0])) == ()
