"""The list, the page and every look say the same of a test; and tests of nothing are hardly ever shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from learning.experiments.analysis import CAUTIOUS, analyse_test
from services.experiments.analysing import effects_over_time, looks_of, view_experiment
from services.experiments.cases import at_planned_end, load_cases, state_of
from services.experiments.courses import looks_of_case
from services.experiments.reports import report_of
from services.experiments.running import end_experiment
from services.experiments.summaries import summary_of_report
from tests.services.callers import caller
from tests.services.experiments.bench import Bench, daily_file

WORDS = ("verdict", "rule", "reason", "arm", "n", "days_left")
FIGURES = ("lift", "low", "high", "effect", "effect_error", "lead_error")


def assert_agreed(bench: Bench, *, most: int) -> int:
    """Hold the stored short answer of each test against its whole report."""
    page = bench.page(limit=None)
    now = int(bench.clock.now().timestamp())
    tests = page.tests[:most]
    with bench.store.read() as work:
        cases = load_cases(work, bench.brand.id, [each.experiment for each in tests])
    for listed, case in zip(tests, cases, strict=True):
        frozen = at_planned_end(case)
        report = report_of(frozen, now, CAUTIOUS)
        short = summary_of_report(frozen, report, now)
        assert listed.summary is not None
        for name in WORDS:
            assert getattr(listed.summary, name) == getattr(short, name), (listed.experiment.key, name)
        for name in FIGURES:
            one, other = getattr(listed.summary, name), getattr(short, name)
            assert one == other if None in (one, other) else one == pytest.approx(other), (listed.experiment.key, name)
        assert (listed.summary.rule == "uneven_split") == (report.sample_ratio.level.value == "red"), case.record.key
    return len(tests)


def simulated(seed: int, tests: int, *, device: bool) -> str:
    """Tests of two to four versions, some without people or conversions, some uneven."""
    generator = np.random.default_rng(seed)
    lines = ["test,variant,date,device,users,conversions" if device else "test,variant,date,users,conversions"]
    for test in range(tests):
        rate = generator.choice([0.0, 0.002, 0.05, 0.2, 1.0], p=[0.08, 0.1, 0.5, 0.24, 0.08])
        size = int(generator.choice([0, 8, 300, 2_000], p=[0.05, 0.1, 0.35, 0.5]))
        for arm in "ABCD"[: generator.integers(2, 5)]:
            share = generator.choice([0.0, 0.7, 1.0], p=[0.05, 0.1, 0.85])
            lift = generator.choice([1.0, 1.0, 1.25])
            for day in range(1, int(generator.choice([2, 9])) + 1):
                for segment in ("phone,", "desktop,") if device else ("",):
                    users = int(generator.poisson(size * share))
                    found = int(generator.binomial(users, min(1.0, rate * lift)))
                    lines.append(f"t{test},{arm},2026-10-{day:02d},{segment}{users},{found}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "options", [{}, {"control": "A"}, {"finished": True, "days": 14}, {"planned_n": 9_000, "days": 5}]
)
def test_list_and_page_agree_on_simulated_tests(small_bench: Bench, options: dict[str, object]):
    assert small_bench.take("plain.csv", simulated(1, 40, device=False), **options).error is None
    assert small_bench.take("device.csv", simulated(2, 15, device=True).replace("\nt", "\nd"), **options).error is None
    assert assert_agreed(small_bench, most=100) > 45


def test_list_and_page_agree_on_experiments_of_a_shop(small_bench: Bench, shared: Path):
    assert small_bench.take_file(shared / "data" / "asos_digital_experiments" / "split_visible.csv").error is None
    assert assert_agreed(small_bench, most=100) == 67


def test_the_list_and_the_page_tell_the_same_chance_to_win_with_what_other_tests_say(small_bench: Bench):
    generator = np.random.default_rng(5)
    lines = {"gains": ["test,variant,users,clicks"], "losses": ["test,variant,users,complaints"]}
    for test in range(9):
        for arm, rate in (("A", 0.1), ("B", 0.1 * (1.15 + generator.normal(0, 0.02)))):
            lines["gains"].append(f"t{test},{arm},2000,{generator.binomial(2000, rate)}")
            lines["losses"].append(f"u{test},{arm},2000,{generator.binomial(2000, rate / 2)}")
    for name, rows in lines.items():
        report = small_bench.take(f"{name}.csv", "\n".join(rows), control="A", finished=True, days=14)
        assert report.error is None
    young = "variant,users,clicks\nA,900,90\nB,900,95\n"
    assert small_bench.take("young.csv", young, control="A").error is None
    page = small_bench.page(limit=None, chances=True)
    assert len(page.tests) == 19
    for listed in page.tests:
        test = listed.experiment.id
        report = view_experiment(small_bench.store, small_bench.brand, test, who="ada", clock=small_bench.clock).report
        assert report is not None
        assert report.prior.tests in {8, 9}
        [one] = report.of(listed.experiment.metric)
        assert one.posterior is not None
        assert listed.chance == pytest.approx(one.posterior.chance_to_win)
    # Nine tests that gained say more of the young one than its own few people do.
    young_chance = next(each.chance for each in page.tests if each.experiment.key == "young")
    assert (young_chance or 0) > 0.95


@pytest.mark.slow
def test_list_and_page_agree_on_headline_tests(small_bench: Bench, shared: Path):
    file = shared / "data" / "upworthy_headline_tests" / "split_visible.parquet"
    assert small_bench.take_file(file, finished=True, days=7).error is None
    assert assert_agreed(small_bench, most=5_000) > 2_500


def test_tests_of_nothing_that_are_looked_at_daily_are_hardly_ever_shipped_not_even_after_their_end(
    small_bench: Bench,
):
    generator = np.random.default_rng(11)
    tests, days = 250, 21
    lines = ["test,variant,date,users,clicks"]
    for test in range(tests):
        for day in range(1, days + 1):
            lines += [f"t{test},{arm},2026-10-{day:02d},500,{generator.binomial(500, 0.1)}" for arm in "AB"]
    assert small_bench.take("aa.csv", "\n".join(lines), control="A", planned_n=14_000, days=14).error is None
    with small_bench.store.read() as work:
        cases = load_cases(work, small_bench.brand.id, [each.experiment for each in small_bench.page(limit=None).tests])
    called = 0
    for case in cases:
        looks = looks_of_case(case, CAUTIOUS)
        assert [look.days for look in looks] == list(range(1, 15))
        called += any(look.verdict.word.value == "ship" for look in looks)
    assert len(cases) == tests
    assert called <= 0.05 * tests


def test_the_last_look_and_the_last_point_are_those_of_the_report_with_groups_and_guardrails(small_bench: Bench):
    lines = ["variant,date,device,users,clicks,unsubscribes"]
    for day in range(1, 15):
        for device, users, rate in (("phone", 900, 0.02), ("desktop", 400, 0.2)):
            more = {"A": 0, "B": day}
            lines += [
                f"{arm},2026-10-{day:02d},{device},{users + (3 * day if arm == 'B' else 0)},"
                f"{round(users * rate) + more[arm]},{12 + more[arm]}"
                for arm in "AB"
            ]
    options = {"control": "A", "guardrails": {"unsubscribes": 0.01}, "primary": "clicks", "planned_n": 30_000}
    report = small_bench.take("t.csv", "\n".join(lines), days=14, **options)
    assert report.error is None
    test = report.tests[0].id or 0
    view = view_experiment(small_bench.store, small_bench.brand, test, who="ada", clock=small_bench.clock)
    assert view.report is not None
    assert any("2 groups of device" in note for note in view.report.notes)
    looks = looks_of(small_bench.store, small_bench.brand, test)
    assert (looks[-1].verdict, looks[-1].lift) == (view.report.verdict, view.report.of("clicks")[0].shown.lift)
    point = effects_over_time(small_bench.store, small_bench.brand, test, "clicks")[-1]
    shown = view.report.of("clicks")[0].shown
    assert (point.lift, point.low, point.high) == (shown.lift, shown.low, shown.high)
    assert not any(look.verdict.word.value == "ship" for look in looks)


def test_weighing_over_devices_takes_chance_differences_out_and_narrows_the_range(small_bench: Bench):
    text = "variant,device,users,clicks\nA,phone,5000,100\nA,desktop,5000,2000\nB,phone,5150,103\nB,desktop,4850,1940\n"
    report = small_bench.take("t.csv", text, control="A", finished=True, days=14)
    with small_bench.store.read() as work:
        case = load_cases(work, small_bench.brand.id, [small_bench.listed("t").experiment])[0]
    assert report.error is None
    weighed = report_of(case, 0, CAUTIOUS).of("clicks")[0].shown
    raw = course_without_groups(case)
    assert raw[0] == pytest.approx(2043 / 2100 - 1)
    assert weighed.lift == pytest.approx(0.0, abs=1e-9)
    assert (weighed.high or 0) - (weighed.low or 0) < 0.95 * (raw[2] - raw[1])


def course_without_groups(case) -> tuple[float, float, float]:
    shown = analyse_test(case.plan, case.all_sums(), state_of(case, 0)).of("clicks")[0].shown
    return shown.lift or 0.0, shown.low or 0.0, shown.high or 0.0


def test_a_test_that_was_watched_and_ended_early_keeps_the_range_that_holds_at_every_look(small_bench: Bench):
    taken = small_bench.take("t.csv", daily_file(10, (1000, 50), (1000, 54)), control="A", planned_n=90_000, days=28)
    test = taken.tests[0].id or 0
    before = small_bench.listed("t").summary
    end_experiment(small_bench.store, small_bench.brand, test, who=caller("ada"), clock=small_bench.clock)
    after = small_bench.listed("t").summary
    assert before is not None
    assert after is not None
    assert (after.low, after.high) == (before.low, before.high)
    assert (before.verdict, after.verdict) == ("keep running", "too close to call")
    view = view_experiment(small_bench.store, small_bench.brand, test, who="ada", clock=small_bench.clock)
    assert view.report is not None
    assert any("before its planned end" in note for note in view.report.notes)


def test_an_uneven_split_names_three_segments_at_most_and_asks_whether_it_was_meant(small_bench: Bench):
    lines = ["variant,country,users,clicks"]
    for country in range(12):
        lines += [f"A,land {country},9000,450", f"B,land {country},1000,50"]
    small_bench.take("t.csv", "\n".join(lines), control="A", finished=True, days=14)
    summary = small_bench.listed("t").summary
    assert summary is not None
    assert "and 9 more" in summary.reason
    assert "state the planned shares" in summary.reason


def test_a_test_that_has_just_started_is_to_be_kept_running(small_bench: Bench):
    record = small_bench.start(small_bench.create())
    summary = small_bench.listed(record.key).summary
    assert summary is not None
    assert (summary.verdict, summary.rule, summary.days_left) == ("keep running", "no_data", 14)
