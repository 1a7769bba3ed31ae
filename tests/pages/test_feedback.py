"""The Feedback page: entering, correcting, answering, themes, and a store that fails."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.brands import Brand
from learning.domain.enums import Basis, DateOrder
from learning.domain.errors import BadOption, StoreUnavailable
from learning.domain.facts import Fact
from learning.domain.feedback import Feeling, Label
from learning.domain.feedback_entries import FeedbackDraft, FeedbackEntry, Labeller, LinkKind
from learning.domain.outcome_models import ModelTask
from learning.domain.timekeys import day_key
from services.clock import SystemClock
from services.feedback.correcting import teach
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.models.training import train
from services.models.updating import update_models
from services.settings import load_settings
from tests.pages.conftest import OpenPage, texts
from tests.services.callers import caller
from tests.services.hand_made import HandMade, Row, spec
from tests.services.models.test_training import POSTS, posts
from ui.feedback.origin import links_of


def entries(acme: HandMade) -> tuple[FeedbackEntry, ...]:
    with acme.store.read() as work:
        return work.feedback_entries.list_of(acme.brand_id)


def put(acme: HandMade, said: str, *, hours_ago: int = 0) -> FeedbackEntry:
    class Earlier(SystemClock):
        def now(self):
            return super().now() - timedelta(hours=hours_ago)

    with acme.store.read() as work:
        (brand,) = work.brands.list_all()
    return FeedbackDesk(acme.store, load_settings({}), brand, Earlier()).add(FeedbackDraft(said), who=caller("ann"))


def brand_of(acme: HandMade) -> Brand:
    with acme.store.read() as work:
        (brand,) = work.brands.list_all()
    return brand


def element(group, key: str):
    return next(one for one in group if one.key == key)


def say(app: AppTest, words: str) -> AppTest:
    return element(app.text_area, "feedback_text").input(words).run()


def test_an_empty_inbox_says_how_to_begin(acme: HandMade, open_page: OpenPage) -> None:
    told = texts(open_page("feedback"))
    assert "Log the first thing a customer said" in told
    assert "For example:" in told


def test_without_a_brand_the_page_says_so(no_brand: None, open_page: OpenPage) -> None:
    assert "There is no brand yet" in texts(open_page("feedback"))


def test_what_was_said_is_suggested_masked_and_saved_in_two_steps(acme: HandMade, open_page: OpenPage) -> None:
    app = say(open_page("feedback"), "Anna Berg says the delivery was terribly slow")
    assert "Left out: 1\xa0name. Kept as: " in texts(app)
    assert next(box for box in app.selectbox if box.label == "Feeling").value == Feeling.NEGATIVE
    element(app.button, "feedback_save").click().run()
    assert "is kept. Its clock runs" in texts(app)
    (kept,) = entries(acme)
    assert kept.text == "[name] says the delivery was terribly slow"
    assert kept.feeling_by is Labeller.MACHINE
    assert element(app.text_area, "feedback_text").value == ""


def test_a_changed_suggestion_is_the_persons_and_is_learned(acme: HandMade, open_page: OpenPage) -> None:
    app = say(open_page("feedback"), "the blorp shone all day")
    next(box for box in app.selectbox if box.label == "Feeling").select(Feeling.POSITIVE).run()
    element(app.button, "feedback_save").click().run()
    (kept,) = entries(acme)
    assert (kept.feeling, kept.feeling_by) == (Feeling.POSITIVE, Labeller.PERSON)
    with acme.store.read() as work:
        assert [one.told for one in work.feedback_models.list_corrections(acme.brand_id, Label.FEELING)] == [
            ("positive",)
        ]


def test_a_feeling_is_corrected_in_one_click(acme: HandMade, open_page: OpenPage) -> None:
    note = put(acme, "the blorp wobbled")
    app = open_page("feedback")
    control = element(app.get("button_group"), f"feedback_feeling_{note.id}")
    control.set_value("negative").run()
    (kept,) = entries(acme)
    assert (kept.feeling, kept.feeling_by) == (Feeling.NEGATIVE, Labeller.PERSON)


def test_a_late_note_is_told_here_and_on_home_until_it_is_answered(acme: HandMade, open_page: OpenPage) -> None:
    posts = [Row(date(2019, 3, day), {Fact.IMPRESSIONS: 100, Fact.LIKES: 4}, content="a") for day in range(1, 29)]
    acme.put(spec("x", Basis.ACTIVITY, "content"), posts)
    note = put(acme, "please bring back the old logo", hours_ago=30)
    assert "neither used nor answered within 24 hours" in texts(open_page("home"))
    app = open_page("feedback")
    assert "waiting 30 h 00 min, late" in texts(app)
    element(app.text_input, f"feedback_because_{note.id}").input("the new one is ours").run()
    element(app.button, f"feedback_end_{note.id}").click().run()
    assert entries(acme)[0].answer == "the new one is ours"
    assert "neither used nor answered" not in texts(open_page("home"))


def test_an_answer_without_a_reason_is_refused_in_words(acme: HandMade, open_page: OpenPage) -> None:
    note = put(acme, "too slow")
    app = open_page("feedback")
    element(app.button, f"feedback_end_{note.id}").click().run()
    assert "why nothing changes" in texts(app)
    assert entries(acme)[0].answered_at is None


def test_themes_show_count_share_and_quotes(acme: HandMade, open_page: OpenPage) -> None:
    for said in ("the delivery is slow", "delivery was awful", "love the colours"):
        put(acme, said)
    app = open_page("feedback", view="Themes")
    assert any(
        label.startswith("delivery: 2\xa0notes, 67% of 3\xa0notes, ") for label in [one.label for one in app.expander]
    )


def test_a_failing_store_leaves_what_was_typed(
    acme: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = say(open_page("feedback"), "the app keeps crashing")

    def fail(*_args: object, **_named: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(FeedbackDesk, "add", fail)
    element(app.button, "feedback_save").click().run()
    assert "the disk is full" in texts(app)
    assert element(app.text_area, "feedback_text").value == "the app keeps crashing"
    assert entries(acme) == ()


def test_the_box_opens_from_any_page_about_what_it_showed(acme: HandMade, open_page: OpenPage) -> None:
    posts = [Row(date(2019, 3, day), {Fact.IMPRESSIONS: 100, Fact.LIKES: 4}, content="a") for day in range(1, 29)]
    acme.put(spec("x", Basis.ACTIVITY, "content"), posts)
    app = open_page("ab_tests", test="12")
    element(app.button, "frame_feedback").click().run()
    assert "Feedback" in [title.value for title in app.title]
    assert app.query_params["about"] in ("test: 12", ["test: 12"])
    # The harness runs the page that it was opened with: the box is filled in on its own.
    app = say(open_page("feedback", about="test: 12"), "this version confuses me")
    assert next(box for box in app.multiselect if box.label == "About").value == ["test: 12"]
    element(app.button, "feedback_save").click().run()
    (kept,) = entries(acme)
    assert [(link.kind, link.target) for link in kept.links] == [(LinkKind.TEST, "12")]


def test_an_unknown_kind_of_thing_is_refused_and_nothing_typed_is_lost(acme: HandMade, open_page: OpenPage) -> None:
    with pytest.raises(BadOption, match="planet"):
        links_of(["planet: 9"])
    app = say(open_page("feedback", about="planet: 9"), "too slow")
    assert next(box for box in app.multiselect if box.label == "About").value == []


def test_kind_and_topics_are_corrected_where_the_note_stands(acme: HandMade, open_page: OpenPage) -> None:
    note = put(acme, "the delivery wobbled")
    app = open_page("feedback")
    element(app.get("button_group"), f"feedback_kind_{note.id}").set_value("complaint").run()
    element(app.multiselect, f"feedback_topics_{note.id}").set_value(["price"]).run()
    (kept,) = entries(acme)
    assert (kept.kind, kept.kind_by) == ("complaint", Labeller.PERSON)
    assert (kept.themes, kept.themes_by) == (("price",), Labeller.PERSON)


def test_a_draft_is_there_again_after_a_reload_and_gone_once_it_is_saved(acme: HandMade, open_page: OpenPage) -> None:
    app = say(open_page("feedback"), "the app keeps crashing")
    next(box for box in app.selectbox if box.label == "From").select("survey").run()
    app = open_page("feedback")
    assert element(app.text_area, "feedback_text").value == "the app keeps crashing"
    assert next(box for box in app.selectbox if box.label == "From" and box.value).value == "survey"
    element(app.button, "feedback_save").click().run()
    assert entries(acme)[0].source == "survey"
    assert element(open_page("feedback").text_area, "feedback_text").value == ""


def test_suggestions_are_proposed_from_the_page_and_the_thread_shows_where_they_went(
    acme: HandMade, open_page: OpenPage
) -> None:
    notes = [put(acme, "the delivery is too slow", hours_ago=2) for _ in range(3)]
    assert "The system has not read it yet" in texts(open_page("feedback", note=str(notes[0].id)))
    take_up_all(acme.store, SystemClock())
    app = open_page("feedback", view="Suggestions")
    assert "3 of 3 notes that judge it complain" in texts(app)
    next(one for one in app.button if str(one.key).startswith("suggestion_propose")).click().run()
    assert "decided" in " ".join(one.label for one in app.expander)
    told = texts(open_page("feedback", note=str(notes[0].id)))
    assert "**Action 1**" in told
    assert "used after 2 h 00 min" in told
    assert "not measured yet" in told
    assert "3\u00a0notes of customers led to it" in texts(open_page("actions", action="1"))
    assert "behind action 1" in texts(open_page("feedback", behind="action: 1"))


def test_what_was_learned_is_shown_with_its_scores_and_can_be_taken_back(acme: HandMade, open_page: OpenPage) -> None:
    assert "0\u00a0corrections so far. From 40 on a version is tried." in texts(open_page("feedback", view="Learned"))
    with acme.store.read() as work:
        (brand,) = work.brands.list_all()
    said = [("the zark hums", "idea"), ("my blorp glows", "question")] * 30
    rows = [(f"{text} on shelf {place}", {Label.KIND: (kind,)}) for place, (text, kind) in enumerate(said)]
    teach(acme.store, brand, rows, who=caller("ann"), clock=SystemClock())
    app = open_page("feedback", view="Learned")
    assert "**Kind**: read by version 1" in texts(app)
    assert "from 60\u00a0corrections. On 60\u00a0held-back corrections: F1 0.00 before, 1.00 with it." in texts(app)
    element(app.button, "learned_shipped_kind").click().run()
    assert "**Kind**: read by the rule that comes along" in texts(app)
    element(app.button, "learned_use_kind_1").click().run()
    assert "**Kind**: read by version 1" in texts(app)


def test_models_of_posts_stand_beside_their_baseline_and_can_be_taken_back(acme: HandMade, open_page: OpenPage) -> None:
    assert "No version was made so far. From 120 posts on one is tried." in texts(open_page("feedback", view="Learned"))
    acme.put(POSTS, posts(200))
    with acme.store.read() as work:
        (brand,) = work.brands.list_all()
    for task in ModelTask:
        assert train(acme.store, brand, task, who=caller("ann")).version is not None
    told = texts(open_page("feedback", view="Learned"))
    assert "**What engagement rate will a post get?** Version 1 tells" in told
    assert re.search(
        r"from 200\u00a0posts\. On \d+\u00a0later posts: off by a factor of 1\.\d\d, baseline \d\.\d\d; \d+% in", told
    )
    blocks = r"right in \d+% \(± \d+% over 5 blocks by time; \d+% of the posts it learned from\)"
    assert re.search(blocks + r"; error 0\.\d{3}, baseline 0\.\d{3}", told)
    assert re.search(r"inside its 90 % range; above or below the middle " + blocks, told)
    acme.put(POSTS, posts(91, start=200, effect=0.0))
    update_models(acme.store, brand, who=caller("ann"))
    assert re.search(
        r"Brought up to date on .* with 90\u00a0newer posts: ", texts(open_page("feedback", view="Learned"))
    )
    app = open_page("feedback", view="Learned")
    element(app.button, "learned_baseline_engagement").click().run()
    assert "**What engagement rate will a post get?** The baseline tells" in texts(app)
    element(app.button, "learned_use_engagement_1").click().run()
    assert "**What engagement rate will a post get?** Version 1 tells" in texts(app)


def test_how_strong_a_note_is_can_be_corrected_where_it_stands(acme: HandMade, open_page: OpenPage) -> None:
    note = put(acme, "never again, I am switching to another shop")
    assert note.strength == "deal-breaker"
    app = open_page("feedback")
    element(app.get("button_group"), f"feedback_strength_{note.id}").set_value("matters").run()
    (kept,) = entries(acme)
    assert (kept.strength, kept.strength_by) == ("matters", Labeller.PERSON)


def test_an_idea_is_planned_as_a_test_from_the_page_and_in_the_thread(acme: HandMade, open_page: OpenPage) -> None:
    note = put(acme, "You should post more recipes for beginners")
    take_up_all(acme.store, SystemClock())
    app = open_page("feedback", view="Suggestions")
    next(one for one in app.button if str(one.key).startswith("suggestion_test")).click().run()
    assert app.query_params["test"] in ("1", ["1"])
    told = texts(open_page("feedback", note=str(note.id)))
    assert "**Test**: Suggestion" in told
    assert "not decided yet" in told


def test_a_file_of_notes_is_uploaded_asked_about_taken_in_and_taken_back_on_the_data_page(
    acme: HandMade, open_page: OpenPage
) -> None:
    app = open_page("feedback", view="Upload many")
    rows = ("too slow,03/04/2019", "fine,one of these days", ",07/04/2019", "love it,07/04/2019")
    table = "\n".join(["Review,Date", *rows, ""]).encode()
    app.file_uploader[1 if len(app.file_uploader) > 1 else 0].set_value(("reviews.csv", table, "text/csv")).run()
    told = texts(app)
    assert "2\u00a0notes can be taken, 1\u00a0row without words, 1\u00a0row that cannot be taken" in told
    assert element(app.button, "feedback_take").disabled
    (order,) = [one for one in app.radio if one.label.startswith("Which day is 03/04/2019")]
    order.set_value(DateOrder.DMY).run()
    element(app.button, "feedback_take").click().run()
    assert "2\u00a0notes taken in" in texts(app)
    assert [note.said_day for note in entries(acme)] == [day_key(date(2019, 4, 3)), day_key(date(2019, 4, 7))]
    app = open_page("data", view="Import history")
    assert "reviews.csv: 2\u00a0notes taken in" in texts(app)
    element(app.button, "feedback_undo_1").click().run()
    assert "reviews.csv: 2\u00a0notes taken back" in texts(app)
    assert entries(acme) == ()


def test_months_show_themes_with_their_trend_and_what_was_done(acme: HandMade, open_page: OpenPage) -> None:
    assert "begins with the first one" in texts(open_page("feedback", view="Months"))
    for month in range(5):
        for _ in range(month + 1):
            note = put(acme, "the delivery is slow", hours_ago=24 * 31 * (4 - month))
    desk = FeedbackDesk(acme.store, load_settings({}), brand_of(acme), SystemClock())
    desk.answer(note.id, "it is on its way", who=caller())
    app = open_page("feedback", view="Months")
    felt, themes = (table.value for table in app.dataframe)
    assert "15\u00a0notes" in texts(app)
    row = themes[themes.iloc[:, 0] == "delivery"].iloc[0]
    assert row["Notes"] == "15 of 15 (100%)"
    assert row["Trend of the share"] == "not told: every note says so"
    assert (row["What was done"], row["What came of it"]) == ("1 answered", "\u2013")
    assert list(felt.columns) == ["", "Notes", "By month", "Trend of the share"]


def test_a_note_in_another_language_is_said_to_be_unread_where_it_stands_until_somebody_says_more(
    acme: HandMade, open_page: OpenPage
) -> None:
    note = put(acme, "Der Versand war viel zu langsam und niemand hat geantwortet", hours_ago=24 * 10)
    app = open_page("feedback")
    assert "Not read by the system: only English is read; this is de" in texts(app)
    assert "waiting 10\u00a0days, late" in texts(app)
    assert "Not read by the system" in texts(open_page("feedback", note=str(note.id)))
    element(app.get("button_group"), f"feedback_feeling_{note.id}").set_value("negative").run()
    assert "Not read by the system" not in texts(open_page("feedback"))
