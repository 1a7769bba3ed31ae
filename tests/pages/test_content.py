"""The blocks about posts on the Engagement page: rankings, gates, what works where, best times, followers, peers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.outcome_models import ModelTask
from services.gates import read_gates
from services.models.training import train
from tests.pages.conftest import PATIENCE_S, ROOT, OpenPage, open_menu, texts
from tests.services.hand_made import HandMade, Row, spec
from tests.services.models.test_training import caller
from tests.services.models.test_training import posts as trained_posts
from ui.numbers import NO_BREAK
from ui.runtime import mark_launched

LAST = date(2019, 3, 31)
POSTS = spec("x", Basis.LIFETIME, "content")


def posts(count: int, *, timed: bool = True) -> list[Row]:
    return [
        Row(
            LAST - timedelta(days=index // 3),
            {
                Fact.IMPRESSIONS: 1_000.0 + 13 * index,
                Fact.LIKES: 20.0 + index % 7 + (40 if index % 3 == 0 else 0),
                Fact.FOLLOWS: float(index % 4 == 0),
                Fact.PROFILE_VISITS: 10.0 + index % 3,
            },
            content=f"x{index}",
            hour=(18, 9, 12)[index % 3] if timed else None,
            format=("reel", "image", "text")[index % 3],
        )
        for index in range(count)
    ]


@pytest.fixture
def filled(acme: HandMade) -> HandMade:
    acme.put(POSTS, posts(210))
    return acme


def opened(open_page: OpenPage, tab: str = "What works where", **query: str) -> AppTest:
    app = open_page("engagement", period="All data", **query)
    app.session_state["works"] = tab
    return app.run()


def said_by(app: AppTest) -> str:
    """What the page says, without the marks that keep words from being taken for Markdown."""
    return texts(app).replace("\\", "")


def test_what_works_where_states_a_finding_with_its_range_and_n(filled: HandMade, open_page: OpenPage) -> None:
    said = said_by(opened(open_page))
    assert "On X, reel: engagement rate about" in said
    assert "above the other posts" in said
    assert "(95 % interval), 70\u00a0posts" in said
    assert "3\u00a0comparisons looked at and corrected for" in said


def test_whoever_comes_by_a_link_sees_the_chart_first_and_the_posts_a_moment_later(
    filled: HandMade, store_url: str
) -> None:
    mark_launched()
    app = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=PATIENCE_S)
    app.switch_page(str(ROOT / "pages" / "engagement.py"))
    app.run()
    assert app.metric
    assert "Which posts did best" not in texts(app)
    app.run()
    assert "Which posts did best" in texts(app)


def test_the_best_times_are_named_with_their_posts(filled: HandMade, open_page: OpenPage) -> None:
    said = texts(opened(open_page, "Best times"))
    assert "18:00–19:00" in said
    assert "10\u00a0posts" in said
    assert "hours in UTC" in said
    assert "likely real" in said


def test_an_export_without_hours_is_named_in_place_of_the_map(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(POSTS, posts(60, timed=False))
    said = texts(opened(open_page, "Best times"))
    assert "The X export has no hour, so there is no best-time map" in said


def test_followers_show_rates_and_the_posts_that_brought_them(filled: HandMade, open_page: OpenPage) -> None:
    said = texts(opened(open_page, "Followers"))
    assert "of 210 posts brought" in said
    assert "Follows per 1,000 impressions" in said
    assert "Follows per profile visit" in said


def test_exports_without_follows_say_which_have_them(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(POSTS, [Row(LAST, {Fact.IMPRESSIONS: 100.0, Fact.LIKES: 9.0}, content="a")])
    assert "No export of this brand counts new follows" in texts(opened(open_page, "Followers"))


def test_peers_are_explained_where_there_are_none_and_shown_apart_where_there_are(
    filled: HandMade, open_page: OpenPage
) -> None:
    assert "column 'Peer'" in said_by(opened(open_page, "Peers"))
    theirs = [
        Row(LAST - timedelta(days=index), {Fact.IMPRESSIONS: 9_000.0, Fact.LIKES: 900.0 + index}, content=f"r{index}")
        for index in range(20)
    ]
    filled.put(spec("x", Basis.LIFETIME, "content", "peer"), theirs)
    app = opened(open_page, "Peers")
    assert "your median engagement rate is below that of peers" in texts(app)
    assert "210\u00a0posts" in texts(app)
    assert "230\u00a0posts" not in texts(app)


def test_the_gates_can_be_changed_on_the_page(filled: HandMade, open_page: OpenPage) -> None:
    app = opened(open_page, "Best and worst posts")
    assert "a success has 5 likes or more" in texts(app)
    open_menu(app, "gates_menu")
    app.number_input(key="gate_views").set_value(3_000.0)
    app.number_input(key="gate_rate").set_value(7.0)
    next(button for button in app.button if button.label == "Save").click().run()
    with filled.read() as work:
        gates = read_gates(work, filled.brand_id)
    assert (gates.minimum_views, gates.success_rate) == (3_000, pytest.approx(0.07))
    assert "seen fewer than 3,000 times" in texts(app)
    next(button for button in app.button if button.label == "Back to the defaults").click().run()
    assert "seen fewer than" not in texts(app)


def test_gates_that_cannot_be_are_refused_in_words(filled: HandMade, open_page: OpenPage) -> None:
    app = opened(open_page, "Best and worst posts")
    open_menu(app, "gates_menu")
    app.number_input(key="gate_rate").set_value(150.0)
    next(button for button in app.button if button.label == "Save").click().run()
    assert "a rate from 0 to 1" in texts(app)
    assert app.error


def test_posts_are_ranked_by_rate_and_by_volume_best_and_worst(filled: HandMade, open_page: OpenPage) -> None:
    app = opened(open_page, "Best and worst posts")
    assert "Which posts did best by engagement rate?" in texts(app)
    assert "drawn towards the mean" in texts(app)
    app.selectbox(key="rank").select("Impressions").run()
    assert "Which posts did best by impressions?" in texts(app)
    app.segmented_control(key="end").set_value("Worst").run()
    assert "Which posts did worst by impressions?" in texts(app)
    assert not app.error


def test_exports_without_attributes_say_what_would_fill_the_grid(acme: HandMade, open_page: OpenPage) -> None:
    rows = [Row(LAST, {Fact.IMPRESSIONS: 100.0, Fact.LIKES: 9.0}, content=f"p{index}") for index in range(9)]
    acme.put(POSTS, rows)
    assert "say no format, topic, hook, generator or campaign" in texts(opened(open_page))


def test_one_view_that_fails_leaves_the_rest_of_the_page(
    filled: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("services.content.format_grid.compare_groups", broken)
    app = opened(open_page)
    assert "We could not show what works where" in texts(app)
    assert app.get("plotly_chart"), "the trend stands"
    assert "Which posts did best" in texts(opened(open_page, "Best and worst posts"))


def test_a_planned_post_is_told_by_the_baseline_until_a_model_is_better_then_by_the_model(
    acme: HandMade, open_page: OpenPage
) -> None:
    acme.put(POSTS, trained_posts(200))
    app = opened(open_page, "Plan a post")
    said = said_by(app).replace(NO_BREAK, " ")
    assert "This is the baseline, what any post of yours gets (200 posts)" in said
    assert "Nine in ten such posts get about" in said
    with acme.store.read() as work:
        brand = work.brands.get(acme.brand_id)
    train(acme.store, brand, ModelTask.ENGAGEMENT, who=caller())
    app = app.run()
    app.selectbox(key="forecast_x_format").select("reel").run()
    said = said_by(app).replace(NO_BREAK, " ")
    assert "Learned from 200 posts. The baseline, any post of yours:" in said
    rates = [metric.value for metric in app.metric if metric.label == "Engagement rate"]
    app.selectbox(key="forecast_x_format").select("image").run()
    assert [metric.value for metric in app.metric if metric.label == "Engagement rate"] != rates
    labels = [one.label for one in app.selectbox]
    assert "Format" in labels
    assert "Generator" not in labels, "no post states one"


def test_a_planned_post_of_a_brand_with_few_posts_says_how_many_more_it_takes(
    acme: HandMade, open_page: OpenPage
) -> None:
    acme.put(POSTS, posts(12))
    assert "it takes 19, so 7 more" in said_by(opened(open_page, "Plan a post"))
