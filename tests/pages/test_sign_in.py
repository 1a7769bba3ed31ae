from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.actions import ActionState
from learning.domain.channels import Channel, ChannelKind
from learning.domain.policies import Role
from tests.pages.conftest import OpenPage, buttons, texts
from tests.pages.governed import Governed
from tests.services.hand_made import HandMade
from ui import runtime

PASSWORD = "three green apples"


class Browser:
    """What the browser holds of a session."""

    token = ""


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    held = Browser()
    monkeypatch.setattr(runtime, "session_token", lambda: held.token)
    return held


@pytest.fixture
def governed(acme: HandMade, monkeypatch: pytest.MonkeyPatch) -> Governed:
    monkeypatch.setenv("BELLWETHER_SIGN_IN", "1")
    found = Governed(acme.brand_id)
    for name, role in (("ann", Role.APPROVER), ("vic", Role.VIEWER), ("eve", Role.ADMINISTRATOR)):
        found.services.people.add(found.brand, name, role)
        found.services.accounts.set_password(name, PASSWORD)
    return found


def sign_in(governed: Governed, browser: Browser, name: str) -> None:
    browser.token = governed.services.accounts.sign_in(name, PASSWORD)


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_without_a_session_every_page_says_signed_out_and_nothing_else(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    app = open_page("home")
    assert "Signed out" in texts(app)
    assert "Acme" not in texts(app)
    assert not app.selectbox


def test_a_session_that_ends_while_a_page_is_open_lets_its_buttons_do_nothing(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    number = governed.submitted()
    sign_in(governed, browser, "ann")
    app = open_page("actions", action=str(number))
    assert "**ann**, approver" in texts(app)
    app.button(key="do_reject").click().run()
    app.text_area(key="reason_reject").set_value("No.")
    governed.services.people.set_active(governed.brand, "ann", active=False)
    runtime.open_to_all().accounts.sessions._seen.clear()  # the one second for which a look is believed
    app.button(key="do_reject").click()
    press(app, "sure_reject")
    assert "Signed out" in texts(app)
    assert governed.get(number).state is ActionState.IN_REVIEW


def test_what_one_person_left_open_is_not_shown_to_the_next(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    sign_in(governed, browser, "ann")
    app = open_page("actions")
    app.session_state["kept"] = "of ann"
    sign_in(governed, browser, "eve")
    app.run()
    assert "kept" not in app.session_state
    assert "**eve**, administrator" in texts(app)
    press(app, "sign_out")
    assert "Signed out" in texts(app)


def test_a_person_sees_only_the_brands_they_belong_to(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    number = governed.submitted()
    governed.services.people.put_role(governed.brand, "ann", None)
    sign_in(governed, browser, "ann")
    app = open_page("actions", action=str(number))
    assert "There is no brand yet" in texts(app)
    assert "subject length" not in texts(app)


def test_administrators_change_the_policy_and_the_trail_shows_it_to_everybody(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    sign_in(governed, browser, "eve")
    app = open_page("settings", view="Changes")
    app.number_input(key="policy_quorum").set_value(2)
    next(button for button in app.button if button.label == "Save").click().run()
    assert "Kept. Who changed it" in texts(app)
    sign_in(governed, browser, "vic")
    shown = open_page("audit")
    rows = shown.dataframe[0].value
    assert list(rows[rows["What"] == "changed what a change needs"]["Who"]) == ["eve"]
    press(shown, "check_trail")
    assert "all as they were written" in texts(shown)
    people = open_page("settings", view="People")
    assert "Only administrators of this brand add people" in texts(people)
    assert not [label for label in buttons(people) if label in {"Disable", "Keep the role"}]


def test_a_refused_attempt_stands_in_the_trail_and_can_be_filtered(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    with pytest.raises(Exception, match="do not belong together"):
        governed.services.accounts.sign_in("ann", "wrong password")
    sign_in(governed, browser, "eve")
    app = open_page("audit")
    app.toggle(key="audit_refused").set_value(True).run()
    assert list(app.dataframe[0].value["What"]) == ["was refused: sign in (wrong password)"]
    assert list(app.dataframe[0].value["Who"]) == ["ann"]


def test_an_administrator_adds_a_person_with_a_link_and_disables_one(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    sign_in(governed, browser, "eve")
    app = open_page("settings", view="People")
    app.text_input(key="person_name").set_value("zoe")
    next(button for button in app.button if button.label == "Add and make a link").click().run()
    assert any("/auth/invitation?token=" in block.value for block in app.code)
    assert governed.services.people.get("zoe").roles[governed.brand.id] is Role.MARKETER
    ann = governed.services.people.get("ann")
    press(app, f"person_{ann.id}_active")
    assert not governed.services.people.get("ann").active


def test_a_viewer_can_look_at_everything_and_change_nothing(
    governed: Governed, browser: Browser, open_page: OpenPage
) -> None:
    sign_in(governed, browser, "vic")
    app = open_page("feedback")
    box = next(area for area in app.text_area if area.label == "What did they say?")
    box.set_value("The new format is easy to read.").run()
    next(button for button in app.button if button.label == "Save").click().run()
    assert "vic is a viewer here; this takes a marketer" in texts(app)
    with governed.services.store.read() as work:
        assert not work.feedback_entries.list_of(governed.brand.id)


@pytest.mark.parametrize(("name", "runs"), [("ann", 0), ("eve", 1)])
def test_only_an_administrator_lets_jobs_run_or_wait(
    governed: Governed, browser: Browser, open_page: OpenPage, name: str, runs: int
) -> None:
    sign_in(governed, browser, name)
    app = press(open_page("health"), "run_uploads")
    assert ("this takes an administrator" in texts(app)) == (runs == 0)
    app = press(app, "pause_uploads")
    with governed.services.store.read() as work:
        assert len(work.jobs.list_requests()) == runs
    assert ("Paused: it runs only when asked." in texts(app)) == (runs == 1)


def test_a_viewer_leaves_the_channels_as_they_are(governed: Governed, browser: Browser, open_page: OpenPage) -> None:
    with governed.services.store.write() as work:
        sink = Channel(governed.brand.id, "Sink", ChannelKind.WEBHOOK, "https://example.org", "eve", 1, sealed="x")
        held = work.channels.add(sink)
        work.commit()
    sign_in(governed, browser, "vic")
    app = open_page("settings", view="Notifications")
    for key in (f"switch_{held.id}", f"drop_{held.id}", f"test_{held.id}"):
        app = press(app, key)
        assert "vic is a viewer here; this takes a marketer" in texts(app)
    with governed.services.store.read() as work:
        assert work.channels.list_of(governed.brand.id) == (held,)
        assert work.outbox.list_of(governed.brand.id, limit=5) == ()
