"""Why, what else it could be: computed from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from learning.domain.explanations import Bearings, KnownNote, KnownQuote, KnownTest, Stance
from learning.domain.insights import InsightKind, Rival, RivalKind
from learning.insights.explanations import explain
from tests.learning.insights.findings import finding

TEST = KnownTest(4, "Repairs or gear", "engagement_rate", "topic", "repairs", "rain gear", 0.2, 0.05, 0.37)
NOTE = KnownNote(2, date(2026, 5, 20), date(2026, 6, 30), "Autumn sale")
QUOTE = KnownQuote(9, date(2026, 5, 2), "The repair clips are the best", 0.8, (("topic", "repairs"),))


def test_why_holds_the_numbers_of_the_evidence() -> None:
    why = explain(finding(numbers={"platforms": 3.0, "platforms_agreeing": 2.0})).why
    assert (why.value, why.rest, why.posts_with, why.posts_without) == (0.027, 0.02, 40, 160)
    assert (why.platforms, why.platforms_agreeing, why.n, why.posts) == (3, 2, 40, (3, 1, 2))
    assert why.raw == pytest.approx(0.34986, abs=1e-5)
    assert (why.effect, why.low, why.high, why.wrong_sign) == (0.3, 0.05, 0.7, 0.02)
    bare = explain(finding(numbers={"posts_with": None})).why
    assert (bare.posts_with, bare.platforms) == (None, None)


def test_a_test_of_the_same_level_bears_on_it_and_agrees_or_not() -> None:
    lost = replace(TEST, lift=-0.2, low=-0.3, high=-0.1)
    unsure = replace(TEST, low=-0.1, high=0.4)
    mirrored = replace(lost, level="rain gear", against="repairs")
    others = [replace(TEST, metric="save_rate"), replace(TEST, level="gifts"), replace(TEST, attribute="hook")]
    found = explain(finding(), Bearings(tests=(TEST, lost, unsure, mirrored, *others)))
    assert [one.stance for one in found.why.tests] == [
        Stance.AGREES,
        Stance.DISAGREES,
        Stance.UNDECIDED,
        Stance.AGREES,
    ]
    # (.3 - log 1.2) / hypot(.1, (log 1.37 - log 1.05) / (2 x 1.96))
    assert found.why.tests[0].distance == pytest.approx(0.9732, abs=1e-3)
    assert found.rivals[0] == Rival(RivalKind.TEST, TEST.name, "repairs", own=0.3, others=-0.2)


def test_quotes_about_it_agree_or_disagree_by_feeling_and_direction() -> None:
    bad = replace(QUOTE, sentiment=-0.6)
    flat = replace(QUOTE, sentiment=0.1)
    of_post = replace(QUOTE, about=(), contents=(2,))
    elsewhere = replace(QUOTE, about=(("topic", "gifts"),))
    bearings = Bearings(quotes=(QUOTE, bad, flat, of_post, elsewhere))
    stances = [one.stance for one in explain(finding(), bearings).why.quotes]
    assert stances == [Stance.AGREES, Stance.DISAGREES, Stance.UNDECIDED, Stance.AGREES]
    worse = explain(finding(good=False, effect=-0.3), bearings).why.quotes
    assert [one.stance for one in worse][:2] == [Stance.DISAGREES, Stance.AGREES]


def test_a_note_of_those_days_is_context_and_of_a_moment_a_rival() -> None:
    early = replace(NOTE, first=date(2026, 2, 26), last=date(2026, 2, 27), text="Snow")
    context = explain(finding(), Bearings(notes=(NOTE, early)))
    assert context.why.notes == (NOTE,)
    assert not [one for one in context.rivals if one.kind is RivalKind.NOTE]
    moment = explain(finding(kind=InsightKind.ANOMALY), Bearings(notes=(NOTE, early)))
    notes = {one.name: one for one in moment.rivals if one.kind is RivalKind.NOTE}
    assert moment.why.notes == (NOTE, early)
    assert notes["Autumn sale"].own == pytest.approx(12 / 92)


def test_rivals_are_ordered_by_what_they_explain_chance_and_a_heavy_post_among_them() -> None:
    uneven = Rival(RivalKind.UNEVEN, "platform", "x", own=0.9, others=0.2, n=40, n_others=160, explained=0.3)
    found = explain(finding(rivals=(uneven,), numbers={"top_share": 0.4}, false_sign_rate=0.04)).rivals
    assert [one.kind for one in found] == [RivalKind.FEW_POSTS, RivalKind.UNEVEN, RivalKind.CHANCE]
    assert found[2].explained == 0.04
    assert RivalKind.FEW_POSTS not in [one.kind for one in explain(finding(numbers={"top_share": 0.1})).rivals]
