"""A person holds a value where it is: neither learning nor changes move it, until it is over or let go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.errors import BadOption, NotFound, RuleRefused
from learning.domain.parameters import ParameterKey, ServedPin, Value
from learning.domain.pins import Pin
from learning.domain.policies import DAY, AutomaticRule, SystemActor
from services.actions.adjusting import AdjustingService
from services.callers import Caller
from services.parameters.pinning import PinWish
from services.parameters.standing import find_standing
from tests.services.actions.bench import DRAFT, HOUR, QUICK, ActionBench, open_action_bench
from tests.services.actions.test_envelopes import BASE, define, refused

WHY = "The campaign of the winter needs it as it is."
EARNED = "it earned more"
PATIENT = replace(QUICK, window_seconds=0, bake_seconds=0, starts_a_day=50)


def pin(bench: ActionBench, key: ParameterKey, who: str = "ann", **parts: object) -> Pin:
    command = str(parts.pop("command", None) or bench.key())
    wish = replace(PinWish(key, bench.now + 10 * DAY, WHY), **parts)  # type: ignore[arg-type]  # a test names its parts
    return bench.pins.pin(bench.brand, wish, Caller(who, bench.trail, bench.clock), command)


def unpin(bench: ActionBench, key: ParameterKey, arm: str = "", who: str = "ann", *, command: str = "") -> Pin:
    caller = Caller(who, bench.trail, bench.clock)
    return bench.pins.unpin(bench.brand, key, arm, reason="It is over.", who=caller, command=command or bench.key())


def keep(bench: ActionBench, action: int, lift: float = 0.4) -> None:
    bench.feed(action, lift=lift)
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action, reason="It is what we want.")


def opened(bench: ActionBench) -> ParameterKey:
    """Weights with an envelope that was kept, and one adjustment inside of it."""
    key = define(bench)
    to = {"least_weight": 0.1, "largest_step": 0.2, "until": bench.now + 300 * DAY}
    keep(bench, bench.started(name="hooks.envelope", from_value=None, to_value=to, ramp=(1.0,)))
    bench.let_pass(key, {"question": 0.6, "story": 0.4}, "thompson 1")
    adjust(bench, key, 0.6)
    return key


def adjust(bench: ActionBench, key: ParameterKey, question: float) -> None:
    adjusting = AdjustingService(bench.store, bench.trail, bench.clock)
    value = {"question": question, "story": 1 - question}
    asked = {"why": EARNED, "command": bench.key(), "mechanism": "thompson 1"}
    adjusting.adjust(bench.brand, key, value, who=SystemActor.ENGINE, **asked)


def served(bench: ActionBench, name: str = "hooks") -> Value:
    return bench.parameters.get(bench.brand, "content", unit="u1").values[name]


def hook(bench: ActionBench) -> ParameterKey:
    """A text that somebody proposed to change once."""
    bench.do(ActionCommand.WITHDRAW, "ann", bench.propose())
    return ParameterKey(bench.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)


def test_while_it_is_pinned_the_approved_weights_serve_and_nothing_adjusts_them_then_the_learning_goes_on(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = opened(bench)
        learned = served(bench)
        assert learned != BASE
        made = pin(bench, key)
        assert (made.value, served(bench)) == (BASE, BASE)
        told = bench.parameters.get(bench.brand, "content", unit="u1").pins
        assert told == (ServedPin("hooks", "", made.until),)
        with refused("pinned") as why:
            adjust(bench, key, 0.55)
        assert "ann pinned hooks until" in why.value.message
        assert WHY in why.value.message
        unpin(bench, key)
        assert served(bench) == learned
        adjust(bench, key, 0.55)
        assert [row["arm"] for row in bench.audit("pinned") + bench.audit("unpinned")] == ["", ""]
        assert bench.trail.verify(bench.store).sound


def test_a_pinned_arm_keeps_its_approved_weight_while_nothing_else_is_held(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = opened(bench)
        assert pin(bench, key, arm="question").value == 0.5
        assert served(bench) == BASE
        with refused("pinned"):
            adjust(bench, key, 0.52)
        adjust(bench, key, 0.5)
        with pytest.raises(BadOption):
            pin(bench, key, arm="song")


def test_a_change_of_what_is_pinned_does_not_start_until_it_is_let_go(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = hook(bench)
        action = bench.approved()
        pin(bench, key, who="bea")
        for command, who in ((ActionCommand.START, "bob"), (ActionCommand.START, SystemActor.SCHEDULER)):
            with pytest.raises(RuleRefused):
                bench.do(command, who, action)
        with refused("pinned") as why:
            bench.do(ActionCommand.START, "bob", action)
        assert "bea pinned hook until" in why.value.message
        assert why.value.fix.startswith("Unpin it first")
        other = bench.propose(to_value="list")
        with refused("pinned"):
            bench.do(ActionCommand.BYPASS, "adm", other, reason="the site is down and it has to be")
        unpin(bench, key)
        assert bench.do(ActionCommand.START, "bob", action).state is ActionState.ROLLING


def test_the_system_proposes_nothing_about_what_is_pinned_and_says_why(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        pin(bench, hook(bench))
        with refused("pinned") as why:
            bench.do(ActionCommand.PROPOSE, SystemActor.ENGINE, draft=DRAFT)
        assert WHY in why.value.message
        assert bench.propose(), "a person may write it all the same"


def test_what_is_rolling_is_not_pinned_and_is_always_rolled_back_and_stopped(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = hook(bench)
        action = bench.started()
        with refused("key_taken"):
            pin(bench, key)
        assert bench.do(ActionCommand.ROLLBACK, "ann", action).state is ActionState.ROLLED_BACK
        pin(bench, key)
        bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
        unpin(bench, key)


def test_another_value_is_pinned_by_a_change_that_begins_it_at_its_start_and_ends_it_when_rolled_back(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key, until = hook(bench), bench.now + 20 * DAY
        with refused("other_value"):
            pin(bench, key, value="question")
        action = bench.approved(pin_until=until)
        assert standing(bench, key) == ()
        bench.do(ActionCommand.START, "bob", action)
        (held,) = standing(bench, key)
        assert (held.value, held.until, held.action_id, held.who) == ("question", until, action, "ann")
        bench.do(ActionCommand.ROLLBACK, "ann", action)
        assert standing(bench, key) == ()
        bench.clock.wait(days=1)
        again = bench.approved(pin_until=until, ramp=(1.0,))
        bench.do(ActionCommand.START, "bob", again)
        keep(bench, again)
        assert [each.action_id for each in standing(bench, key)] == [again]
        undo = bench.do(ActionCommand.UNDO, "ann", again, reason="complaints").new_action_id
        assert undo is not None
        assert bench.get(undo).draft.pin_until is None
        bench.submit(undo)
        bench.approve(undo)
        with refused("pinned"):
            bench.do(ActionCommand.START, "bob", undo)


def test_a_change_whose_pin_would_be_over_or_too_long_is_not_handed_in(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        for until in (bench.now, bench.now + 91 * DAY):
            with refused("value_not_allowed") as why:
                bench.submit(bench.propose(pin_until=until))
            assert "pin_until" in why.value.message
        action = bench.approved(pin_until=bench.now + HOUR)
        bench.clock.wait(hours=2)
        with refused("value_not_allowed"):
            bench.do(ActionCommand.START, "bob", action)


def test_a_pin_holds_no_longer_than_it_says_and_the_tick_writes_its_end_once(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = opened(bench)
        learned = served(bench)
        made = pin(bench, key, until=bench.now + HOUR)
        bench.tick()
        assert standing(bench, key) == (made,)
        bench.clock.wait(hours=1)
        assert (standing(bench, key), served(bench)) == ((), learned)
        with refused("not_pinned"):
            unpin(bench, key)
        bench.clock.wait(hours=-1)
        bench.tick()
        assert standing(bench, key) == (made,), "a clock that went back ends nothing"
        bench.clock.wait(hours=1)
        assert (bench.tick(), bench.tick()) == (1, 0)
        assert [row["arm"] for row in bench.audit("pin_over")] == [""]
        (ended,) = standing(bench, key, ended=True)
        assert (ended.ended_by, ended.ended_why) == ("scheduler", "its time is up")


def test_one_that_is_over_gives_way_to_a_new_one_before_any_tick(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = hook(bench)
        pin(bench, key, until=bench.now + HOUR)
        with refused("pinned"):
            pin(bench, key)
        bench.clock.wait(hours=1)
        assert standing(bench, key) == ()
        again = pin(bench, key)
        assert standing(bench, key) == (again,)
        assert [each.ended_why for each in standing(bench, key, ended=True)] == ["its time is up"]


def test_the_same_command_again_is_one_pin_and_the_key_serves_nothing_else(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = hook(bench)
        first = pin(bench, key, command="k")
        assert pin(bench, key, command="k") == first
        assert len(bench.audit("pinned")) == 1
        with refused("key_used"):
            unpin(bench, key, command="k")
        gone = unpin(bench, key, command="u")
        assert unpin(bench, key, command="u") == gone
        assert gone.ended_by == "ann"


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"reason": "too short"}, RuleRefused),
        ({"until": 5}, BadOption),
        ({"until": 2**40}, BadOption),
        ({"arm": "song"}, BadOption),
    ],
)
def test_what_cannot_be_a_pin_is_refused_and_changes_nothing(
    tmp_path: Path, sqlite_url: str, parts: dict[str, object], error: type[Exception]
):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        key = hook(bench)
        with pytest.raises(error):
            pin(bench, key, **parts)
        assert standing(bench, key) == ()


def test_viewers_programs_and_strangers_pin_nothing_and_that_stands_in_the_trail(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        key = hook(bench)
        before = bench.count_refused()
        with refused("not_allowed"):
            pin(bench, key, who="vic")
        with refused("not_allowed"):
            pin(bench, key, who=SystemActor.ENGINE)
        with pytest.raises(NotFound):
            pin(bench, replace(key, name="nothing"))
        with refused("no_pin"):
            pin(bench, replace(define(bench), name="hooks.envelope"))
        assert bench.count_refused() == before + 4


def test_no_rule_says_yes_to_a_change_of_what_a_person_holds(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        step = {"name": "length", "from_value": 10, "ramp": (1.0,)}
        keep(bench, bench.started(**step, to_value=11))
        rule = AutomaticRule("content", "set", "length", 0.5, 5, bench.now + 10 * DAY, record=1)
        bench.set_policy(replace(PATIENT, automatic=(rule,)))
        key = ParameterKey(bench.brand.id, "content", "set", "length")
        pin(bench, key)
        step["from_value"] = 11
        assert bench.submit(bench.propose(**step, to_value=12)).state is ActionState.IN_REVIEW
        unpin(bench, key)
        assert bench.submit(bench.propose(**step, to_value=12)).state is ActionState.APPROVED


def standing(bench: ActionBench, key: ParameterKey, *, ended: bool = False) -> tuple[Pin, ...]:
    with bench.store.read() as work:
        found = find_standing(work, key, bench.now)
    assert found is not None
    return found.ended if ended else found.pins


def test_no_envelope_is_opened_around_what_is_pinned(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        key = define(bench)
        to = {"least_weight": 0.1, "largest_step": 0.2, "until": bench.now + 9 * DAY}
        action = bench.approved(name="hooks.envelope", from_value=None, to_value=to, ramp=(1.0,))
        pin(bench, key)
        with refused("pinned"):
            bench.do(ActionCommand.START, "bob", action)
        assert bench.get(action).state is ActionState.APPROVED
