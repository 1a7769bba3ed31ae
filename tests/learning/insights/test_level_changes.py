import numpy as np
import pytest

from learning.insights.change_points import without_season
from learning.insights.level_changes import LevelChange, find_level_changes
from tests.learning.insights.daily_worlds import DailyWorld, PostSums

NEAR = 5
"""Days by which a change may be missed and still counts as found."""


def changes_of(world: DailyWorld, seed: int) -> tuple[LevelChange, ...]:
    values, _ = world.draw(seed)
    return find_level_changes(without_season(values, np.arange(world.days) % 7, 7)).changes


def false_changes(world: DailyWorld, seeds: int) -> float:
    return sum(len(changes_of(world, seed)) for seed in range(seeds)) / seeds


def changes_of_sums(world: PostSums, seeds: range) -> float:
    drawn = [without_season(world.draw(seed), np.arange(world.days) % 7, 7) for seed in seeds]
    return sum(len(find_level_changes(values).changes) for values in drawn) / len(drawn)


def recall(world: DailyWorld, seeds: int) -> float:
    hits = 0
    for seed in range(seeds):
        _, row = world.draw(seed)
        hits += any(abs(change.row - row) <= NEAR for change in changes_of(world, seed))
    return hits / seeds


def test_a_clear_step_is_found_on_its_row_with_its_size() -> None:
    values = np.random.default_rng(0).normal(0, 0.1, 120)
    values[70:] += 1.0
    (change,) = find_level_changes(values).changes
    assert change.row == 70
    assert change.low <= 70 <= change.high
    assert change.size_low < 1.0 < change.size_high
    assert change.after - change.before == pytest.approx(change.size)
    assert (change.n_before, change.n_after) == (70, 50)


def test_of_a_series_that_rises_the_levels_are_those_next_to_the_change() -> None:
    values = np.random.default_rng(0).normal(0, 0.05, 120) + 0.02 * np.arange(120)
    values[70:] -= 1.5
    (change,) = find_level_changes(values).changes
    assert (change.row, change.n_before, change.n_after) == (70, 70, 50)
    assert change.before == pytest.approx(0.02 * 69.5, abs=0.1)
    assert change.after == pytest.approx(0.02 * 69.5 - 1.5, abs=0.1)


def test_up_and_down_again_are_two_changes() -> None:
    values = np.random.default_rng(1).normal(0, 0.12, 200)
    values[80:130] += 0.4
    rows = [change.row for change in find_level_changes(values).changes]
    assert [abs(row - planted) <= NEAR for row, planted in zip(rows, (80, 130), strict=True)] == [True, True]


@pytest.mark.parametrize(
    "values",
    [
        np.arange(120.0),
        np.arange(150.0) ** 2,
        np.exp(np.arange(100) / 20),
        np.where(np.arange(120) == 60, 50.0, np.random.default_rng(2).normal(size=120)),
        np.full(100, 3.0),
        np.array([1.0, 2.0, 1.0]),
        np.random.default_rng(3).normal(size=300) * (1 + 4 * (np.arange(300) > 150)),
    ],
    ids=["line", "parabola", "exponential", "one spike", "constant", "three rows", "louder noise"],
)
def test_what_is_no_change_of_level_is_not_called_one(values: np.ndarray) -> None:
    assert find_level_changes(values).changes == ()


@pytest.mark.parametrize("factor", [1e-300, 1e300])
def test_very_small_and_very_large_numbers_change_nothing(factor: float) -> None:
    values = np.random.default_rng(4).normal(1, 0.05, 100) + 0.5 * (np.arange(100) >= 60)
    plain, scaled = find_level_changes(values).changes, find_level_changes(values * factor).changes
    assert [change.row for change in scaled] == [change.row for change in plain] == [60]


def test_levels_without_noise_are_found() -> None:
    values = np.repeat([1.0, 2.0, 3.0, 1.0], 40)
    assert [change.row for change in find_level_changes(values).changes] == [40, 80, 120]


def test_a_saw_that_jumps_every_three_weeks_has_no_levels_and_says_so() -> None:
    rows = np.arange(600)
    values = -0.05 * (rows % 21) + np.random.default_rng(5).normal(0, 0.02, 600)
    found = find_level_changes(values)
    assert found.changes == ()
    assert found.reason is None or "no level lasts" in found.reason


def test_a_long_series_takes_seconds() -> None:
    values = np.random.default_rng(6).normal(size=20_000) + (np.arange(20_000) >= 7_000)
    (change,) = find_level_changes(values).changes
    assert abs(change.row - 7_000) <= 20


@pytest.mark.parametrize("world", [DailyWorld(), DailyWorld(memory=0.5), DailyWorld(growth=0.5)])
def test_a_series_without_a_shift_gets_at_most_a_tenth_of_a_change(world: DailyWorld) -> None:
    assert false_changes(world, 20) <= 0.1


def test_sums_over_posts_that_live_for_weeks_have_no_levels() -> None:
    assert changes_of_sums(PostSums(180, posts=5, half=5), range(20)) <= 0.1


@pytest.mark.slow
def test_false_changes_of_sums_over_posts_that_live_for_weeks() -> None:
    worlds = [PostSums(days, posts, half) for days in (90, 180, 365) for posts in (1.5, 5) for half in (2, 5, np.inf)]
    found = {world: changes_of_sums(world, range(1_000, 1_100)) for world in worlds}
    assert np.mean(list(found.values())) <= 0.1, found
    assert max(part for world, part in found.items() if world.posts == 5) <= 0.1, found
    # Of 1.5 posts a day a few make a month: the bar is missed there, and must not be missed by more.
    assert max(found.values()) <= 0.3, found


def test_a_shift_of_thirty_percent_is_found_in_four_of_five_series() -> None:
    assert recall(DailyWorld(noise=0.12, shift=0.3), 15) >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("days", [60, 120, 365])
@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("growth", [0.0, 0.5])
def test_false_changes_over_lengths_memories_and_trends(days: int, memory: float, growth: float) -> None:
    assert false_changes(DailyWorld(days, memory=memory, growth=growth), 100) <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "world",
    [
        DailyWorld(90, noise=0.10, shift=0.3),
        DailyWorld(90, noise=0.12, shift=0.3),
        DailyWorld(180, noise=0.15, shift=0.3),
        DailyWorld(180, noise=0.12, memory=0.3, shift=0.3),
        DailyWorld(365, noise=0.15, shift=0.3),
        DailyWorld(365, noise=0.12, memory=0.5, shift=0.3),
        DailyWorld(365, noise=0.12, growth=0.5, shift=0.3),
    ],
)
def test_recall_of_a_thirty_percent_shift(world: DailyWorld) -> None:
    assert recall(world, 100) >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("world", [DailyWorld(180, shift=0.3), DailyWorld(180, memory=0.4, shift=0.4)])
def test_ranges_hold_the_day_and_intervals_the_size(world: DailyWorld) -> None:
    held_day = held_size = found = 0
    for seed in range(200):
        _, row = world.draw(seed)
        near = [change for change in changes_of(world, seed) if abs(change.row - row) <= 3 * NEAR]
        if near:
            size = np.log1p(world.shift) * (1 if seed % 2 else -1)
            found += 1
            held_day += near[0].low <= row <= near[0].high
            held_size += near[0].size_low <= size <= near[0].size_high
    assert held_day / found >= 0.93
    assert held_size / found >= 0.91
