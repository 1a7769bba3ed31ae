"""The Insights page: the ranked list, one insight with its reasons, and what a person decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.repositories.insight_log import KeptFormulas
from learning.domain.errors import StoreUnavailable
from learning.domain.feedback_entries import FeedbackDraft, FeedbackSource, LinkKind
from learning.domain.formulas import Formula, FormulaSource
from learning.domain.insights import InsightKind, InsightStatus
from learning.domain.policies import SystemActor
from services.clock import SystemClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.insights.deciding import accept_insight, dismiss_insight
from services.insights.running import run_insights
from services.insights.settings import InsightSettings, set_settings
from services.insights.trials import start_trial
from services.settings import load_settings
from tests.pages.conftest import OpenPage, buttons, open_menu, texts
from tests.services.callers import caller
from tests.services.hand_made import HandMade
from tests.services.insights.planted import NOW, POSTS, insights, posts, video
from ui.insights import reads as insight_reads


@pytest.fixture
def filled(acme: HandMade, monkeypatch: pytest.MonkeyPatch) -> HandMade:
    monkeypatch.setattr("services.clock.SystemClock.now", lambda _self: NOW)
    acme.put(POSTS, posts())
    run_insights(acme.store, acme.brand_id, NOW)
    return acme


def test_a_brand_without_data_is_led_to_the_upload(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights")
    assert "No data yet" in texts(app)
    assert app.button(key="empty_upload")


def test_data_that_nobody_looked_at_yet_is_said_to_wait_for_the_worker(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(POSTS, posts(40))
    assert "The worker looks within a minute after an import." in texts(open_page("insights"))


def test_nothing_found_is_a_result_with_the_number_of_comparisons(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(POSTS, posts(lift=0.0, seed=11))
    run_insights(acme.store, acme.brand_id, NOW)
    if not insights(acme):
        assert "That is a result, too." in texts(open_page("insights"))


def test_the_list_tells_what_was_found_with_range_n_tier_and_age(filled: HandMade, open_page: OpenPage) -> None:
    said = texts(open_page("insights"))
    assert "**Posts in the format “video” had a higher engagement rate** :green-badge[likely real]" in said
    assert "higher (95\u00a0% range)" in said
    assert f"n\u00a0=\u00a0{video(filled).finding.candidate.n}\u00a0posts" in said
    assert "found just now" in said
    assert "each corrected for all the others" in said
    assert "significant" not in said


def test_how_well_the_learning_does_is_told_or_why_it_cannot_be(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights")
    assert "Were guesses right" not in texts(app)
    open_menu(app, "learning_effect")
    said = texts(app)
    assert "Not computable: nobody has guessed what is decided yet." in said
    assert "not computable: no insight was looked for again on data of 7 days later" in said
    assert "not computable: no change was kept so far" in said


def test_a_filter_leaves_out_what_is_about_other_parts_of_the_data(filled: HandMade, open_page: OpenPage) -> None:
    assert "“video”" not in texts(open_page("insights", format="image"))
    assert "“video”" in texts(open_page("insights", format="video"))


def test_one_insight_shows_why_what_would_change_it_and_the_posts(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights", insight=str(video(filled).id))
    said = texts(app)
    for title in ("Why?", "What would change my mind?", "What else could it be?", "Which posts show it?"):
        assert title in said
    assert "more posts without any difference, and it would not stand." in said
    assert "chance that there is nothing, or that it goes the other way" in said
    assert "Found by 1 of 1\u00a0run" in said
    assert any(label.startswith("Post p") for label in buttons(app))
    assert video(filled).status is InsightStatus.SEEN
    assert app.get("plotly_chart")


def test_accepting_says_that_nothing_changes_before_somebody_approves(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights", insight=str(video(filled).id))
    app.button(key="accept_insight").click().run()
    assert "Nothing changes before somebody other than you approves it." in texts(app)
    assert app.button(key="accept_sure")
    why = "Let us try it."
    accept_insight(filled.store, filled.brand_id, video(filled).id, who=caller("ada"), now=NOW, reason=why)
    app = open_page("insights", insight=str(video(filled).id))
    assert "Accepted by ada on 21 Nov 2026: Let us try it." in texts(app)
    assert "Accept" not in buttons(app)


def test_a_dismissal_asks_for_a_reason_and_can_be_taken_back(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights", insight=str(video(filled).id))
    app.button(key="dismiss_insight").click().run()
    assert app.text_input(key="dismiss_reason")
    assert app.radio(key="dismiss_breadth").value == "The same on any metric"
    dismiss_insight(filled.store, filled.brand_id, video(filled).id, who=caller("ada"), now=NOW, reason="We know.")
    app = open_page("insights")
    assert "“We know.”, ada" in texts(app)
    next(button for button in app.button if button.label == "Take back").click().run()
    assert video(filled).status is InsightStatus.SEEN


def test_an_insight_is_run_as_a_test(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("insights", insight=str(video(filled).id))
    app.button(key="try_insight").click().run()
    assert "is designed and waits to be started" in texts(app)
    assert "Open its test" in buttons(app)


def test_a_test_leads_back_to_the_finding_that_it_was_made_of(filled: HandMade, open_page: OpenPage) -> None:
    with filled.store.read() as work:
        acme = work.brands.get(filled.brand_id)
    started = start_trial(filled.store, acme, video(filled).id, who=caller(SystemActor.ENGINE), clock=SystemClock())
    app = open_page("ab_tests", test=str(started.record.id))
    assert "Bellwether drafted this test" in app.button(key="test_insight").help
    assert "**Bellwether** designed it" in texts(app)
    app.button(key="test_insight").click().run()
    assert app.query_params["insight"] == str(video(filled).id)


def test_an_accepted_insight_leads_to_its_change_and_a_blocked_one_says_why(
    filled: HandMade, open_page: OpenPage
) -> None:
    found = video(filled)
    accept_insight(filled.store, filled.brand_id, found.id, who=caller("ann"), now=NOW)
    assert "insight_action" in {button.key for button in open_page("insights", insight=str(found.id)).button}
    what = (("component", "newsletter"), ("pattern", "bypassed more often"))
    subject = replace(found.finding.candidate.subject, kind=InsightKind.OPERATION, metric="", what=what)
    finding = replace(found.finding, candidate=replace(found.finding.candidate, subject=subject))
    with filled.store.write() as work:
        other = work.insights.add(replace(found, id=0, fingerprint="b", finding=finding, status=InsightStatus.NEW))
        work.commit()
    said = texts(open_page("insights", insight=str(other.id)))
    assert "Not to accept: it says what people do with the program" in said
    assert "Not to test: it says where the program loses time or success" in said


def test_an_id_that_is_not_there_is_said_in_its_place(filled: HandMade, open_page: OpenPage) -> None:
    assert "999" in texts(open_page("insights", insight="999"))


def test_switched_off_pattern_recognition_is_said(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(POSTS, posts(40))
    with acme.store.write() as work:
        set_settings(work, acme.brand_id, InsightSettings(pattern_recognition=False))
        work.commit()
    assert "Pattern recognition is switched off" in texts(open_page("insights"))


def test_a_failing_store_is_told_and_the_rest_of_home_stays(
    filled: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise StoreUnavailable("the database is locked")

    monkeypatch.setattr(insight_reads, "list_insights", fail)
    assert "the database is locked" in texts(open_page("insights"))
    said = texts(open_page())
    assert "the database is locked" in said
    assert "Latest imports" in said


def test_home_tells_the_top_insights_first(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page()
    assert "What to know" in [one.value for one in app.subheader]
    assert "Posts in the format “video” had a higher engagement rate" in texts(app)


def test_quotes_stand_beside_an_insight_with_their_weight_and_their_thread(
    filled: HandMade, open_page: OpenPage
) -> None:
    found = video(filled)
    with filled.store.read() as work:
        (own,) = work.brands.list_all()
    desk = FeedbackDesk(filled.store, load_settings({}), own, SystemClock())
    for said in ("love the videos", "the videos are great"):
        about = ((LinkKind.INSIGHT, str(found.id)),)
        desk.add(FeedbackDraft(said, FeedbackSource.SALES_CALL, about=about), who=caller("ann"))
    take_up_all(filled.store, SystemClock())
    told = texts(open_page("insights", insight=str(found.id)))
    assert "2\u00a0sales call notes agree" in told
    assert "never change" in told
    assert "weight 1 (one note)" in told


def test_winning_formulas_open_with_structure_figures_and_a_section_for_a_prompt(
    filled: HandMade, open_page: OpenPage
) -> None:
    app = open_menu(open_page("insights"), "formulas")
    assert "No structure stands out among the posts that did well." in texts(app)
    own = Formula(
        source=FormulaSource.OWN,
        generator="assistant",
        name="story + video",
        structure=(("hook", "story"), ("format", "video")),
        example=1,
        example_text="A story",
        average_views=1_200.0,
        engagement_rate=0.043,
        follows_per_1000=1.25,
        n=14,
        successes=9,
        usual_success=0.3,
        success_low=0.38,
        success_high=0.71,
        confidence=0.98,
        q_value=0.01,
    )
    peers = replace(own, source=FormulaSource.PEERS, generator="")
    with filled.store.write() as work:
        work.insight_log.keep_formulas(KeptFormulas(filled.brand_id, "b", 1, (own, peers)))
        work.commit()
    app = open_menu(open_page("insights"), "formulas")
    assert "**Posts of peers**" in texts(app)
    assert "**Your own posts**" not in texts(app)
    app.selectbox(key="formula_generator").select("assistant").run()
    assert "**Your own posts**" in texts(app)
    row = next(frame.value for frame in app.dataframe if "Structure" in frame.value.columns).iloc[0].tolist()
    assert row[:7] == [
        "story + video",
        "hook: story · format: video",
        "14",
        "9 of 14",
        "38.0\u00a0% to 71.0\u00a0%; usually 30.0\u00a0%",
        "1,200",
        "4.30\u00a0%",
    ]
    assert "did well in your own posts" in app.code[0].value
    assert "did well for others" in app.code[0].value
