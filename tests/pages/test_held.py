"""What people hold and what is due, on the page of a component."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.audit import AuditQuery
from learning.domain.needs import NeedKind
from learning.domain.parameters import ParameterKey
from learning.domain.policies import DAY, Policy
from services.actions.audit_reading import read_audit
from services.needs import Asked, list_needs
from services.parameters.pinning import PinWish
from services.parameters.standing import find_standing
from tests.pages.conftest import OpenPage, texts
from tests.pages.governed import AUTHOR, DRAFT, Governed
from tests.pages.test_actions import act_as, confirm, press
from tests.services.hand_made import HandMade
from ui import runtime
from ui.home.needs import need_words

WHY = "The campaign of the winter needs it as it is."


@pytest.fixture
def governed(acme: HandMade) -> Governed:
    made = Governed(acme.brand_id)
    made.do(ActionCommand.WITHDRAW, AUTHOR, made.submitted())
    return made


def key(governed: Governed) -> ParameterKey:
    return ParameterKey(governed.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)


def test_a_parameter_is_pinned_on_the_page_says_by_whom_and_is_let_go_there(
    governed: Governed, open_page: OpenPage
) -> None:
    app = act_as(open_page("components", component=DRAFT.component), AUTHOR)
    assert "Held by people, and due for a look" in texts(app)
    press(app, "pin_1")
    app.text_area(key="pin_why").set_value("no")
    confirm(app, "pin_1", "pin_sure")
    assert "at least 20 are needed" in texts(app)
    app.text_area(key="pin_why").set_value(WHY)
    confirm(app, "pin_1", "pin_sure")
    assert f"by {AUTHOR}: “{WHY}”" in texts(app)
    assert "pin_1" not in {button.key for button in app.button}
    press(app, "unpin_1")
    app.text_area(key="unpin_why").set_value("It is over.")
    confirm(app, "unpin_1", "unpin_sure")
    assert WHY not in texts(app)
    with governed.services.store.read() as work:
        found = find_standing(work, key(governed), int(runtime.now().timestamp()))
    assert found is not None
    assert [pin.ended_why for pin in found.ended] == ["It is over."]


def test_a_card_says_that_it_could_not_start_because_it_is_pinned(governed: Governed, open_page: OpenPage) -> None:
    services, now = governed.services, int(runtime.now().timestamp())
    wish = PinWish(key(governed), now + DAY, WHY)
    services.pins.pin(governed.brand, wish, services.caller(AUTHOR), "pin")
    number = governed.submitted()
    said = texts(open_page("actions", action=str(number)))
    assert f"{AUTHOR} pinned {DRAFT.name} until" in said
    assert "it starts once the pin is over or somebody unpins it" in said
    with services.store.read() as work:
        lines = read_audit(work, AuditQuery(governed.brand.id), limit=50).lines
    assert [line.reason for line in lines if line.kind == "pinned"] == [WHY], "why it is pinned is read in the trail"


def test_what_is_due_stands_on_home_and_is_answered_on_the_page(governed: Governed, open_page: OpenPage) -> None:
    governed.set_policy(replace(Policy(), bake_seconds=0, window_seconds=0, minimum_sample=2, four_eyes=True))
    number = governed.started()
    assert number
    parameter = key(governed)
    with governed.services.store.write() as work:
        # As if it had been kept long ago: the page looks at what the store has.
        found = work.parameters.find(parameter)
        assert found is not None
        work.parameters.release_lease(number)
        work.commit()
    governed.set_policy(replace(Policy(), review_seconds=1))
    with governed.services.store.read() as work:
        now = runtime.now()
        asked = Asked(governed.brand.id, AUTHOR, now.replace(year=now.year + 1), now.date())
        needs = [need for need in list_needs(work, asked) if need.kind is NeedKind.PARAMETER_REVIEW]
    assert [need.parameters for need in needs] == [{"component": DRAFT.component}]
    assert "differs from its base value: is that still right?" in need_words(needs[0], runtime.now())
