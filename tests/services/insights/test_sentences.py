"""Findings as sentences: no numbers, no causes, nothing left without words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from learning.domain.insights import InsightKind
from learning.insights.recommendations import Recommendation
from services.insights.sentences import about_of, advice_of, title_of
from tests.learning.insights.findings import finding


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "Posts about “repairs” had a higher engagement rate"),
        ({"effect": -0.2}, "Posts about “repairs” had a lower engagement rate"),
        (
            {"what": (("attribute", "hashtags"), ("level", "none")), "metric": "save_rate"},
            "Posts without hashtags had a higher save rate",
        ),
        (
            {"kind": InsightKind.PEAK_HOURS, "what": (("attribute", "hour of response"), ("level", "18 to 21"))},
            "From 18 to 21 o'clock people showed a higher engagement rate",
        ),
        (
            {
                "kind": InsightKind.SEGMENT_GAP,
                "what": (),
                "segment": (("device", "mobile"), ("persona", "Busy parents")),
                "effect": -0.2,
            },
            "People like “Busy parents” on phone showed a lower engagement rate",
        ),
        (
            {"kind": InsightKind.TREND, "what": (("basis", "activity"),), "segment": (("platform", "tiktok"),)},
            "Engagement rate on TikTok has been going up",
        ),
        (
            {"kind": InsightKind.CHANGE_POINT, "what": (), "words": {"day": "2026-10-05"}, "effect": -0.3},
            "Engagement rate went to a lower level around 5 Oct 2026",
        ),
        (
            {
                "kind": InsightKind.ANOMALY,
                "what": (),
                "metric": "clicks",
                "first": date(2026, 10, 5),
                "last": date(2026, 10, 6),
            },
            "Clicks were unusually high from 5 Oct 2026 to 6 Oct 2026",
        ),
        (
            {"kind": InsightKind.WINNING_FORMULA, "what": (("format", "video"), ("hook", "question"))},
            "Posts that combine format “video” and hook “question” had a higher engagement rate",
        ),
        (
            {"kind": InsightKind.CORRELATION, "what": (("measure", "length"),), "effect": -0.2},
            "Longer posts go along with a lower engagement rate",
        ),
        (
            {
                "kind": InsightKind.DATA_QUALITY,
                "metric": "",
                "what": (("problem", "stale"),),
                "segment": (("account", "default"), ("platform", "tiktok")),
                "n": 12,
                "effect": None,
                "measured": None,
            },
            "The data of TikTok ended 12 days ago",
        ),
        (
            {"kind": InsightKind.CORRELATION, "what": (("with", "impressions"),), "metric": "bounce_rate"},
            "Posts with more impressions have a higher bounce rate as well",
        ),
        (
            {
                "kind": InsightKind.FREQUENCY,
                "what": (("attribute", "posts that day"), ("level", "twice as many posts that day")),
                "segment": (("account", "acme"), ("platform", "x")),
                "metric": "impressions",
                "effect": -0.1,
            },
            "On days with twice as many posts each one had fewer impressions on X",
        ),
        (
            {"kind": InsightKind.FREQUENCY, "what": (("attribute", "posts that day"), ("level", "4 and more"))},
            "Posts on days with 4 posts and more had a higher engagement rate",
        ),
        (
            {"kind": InsightKind.SEGMENT_GAP, "what": (), "segment": (("channel", "visual social"),)},
            "People on the channel “visual social” showed a higher engagement rate",
        ),
        (
            {"what": (("attribute", "length"), ("level", "long")), "metric": "follows_per_1000_impressions"},
            "Long posts had more follows per 1,000 impressions",
        ),
        ({"kind": InsightKind.TREND, "what": (), "metric": "impressions"}, "Impressions have been going up"),
        (
            {"kind": InsightKind.SIMILARITY, "what": (("level", "nearly the same"),), "effect": -0.1},
            "Posts that are nearly the same as an earlier one had a lower engagement rate",
        ),
        (
            {"kind": InsightKind.FEEDBACK_THEME, "what": (("theme", "price"),), "metric": ""},
            "Customers speak more often of “price” than before",
        ),
    ],
)
def test_every_kind_has_its_sentence(given: dict[str, Any], title: str) -> None:
    assert title_of(finding(**given)) == title


@pytest.mark.parametrize("kind", InsightKind)
def test_no_kind_is_without_words(kind: InsightKind) -> None:
    bare = finding(kind=kind, what=(), words={}, first=None, last=None)
    assert title_of(bare)
    assert about_of(bare.candidate)


@pytest.mark.parametrize("recommendation", Recommendation)
def test_every_recommendation_has_words(recommendation: Recommendation) -> None:
    assert all(advice_of(finding(recommendation=recommendation.value)))
    assert len(advice_of(finding(recommendation=recommendation.value))) > 0


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (
            {"pattern": "order and failures", "component": "letter", "earlier": "search", "before": "draft"},
            "“letter” fails more often directly after “search” and then “draft”",
        ),
        (
            {"pattern": "order and results", "component": "letter", "before": "draft"},
            "“letter” gives better results directly after “draft”",
        ),
        (
            {"pattern": "failures and conversions", "component": "letter"},
            "People convert more often in a session after “letter” failed",
        ),
        (
            {"pattern": "days and outcome", "component": "letter", "of": "failures", "with": "engagement_rate"},
            "On days on which “letter” failed more often the brand had a higher engagement rate",
        ),
        (
            {
                "pattern": "preferred by",
                "component": "letter",
                "use": "domain",
                "level": "food",
                "attribute": "persona",
                "people": "Busy parents",
            },
            "“letter” for the domain “food” is used more often by people like “Busy parents”",
        ),
        (
            {"pattern": "transition", "component": "letter", "before": "draft"},
            "After “draft” people go on to “letter” more often",
        ),
    ],
)
def test_findings_about_steps_use_and_outcome_read_as_sentences(what: dict[str, str], said: str) -> None:
    assert title_of(finding(kind=InsightKind.OPERATION, metric="", what=tuple(sorted(what.items())))) == said


def test_a_subject_area_reads_as_what_posts_are_about() -> None:
    found = finding(what=(("attribute", "subject area"), ("level", "food")))
    assert title_of(found) == "Posts about food had a higher engagement rate"
