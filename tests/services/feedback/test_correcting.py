"""Corrections of every label teach versions that go live only if they are better, and can be taken back."""

from __future__ import annotations

import pytest

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.domain.feedback import FeedbackKind, FeedbackStrength, Label
from learning.domain.feedback_entries import FeedbackDraft, Labeller
from services.clock import MovedClock
from services.feedback.correcting import BadLabels, learn, learn_all, parse_labelled, teach, use_version
from services.feedback.entries import FeedbackDesk, Labels
from services.feedback.themes import ThemeDesk
from tests.services.callers import caller


def brand_of(store: Store) -> Brand:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return brand


def correct_all(desk: FeedbackDesk) -> None:
    """Fifty notes whose kind, themes and strength no list of words can know, corrected one by one."""
    for place in range(50):
        odd = bool(place % 2)
        note = desk.add(
            FeedbackDraft(f"{'the zark hums' if odd else 'my blorp glows'} on shelf {place}"), who=caller("ann")
        )
        desk.relabel(
            note.id,
            Labels(
                kind=FeedbackKind.IDEA if odd else FeedbackKind.QUESTION,
                themes=("zarks",) if odd else ("blorps",),
                strength=FeedbackStrength.DEAL_BREAKER if odd else FeedbackStrength.NICE_TO_KNOW,
            ),
            who=caller("ben"),
        )


def test_each_label_learns_for_itself_and_the_next_note_is_read_by_all_of_them(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    correct_all(desk)
    brand = brand_of(store)
    assert learn_all(store, clock) == 3
    assert learn_all(store, clock) == 0
    with store.read() as work:
        live = work.feedback_models.find_live(brand.id)
        counts = work.feedback_models.count_corrections(brand.id)
    assert counts == dict.fromkeys((Label.KIND, Label.THEMES, Label.STRENGTH), 50)
    assert {label: (one.version, one.corrections, one.rows) for label, one in live.items()} == dict.fromkeys(
        (Label.KIND, Label.THEMES, Label.STRENGTH), (1, 50, 50)
    )
    assert all(one.live_f1 < one.candidate_f1 for one in live.values())
    note = desk.add(FeedbackDraft("another zark hums"), who=caller("ann"))
    assert (note.kind, note.themes, note.strength) == (FeedbackKind.IDEA, ("zarks",), FeedbackStrength.DEAL_BREAKER)
    assert {note.kind_by, note.themes_by, note.strength_by} == {Labeller.MACHINE}
    use_version(store, brand, Label.KIND, None, who=caller())
    again = desk.add(FeedbackDraft("one more zark hums"), who=caller("ann"))
    assert (again.kind, again.themes) == (None, ("zarks",))
    use_version(store, brand, Label.KIND, 1, who=caller())
    assert desk.read(FeedbackDraft("one more zark hums"), who="ann").kind is FeedbackKind.IDEA
    with pytest.raises(NotFound, match="version of the kind"):
        use_version(store, brand, Label.KIND, 2, who=caller())


def test_a_theme_that_was_renamed_is_learned_by_its_new_name(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    correct_all(desk)
    brand = brand_of(store)
    ThemeDesk(store, brand, clock).rename("zarks", "humming", who=caller("ann"))
    assert learn(store, brand, Label.THEMES, "ann", clock).version is not None
    assert desk.add(FeedbackDraft("another zark hums"), who=caller("ann")).themes == ("humming",)


def test_a_version_that_is_no_better_stays_back_and_says_why(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    desk.add(FeedbackDraft("hello there"), who=caller("ann"))
    # What the rule says already, and other words for the rest.
    said = [(f"Can you tell me the size of number {place}?", "question") for place in range(30)]
    said += [(f"I love number {place}, it is great", "praise") for place in range(30)]
    rows = [(text, {Label.KIND: (kind,)}) for text, kind in said]
    taught = teach(store, brand_of(store), rows, who=caller("ann"), clock=clock)
    (learned,) = taught.learned
    assert (taught.given, taught.new) == (60, 60)
    assert learned.version is not None
    assert not learned.version.is_live
    assert "macro-F1 1.000 against 1.000" in learned.why


def test_cells_that_say_what_a_label_cannot_be_are_named() -> None:
    rows = [("too slow", "complaint", "delivery; price ;delivery", ""), ("fine", "rant", "", "matters")]
    with pytest.raises(BadLabels, match="1 cells are no kind \\(row 3: 'rant'\\)"):
        parse_labelled(rows, [Label.KIND, Label.THEMES, Label.STRENGTH])
    found, skipped = parse_labelled([rows[0], ("", "praise", "", ""), ("fine", "", "", "")], list(Label)[1:])
    assert found == [("too slow", {Label.KIND: ("complaint",), Label.THEMES: ("delivery", "price")})]
    assert skipped == 2
