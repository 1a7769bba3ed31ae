from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.alerts import AlertDirection, AlertDraft, AlertKind, AlertStatus
from learning.domain.channels import Channel, ChannelKind
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.outbox import OutboxStatus
from learning.governance.success_rule import Pace
from services.alerts.evaluating import evaluate_behind
from services.alerts.rules import add_rule
from services.clock import SystemClock
from services.delivery.channels import ask_for_test
from services.insights.settings import read_settings
from services.models.rhythm import TrainingRhythm, read_rhythm
from services.models.training import read_retrain_after
from services.parameters.adaptation_settings import AdaptationSettings, read_adaptation
from tests.pages.conftest import OpenPage, buttons, texts
from tests.services.callers import caller
from tests.services.hand_made import HandMade, Row, spec

FIRST = date(2026, 9, 1)
DAILY = spec("x", Basis.ACTIVITY)


def put(acme: HandMade, clicks: dict[int, float]) -> None:
    acme.put(DAILY, [Row(FIRST + timedelta(days=day), {Fact.CLICKS: value}) for day, value in clicks.items()])


@pytest.fixture
def clicks(acme: HandMade) -> HandMade:
    put(acme, dict.fromkeys(range(60), 100.0) | {40: 300.0})
    return acme


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def open_form(app: AppTest) -> AppTest:
    app.session_state["new_alert"] = True
    return app.run()


def test_without_a_brand_the_page_says_what_fills_it(no_brand: None, open_page: OpenPage) -> None:
    assert "There is no brand yet" in texts(open_page("settings"))


def test_without_data_there_is_nothing_to_watch(acme: HandMade, open_page: OpenPage) -> None:
    app = open_form(open_page("settings"))
    assert "No open alerts" in texts(app)
    assert "upload an export first" in texts(app)


def test_an_alert_is_tried_on_the_past_kept_muted_and_removed(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_form(open_page("settings"))
    app.selectbox(key="alert_metric").set_value("clicks").run()
    assert "Give the number" in texts(app)
    app.number_input(key="alert_number_count").set_value(150.0).run()
    assert "It would have spoken **once** in the last" in texts(app)
    assert "11 Oct 2026" in texts(app)
    app = press(app, "alert_save")
    assert "Give the number that must not be passed." in texts(app), "a second click sends nothing twice"
    assert "Clicks on a day above 150" in texts(app)
    assert "at most once in 1\xa0day" in texts(app)
    app = press(app, "mute_1")
    assert "muted until" in texts(app)
    app = press(app, "mute_1")
    assert "muted until" not in texts(app)
    app = press(app, "remove_1")
    assert "Nothing yet" in texts(app)


def test_a_rule_is_changed_after_a_look_at_the_past_and_says_by_whom(clicks: HandMade, open_page: OpenPage) -> None:
    draft = AlertDraft("Busy days", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 500.0, cooldown_hours=30)
    add_rule(clicks.store, clicks.brand_id, draft, who=caller("ann"), now=SystemClock().now())
    app = open_page("settings")
    app.session_state["change_1"] = True
    app.run()
    assert app.text_input(key="change_1_name").value == "Busy days"
    assert app.number_input(key="change_1_number_count").value == 500.0
    assert app.selectbox(key="change_1_cooldown").value == "30\xa0hours"
    assert "It would have spoken **0\xa0times**" in texts(app)
    app.number_input(key="change_1_number_count").set_value(150.0).run()
    assert "It would have spoken **once** in the last" in texts(app)
    app = press(app, "change_1_save")
    assert "Clicks on a day above 150" in texts(app)
    app.session_state["change_1"] = True
    app.run()
    assert "Written by ann" in texts(app)
    assert "before: Busy days, Clicks on a day above 500, at most once in 30\xa0hours" in texts(app)
    with clicks.store.read() as work:
        rule = work.alerts.get_rule(clicks.brand_id, 1)
    assert (rule.draft.threshold, rule.draft.name, rule.draft.cooldown_hours) == (150.0, "Busy days", 30)


def test_an_alert_on_insights_says_how_often_it_would_have_spoken(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_form(open_page("settings"))
    app.selectbox(key="alert_kind").set_value("A new confirmed insight").run()
    assert "It would have spoken **0" in texts(app)
    assert "Programs" in app.selectbox(key="alert_insight").options


def test_an_open_alert_stands_on_home_and_here_until_it_is_seen(clicks: HandMade, open_page: OpenPage) -> None:
    draft = AlertDraft("Busy days", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 150.0)
    add_rule(clicks.store, clicks.brand_id, draft, who=caller("ann"), now=SystemClock().now())
    put(clicks, {60: 400.0})
    assert evaluate_behind(clicks.store, SystemClock().now()) == 1
    assert "Clicks on a day above 150" in texts(open_page("home"))
    app = open_page("settings")
    assert "400 on 31 Oct 2026, above 150." in texts(app)
    app = press(app, "seen_1")
    assert "No open alerts" in texts(app)
    with clicks.store.read() as work:
        assert work.alerts.list_of(clicks.brand_id)[0].status is AlertStatus.ACKNOWLEDGED
    assert app.dataframe[0].value["State"].tolist() == ["seen"]


def test_a_webhook_is_added_tested_switched_off_and_its_address_never_shown(
    clicks: HandMade, open_page: OpenPage
) -> None:
    app = open_page("settings", view="Notifications")
    app.text_input(key="hook_name").set_value("hook")
    app.text_input(key="hook_address").set_value("https://hooks.example/T0PSECRET")
    app = next(button for button in app.button if button.label == "Add it").click().run()
    shown = texts(app)
    assert "Webhook to `https://hooks.example/…`" in shown
    assert "T0PSECRET" not in shown + str([field.value for field in app.text_input])
    app = press(app, "test_1")
    assert "A message waits" in texts(app)
    app = press(app, "switch_1")
    assert "switched off" in texts(app)
    app = press(app, "drop_1")
    assert "test_1" not in [button.key for button in app.button]
    with clicks.store.read() as work:
        assert work.outbox.list_of(clicks.brand_id)[0].status is OutboxStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (OutboxStatus.FAILED, "nobody home After 1\xa0try it was given up."),
        (OutboxStatus.WAITING, "nobody home After 1\xa0try it is tried again by itself."),
        (OutboxStatus.WITHDRAWN, "Last message taken back"),
    ],
)
def test_a_channel_says_what_became_of_its_last_message(
    clicks: HandMade, open_page: OpenPage, status: OutboxStatus, words: str
) -> None:
    now = SystemClock().now()
    with clicks.store.write() as work:
        channel = work.channels.add(Channel(clicks.brand_id, "hook", ChannelKind.WEBHOOK, "http://x", "ann", 0))
        work.commit()
    ask_for_test(clicks.store, clicks.brand_id, channel.id, who=caller(), now=now)
    with clicks.store.write() as work:
        tried = work.outbox.claim(work.outbox.list_of(clicks.brand_id)[0], int(now.timestamp()) + 60)
        assert tried is not None
        work.outbox.finish(tried, status, int(now.timestamp()), error="nobody home")
        work.commit()
    assert words in texts(open_page("settings", view="Notifications"))


def test_a_mailbox_that_cannot_work_is_refused_on_the_page(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_page("settings", view="Notifications")
    app.text_input(key="mail_name").set_value("team")
    app.text_input(key="mail_host").set_value("mail.example")
    app = next(button for button in app.button if button.label == "Add e-mail").click().run()
    assert "the sender cannot be" in texts(app)
    assert "Send a test" not in buttons(app)


def test_a_store_that_fails_leaves_the_page_standing(
    clicks: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.repositories.alerts.Alerts.list_of", lambda *_args, **_more: 1 / 0)
    app = open_page("settings")
    assert "This is our fault" in texts(app)
    assert "What is watched" in texts(app)


def test_learning_settings_are_kept_checked_and_recorded(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_page("settings", view="Learning")
    assert app.number_input(key="learn_sure").value == 70.0
    app.number_input(key="learn_half_life").set_value(14.0)
    app = next(button for button in app.button if button.label == "Save").click().run()
    assert "1\xa0setting changed" in texts(app)
    assert app.number_input(key="learn_half_life").value == 14.0
    changes = app.dataframe[0].value
    assert changes[["Setting", "From", "To", "By"]].to_numpy().tolist() == [
        ["insights.half_life_days", "default", "14.0", "Local administrator"]
    ]
    app = next(button for button in app.button if button.label == "Back to the defaults").click().run()
    assert app.number_input(key="learn_half_life").value == 7.0
    assert len(app.dataframe[0].value) == 2


def test_from_how_many_new_posts_on_a_model_is_trained_is_set_beside_the_rest_and_recorded(
    clicks: HandMade, open_page: OpenPage
) -> None:
    app = open_page("settings", view="Learning")
    assert app.number_input(key="learn_retrain").value == 10
    app.number_input(key="learn_retrain").set_value(25)
    app = next(button for button in app.button if button.label == "Save").click().run()
    with clicks.store.read() as work:
        assert read_retrain_after(work, clicks.brand_id) == 25
        (kept,) = work.settings.list_changes(clicks.brand_id, limit=9)
    assert (kept.key, kept.after, kept.who) == ("models.retrain_after", "25", "Local administrator")
    app = next(button for button in app.button if button.label == "Back to the defaults").click().run()
    assert app.number_input(key="learn_retrain").value == 10


def test_what_rules_may_do_and_what_is_large_enough_is_set_on_the_page(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_page("settings", view="Learning")
    held = [app.number_input(key=key).value for key in ("learn_fewest", "learn_rate", "learn_large")]
    assert held == [50, 10.0, 5.0]
    app.number_input(key="learn_fewest").set_value(80)
    app.number_input(key="learn_rate").set_value(7.0)
    app.number_input(key="learn_large").set_value(8.0)
    app.toggle(key="learn_refine").set_value(False)
    app.toggle(key="learn_watch").set_value(False)
    app.selectbox(key="learn_rhythm").set_value("monthly")
    app = next(button for button in app.button if button.label == "Save").click().run()
    with clicks.store.read() as work:
        assert read_adaptation(work, clicks.brand_id) == AdaptationSettings(False, Pace(80, 0.07))
        settings = read_settings(work, clicks.brand_id)
        assert read_rhythm(work, clicks.brand_id) is TrainingRhythm.MONTHLY
    assert (settings.smallest_effect, settings.performance_tracking) == (0.08, False)
    app = next(button for button in app.button if button.label == "Save").click().run()
    assert "Nothing to change" in texts(app)


def test_a_job_gets_an_interval_of_its_own(clicks: HandMade, open_page: OpenPage) -> None:
    app = open_page("settings", view="Learning")
    app.number_input(key="every_alerts").set_value(20).run()
    with clicks.store.read() as work:
        assert work.jobs.get_state("alerts").every_seconds == 20
    app.number_input(key="every_alerts").set_value(0).run()
    with clicks.store.read() as work:
        assert work.jobs.get_state("alerts").every_seconds is None
