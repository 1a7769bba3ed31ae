from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from learning.domain.experiments import Prior
from learning.experiments.priors import fit_prior, shrink


def test_the_prior_of_drawn_tests_is_found_again() -> None:
    generator = np.random.default_rng(3)
    errors = generator.uniform(0.01, 0.06, 400)
    effects = generator.normal(0.02, 0.05, 400) + generator.normal(0, errors)
    found = fit_prior(effects, errors, source="drawn")
    assert found is not None
    assert found.mean == pytest.approx(0.02, abs=3 * (found.mean_error or 0))
    assert found.sd == pytest.approx(0.05, rel=0.15)
    assert (found.tests, found.source) == (400, "drawn")


def test_tests_that_differ_by_chance_only_give_a_narrow_prior_but_never_none_at_all() -> None:
    generator = np.random.default_rng(5)
    errors = np.full(30, 0.05)
    found = fit_prior(generator.normal(0, errors), errors, source="x")
    assert found is not None
    assert 0 < found.sd < 0.05


def test_few_or_unusable_tests_give_no_prior() -> None:
    assert fit_prior(np.array([0.1, 0.2, np.nan, 0.1, np.inf]), np.full(5, 0.1), source="x") is None


def test_shrinking_weighs_by_precision() -> None:
    found = shrink(np.array([0.1, 0.1]), np.array([0.01, 1.0]), Prior(0.0, 0.05, 9, "x"))
    assert found.mean[0] == pytest.approx(0.1 * 0.05**2 / (0.05**2 + 0.01**2))
    assert found.mean[1] < 0.001


def early_and_later(shared: Path, share: float) -> pd.DataFrame:
    """Each pair of arms at a part of its time, and what came after that look alone."""
    frame = pd.read_csv(shared / "data" / "asos_digital_experiments" / "split_visible.csv").dropna()
    frame = frame[(frame["variance_c"] > 0) & (frame["variance_t"] > 0)]
    rows = []
    for (test, _, metric), part in frame.sort_values("time_since_start").groupby(
        ["experiment_id", "variant_id", "metric_id"]
    ):
        last = part.iloc[-1]
        before = part[part["time_since_start"] <= share * last["time_since_start"]]
        if not len(before):
            continue
        first = before.iloc[-1]
        logs, variances = [], []
        later = {}
        for arm in "ct":
            n = last[f"count_{arm}"] - first[f"count_{arm}"]
            total = last[f"count_{arm}"] * last[f"mean_{arm}"] - first[f"count_{arm}"] * first[f"mean_{arm}"]
            later[arm] = (n, total / n if n > 0 else np.nan, last[f"variance_{arm}"])
        for arms in (
            {arm: (first[f"count_{arm}"], first[f"mean_{arm}"], first[f"variance_{arm}"]) for arm in "ct"},
            later,
        ):
            if min(one[0] for one in arms.values()) <= 0 or not min(one[1] for one in arms.values()) > 0:
                break
            logs.append(np.log(arms["t"][1] / arms["c"][1]))
            variances.append(sum(variance / mean**2 / n for n, mean, variance in arms.values()))
        if len(logs) == 2:
            rows.append((test, metric, logs[0], variances[0], logs[1], variances[1]))
    return pd.DataFrame(rows, columns=["test", "metric", "early", "early_variance", "later", "later_variance"])


def test_asos_shrunken_early_lifts_foretell_what_came_after_better_than_raw_ones_on_every_metric(shared: Path) -> None:
    frame = early_and_later(shared, 0.25)
    assert frame["metric"].nunique() == 4
    for _, part in frame.groupby("metric"):
        assert len(part) > 40
        raw, shrunken = 0.0, 0.0
        for test in part["test"].unique():
            rest, own = part[part["test"] != test], part[part["test"] == test]
            prior = fit_prior(rest["early"].to_numpy(), np.sqrt(rest["early_variance"].to_numpy()), source="the others")
            assert prior is not None
            found = shrink(own["early"].to_numpy(), np.sqrt(own["early_variance"].to_numpy()), prior).mean
            weights = 1 / (own["early_variance"] + own["later_variance"]).to_numpy()
            raw += float(np.sum(weights * (own["early"] - own["later"]).to_numpy() ** 2))
            shrunken += float(np.sum(weights * (found - own["later"].to_numpy()) ** 2))
        assert shrunken <= 0.89 * raw
