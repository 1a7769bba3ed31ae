"""Posts far from the brand's own benchmark are told to what they came from; chance and few views tell nothing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from learning.domain.facts import Fact
from learning.domain.feedback_loop import EntityKind, ReportType
from learning.domain.timekeys import day_key
from learning.insights.brand_data import POST_COLUMNS, Gates
from learning.insights.engagement_reports import engagement_reports

TODAY = date(2026, 11, 20)
GATES = Gates(100.0, 2.0, 5.0, 0.02, 5_000.0)


def frame(likes: list[float], *, views: float = 1_000.0, days_ago: int = 5, generator: str = "") -> pd.DataFrame:
    count = len(likes)
    columns: dict[str, object] = {name: [""] * count for name in POST_COLUMNS}
    columns |= {fact.value: np.full(count, np.nan) for fact in Fact}
    columns |= {"content_id": list(range(count)), "platform": ["x"] * count, "account": ["default"] * count}
    columns |= {
        "generator": [generator] * count,
        "campaign": ["spring"] * count,
        "day": [day_key(TODAY) - days_ago] * count,
    }
    columns |= {"age_hours": np.full(count, 100.0), "impressions": np.full(count, views), "likes": likes}
    return pd.DataFrame(columns)


def test_far_below_and_far_above_are_told_to_the_profile_and_the_campaign() -> None:
    found = engagement_reports(frame([40.0] * 12 + [10.0, 90.0], generator="writer"), GATES, TODAY)
    told = [(one.content_id, one.type, one.entity.kind, one.entity.name) for one in found]
    assert told == [
        (12, ReportType.LOW_ENGAGEMENT, EntityKind.CAMPAIGN, "spring"),
        (12, ReportType.LOW_ENGAGEMENT, EntityKind.PROFILE, "writer"),
        (13, ReportType.HIGH_ENGAGEMENT, EntityKind.CAMPAIGN, "spring"),
        (13, ReportType.HIGH_ENGAGEMENT, EntityKind.PROFILE, "writer"),
    ]
    assert (found[0].engagement_score, found[0].benchmark_score) == (0.01, 0.04)


def test_without_a_generator_the_account_is_told() -> None:
    found = engagement_reports(frame([40.0] * 12 + [10.0]), GATES, TODAY)
    assert {one.entity.name for one in found} == {"x default", "spring"}


def test_few_posts_few_views_and_old_posts_tell_nothing() -> None:
    assert engagement_reports(frame([40.0] * 8 + [0.0]), GATES, TODAY) == ()
    # At 4 % of 100 views one like has a chance of 9 %: that is not far.
    assert engagement_reports(frame([4.0] * 12 + [1.0], views=100.0), GATES, TODAY) == ()
    assert engagement_reports(frame([40.0] * 12 + [10.0], views=99.0), GATES, TODAY) == ()
    assert engagement_reports(frame([40.0] * 12 + [10.0], days_ago=91), GATES, TODAY) == ()
    assert engagement_reports(frame([]), GATES, TODAY) == ()


def test_posts_that_differ_by_chance_alone_are_hardly_ever_told() -> None:
    generator = np.random.default_rng(1)
    likes = generator.poisson(40, size=500).astype(float)
    assert len(engagement_reports(frame(list(likes)), GATES, TODAY)) <= 4
