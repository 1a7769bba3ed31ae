"""Whether what programs lose is lost for the brand, by session and by day: found with its sign, not in plain ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.insights import Finding, Tier
from learning.domain.timekeys import day_key
from learning.insights.brand_data import POST_COLUMNS, BrandData, DailySeries
from learning.insights.control import control
from learning.insights.detectors.efficiency_outcomes import EfficiencyOutcomes
from learning.simulation.operations import PLAIN
from tests.learning.insights.detectors.test_step_orders import rows
from tests.learning.insights.operation_worlds import decisions_of
from tests.learning.insights.post_frames import brand_with

TODAY = date(2026, 11, 21)
DAYS = 60
OFTEN = {name: replace(truth, failures=0.12) for name, truth in PLAIN.items()}


def series_of(values: np.ndarray, metric: str = "engagement_rate") -> DailySeries:
    first = TODAY - timedelta(days=len(values))
    seen = np.full(len(values), 1_000.0)
    return DailySeries(SeriesKey(metric, Basis.ACTIVITY), first, values, values * seen, seen, None, None)


def wandering(rng: np.random.Generator, days: int = DAYS, memory: float = 0.6) -> np.ndarray:
    """A rate with memory from day to day and a weekly wave."""
    found = np.zeros(days)
    for day in range(1, days):
        found[day] = memory * found[day - 1] + rng.normal(0, 0.2)
    return 0.02 * np.exp(found + 0.2 * np.sin(np.arange(days) * 2 * np.pi / 7))


def data_of(decisions: pd.DataFrame, values: np.ndarray | None = None) -> BrandData:
    nothing = brand_with(pd.DataFrame(columns=list(POST_COLUMNS)))
    series = () if values is None else (series_of(values),)
    return replace(nothing, today=TODAY, decisions=decisions, series=series, metrics=("engagement_rate",))


def found_in(data: BrandData) -> list[Finding]:
    return list(control(EfficiencyOutcomes().detect(data)))


def patterns(found: list[Finding]) -> set[tuple[str, str]]:
    what = [dict(one.candidate.subject.what) for one in found if one.tier is Tier.CONFIRMED]
    return {(each["pattern"], each["component"]) for each in what}


def lossy(seed: int) -> pd.DataFrame:
    """Decisions where two in three conversions are lost in a session once the landing page has failed there."""
    decisions = decisions_of(OFTEN, seed, today=TODAY, days=DAYS, shared_sessions=False)
    bad = (decisions["component"] == "landing_page") & (decisions["failed"] > 0)
    since = decisions["at"].where(bad).groupby(decisions["session"]).transform("min")
    lost = (decisions["at"] >= since) & (np.random.default_rng(seed).random(len(decisions)) < 2 / 3)
    return decisions.assign(conversions=decisions["conversions"].where(~lost, 0.0))


def test_conversions_that_a_failing_program_costs_are_found_with_their_sign() -> None:
    found = found_in(data_of(lossy(901)))
    assert patterns(found) == {("failures and conversions", "landing_page")}
    (one,) = [each for each in found if each.tier is Tier.CONFIRMED]
    assert one.high is not None
    assert one.high < -0.3
    assert one.candidate.good is False
    assert one.candidate.recommendation == "put_first"
    assert one.candidate.evidence.numbers["value"] < one.candidate.evidence.numbers["rest"]  # type: ignore[operator] - both are told


def test_in_plain_programs_all_is_compared_and_nothing_confirmed() -> None:
    decisions = decisions_of(PLAIN, 903, today=TODAY, days=DAYS, shared_sessions=False)
    data = data_of(decisions, wandering(np.random.default_rng(903)))
    proposed = EfficiencyOutcomes().detect(data)
    assert {dict(one.subject.what)["pattern"] for one in proposed} == {
        "failures and conversions",
        "slowness and conversions",
        "days and outcome",
    }
    assert not patterns(list(control(proposed)))


def daily(shares: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Forty decisions a day of one program, of which such a share fails."""
    sessions = [[("writer", float(failed))] for share in shares for failed in rng.random(40) < share]
    frame = rows(sessions)
    day = np.repeat(day_key(TODAY) - len(shares) + np.arange(len(shares)), 40)
    return frame.assign(day=day, at=day * 86_400 + np.tile(np.arange(40), len(shares)), session="")


def test_bad_days_of_a_program_that_are_bad_days_of_the_brand_are_found() -> None:
    rng = np.random.default_rng(5)
    bad = rng.uniform(0.02, 0.4, DAYS)
    outcome = 0.03 * np.exp(-2.0 * bad + rng.normal(0, 0.1, DAYS))
    found = found_in(data_of(daily(bad, rng), outcome))
    assert patterns(found) == {("days and outcome", "writer")}
    assert (found[0].effect or 0) < -0.5
    assert found[0].candidate.good is False
    assert found[0].candidate.n == DAYS


def test_what_weekdays_and_time_bring_to_both_is_no_finding() -> None:
    rng = np.random.default_rng(6)
    day = np.arange(DAYS)
    busy = np.where(day % 7 < 2, 0.3, 0.05) + day / DAYS * 0.2
    outcome = 0.03 * np.exp(-1.5 * busy + rng.normal(0, 0.1, DAYS))
    assert not patterns(found_in(data_of(daily(busy, rng), outcome)))


def test_days_with_memory_on_both_sides_are_not_taken_for_a_relation() -> None:
    levels = []
    for seed in range(120):
        rng = np.random.default_rng([seed, 4])
        shares = np.clip(wandering(rng) * 4, 0.01, 0.9)
        (one,) = EfficiencyOutcomes().detect(data_of(daily(shares, rng), wandering(rng)))
        assert one.measured is not None
        levels.append(2 * stats.t.sf(abs(one.measured.estimate / one.measured.error), one.measured.degrees))
    assert np.mean(np.array(levels) < 0.05) <= 0.08


def test_who_tells_of_no_conversions_or_few_days_is_not_judged() -> None:
    decisions = decisions_of(PLAIN, 905, today=TODAY, days=20, shared_sessions=False).assign(conversions=np.nan)
    assert not EfficiencyOutcomes().detect(data_of(decisions, wandering(np.random.default_rng(1), 20)))
    assert not EfficiencyOutcomes().detect(data_of(decisions.iloc[:0]))


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_of_forty_brands_with_plain_programs_four_at_most_get_a_confirmed_finding() -> None:
    found = 0
    for seed in range(920, 960):
        decisions = decisions_of(PLAIN, seed, today=TODAY, days=45, shared_sessions=False)
        found += bool(patterns(found_in(data_of(decisions, wandering(np.random.default_rng(seed))))))
    assert found <= 4
