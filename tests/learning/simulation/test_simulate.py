"""The simulated world: repeatable, consistent between its exports, and holding the effects that it claims."""

import csv
import dataclasses
import io
from datetime import date

import numpy as np
import pytest

from learning.domain.errors import BadOption
from learning.simulation.history import ACTIVITY_COLUMNS, draw_history, log_lift
from learning.simulation.posts import POST_COLUMNS
from learning.simulation.simulate import Simulation, simulate
from learning.simulation.truth import describe_truth
from learning.simulation.world import LEVELS, Attribute, Effect, WorldName, build_world

FIRST = date(2026, 3, 2)


def rows_of(simulation: Simulation, name: str) -> list[dict[str, str]]:
    """The rows of the one export whose name starts so."""
    [export] = [export for export in simulation.exports if export.name.startswith(name)]
    return list(csv.DictReader(io.StringIO(export.text, newline="")))


@pytest.fixture(scope="module")
def demo() -> Simulation:
    return simulate(WorldName.DEMO, 11, FIRST, 40)


def test_equal_seeds_give_equal_files(demo: Simulation) -> None:
    again = simulate(WorldName.DEMO, 11, FIRST, 40)
    assert [export.text for export in again.exports] == [export.text for export in demo.exports]


def test_another_seed_gives_other_files(demo: Simulation) -> None:
    other = simulate(WorldName.DEMO, 12, FIRST, 40)
    assert rows_of(other, "activity") != rows_of(demo, "activity")


def test_the_frames_have_their_listed_columns(demo: Simulation) -> None:
    assert tuple(demo.history.posts.columns) == POST_COLUMNS
    assert tuple(demo.history.activity.columns) == ACTIVITY_COLUMNS


def test_every_export_of_x_tells_of_the_same_impressions(demo: Simulation) -> None:
    by_hour = sum(int(r["impressions"]) for r in rows_of(demo, "activity") if r["platform"] == "x")
    by_post = sum(int(r["Impressions"]) for r in rows_of(demo, "account_analytics_content"))
    by_day = sum(int(r["Impressions"]) for r in rows_of(demo, "account_overview"))
    assert by_hour == by_post == by_day > 0


def test_the_funnel_never_widens(demo: Simulation) -> None:
    seen = demo.history.activity[demo.history.activity["impressions"] > 0]
    assert (seen["clicks"] <= seen["impressions"]).all()
    assert (seen["sessions"] <= seen["clicks"]).all()
    assert (seen["bounces"] <= seen["sessions"]).all()
    assert (seen["follows"] <= seen["profile_visits"]).all()


def test_nothing_happens_outside_the_history(demo: Simulation) -> None:
    assert demo.history.activity["day"].between(0, 39).all()


def test_a_planted_interaction_shows_in_the_rates() -> None:
    planted = Effect(((Attribute.PERSONA, "Weekend hikers"), (Attribute.DEVICE, "desktop")), -0.4)
    noise = build_world(WorldName.NOISE, 90, np.random.default_rng(0))
    world = dataclasses.replace(noise, effects=(planted,))
    history = draw_history(world, FIRST, 90, posts_per_day=8.0, rng=np.random.default_rng(3))
    sums = history.activity.groupby(["persona", "device"])[["likes", "impressions"]].sum()
    rate = sums["likes"] / sums["impressions"]
    assert np.log(rate["Weekend hikers", "desktop"] / rate["Weekend hikers", "mobile"]) == pytest.approx(-0.4, abs=0.1)
    assert np.log(rate["Busy parents", "desktop"] / rate["Busy parents", "mobile"]) == pytest.approx(0.0, abs=0.1)


def test_the_noise_world_holds_no_effect() -> None:
    simulation = simulate(WorldName.NOISE, 5, FIRST, 30)
    day = np.arange(30)
    levels = {attribute: np.zeros(30, dtype=np.int64) for attribute in LEVELS}
    assert not log_lift(simulation.history.world, levels, day).any()
    assert describe_truth(simulation.history)["effects"] == []


def test_from_the_swap_on_two_levels_exchange_their_effects(demo: Simulation) -> None:
    world = demo.history.world
    assert world.swap is not None
    names = LEVELS[world.swap.attribute]
    one = np.full(40, names.index(world.swap.one))
    other = np.full(40, names.index(world.swap.other))
    nowhere = {attribute: np.full(40, -1) for attribute in LEVELS}
    day = np.arange(40)
    lift_one = log_lift(world, {**nowhere, world.swap.attribute: one}, day)
    lift_other = log_lift(world, {**nowhere, world.swap.attribute: other}, day)
    assert lift_one[0] == lift_other[-1]
    assert lift_one[-1] == lift_other[0]


def test_the_messy_world_doubles_and_loses_rows() -> None:
    clean, messy = (simulate(name, 8, FIRST, 20) for name in (WorldName.DEMO, WorldName.MESSY))
    files = [export for export in messy.exports if export.name.startswith("activity")]
    lines = [line for export in files for line in export.text.splitlines()[1:]]
    assert len(files) == 2
    assert len(set(lines)) < len(lines)
    assert len(set(lines)) < len(rows_of(clean, "activity"))


def test_at_least_four_fifths_of_the_segments_are_null(demo: Simulation) -> None:
    cells = [(attribute, level) for attribute, levels in LEVELS.items() for level in levels]
    planted = {pair for effect in demo.history.world.effects if len(effect.levels) == 1 for pair in effect.levels}
    assert len(planted) <= 0.2 * len(cells)


def test_a_history_without_days_is_refused() -> None:
    with pytest.raises(BadOption, match="--days"):
        simulate(WorldName.DEMO, 1, FIRST, 0)
