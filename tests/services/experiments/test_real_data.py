"""Public data sets through the import and the verdict, with the figures that are known of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from learning.domain.experiment_records import ExperimentQuery
from learning.domain.experiment_verdicts import Level
from services.experiments.analysing import looks_of, view_experiment
from services.experiments.describing import Description, describe_experiment
from tests.services.callers import caller
from tests.services.experiments.bench import Bench


def view(bench: Bench, key: str):
    record = bench.listed(key).experiment
    return view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)


def test_cookie_cats_keeps_its_players_with_the_earlier_gate(bench: Bench, shared: Path):
    file = shared / "data" / "cookie_cats" / "cookie_cats.csv"
    report = bench.take_file(file, primary="retention_7", control="gate_30", finished=True, days=14)
    assert (report.rows_used, report.tests[0].people) == (90_189, 90_189)
    assert [(issue.row, issue.code) for issue in report.issues] == [(57_704, "extreme")]
    found = view(bench, "cookie_cats").report
    assert found is not None
    later = next(result for result in found.of("retention_7") if result.arm == "gate_40")
    assert later.value == pytest.approx(8279 / 45489)
    assert later.base_value == pytest.approx(8502 / 44700)
    assert later.fixed.p_value == pytest.approx(0.0016, abs=0.0001)
    assert (found.sample_ratio.level, round(found.sample_ratio.p_value or 0, 4)) == (Level.AMBER, 0.0086)
    assert (found.verdict.word.value, found.verdict.arm) == ("keep", "gate_30")
    assert next(iter(found.of("retention_1"))).fixed.p_value == pytest.approx(0.074, abs=0.001)


def test_the_extreme_player_of_cookie_cats_counts_as_the_bound_once_the_metric_is_capped(
    small_bench: Bench, shared: Path
):
    file = shared / "data" / "cookie_cats" / "cookie_cats.csv"
    small_bench.take_file(file, primary="sum_gamerounds", control="gate_30", finished=True, days=14)
    record = small_bench.listed("cookie_cats").experiment
    raw = view(small_bench, "cookie_cats").report
    words = Description(capped=("sum_gamerounds",))
    describe_experiment(
        small_bench.store, small_bench.brand, record.id, words, who=caller("ada"), clock=small_bench.clock
    )
    capped = view(small_bench, "cookie_cats").report
    assert raw is not None
    assert capped is not None
    wide, narrow = raw.of("sum_gamerounds")[0], capped.of("sum_gamerounds")[0]
    assert (wide.base_value or 0) - (narrow.base_value or 0) == pytest.approx(1.42, abs=0.05)
    assert (narrow.fixed.high or 0) - (narrow.fixed.low or 0) < 0.55 * ((wide.fixed.high or 0) - (wide.fixed.low or 0))


def test_an_uneven_plan_must_be_told_and_then_the_advertising_test_lacks_conversions(bench: Bench, shared: Path):
    file = shared / "data" / "marketing_ab_sample" / "marketing_AB.csv"
    report = bench.take_file(file, finished=True, days=14)
    assert (report.tests[0].control, report.tests[0].primary) == ("psa", "converted")
    blind = view(bench, "marketing_ab").report
    assert blind is not None
    assert blind.verdict.rule.value == "uneven_split"
    record = bench.listed("marketing_ab").experiment
    words = Description(weights={"ad": 96, "psa": 4})
    describe_experiment(bench.store, bench.brand, record.id, words, who=caller("ada"), clock=bench.clock)
    found = view(bench, "marketing_ab").report
    assert found is not None
    [ad] = found.of("converted")
    assert (ad.value, ad.base_value) == (pytest.approx(293 / 11298), pytest.approx(5 / 464))
    assert found.verdict.rule.value == "few_conversions"


def test_asos_snapshots_are_judged_at_every_look_and_the_last_one_counts(small_bench: Bench, shared: Path):
    file = shared / "data" / "asos_digital_experiments" / "split_visible.csv"
    report = small_bench.take_file(file)
    assert report.error is None
    assert (report.rows_read, report.rows_rejected) == (15_117, 520)
    assert {reason for reason, _ in report.reasons} == {f"no variance of 'metric_{number}'" for number in (2, 3, 4)}
    page = small_bench.page(ExperimentQuery(metric="metric_1"), limit=None)
    assert page.total == report.test_count
    for listed in page.tests[:5]:
        looks = looks_of(small_bench.store, small_bench.brand, listed.experiment.id)
        assert listed.summary is not None
        assert len(looks) >= 2
        assert [look.days for look in looks] == sorted(look.days for look in looks)
        assert [look.n for look in looks] == sorted(look.n for look in looks)
        assert looks[-1].n == listed.summary.n
        assert looks[-1].verdict.word.value == listed.summary.verdict
        assert not any(look.verdict.word.value == "ship" and look.days < 7 for look in looks)


@pytest.mark.slow
def test_thousands_of_headline_tests_come_in_at_once_and_none_takes_its_first_arm_for_the_control(
    small_bench: Bench, shared: Path
):
    file = shared / "data" / "upworthy_headline_tests" / "split_visible.parquet"
    report = small_bench.take_file(file, finished=True, days=7)
    assert report.error is None
    assert report.rows_read == 13_662
    assert report.test_count > 2_500
    page = small_bench.page(limit=None)
    assert not any('"is_control":true' in each.experiment.design for each in page.tests)
    verdicts = Counter(each.summary.verdict for each in page.tests if each.summary is not None)
    assert sum(verdicts.values()) == report.test_count
    assert 0.005 < verdicts["ship"] / report.test_count < 0.05
