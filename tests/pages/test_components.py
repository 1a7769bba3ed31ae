from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.errors import StoreUnavailable
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY, SystemActor
from learning.domain.shadows import ShadowStep
from learning.governance.situation import Wish
from services.accounts.local import LOCAL_ADMINISTRATOR
from services.callers import Operator
from services.models.arm_training import train_arms
from services.parameters.definitions import define_parameter
from tests.pages.conftest import OpenPage, buttons, texts
from tests.pages.governed import APPROVER, AUTHOR, DRAFT, Governed
from tests.services.hand_made import HandMade
from tests.services.models.arm_brands import report_arms
from ui import runtime
from ui.numbers import NO_BREAK
from ui.runtime import ACTING_AS

SHARES = ParameterSpec(ParameterKind.WEIGHTS)


@pytest.fixture
def governed(acme: HandMade) -> Governed:
    return Governed(acme.brand_id)


def report(governed: Governed, count: int) -> None:
    """Let the component decide some times, just now."""
    now = int(runtime.now().timestamp())
    lines = [DecisionLine(f"d{number}", now - 60, DRAFT.component, details={"error": ""}) for number in range(count)]
    with governed.services.store.write() as work:
        work.decisions.add(governed.brand.id, lines)
        ids = work.decisions.find_ids(governed.brand.id, [line.key for line in lines])
        outcomes = [
            (ids[line.key], OutcomeLine(line.key, line.key, now, {"clicks": 3.0 + len(line.key)})) for line in lines
        ]
        work.decisions.add_outcomes(governed.brand.id, outcomes)
        work.commit()


def test_without_a_brand_or_a_component_the_page_says_what_fills_it(no_brand: None, open_page: OpenPage) -> None:
    assert "There is no brand yet" in texts(open_page("components"))


def test_a_brand_without_components_is_told_where_they_come_from(acme: HandMade, open_page: OpenPage) -> None:
    said = texts(open_page("components"))
    assert "No component yet" in said
    assert "bellwether parameters define" in said


def test_the_list_leads_to_a_component_and_its_change_to_the_card_and_back(
    governed: Governed, open_page: OpenPage
) -> None:
    number = governed.started()
    app = open_page("components")
    assert "1 parameter, all being tried" in texts(app).replace("\u00a0", " ")
    app.button(key=f"open_component_{DRAFT.component}").click().run()
    said = texts(app)
    for words in ("What decides?", f"Action {number} tries", "keep 40 for comparison", "no decision was reported"):
        assert words in said
    app.button(key=f"component_open_{number}").click().run()
    assert "How it is undone" in texts(app)
    app.button(key="action_component").click().run()
    assert "What decides?" in texts(app)


def test_a_component_shows_its_course_and_how_its_operations_go(governed: Governed, open_page: OpenPage) -> None:
    governed.submitted()
    report(governed, 40)
    app = open_page("components", component=DRAFT.component)
    said = texts(app).replace("\u00a0", " ")
    assert "How did clicks go, and what was changed when?" in said
    assert "Not live yet. Expected" in said
    assert [metric.label for metric in app.metric] == ["Success rate"]
    assert "n = 40" in said


def test_an_unknown_component_is_refused_with_what_to_do(governed: Governed, open_page: OpenPage) -> None:
    app = open_page("components", component="nobody")
    assert "There is no component 'nobody'" in texts(app)


def test_a_failing_store_is_told_in_place(
    governed: Governed, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreUnavailable("the database is locked")

    monkeypatch.setattr("ui.components.list.list_components", fail)
    assert "the database is locked" in texts(open_page("components"))
    monkeypatch.setattr("ui.components.page.read_component", fail)
    app = open_page("components", component=DRAFT.component)
    assert "the database is locked" in texts(app)
    assert "All components" in buttons(app), "the way back stays"


def shadowed(governed: Governed) -> int:
    """A mechanism in shadow on weights of the component, and the number of its run."""
    services, now = governed.services, int(runtime.now().timestamp())
    key = ParameterKey(governed.brand.id, DRAFT.component, "set", "hooks")
    who = services.caller(Operator(LOCAL_ADMINISTRATOR))
    define_parameter(services.store, key, ParameterSpec(ParameterKind.WEIGHTS), {"a": 0.5, "b": 0.5}, who=who)
    closed = replace(key, name="hooks.envelope")
    define_parameter(services.store, closed, ParameterSpec(ParameterKind.ENVELOPE), {}, who=who)
    to = {"least_weight": 0.1, "largest_step": 0.2, "until": now + 9 * DAY}
    number = governed.submitted(name="hooks.envelope", from_value={}, to_value=to)
    record = governed.get(number)
    seen = Wish(seen_round=record.round, seen_digest=record.digest)
    governed.do(ActionCommand.APPROVE, APPROVER, number, wish=seen)
    governed.do(ActionCommand.START, APPROVER, number)
    asked = {"why": "a earned more", "command": "one", "mechanism": "thompson 1"}
    step = services.adjusting.adjust(governed.brand, key, {"a": 0.6, "b": 0.4}, who=SystemActor.ENGINE, **asked)
    assert isinstance(step, ShadowStep)
    return step.run_id


def test_a_mechanism_in_shadow_waits_for_a_word_says_why_it_may_not_go_on_and_can_be_stopped(
    governed: Governed, open_page: OpenPage
) -> None:
    run = shadowed(governed)
    app = open_page("components", component=DRAFT.component)
    said = texts(app).replace(NO_BREAK, " ")
    for words in ("In shadow", "thompson 1", "It would serve **a 60%, b 40%**", "only says what it would set"):
        assert words in said
    assert "has not lasted as long" in said
    assert app.button(key=f"shadow_go_{run}").disabled
    app.button(key=f"shadow_stop_{run}").click().run()
    assert "This needs a reason" in texts(app)
    app.text_input(key=f"shadow_reason_{run}").set_value("its prior is wrong")
    app.button(key=f"shadow_stop_{run}").click().run()
    said = texts(app)
    assert "was stopped by" in said
    assert "its prior is wrong" in said


def test_who_is_no_approver_sees_the_shadow_run_but_says_nothing(governed: Governed, open_page: OpenPage) -> None:
    run = shadowed(governed)
    app = open_page("components", component=DRAFT.component)
    app.session_state[ACTING_AS] = AUTHOR
    app.run()
    assert app.button(key=f"shadow_stop_{run}").disabled
    assert "It takes an approver" in texts(app)


def test_the_arm_that_fits_a_context_is_named_proposed_and_put_away(governed: Governed, open_page: OpenPage) -> None:
    brand, store = governed.brand, governed.services.store
    now = int(runtime.now().timestamp())
    truth = {("question", "new"): 0.4, ("story", "expert"): 0.4, ("plain", "casual"): 0.4}
    report_arms(store, brand.id, truth, now=now - 60, component="site", metric="clicks")
    said = texts(open_page("components", component="site"))
    assert "Which arm fits this context?" in said
    assert "No arm is recommended: no recommender was made yet" in said
    administrator = governed.services.caller(LOCAL_ADMINISTRATOR)
    train_arms(store, brand, "site", who=administrator)
    key = ParameterKey(brand.id, "site", "set", "hook")
    weights = {"plain": 0.4, "question": 0.2, "story": 0.4}
    define_parameter(store, key, SHARES, weights, who=administrator)
    app = open_page("components", component="site")
    app.selectbox(key="arm_fit_site_persona").set_value("expert").run()
    said = texts(app).replace("\u00a0", " ")
    assert "**story** does best here, with a chance of" in said
    assert "following version 1 would have moved clicks a decision by +" in said
    assert "Beside the best single arm: +" in said
    assert "not randomised" not in said
    (table,) = [one.value for one in app.dataframe if "Best here" in one.value.columns]
    assert table["Arm"].tolist()[0] == "story"
    app.button(key="arm_fit_propose").click().run()
    assert "story fits persona expert, but hook draws its arms for more than that." in texts(app)
    define_parameter(store, replace(key, context={"persona": "expert"}), SHARES, weights, who=administrator)
    app.button(key="arm_fit_propose").click().run()
    with store.read() as work:
        (drafted,) = [one.draft for one in work.actions.list_of(brand.id) if one.draft.component == "site"]
    assert (drafted.name, drafted.context, drafted.to_value) == (
        "hook",
        {"persona": "expert"},
        {"plain": 0.333333, "question": 0.166667, "story": 0.5},
    )
    app = open_page("components", component="site")
    app.button(key="arm_fit_use_None").click().run()
    assert "No arm is recommended: version 1 was taken out of use; it can be put back" in texts(app)
    app.button(key="arm_fit_use_1").click().run()
    app.selectbox(key="arm_fit_site_persona").set_value("new").run()
    assert "**question** does best here" in texts(app)
