"""Giving people to other versions: proposed, decided by a person, and read period by period afterwards."""

from __future__ import annotations

import pytest

from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_advice import Advice
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.factorial import Factor
from learning.experiments.factor_designs import cross_factors
from services.experiments.analysing import (
    effects_by_segment,
    effects_over_time,
    looks_of,
    novelty_of,
    view_experiment,
)
from services.experiments.attention import list_attention
from services.experiments.local_days import local_day
from services.experiments.reallocating import reallocate_experiment
from services.experiments.running import assign_units, end_experiment
from tests.services.callers import caller
from tests.services.experiments.bench import CLICKS, Bench

THREE = ExperimentDesign(
    (CLICKS,), (ArmDesign("A", is_control=True), ArmDesign("B"), ArmDesign("C")), planned_n=60_000, planned_days=20
)
EARLY = {"A": (700, 35), "B": (700, 37), "C": (700, 18)}
LATE = {"A": (950, 30), "B": (950, 31), "C": (200, 4)}


def rows(days: range, arms: dict[str, tuple[int, int]]) -> str:
    return "".join(f"{arm},2026-10-{day:02d},{n},{x}\n" for day in days for arm, (n, x) in arms.items())


HEAD = "variant,date,users,clicks\n"


@pytest.fixture
def watched(small_bench: Bench) -> Bench:
    """Three versions, nine days, C clearly worse."""
    small_bench.start(small_bench.create("Hooks", design=THREE, key="hooks"))
    small_bench.take("hooks.csv", HEAD + rows(range(1, 10), EARLY), key="hooks")
    return small_bench


def view(bench: Bench):
    record = bench.listed("hooks").experiment
    return view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)


def change(bench: Bench, shares: dict[str, float], **options: object):
    record = bench.listed("hooks").experiment
    return reallocate_experiment(
        bench.store, bench.brand, record.id, shares, who=caller("ada"), clock=bench.clock, **options
    )


def test_a_losing_version_is_proposed_on_the_page_and_in_what_waits_and_nothing_changes_by_itself(watched: Bench):
    found = view(watched)
    assert found.proposal is not None
    assert found.proposal.advice is Advice.REALLOCATE
    assert found.design.splits == ()
    with watched.store.read() as work:
        [waiting] = list_attention(work, watched.brand.id)
    assert (waiting.advice, waiting.reason) == (Advice.REALLOCATE, found.proposal.reason)


def test_a_changed_split_holds_from_tomorrow_for_assignment_and_stands_in_the_history(watched: Bench):
    record = watched.listed("hooks").experiment
    units = [f"u{place}" for place in range(2_000)]
    before = assign_units(watched.store, watched.settings, watched.brand, record.id, units, clock=watched.clock)
    change(watched, {"A": 19, "B": 19, "C": 2}, note="C loses")
    today = assign_units(watched.store, watched.settings, watched.brand, record.id, units, clock=watched.clock)
    assert today == before
    watched.clock.wait(days=1)
    after = assign_units(watched.store, watched.settings, watched.brand, record.id, units, clock=watched.clock)
    assert sum(arm == "C" for arm in after.values()) < 160
    assert sum(arm == "C" for arm in before.values()) > 500
    assert view(watched).events[-1].note == "A 48%, B 48%, C 5%: C loses"


def test_each_split_is_compared_within_itself_at_every_look_though_everybody_clicks_less_later(watched: Bench):
    day = local_day(watched.brand, watched.clock)
    first = watched.listed("hooks").experiment
    dated = view_experiment(watched.store, watched.brand, first.id, who="ada", clock=watched.clock)
    alone = {one.arm: one.shown.lift for one in dated.report.of("clicks")} if dated.report else {}
    split = {"A": 950, "B": 950, "C": 200}
    with pytest.raises(BadOption, match="first day") as refused:
        change(watched, split, from_day=day - 1)
    assert "a day to come" in refused.value.fix
    bench = watched
    text = HEAD + rows(range(1, 10), EARLY) + rows(range(10, 18), LATE)
    bench.take("other.csv", text, key="other", control="A", planned_n=60_000, days=20)
    record = bench.listed("other").experiment
    tenth = 20_727 + 9
    reallocate_experiment(
        bench.store, bench.brand, record.id, split, who=caller("ada"), clock=bench.clock, from_day=tenth
    )
    found = view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)
    assert found.report is not None
    assert found.report.sample_ratio.level.value == "green"
    lifts = {one.arm: one.shown.lift for one in found.report.of("clicks")}
    assert lifts["B"] == pytest.approx(alone["B"], abs=0.03)
    assert lifts["C"] == pytest.approx(-0.45, abs=0.06)
    assert any("2 splits are compared among themselves" in note for note in found.report.notes)
    looks = looks_of(bench.store, bench.brand, record.id)
    assert (len(looks), looks[-1].verdict) == (17, found.report.verdict)
    course = effects_over_time(bench.store, bench.brand, record.id, "clicks")
    assert {point.arm: point.lift for point in course if point.day == 17} == lifts
    assert novelty_of(bench.store, bench.brand, record.id) == {}
    assert effects_by_segment(bench.store, bench.brand, record.id, "device") is None
    assert bench.listed("other").summary.lift == pytest.approx(lifts["B"])


def test_data_without_days_are_not_pooled_over_two_splits(small_bench: Bench):
    text = "variant,users,clicks\nA,15000,700\nB,15000,720\nC,8000,300\n"
    small_bench.take("hooks.csv", text, key="hooks", control="A", planned_n=60_000, days=20)
    change(small_bench, {"A": 3, "B": 3, "C": 1}, from_day=20_730)
    found = view(small_bench)
    assert found.report is not None
    assert (found.report.verdict.rule.value, found.report.verdict.may_choose) == ("uneven_split", False)
    assert "do not tell on which day" in found.report.verdict.reason


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"A": 1.0, "B": 1.0}, "a share for each of A, B, C"),
        ({"A": 1.0, "B": 1.0, "C": 0.0}, "a positive share for each version"),
        ({"A": 1.0, "B": 1.0, "C": float("nan")}, "a positive share for each version"),
        ({"A": 1.0, "B": 1.0, "C": 0.01}, "at least 5% of the people"),
        ({"A": 1.0, "B": 1.0, "D": 1.0}, "a share for each of A, B, C"),
    ],
)
def test_shares_that_take_a_version_out_of_the_comparison_are_refused_in_words(small_bench: Bench, shares, said):
    small_bench.start(small_bench.create("Hooks", design=THREE, key="hooks"))
    with pytest.raises(BadOption) as refused:
        change(small_bench, shares)
    assert said in f"{refused.value.message} {refused.value.fix}"


def test_a_test_that_is_over_planned_for_one_look_or_of_several_things_keeps_its_split(small_bench: Bench):
    bench = small_bench
    factors = (Factor("headline", ("short", "long")), Factor("image", ("photo", "film")))
    several = ExperimentDesign((CLICKS,), cross_factors(factors), factors=factors)
    once = ExperimentDesign((CLICKS,), THREE.arms, running_share=0.0)
    codes = []
    for place, design in enumerate((THREE, once, several)):
        record = bench.start(bench.create(f"Test {place}", design=design))
        if design is THREE:
            end_experiment(bench.store, bench.brand, record.id, who=caller("ada"), clock=bench.clock)
        shares = {arm.label: 1.0 for arm in design.arms}
        with pytest.raises(Refused) as refused:
            reallocate_experiment(bench.store, bench.brand, record.id, shares, who=caller("ada"), clock=bench.clock)
        codes.append(refused.value.code)
    assert codes == ["ended", "one_look", "factorial"]
