from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from learning.domain.experiment_records import ExperimentQuery, ExperimentState
from learning.simulation.ab_tests import HOOK_LIFTS, draw_tests
from services.demo.brand import DEMO_BRAND, load_simulation, remove_demo
from services.demo.simulation import SimulationRequest, write_simulation
from services.experiments.arm_imports import import_arms
from services.experiments.import_records import ArmImportRequest
from services.experiments.library import Tag, list_experiments, what_works
from services.experiments.prediction_scores import score_predictions
from services.experiments.replay import daily_traffic, replay_brand
from services.imports.sources import GivenFile
from tests.services.callers import caller
from tests.services.experiments.bench import Bench

LAST = date(2026, 11, 20)


@pytest.fixture
def demo(bench: Bench, tmp_path):
    written = write_simulation(SimulationRequest(seed=20, days=10, last=LAST), tmp_path / "drawn")
    load_simulation(bench.store, bench.settings, bench.clock, written, with_changes=False)
    with bench.store.read() as work:
        brand = work.brands.find_named(DEMO_BRAND)
    assert brand is not None
    return brand


def test_the_demo_brand_shows_a_test_of_every_kind_takes_no_real_one_and_goes_with_them(bench: Bench, demo):
    page = list_experiments(bench.store, demo, ExperimentQuery(), bench.clock, limit=None)
    rules = {each.experiment.key: each.summary.rule for each in page.tests if each.summary is not None}
    assert rules["subject_line_emoji"] == "better"
    assert rules["button_colour"] == "end_without_winner"
    assert rules["landing_page"] == "uneven_split"
    assert rules["longer_captions"] == "too_short"
    assert len(rules) == 17
    assert page.states[ExperimentState.DRAFT] == 1
    assert page.states[ExperimentState.DECIDED] == 10
    works = {each.tag: each for each in what_works(bench.store, demo, Tag.HOOK)}
    assert set(works) == set(HOOK_LIFTS)
    assert works["question"].lift == max(each.lift for each in works.values())
    assert {score.who for score in score_predictions(bench.store, demo)} == {"demo", "system"}

    traffic = daily_traffic(bench.store, demo, date(2026, 11, 11), LAST)
    assert len(traffic.days) == 10
    assert 0 < (traffic.rate or 0) < 0.2
    replay = replay_brand(traffic, tests=60)
    assert replay is not None
    assert replay.honest <= replay.naive
    path = bench.workshop.file("t.csv", "variant,users,clicks\nA,100,5\nB,100,6\n")
    report = import_arms(
        bench.store, bench.settings, ArmImportRequest(demo, caller("x"), GivenFile(path, "t.csv")), bench.clock
    )
    assert report.error is not None
    assert report.error.code == "demo_brand"
    remove_demo(bench.store)
    with bench.store.read() as work:
        assert len(work.experiment_sums.load(demo.id).experiment) == 0
        assert work.experiments.list_page(demo.id, ExperimentQuery()) == ()


def test_equal_seeds_draw_equal_tests_and_the_truth_stays_out_of_the_files():
    one, same, other = (draw_tests(LAST, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert one == same
    assert one.files != other.files
    assert not any("lift" in file.text.split("\n", 1)[0] for file in one.files)
    assert len(one.truth) == 17
