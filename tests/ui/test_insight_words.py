"""Insights in words: a correlation is no percentage, and what moves nothing says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.explanations import Bearings
from learning.domain.insight_log import Damping
from learning.domain.insights import Finding, Insight, InsightKind, InsightStatus, Measured, Priority
from learning.insights.explanations import explain
from services.glossary import glossary
from services.insights.deciding import Breadth, wide_of
from tests.learning.insights.findings import finding
from ui.insights.charts import metrics_figure
from ui.insights.decide import breadths
from ui.insights.list import damping_words
from ui.insights.words import impact_words, mind_words, size_words, why_words


def correlated() -> Finding:
    return finding(
        kind=InsightKind.CORRELATION,
        what=(("measure", "length"),),
        measured=Measured(0.13, 0.04, 100.0, is_log_ratio=False),
        effect=0.08,
        low=0.01,
        high=0.24,
    )


def test_a_correlation_is_never_written_or_drawn_as_a_percentage() -> None:
    found = correlated()
    explained = explain(found, Bearings((), (), ()))
    why = [one for one in why_words(explained.why, None, found) if "The data alone" in one]
    mind = [mind_words(one, found) for one in explained.mind]
    assert len(why) == 1
    assert why[0].startswith("The data alone say +0.13; weighed with all that was looked at, it is +0.08.")
    assert any("A correlation of no more than about +0." in one for one in mind)
    assert not any("%" in one for one in mind)
    assert size_words(found).startswith("rank correlation about +0.01 to +0.24")
    assert not any("%" in text for text in metrics_figure([found]).layout.xaxis.ticktext)


def test_a_difference_is_drawn_in_percent_around_a_plain_zero() -> None:
    texts = metrics_figure([finding(effect=-0.2, low=-0.3, high=-0.1)]).layout.xaxis.ticktext
    assert "0\u00a0%" in texts
    assert "+0\u00a0%" not in texts


def test_what_the_weighing_leaves_as_it_is_is_not_told_twice() -> None:
    found = finding()
    why = explain(found, Bearings((), (), ())).why
    (line,) = [one for one in why_words(replace(why, raw=why.effect), None, found) if "The data alone" in one]
    assert "weighed with all that was looked at, that stays so." in line


def test_an_impact_that_rounds_to_nothing_is_not_written_as_a_number() -> None:
    found = finding()
    unit, entries = "click_through_rate", {entry.name: entry for entry in glossary()}
    one = Insight(1, "f", found, InsightStatus.NEW, Priority.LOW, 1e-9, 1, 0, 0, 0.9, impact_unit=unit)
    assert impact_words(one, entries) == "could hardly move the click-through rate of the brand"


def insight(found: Finding) -> Insight:
    return Insight(1, "f", found, InsightStatus.SEEN, Priority.HIGH, None, 1, 0, 0, found.confidence)


def test_a_wide_dismissal_names_what_it_is_about_and_is_not_offered_where_it_would_hide_every_finding() -> None:
    program, topic = (
        finding(kind=InsightKind.OPERATION, what=(("component", "newsletter"), ("pattern", "recovery"))),
        finding(),
    )
    people = finding(kind=InsightKind.SEGMENT_GAP, what=(), segment=(("persona", "Busy parents"),))
    assert breadths(insight(program))[Breadth.ATTRIBUTE] == "Everything about the program “newsletter”"
    assert breadths(insight(topic))[Breadth.ATTRIBUTE] == "Everything about the topic"
    assert Breadth.ATTRIBUTE not in breadths(insight(people))
    assert wide_of(people.candidate.subject) is None


@pytest.mark.parametrize(
    ("about", "metric", "words"),
    [
        (
            "component=newsletter",
            "",
            "**Everything about the program “newsletter”**: “We know.”, ada; hides 2\u00a0findings now",
        ),
        ("attribute=topic", "", "**Everything about the topic**: “We know.”, ada; hides 2\u00a0findings now"),
        ("attribute=topic; level=rain", "save_rate", "**Rain did well**: “We know.”, ada; hides 2\u00a0findings now"),
        (
            "attribute=topic; level=rain",
            "",
            "**Rain did well, or the same on another metric**: “We know.”, ada; hides 2\u00a0findings now",
        ),
    ],
)
def test_a_dismissal_says_what_it_covers_as_a_person_would(about: str, metric: str, words: str) -> None:
    damping = Damping(1, 7, InsightKind.OPERATION, metric, about, "We know.", "ada", 1)
    assert damping_words(damping, 2, "Rain did well") == words
