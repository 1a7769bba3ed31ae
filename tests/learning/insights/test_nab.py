from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from learning.domain.anomalies import TimedSeries
from learning.insights.anomalies import score_anomalies
from tests.learning.insights.nab_scoring import Window, load_benchmark, normalised, raw_score, sigmoid_at

WINDOWS = (Window(400, 499),)


def score_of(*rows: int, windows: tuple[Window, ...] = WINDOWS) -> float:
    alerts = np.zeros(2_000, dtype=bool)
    alerts[list(rows)] = True
    return raw_score(alerts.tolist(), windows)


def test_the_sigmoid_has_the_values_that_the_benchmark_documents() -> None:
    assert sigmoid_at(-1.0) == pytest.approx(0.98661, abs=1e-5)
    assert sigmoid_at(-0.5) == pytest.approx(0.84828, abs=1e-5)
    assert sigmoid_at(0.0) == 0.0
    assert sigmoid_at(3.5) == -1.0


def test_an_alert_at_the_left_edge_of_a_window_is_worth_one_and_a_miss_costs_one() -> None:
    assert score_of(400) == pytest.approx(1.0)
    assert score_of() == -1.0


def test_only_the_first_alert_within_a_window_counts() -> None:
    assert score_of(450, 460, 470) == score_of(450)
    assert score_of(450) < score_of(410)


def test_false_alerts_cost_more_the_further_behind_the_window_and_fully_before_the_first() -> None:
    missed = score_of()
    assert missed - score_of(350) == pytest.approx(0.11)
    assert 0 < missed - score_of(505) < missed - score_of(560) < missed - score_of(1_500) == pytest.approx(0.11)


def test_alerts_in_the_first_fifteen_percent_do_not_count() -> None:
    assert score_of(100, 299) == score_of()


def test_silence_scores_zero_and_perfection_a_hundred() -> None:
    assert normalised(score_of(), 1) == 0
    assert normalised(score_of(400), 1) == pytest.approx(100)


def test_the_visible_series_score_at_least_fifty_with_the_frozen_parameters(shared: Path) -> None:
    raw: dict[str, float] = defaultdict(float)
    windows: dict[str, int] = defaultdict(int)
    for series in load_benchmark(shared / "data" / "nab"):
        category = series.name.partition("/")[0]
        raw[category] += raw_score(
            score_anomalies(TimedSeries(series.times, series.values)).alerts.tolist(), series.windows
        )
        windows[category] += len(series.windows)
    by_category = {name: normalised(raw[name], windows[name]) for name in raw}
    assert normalised(sum(raw.values()), sum(windows.values())) >= 65, by_category
    assert min(by_category.values()) >= 50, by_category
