"""Themes over time, and what people say of them by hand: it holds for the notes that are there and for new ones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.engine import Store
from learning.domain.errors import BadOption
from learning.domain.feedback_entries import FeedbackDraft
from learning.models.feedback.theme_trends import ThemeNote, theme_trends
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.feedback.themes import ThemeDesk
from tests.services.callers import caller

TODAY = 20_000


@pytest.fixture
def themes(desk: FeedbackDesk, store: Store, clock: MovedClock) -> ThemeDesk:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return ThemeDesk(store, brand, clock)


def test_the_hand_wins_over_the_machine_for_old_notes_and_new_ones(
    desk: FeedbackDesk, themes: ThemeDesk, store: Store, clock: MovedClock
) -> None:
    notes = [desk.add(FeedbackDraft("the delivery was too slow overseas"), who=caller("ann")) for _ in range(3)]
    by_hand = desk.add(FeedbackDraft("the delivery overseas", themes=("delivery",)), who=caller("ann"))
    take_up_all(store, clock)
    assert themes.split("delivery", "overseas", "delivery abroad", who=caller("ann")) == 3
    assert "delivery abroad" in desk.get(notes[0].id).themes
    assert desk.get(by_hand.id).themes == ("delivery",), "what a person set stays"
    with store.read() as work:
        assert "delivery abroad" in {one.entity.name for one in work.feedback_loop.list_of(notes[0].brand_id)}
    assert themes.rename("delivery abroad", "shipping", who=caller("ann")) == 3
    assert themes.rename("delivery", "shipping", who=caller("ann")) == 1, "merged"
    new = desk.add(FeedbackDraft("the delivery was late"), who=caller("ben"))
    assert "shipping" in new.themes
    assert "delivery" not in new.themes
    themes.archive("shipping", who=caller("ann"))
    page = themes.show()
    assert ("shipping" in page.archived, "shipping" in {one.name for one in page.trends}) == (True, False)
    themes.archive("shipping", who=caller("ann"), restore=True)
    assert themes.show().trends[0].name == "shipping"
    assert len(themes.show().quotes["shipping"]) == 5
    for wrong in ("", "shipping", "x" * 81):
        with pytest.raises(BadOption):
            themes.rename("shipping", wrong, who=caller("ann"))
    with pytest.raises(BadOption, match="word"):
        themes.split("shipping", " ", "abroad", who=caller("ann"))


def test_further_themes_of_the_words_are_offered_and_kept_under_a_name(
    desk: FeedbackDesk, themes: ThemeDesk, clock: MovedClock
) -> None:
    said = (
        "the blorp sticker peels off",
        "our zebra mascot frightens the cat",
        "the window seat faces the engine",
        "my sandwich had a stone inside",
        "the wooden spoon broke on sunday",
    )
    for place in range(65):
        clock.at += timedelta(minutes=1)
        desk.add(FeedbackDraft(said[place % 5], themes=()), who=caller("ann"))
    found = themes.find()
    assert found
    assert themes.adopt("stickers", [note.id for note in found[0].notes], who=caller()) == len(found[0].notes)
    assert "stickers" in {one.name for one in themes.show().trends}


def test_shares_and_changes_have_their_intervals_and_too_little_is_said() -> None:
    old = [ThemeNote(TODAY - 40, ("price",) if place < 2 else (), is_negative=False) for place in range(20)]
    new = [ThemeNote(TODAY - 3, ("price",) if place < 12 else (), is_negative=place < 4) for place in range(20)]
    (price,) = theme_trends([*old, *new], TODAY)
    assert (price.n, price.of, price.negative, price.recent, price.before) == (14, 40, 4, 12, 2)
    # statsmodels.stats.proportion.proportion_confint and confint_proportions_2indep with method "newcomb"
    assert (price.low, price.high) == pytest.approx((0.2214, 0.5049), abs=1e-3)
    assert price.change == pytest.approx(0.5)
    assert price.change_low is not None
    assert price.change_high is not None
    assert 0.19 < price.change_low < 0.22
    assert 0.67 < price.change_high < 0.71
    assert sum(price.weeks) == 14
    (young,) = theme_trends(new, TODAY)
    assert (young.change, young.reason.startswith("fewer than 5 notes")) == (None, True)
