from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.actions import ActionCommand, ActionState, Vote, VoteKind
from learning.domain.policies import DAY, AutomaticRule, Policy, SystemActor
from learning.governance.situation import Wish
from services.actions.alarms import raise_alarm
from services.needs import Asked, list_needs
from tests.pages.conftest import OpenPage, buttons, texts
from tests.pages.governed import APPROVER, AUTHOR, VIEWER, Governed
from tests.services.hand_made import HandMade
from ui import runtime
from ui.numbers import NO_BREAK
from ui.runtime import ACTING_AS


@pytest.fixture
def governed(acme: HandMade) -> Governed:
    return Governed(acme.brand_id)


def act_as(app: AppTest, name: str) -> AppTest:
    app.session_state[ACTING_AS] = name
    return app.run()


def confirm(app: AppTest, opener: str, sure: str) -> AppTest:
    """Press the button of a dialog; a test runs whole pages only, so the one that opens it is pressed along."""
    app.button(key=opener).click()
    return app.button(key=sure).click().run()


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_without_a_brand_the_page_says_what_fills_it(no_brand: None, open_page: OpenPage) -> None:
    assert "There is no brand yet" in texts(open_page("actions"))


def test_nothing_waits_is_said_and_the_menu_has_no_number(governed: Governed, open_page: OpenPage) -> None:
    app = open_page("actions")
    assert "Nothing is waiting for you" in texts(app)
    assert "Local administrator" in [box.value for box in app.selectbox if box.label == "You act as"]


def test_what_was_approved_before_a_restore_says_why_it_waits_and_what_to_do(
    governed: Governed, open_page: OpenPage
) -> None:
    number = governed.approved()
    cause = Wish(cause="the database is a backup of 2026-11-29")
    governed.do(ActionCommand.ASK_ANEW, SystemActor.SCHEDULER, number, wish=cause)
    assert "Approved before the database was restored: say yes or no once more" in texts(
        act_as(open_page("actions"), APPROVER)
    )
    assert "it waits for another yes or no" in texts(act_as(open_page("home"), APPROVER))
    card = act_as(open_page("actions", action=str(number)), APPROVER)
    shown = texts(card)
    for words in ("backup of 2026-11-29", "does not start by itself", "approve, reject or withdraw it"):
        assert words in shown, words
    assert "do_approve" in {button.key for button in card.button}


def test_an_approver_reads_guesses_approves_and_it_starts(governed: Governed, open_page: OpenPage) -> None:
    number = governed.submitted()
    app = act_as(open_page("actions"), APPROVER)
    assert "Waiting for your yes or no" in texts(app)
    app = act_as(open_page("actions", action=str(number)), APPROVER)
    shown = texts(app)
    for words in (
        "What changes",
        "40",
        "55",
        "Longer subjects",
        "+2.0",
        "Nobody yet: no program",
        "How it is undone",
        "Back to 40",
        "risk",
    ):
        assert words in shown
    press(app, "do_approve")
    confirm(app, "do_approve", "approve_sure")
    assert "First your guess" in texts(app)
    assert governed.get(number).state is ActionState.IN_REVIEW
    app.radio(key="approve_guess").set_value("better")
    confirm(app, "do_approve", "approve_sure")
    shown = texts(app)
    assert "Approved and started" in shown
    assert "It rolls itself back if" in shown
    assert governed.get(number).state is ActionState.ROLLING
    assert "expects: better" in texts(app)


def test_an_author_is_told_why_they_cannot_approve_and_whom_to_ask(governed: Governed, open_page: OpenPage) -> None:
    number = governed.submitted(who=APPROVER)
    app = act_as(open_page("actions", action=str(number)), APPROVER)
    assert app.button(key="do_approve").disabled
    assert "the approval has to come from somebody else" in texts(app)
    assert "Ask another approver" in texts(app)


def test_a_viewer_has_no_button_that_changes_anything(governed: Governed, open_page: OpenPage) -> None:
    number = governed.submitted()
    app = act_as(open_page("actions", action=str(number)), VIEWER)
    assert not [label for label in buttons(app) if label in {"Approve", "Reject", "Edit", "Withdraw"}]


def test_an_edit_voids_the_approval_and_shows_the_difference(governed: Governed, open_page: OpenPage) -> None:
    number = governed.submitted()
    app = act_as(open_page("actions", action=str(number)), AUTHOR)
    press(app, "do_edit")
    app.number_input(key="edit_to").set_value(60.0)
    keep = next(button for button in app.button if button.label == "Keep the edit")
    confirm(app, "do_edit", str(keep.key))
    assert "Edited: 1" in texts(app)
    record = governed.get(number)
    assert (record.draft.to_value, record.round) == (60, 2)
    assert "new value" in texts(app)


def test_a_rollback_shows_what_returns_asks_why_and_verifies(governed: Governed, open_page: OpenPage) -> None:
    number = governed.started()
    app = act_as(open_page("actions", action=str(number)), AUTHOR)
    press(app, "do_rollback")
    assert "They get again" in texts(app)
    assert "Cannot be taken back" in texts(app)
    confirm(app, "do_rollback", "sure_rollback")
    assert "A rollback needs a reason" in texts(app)
    app.text_area(key="rollback_reason").set_value("Readers complain.")
    confirm(app, "do_rollback", "sure_rollback")
    assert "the same to the last byte as before the change" in texts(app)
    assert governed.get(number).state is ActionState.ROLLED_BACK
    listed = act_as(open_page("actions", view="Ledger"), AUTHOR)
    assert "0 kept, 1 rolled back" in texts(listed)


def test_the_page_as_it_was_stands_behind_the_approval(governed: Governed, open_page: OpenPage) -> None:
    number = governed.started()
    app = act_as(open_page("actions", action=str(number)), APPROVER)
    kept = [button.key for button in app.button if str(button.key).startswith("as_it_was_")]
    assert len(kept) == 2
    event = str(kept[0]).rsplit("_", 1)[1]
    app = act_as(open_page("actions", action=str(number), as_of=event), APPROVER)
    assert "The page as it stood on" in texts(app)
    assert "Longer subjects were opened" in texts(app)


def test_home_lists_what_waits_and_who_is_waited_for(governed: Governed, open_page: OpenPage) -> None:
    number = governed.submitted()
    governed.do(ActionCommand.WITHDRAW, AUTHOR, governed.submitted(name="send hour"))
    with governed.services.store.read() as work:
        now = datetime.now(UTC)
        needs = {who: list_needs(work, Asked(governed.brand.id, who, now, now.date())) for who in (APPROVER, AUTHOR)}
    assert [(need.kind.value, need.parameters) for need in needs[APPROVER]] == [
        ("action_approval", {"action": str(number)})
    ]
    assert needs[AUTHOR] == ()


def test_what_rules_changed_stands_week_by_week(governed: Governed, open_page: OpenPage) -> None:
    app = open_page("actions", view="By rules")
    assert "No rule approved anything in this week." in texts(app)
    assert "No rule stands: every change needs a person." in texts(app)
    until = int(runtime.now().timestamp()) + 10 * DAY
    rule = AutomaticRule("newsletter", "set", "subject length", 0.2, 2, until, record=1)
    governed.set_policy(Policy(automatic=(rule,)))
    by_rule = governed.submitted(from_value=40, to_value=44)
    record, at = governed.get(by_rule), int(runtime.now().timestamp())
    with governed.services.store.write() as work:
        vote = Vote(by_rule, record.round, "policy", record.digest, VoteKind.POLICY, rule.title, "", at)
        work.action_log.add_vote(vote)
        work.commit()
    app = open_page("actions", view="By rules")
    words = texts(app)
    assert "so far this week, 1 change without a person's approval" in words.replace(NO_BREAK, " ")
    assert "40 → 44" in words
    assert "not measured yet" in words
    assert "newsletter.set.subject length up to 20%, at most 2 a day" in words
    app = press(app, "rules_chevron_left")
    assert "No rule approved anything in this week." in texts(app)
    assert "so far" not in texts(app)
    assert "at most 2 a day" in texts(app)
    app = press(app, "rules_chevron_right")
    assert f"Open action {by_rule}" in [button.label for button in app.button]


def test_a_broken_guardrail_stands_on_the_card_on_home_and_among_the_alerts_until_it_is_seen(
    governed: Governed, open_page: OpenPage
) -> None:
    number = governed.started()
    with governed.services.store.write() as work:
        raise_alarm(work, governed.get(number), "clicks fell by more than 10 %", 1_800_000_000)
        work.commit()
    title = f"Action {number}: guardrail broken"
    assert "guardrail broken" in texts(open_page("home"))
    app = act_as(open_page("settings", view="Alerts"), VIEWER)
    assert title in texts(app)
    (key,) = [button.key for button in app.button if str(button.key).startswith("seen_alarm_")]
    assert "Vic is a viewer here; this takes a marketer" in texts(press(app, str(key)))
    app = act_as(open_page("actions", action=str(number)), AUTHOR)
    assert "clicks fell by more than 10 %" in texts(app).replace("Clicks", "clicks")
    app = press(app, "alarm_seen")
    assert title not in texts(app)
    assert "guardrail broken" not in texts(open_page("home"))


def test_what_failed_lately_is_said_where_the_like_of_it_waits(governed: Governed, open_page: OpenPage) -> None:
    failed = governed.submitted()
    governed.do(ActionCommand.REJECT, APPROVER, failed, wish=Wish(reason="Too long for phones."))
    again = governed.submitted()
    other = governed.submitted(to_value=30)
    app = act_as(open_page("actions"), APPROVER)
    words = texts(app)
    assert words.count("Too long for phones.") == 1
    assert words.index(f"Action {other} ") < words.index(f"Action {again} ")
    assert "Something like this failed lately" in texts(act_as(open_page("actions", action=str(again)), APPROVER))
    assert "Something like this failed lately" not in texts(open_page("actions", action=str(other)))


def test_what_a_person_proposed_stands_as_it_was_beside_what_it_is_today(
    governed: Governed, open_page: OpenPage
) -> None:
    number = governed.submitted()
    app = open_page("actions", action=str(number))
    (kept,) = [button.key for button in app.button if str(button.key).startswith("as_it_was_")]
    event = str(kept).rsplit("_", 1)[1]
    governed.do(ActionCommand.EDIT, AUTHOR, number, changes={"to": 48})
    shown = texts(open_page("actions", action=str(number), as_of=event))
    assert "| Change | 40 → 55 | 40 → 48 |" in shown
    assert "| Round | 1 | 2 |" in shown
    assert "| Guardrails | conversion rate may fall by 10% | the same |" in shown
    assert "| Version of the data |" in shown
    assert "By hand" in shown or "by hand" in shown
