"""Notes and goals on the Engagement page: written there, seen there, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.annotations import Annotation, NoteDraft
from learning.domain.enums import Basis
from learning.domain.goals import Goal
from learning.domain.timekeys import day_key
from services.annotations import add_note
from tests.conftest import FIXED_NOW
from tests.pages.conftest import OpenPage, open_menu, texts
from tests.pages.test_engagement import LAST, posts
from tests.services.callers import caller
from tests.services.hand_made import HandMade, spec

FORM = str(Path(__file__).with_name("note_form_page.py"))
DAY = f"{LAST}_{LAST}"


@pytest.fixture
def filled(acme: HandMade) -> HandMade:
    acme.put(spec("x", Basis.LIFETIME, "content"), posts(60))
    return acme


def stored(acme: HandMade) -> list[Annotation]:
    with acme.read() as work:
        return work.annotations.list_between(acme.brand_id, 0, 99_999, who="Local administrator")


def goals(acme: HandMade) -> tuple[Goal, ...]:
    with acme.read() as work:
        return work.goals.list_of(acme.brand_id)


def write(acme: HandMade, text: str, day: date = LAST, **more: object) -> Annotation:
    who = str(more.pop("who", "Local administrator"))
    return add_note(acme.store, acme.brand_id, NoteDraft(day, day, text, **more), who=caller(who), now=FIXED_NOW)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    return app


def expanders(app: AppTest) -> str:
    return " ".join(expander.label for expander in app.expander).replace("\u00a0", " ")


def flags(app: AppTest) -> list[str]:
    """What the notes of the trend say, as the chart carries it to the browser."""
    return [chart.proto.spec for chart in app.get("plotly_chart")]


def test_the_page_offers_a_note_about_its_last_day(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    app.button(key="trend_add_note").click().run()
    assert app.text_input(key=f"note_{DAY}_text").value == ""
    assert app.date_input(key=f"note_{DAY}_first").value == LAST


def test_a_note_is_written_changed_and_removed_in_its_form(filled: HandMade, store_url: str) -> None:
    app = AppTest.from_file(FORM, default_timeout=60).run()
    app.text_input(key=f"note_{DAY}_text").set_value("Spring sale")
    press(app, "Save the note")
    [note] = stored(filled)
    assert (note.text, note.day_first, note.shared, note.who) == (
        "Spring sale",
        day_key(LAST),
        True,
        "Local administrator",
    )
    app.date_input(key=f"note_{note.id}_last").set_value(LAST + timedelta(days=3))
    press(app, "Save the note")
    assert stored(filled)[0].day_last == day_key(LAST) + 3
    press(app, "Remove the note")
    assert stored(filled) == []


def test_the_last_day_of_a_note_follows_the_first_one(filled: HandMade, store_url: str) -> None:
    app = AppTest.from_file(FORM, default_timeout=60).run()
    app.text_input(key=f"note_{DAY}_text").set_value("Spring sale")
    app.date_input(key=f"note_{DAY}_first").set_value(LAST + timedelta(days=9))
    press(app, "Save the note")
    assert [(note.day_first, note.day_last) for note in stored(filled)] == [(day_key(LAST) + 9, day_key(LAST) + 9)]


def test_a_note_without_words_is_refused_and_the_form_stays(filled: HandMade, store_url: str) -> None:
    app = AppTest.from_file(FORM, default_timeout=60).run()
    press(app, "Save the note")
    assert "the text of a note cannot be" in texts(app)
    assert app.text_input(key=f"note_{DAY}_text")
    assert stored(filled) == []


def test_somebody_elses_own_note_is_not_on_my_chart_until_it_is_shared(filled: HandMade, open_page: OpenPage) -> None:
    write(filled, "Quarter target at risk", who="ann", shared=False)
    app = open_page("engagement")
    assert "note" not in expanders(app)
    assert "Quarter target" not in flags(app)[0]
    write(filled, "Launch day", who="ann")
    app.run()
    assert "1 note on these days" in expanders(app)
    assert "Launch day" in flags(app)[0]
    assert "Quarter target" not in flags(app)[0]


def test_home_lists_the_notes_about_its_days(filled: HandMade, open_page: OpenPage) -> None:
    write(filled, "Launch day", who="ann")
    write(filled, "Quarter target at risk", who="ann", shared=False)
    write(filled, "Long ago", LAST - timedelta(days=50))
    assert "1 note on these days" in expanders(open_page("home"))


def test_notes_can_be_narrowed_to_a_tag_and_left_out_in_the_address(filled: HandMade, open_page: OpenPage) -> None:
    write(filled, "Spring sale", tags=("sale",))
    write(filled, "New logo", LAST - timedelta(days=9), tags=("brand",))
    tagged = flags(open_page("engagement", tags="sale"))[0]
    assert "Spring sale" in tagged
    assert "New logo" not in tagged
    assert "Spring sale" not in flags(open_page("engagement", show="Goal"))[0]


def test_the_days_of_the_chart_are_those_whose_notes_it_shows(filled: HandMade, open_page: OpenPage) -> None:
    write(filled, "Long ago", LAST - timedelta(days=50))
    assert "Long ago" not in flags(open_page("engagement"))[0]
    assert "Long ago" in flags(open_page("engagement", period="All data"))[0]


def test_a_goal_is_set_drawn_told_and_removed(filled: HandMade, open_page: OpenPage) -> None:
    app = open_menu(open_page("engagement"), "goal_menu_engagement_rate_0_0")
    app.number_input(key="goal_engagement_rate_None_0_target").set_value(3.5)
    press(app, "Set the goal")
    assert [(goal.metric, goal.target, goal.platform) for goal in goals(filled)] == [("engagement_rate", 0.035, None)]
    app.run()
    assert "Goal 3.50 %: not reached" in texts(app).replace("\u00a0", " ").replace("\\", "")
    assert "Goal 3.50" in flags(app)[0]
    goal = goals(filled)[0]
    open_menu(app, f"goal_menu_engagement_rate_{goal.id}_{goal.created_at}")
    press(app, "Remove the goal")
    assert goals(filled) == ()


@pytest.mark.parametrize(("typed", "words"), [(0.0, "the target cannot be"), (140.0, "the target cannot be")])
def test_a_goal_that_cannot_be_is_refused_in_words(
    filled: HandMade, open_page: OpenPage, typed: float, words: str
) -> None:
    app = open_menu(open_page("engagement"), "goal_menu_engagement_rate_0_0")
    app.number_input(key="goal_engagement_rate_None_0_target").set_value(typed)
    press(app, "Set the goal")
    assert words in texts(app)
    assert goals(filled) == ()


@pytest.mark.parametrize("look", ["Level and changes", "Weekdays", "Hours", "What is left"])
def test_a_season_that_was_not_computed_says_so(
    filled: HandMade, open_page: OpenPage, look: str, season_tab: Callable[[AppTest, str], AppTest]
) -> None:
    assert "computed after each import" in texts(season_tab(open_page("engagement"), look))


@pytest.fixture
def season_tab() -> Callable[[AppTest, str], AppTest]:
    """Open a tab of the trend as a click would."""

    def open_tab(app: AppTest, label: str) -> AppTest:
        app.session_state["look"] = label
        return app.run()

    return open_tab
