"""Suggestions of notes and reports: what they ask for, how sure, and what is too little."""

from __future__ import annotations

import pytest

from learning.domain.feedback_loop import Entity, EntityKind, ReportType, Signal, SuggestionTarget
from learning.models.feedback.suggestions import lower_share, suggest

PROFILE = Entity(EntityKind.PROFILE, "recipe writer")
THEME = Entity(EntityKind.THEME, "delivery")
BAD, GOOD = Signal(ReportType.COMPLAINT, "it took two weeks", 1), Signal(ReportType.PRAISE, "", 2)


def test_more_than_five_reports_of_low_engagement_ask_for_uniqueness_at_seven_tenths() -> None:
    low = [Signal(ReportType.LOW_ENGAGEMENT)] * 6
    assert suggest(PROFILE, low[:5]) == ()
    (one,) = suggest(PROFILE, low)
    assert one.target is SuggestionTarget.SEGMENT_STRATEGY
    assert one.change.startswith("Increase uniqueness")
    assert one.confidence == pytest.approx(0.7, abs=0.02)
    assert one.reasoning == "6 of 6 reports on engagement say that it is low"


def test_complaints_must_be_several_and_the_larger_part() -> None:
    assert suggest(THEME, [BAD] * 2) == ()
    assert suggest(THEME, [BAD] * 3 + [GOOD] * 3) == ()
    (one,) = suggest(THEME, [BAD] * 4 + [GOOD])
    assert (one.target, one.n, one.of) == (SuggestionTarget.TOPIC, 4, 5)
    assert "it took two weeks" in one.change
    (fix,) = suggest(Entity(EntityKind.CONTENT, "7"), [BAD] * 3)
    assert fix.target is SuggestionTarget.CONTENT_FIX


def test_one_idea_raises_an_idea_for_a_test_and_nothing_else() -> None:
    (one,) = suggest(THEME, [Signal(ReportType.IDEA, "show the price at once", 5)])
    assert (one.target, one.change, one.notes) == (
        SuggestionTarget.TEST_IDEA,
        "Try: show the price at once",
        (5,),
    )
    assert one.confidence < 0.3


@pytest.mark.parametrize(("hits", "of", "bound"), [(6, 6, 0.689), (1, 1, 0.270), (5, 10, 0.2694), (0, 4, 0.0)])
def test_the_lower_bound_is_the_score_interval(hits: int, of: int, bound: float) -> None:
    assert lower_share(hits, of) == pytest.approx(bound, abs=1e-3)
