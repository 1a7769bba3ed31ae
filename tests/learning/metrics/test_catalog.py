import pytest

from learning.domain.facts import Fact
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form, Metric


def test_every_fact_is_a_metric() -> None:
    assert {fact.value for fact in Fact} <= set(CATALOG)


@pytest.mark.parametrize(
    "name",
    [
        "engagement_rate",
        "engagement_rate_by_reach",
        "save_rate",
        "comment_rate",
        "share_rate",
        "click_through_rate",
        "conversion_rate",
        "profile_visit_rate",
        "follows_per_1000_impressions",
        "revenue_per_session",
        "bounce_rate",
        "average_session_seconds",
        "cost_per_conversion",
        "return_on_spend",
    ],
)
def test_every_promised_rate_is_there(name: str) -> None:
    assert CATALOG[name].form in (Form.RATIO, Form.RATIO_OF_ONE)


@pytest.mark.parametrize("metric", CATALOG.values(), ids=str)
def test_every_metric_has_its_words(metric: Metric) -> None:
    assert metric.label
    assert metric.formula
    assert (metric.form in (Form.RATIO, Form.RATIO_OF_ONE, Form.SCORE)) == bool(metric.denominator)


def test_the_engagement_rate_never_uses_what_platforms_call_engagements() -> None:
    assert Fact.ENGAGEMENTS not in CATALOG["engagement_rate"].facts


def test_reach_is_never_a_total() -> None:
    assert CATALOG["reach"].form is Form.UNIQUE
