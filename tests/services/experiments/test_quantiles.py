"""The median or the 90th percentile of an amount as a metric, from a file of people to its answer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from learning.domain.experiments import GoodWay, MetricKind
from learning.stats.quantile_bounds import order_bounds
from services.cli.main import main
from services.experiments.analysing import effects_over_time, looks_of, view_experiment
from services.experiments.describing import Description, describe_experiment
from services.experiments.planning import baseline_of_test
from tests.services.callers import caller
from tests.services.experiments.bench import Bench


def people(seed: int = 3, *, days: int = 14, per_day: int = 300, lift: float = 1.15) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    n = days * per_day
    arm = generator.integers(0, 2, n)
    seconds = generator.lognormal(3.0, 0.8, n) * np.where(arm, lift, 1.0)
    return pd.DataFrame(
        {
            "user_id": [f"u{i}" for i in range(n)],
            "variant": np.array(["A", "B"])[arm],
            "date": [f"2026-10-{1 + i // per_day:02d}" for i in range(n)],
            "seconds": seconds.round(3),
            "load_time": generator.lognormal(0.0, 0.5, n).round(3),
        }
    )


def view(bench: Bench, key: str = "t"):
    record = bench.listed(key).experiment
    return view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)


def by_hand(frame: pd.DataFrame, level: float) -> tuple[float, float, float]:
    """Log ratio of two quantiles and its standard error, straight from the values."""
    logs, variance = [], 0.0
    for arm in "BA":
        values = np.sort(frame.loc[frame.variant == arm, "seconds"].to_numpy())
        reach = stats.norm.ppf(0.975) * np.sqrt(level * (1 - level) / len(values))
        value, low, high = np.quantile(values, [level, level - reach, level + reach])
        logs.append(np.log(value))
        error = (high - low) / (2 * stats.norm.ppf(0.975)) * np.sqrt((len(values) - 1) / len(values))
        variance += (error / value) ** 2
    return logs[0] - logs[1], float(np.sqrt(variance)), float(np.expm1(logs[0] - logs[1]))


@pytest.mark.parametrize(("name", "level"), [("median_of_seconds", 0.5), ("p90 of seconds", 0.9)])
def test_a_quantile_that_decides_is_analysed_from_the_people_of_the_file(bench: Bench, name: str, level: float):
    frame = people()
    taken = bench.take("t.csv", frame.to_csv(index=False), control="A", primary=name, planned_n=4_200, days=14)
    assert taken.error is None
    assert {"median_of_seconds", "p90_of_seconds", "p95_of_load_time"} <= set(taken.tests[0].quantiles)
    found = view(bench)
    assert (found.design.primary.name, found.design.primary.kind) == (name.replace(" ", "_"), MetricKind.QUANTILE)
    assert [metric.name for metric in found.design.metrics[1:]] == ["seconds", "load_time"]
    assert found.report is not None
    [one] = found.report.of(found.design.primary.name)
    effect, error, lift = by_hand(frame, level)
    assert (one.n, one.shown.lift) == (int((frame.variant == "B").sum()), pytest.approx(lift))
    assert (one.log_effect, one.log_error) == (pytest.approx(effect), pytest.approx(error, rel=1e-6))
    assert one.shown.low is not None
    assert one.shown.low == pytest.approx(np.expm1(effect - stats.norm.ppf(1 - 0.015) * error), rel=2e-3)
    assert found.report.at_planned_end
    assert found.report.verdict.word.value == "ship"
    assert found.report.sample_ratio.p_value is not None
    assert bench.listed("t").summary is not None


def test_a_quantile_has_a_course_and_what_comes_after_the_planned_end_changes_nothing(small_bench: Bench):
    frame = people(days=20)
    options = {"control": "A", "primary": "median_of_seconds", "planned_n": 4_200, "days": 14}
    assert small_bench.take("t.csv", frame.to_csv(index=False), **options).error is None
    found = view(small_bench)
    assert found.report is not None
    assert (found.later_data, found.report.n, found.report.days) == (True, 4_200, 14)
    [one] = found.report.of("median_of_seconds")
    assert one.shown.lift == pytest.approx(by_hand(frame[:4_200], 0.5)[2])
    assert found.report.of("seconds")[0].value == pytest.approx(frame[:4_200].query("variant == 'B'").seconds.mean())
    test = found.record.id
    points = effects_over_time(small_bench.store, small_bench.brand, test, "median_of_seconds")
    assert [point.day for point in points] == list(range(1, 15))
    assert points[6].lift == pytest.approx(by_hand(frame[:2_100], 0.5)[2])
    assert (points[-1].lift, points[-1].low) == (one.shown.lift, one.shown.low)
    looks = looks_of(small_bench.store, small_bench.brand, test)
    assert looks[6].lift == pytest.approx(points[6].lift)
    assert not any(look.verdict.word.value == "ship" for look in looks[:6])


def test_a_quantile_can_guard_and_less_may_be_better(small_bench: Bench):
    frame = people(lift=1.0)
    options = {"control": "A", "primary": "seconds", "guardrails": {"p95_of_load_time": 0.1}, "days": 14}
    small_bench.take("t.csv", frame.to_csv(index=False), planned_n=4_200, **options)
    found = view(small_bench)
    assert found.report is not None
    assert (found.design.metrics[1].name, found.design.metrics[1].good) == ("p95_of_load_time", GoodWay.DOWN)
    [guard] = found.report.guardrails
    assert (guard.metric, guard.margin) == ("p95_of_load_time", 0.1)
    assert guard.harm_high is not None


def test_a_quantile_is_made_the_metric_later_without_the_file(small_bench: Bench):
    small_bench.take("t.csv", people().to_csv(index=False), control="A", days=14, planned_n=4_200)
    record = small_bench.listed("t").experiment
    words = Description(primary="median of seconds")
    describe_experiment(
        small_bench.store, small_bench.brand, record.id, words, who=caller("ada"), clock=small_bench.clock
    )
    found = view(small_bench)
    assert found.report is not None
    assert found.report.of("median_of_seconds")[0].shown.lift is not None
    baseline, per_day = baseline_of_test(small_bench.store, small_bench.brand, record.id, 0)
    frame = people().query("variant == 'A'")
    bounds = order_bounds(frame.seconds.to_numpy(), 0.5)
    assert bounds is not None
    assert (baseline.mean, per_day) == (pytest.approx(bounds.value), pytest.approx(300))
    assert baseline.variance == pytest.approx((len(frame) - 1) * ((bounds.upper - bounds.lower) / 3.919928) ** 2)


def test_a_quantile_of_totals_or_of_two_files_is_not_known_and_says_why(small_bench: Bench):
    totals = "variant,users,revenue,revenue_variance\nA,1000,5000,16\nB,1000,5200,16\n"
    small_bench.take("t.csv", totals, control="A", days=14, finished=True)
    record = small_bench.listed("t").experiment
    words = Description(primary="median_of_revenue")
    describe_experiment(
        small_bench.store, small_bench.brand, record.id, words, who=caller("ada"), clock=small_bench.clock
    )
    summary = small_bench.listed("t").summary
    assert summary is not None
    assert summary.rule == "not_computable"
    assert "one file with a row for each person" in summary.reason
    frame = people(days=14)
    options = {"key": "two", "control": "A", "primary": "median_of_seconds"}
    small_bench.take("one.csv", frame[:2_100].to_csv(index=False), **options)
    small_bench.take("two.csv", frame[2_100:].to_csv(index=False), **options)
    found = view(small_bench, "two").report
    assert found is not None
    [one] = found.of("median_of_seconds")
    assert found.n == 4_200
    assert (one.shown.lift, "one file with a row for each person" in (one.shown.reason or "")) == (None, True)


def test_the_median_of_rounds_is_not_moved_by_the_extreme_player_of_cookie_cats(small_bench: Bench, shared: Path):
    file = shared / "data" / "cookie_cats" / "cookie_cats.csv"
    options = {"control": "gate_30", "finished": True, "days": 14, "primary": "median_of_sum_gamerounds"}
    assert small_bench.take_file(file, **options).error is None
    frame = pd.read_csv(file)
    found = view(small_bench, "cookie_cats").report
    assert found is not None
    [one] = found.of("median_of_sum_gamerounds")
    rounds = frame.groupby("version").sum_gamerounds.median()
    assert (one.value, one.base_value) == (rounds["gate_40"], rounds["gate_30"])
    assert one.shown.low is not None
    assert one.shown.low == pytest.approx(-0.0984, abs=1e-4)
    assert one.shown.high == pytest.approx(-0.0176, abs=1e-4)


def test_a_quantile_goes_from_its_design_to_its_answer_on_the_command_line(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def call(*words: str) -> dict:
        main(["--json", "experiment", *words])
        return json.loads(capsys.readouterr().out)

    made = call(
        "create", "--name", "Longer film", "--metric", "p90_of_seconds", "--arm", "A", "--arm", "B", "--control", "A",
        "--planned-n", "4200", "--days", "14", "--start",
    )  # fmt: skip
    assert made["design"]["metrics"][0]["kind"] == "quantile"
    path = tmp_path / "people.csv"
    path.write_text(people().to_csv(index=False))
    assert "error" not in call("import", str(path), "--test", "longer_film")
    shown = call("show", "longer_film")["report"]
    result = shown["results"][0]
    assert (result["metric"], shown["verdict"]["word"]) == ("p90_of_seconds", "ship")
    assert result["shown"]["low"] < result["shown"]["lift"] < result["shown"]["high"]
    assert call("create", "--name", "x", "--metric", "seconds:quantile", "--arm", "A", "--arm", "B")["error"]["message"]
