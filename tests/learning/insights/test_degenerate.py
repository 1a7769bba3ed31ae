"""The whole catalogue on brands that have hardly anything, or the same thing over and over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from learning.domain.facts import Fact
from learning.domain.insights import Candidate
from learning.insights.brand_data import BrandData
from learning.insights.catalogue import DETECTORS
from learning.insights.control import control
from learning.insights.data_parts import digests_of
from learning.insights.explanations import explain
from learning.insights.fingerprints import merge_duplicates
from learning.insights.formulas import winning_formulas
from learning.insights.priorities import impact_of, priority_of
from learning.insights.recommendations import recommendations
from learning.insights.trial_plans import trial_plan
from learning.metrics.catalog import CATALOG
from tests.learning.insights.post_frames import brand_with, made_posts

SOME_METRICS = ("engagement_rate", "reach_per_post", "engagement_rate_by_reach", *tuple(CATALOG)[::5])
"""Of every form: totals, means by post, ratios by people, rates, scores, measured ones."""


FEW_METRICS = ("engagement_rate", "reach_per_post")
"""A ratio and a mean by post."""


def everything(count: int) -> pd.DataFrame:
    return made_posts(count, np.random.default_rng(1))


def alike(count: int) -> pd.DataFrame:
    """The same post again and again, at the same hour of the same day."""
    return pd.concat([everything(1)] * count, ignore_index=True).assign(content_id=np.arange(count), likes=20.0)


CASES: dict[str, Callable[[], BrandData]] = {
    "nothing": lambda: brand_with(everything(20).iloc[:0]),
    "one post": lambda: brand_with(everything(1)),
    "the same post over and over": lambda: brand_with(alike(60)),
    "no exposure": lambda: brand_with(everything(80).assign(impressions=np.nan)),
    "no events": lambda: brand_with(everything(80).assign(likes=0.0)),
    "no facts": lambda: brand_with(everything(80).assign(**{fact.value: np.nan for fact in Fact})),
    "nothing stated": lambda: brand_with(
        everything(80).assign(topic="", hook="", format="", generator="", text="", length=np.nan, hour=-1)
    ),
    "every fact the same": lambda: brand_with(everything(80).assign(**{fact.value: 500.0 for fact in Fact})),
    "one huge post": lambda: brand_with(
        everything(80).assign(likes=[1e9, *[5.0] * 79], impressions=[1e10] + [900.0] * 79)
    ),
    "years between posts": lambda: brand_with(everything(80).assign(day=np.arange(80) * 200)),
}


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.filterwarnings("error")
def test_the_whole_way_from_data_to_words_meets_no_fault(case: str) -> None:
    assert unsound(walk(replace(CASES[case](), metrics=FEW_METRICS))) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.filterwarnings("error")
def test_the_whole_way_meets_no_fault_on_metrics_of_every_form(case: str) -> None:
    assert unsound(walk(replace(CASES[case](), metrics=SOME_METRICS))) == []


def walk(data: BrandData) -> list[Candidate]:
    """Go the whole way from data to words, and return what was found on it."""
    digests_of(data)
    winning_formulas(data)
    candidates = [one for detector in DETECTORS for one in detector.detect(data)]
    for finding in merge_duplicates(control(candidates)):
        explain(finding)
        priority_of(finding)
        impact_of(finding.candidate)
        trial_plan(finding)
        assert recommendations(finding)
    return candidates


def unsound(candidates: list[Candidate]) -> list[Candidate]:
    """Those with a number that is none, an error that is not above zero, or a stake beyond a share."""
    return [one for one in candidates if not (measured_soundly(one) and stake_is_a_share(one) and told_in_numbers(one))]


def measured_soundly(one: Candidate) -> bool:
    found = one.measured
    return found is None or (bool(np.isfinite([found.estimate, found.error, found.degrees]).all()) and found.error > 0)


def stake_is_a_share(one: Candidate) -> bool:
    return one.stake is None or 0 <= one.stake <= 1


def told_in_numbers(one: Candidate) -> bool:
    return all(value is None or np.isfinite(value) for value in one.evidence.numbers.values())
