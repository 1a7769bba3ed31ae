"""Every service that writes for people asks who calls, inside of its transaction, and remembers whom it refused."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from learning.domain.accounts import SessionKey
from learning.domain.alerts import AlertDraft, AlertKind
from learning.domain.annotations import NoteDraft
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.experiment_records import Choice
from learning.domain.gates import DEFAULT_GATES
from learning.domain.goals import GoalDraft
from learning.domain.outcome_models import ModelTask
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.permissions import ROLE_FOR, Permission
from learning.domain.policies import Policy, Role, SystemActor
from learning.domain.views import ViewDraft
from services.actions.policies import change_policy
from services.actions.trail import REFUSED
from services.alerts.rules import acknowledge, add_rule, mute_rule, remove_rule
from services.annotations import add_note, edit_note, remove_note
from services.bootstrap import Services, services_of
from services.brands import add_brand
from services.callers import Caller, Operator
from services.delivery.channels import (
    HookDraft,
    add_channel,
    ask_for_test,
    remove_channel,
    send_again,
    switch_channel,
)
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.describing import Description, describe_experiment
from services.experiments.predictions import Guess, predict, skip_prediction
from services.experiments.reallocating import reallocate_experiment
from services.experiments.removing import remove_source
from services.experiments.running import archive_experiment, end_experiment, start_experiment
from services.gates import set_gates
from services.goals import remove_goal, set_goal
from services.insights.deciding import accept_insight, dismiss_insight, lift_dismissal
from services.jobs.board import JobBoard
from services.models.arm_proposals import propose_arm
from services.models.arm_training import train_arms, use_arms
from services.models.training import train, use_model
from services.parameters.definitions import define_parameter
from services.saved_views import remove_view, save_view, share_view
from services.setting_changes import change_settings
from services.settings import load_settings
from tests.migrated import put_migrated_file
from tests.services.feedback.attempts import FEEDBACK_ATTEMPTS

ROOT: Final = Path(__file__).resolve().parents[2]
DAY: Final = date(2026, 11, 1)
NOTE: Final = NoteDraft(DAY, DAY, "Black Friday")
VIEW: Final = ViewDraft("Monday", "engagement", "b=1", shared=False)
ALERT: Final = AlertDraft("Loud", AlertKind.THRESHOLD, "clicks", threshold=1.0)
HOOK: Final = HookDraft("team", "https://127.0.0.1/hook")
SPEC: Final = ParameterSpec(ParameterKind.NUMBER, 0, 10)


@dataclass(frozen=True, slots=True)
class World:
    """A store with a brand, another brand, and somebody of each role."""

    services: Services
    brand: Brand
    other: Brand

    def caller(self, who: object) -> Caller:
        return self.services.caller(who)  # type: ignore[arg-type]  # a test names it

    def refusals(self) -> list[tuple[str, str, str]]:
        """Actor, command and code of each."""
        with self.services.store.read() as work:
            rows = [row for row in work.audit.read() if row.kind == REFUSED]
        bodies = [json.loads(row.body) for row in rows]
        return [(row.actor, body["command"], body["code"]) for row, body in zip(rows, bodies, strict=True)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("callers")
    put_migrated_file(folder / "store.db")
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'store.db'}"})
    with services_of(settings) as services:
        brand, other = (add_brand(services.store, name, services.clock) for name in ("Acme", "Other"))
        for role in Role:
            services.people.add(brand, role.value, role)
        services.people.add(other, "stranger", Role.ADMINISTRATOR)
        services.people.add(brand, "gone", Role.ADMINISTRATOR)
        services.people.set_active(brand, "gone", active=False)
        yield World(services, brand, other)


Attempt = Callable[[World, Caller], object]


def _import(world: World, who: Caller) -> object:
    return world.services.drafts.start(world.brand.id, who, [])


ATTEMPTS: Final[dict[str, tuple[Permission, Attempt]]] = {
    "add_note": (Permission.NOTE, lambda w, c: add_note(w.services.store, w.brand.id, NOTE, who=c, now=now(w))),
    "edit_note": (Permission.NOTE, lambda w, c: edit_note(w.services.store, w.brand.id, 1, NOTE, who=c)),
    "remove_note": (Permission.NOTE, lambda w, c: remove_note(w.services.store, w.brand.id, 1, who=c)),
    "set_goal": (
        Permission.GOAL,
        lambda w, c: set_goal(w.services.store, w.brand.id, GoalDraft("clicks", 5), who=c, now=now(w)),
    ),
    "remove_goal": (Permission.GOAL, lambda w, c: remove_goal(w.services.store, w.brand.id, 1, who=c)),
    "set_gates": (
        Permission.LEARNING,
        lambda w, c: change_settings(
            w.services.store, w.brand.id, lambda u: set_gates(u, w.brand.id, DEFAULT_GATES), who=c, now=now(w)
        ),
    ),
    "system_alerts": (
        Permission.ALERT,
        lambda w, c: change_settings(
            w.services.store, w.brand.id, lambda _: None, who=c, now=now(w), permission=Permission.ALERT
        ),
    ),
    "save_view": (Permission.OWN_VIEW, lambda w, c: save_view(w.services.store, w.brand.id, VIEW, who=c, now=now(w))),
    "share_view": (
        Permission.SHARED_VIEW,
        lambda w, c: share_view(w.services.store, w.brand.id, 1, shared=True, who=c),
    ),
    "remove_view": (Permission.OWN_VIEW, lambda w, c: remove_view(w.services.store, w.brand.id, 1, who=c)),
    "predict": (
        Permission.PREDICTION,
        lambda w, c: predict(w.services.store, w.brand, 1, Guess("B"), who=c, clock=w.services.clock),
    ),
    "skip": (
        Permission.OWN_VIEW,
        lambda w, c: skip_prediction(w.services.store, w.brand, 1, who=c, clock=w.services.clock),
    ),
    "describe": (
        Permission.TEST,
        lambda w, c: describe_experiment(w.services.store, w.brand, 1, Description(), who=c, clock=w.services.clock),
    ),
    "start": (
        Permission.TEST,
        lambda w, c: start_experiment(w.services.store, w.brand, 1, who=c, clock=w.services.clock),
    ),
    "end": (Permission.TEST, lambda w, c: end_experiment(w.services.store, w.brand, 1, who=c, clock=w.services.clock)),
    "archive": (
        Permission.TEST,
        lambda w, c: archive_experiment(w.services.store, w.brand, 1, who=c, clock=w.services.clock),
    ),
    "decide": (
        Permission.TEST,
        lambda w, c: decide_experiment(w.services.store, w.brand, 1, Wish(Choice.STOP), who=c, clock=w.services.clock),
    ),
    "reallocate": (
        Permission.TEST,
        lambda w, c: reallocate_experiment(w.services.store, w.brand, 1, {}, who=c, clock=w.services.clock),
    ),
    "remove_source": (
        Permission.TEST,
        lambda w, c: remove_source(w.services.store, w.brand, 1, who=c, clock=w.services.clock),
    ),
    "accept": (Permission.INSIGHT, lambda w, c: accept_insight(w.services.store, w.brand.id, 1, who=c, now=now(w))),
    "dismiss": (
        Permission.INSIGHT,
        lambda w, c: dismiss_insight(w.services.store, w.brand.id, 1, who=c, now=now(w), reason="known"),
    ),
    "lift": (Permission.INSIGHT, lambda w, c: lift_dismissal(w.services.store, w.brand.id, 1, who=c, now=now(w))),
    "add_rule": (Permission.ALERT, lambda w, c: add_rule(w.services.store, w.brand.id, ALERT, who=c, now=now(w))),
    "mute": (Permission.ALERT, lambda w, c: mute_rule(w.services.store, w.brand.id, 1, 7, who=c, now=now(w))),
    "remove_rule": (Permission.ALERT, lambda w, c: remove_rule(w.services.store, w.brand.id, 1, who=c, now=now(w))),
    "acknowledge": (
        Permission.ALERT,
        lambda w, c: acknowledge(w.services.store, w.brand.id, 1, who=c, note="", now=now(w)),
    ),
    "add_channel": (
        Permission.CHANNEL,
        lambda w, c: add_channel(w.services.store, w.services.settings, w.brand.id, HOOK, who=c, now=now(w)),
    ),
    "remove_channel": (
        Permission.CHANNEL,
        lambda w, c: remove_channel(w.services.store, w.brand.id, 1, who=c, now=now(w)),
    ),
    "switch_channel": (
        Permission.CHANNEL,
        lambda w, c: switch_channel(w.services.store, w.brand.id, 1, who=c, enabled=False),
    ),
    "test_channel": (
        Permission.CHANNEL,
        lambda w, c: ask_for_test(w.services.store, w.brand.id, 1, who=c, now=now(w)),
    ),
    "send_again": (Permission.CHANNEL, lambda w, c: send_again(w.services.store, w.brand.id, 1, who=c, now=now(w))),
    **FEEDBACK_ATTEMPTS,
    "train": (Permission.LEARNING, lambda w, c: train(w.services.store, w.brand, ModelTask.SUCCESS, who=c)),
    "use_model": (
        Permission.LEARNING,
        lambda w, c: use_model(w.services.store, w.brand, ModelTask.SUCCESS, None, who=c),
    ),
    "train_arms": (Permission.LEARNING, lambda w, c: train_arms(w.services.store, w.brand, "site", who=c)),
    "use_arms": (Permission.LEARNING, lambda w, c: use_arms(w.services.store, w.brand, "site", None, who=c)),
    "propose_arm": (
        Permission.INSIGHT,
        lambda w, c: propose_arm(w.services.store, w.brand, "site", {}, who=c, command="one"),
    ),
    "import": (Permission.IMPORT, _import),
    "undo": (Permission.IMPORT, lambda w, c: w.services.undo.undo("none", who=c, brand_id=w.brand.id)),
    "policy": (Permission.POLICY, lambda w, c: change_policy(w.services.store, w.brand, Policy(), who=c)),
    "parameter": (
        Permission.PARAMETER,
        lambda w, c: define_parameter(
            w.services.store, ParameterKey(w.brand.id, "content", "set", "length"), SPEC, 5, who=c
        ),
    ),
    "people": (Permission.PEOPLE, lambda w, c: w.services.people.add(w.brand, "new", Role.VIEWER, by=c.who)),
}
"""Each service, called by somebody; whether what they ask for is there does not matter for whoever may not."""
TOO_LOW: Final = [
    (name, role) for name, (permission, _) in ATTEMPTS.items() for role in Role if not role.covers(ROLE_FOR[permission])
]


def now(world: World):
    return world.services.clock.now()


@pytest.mark.parametrize(("name", "role"), TOO_LOW)
def test_who_has_too_low_a_role_is_refused_by_the_service_itself_and_that_is_kept(
    world: World, name: str, role: Role
) -> None:
    permission, attempt = ATTEMPTS[name]
    before = len(world.refusals())
    with pytest.raises(RuleRefused) as refused:
        attempt(world, world.caller(role.value))
    assert refused.value.code == "not_allowed"
    assert role.value in refused.value.message
    assert ROLE_FOR[permission].value in refused.value.fix
    (kept,) = world.refusals()[before:]
    assert kept == (world.services.people.get(role.value).pseudonym, permission.value, "not_allowed")


@pytest.mark.parametrize("name", sorted(ATTEMPTS))
def test_who_belongs_to_another_brand_finds_nothing_and_that_is_kept(world: World, name: str) -> None:
    permission, attempt = ATTEMPTS[name]
    before = len(world.refusals())
    with pytest.raises(NotFound):
        attempt(world, world.caller("stranger"))
    assert world.refusals()[before:] == [
        (world.services.people.get("stranger").pseudonym, permission.value, "not_found")
    ]


@pytest.mark.parametrize("name", sorted(ATTEMPTS))
@pytest.mark.parametrize(
    ("who", "code"),
    [("gone", "not_allowed"), ("nobody", "unknown_user"), (SessionKey("no session", 0), "signed_out")],
)
def test_who_is_disabled_unknown_or_signed_out_is_refused(world: World, name: str, who: object, code: str) -> None:
    before = len(world.refusals())
    with pytest.raises(RuleRefused) as refused:
        ATTEMPTS[name][1](world, world.caller(who))
    assert refused.value.code == code
    assert [kept[2] for kept in world.refusals()[before:]] == [code]


@pytest.mark.parametrize("deed", ["request", "pause", "set_interval"])
def test_what_holds_for_all_brands_takes_an_administrator_of_any(world: World, deed: str) -> None:
    board = JobBoard(world.services.store)
    deeds: dict[str, Callable[[Caller], object]] = {
        "request": lambda c: board.request("alerts", c, now(world)),
        "pause": lambda c: board.pause("alerts", c, paused=False),
        "set_interval": lambda c: board.set_interval("alerts", c, 60),
    }
    with pytest.raises(RuleRefused):
        deeds[deed](world.caller(Role.APPROVER.value))
    assert world.refusals()[-1][1:] == ("job", "not_allowed")
    deeds[deed](world.caller("stranger"))


def test_who_may_is_let_through_and_named_in_what_is_written(world: World) -> None:
    store, brand = world.services.store, world.brand
    for who, name in (
        (Role.MARKETER.value, "marketer"),
        (Operator("someone"), "someone"),
        (SystemActor.ENGINE, "engine"),
    ):
        note = add_note(store, brand.id, NOTE, who=world.caller(who), now=now(world))
        assert note.who == name
    before = len(world.refusals())
    assert save_view(store, brand.id, VIEW, who=world.caller("viewer"), now=now(world)).who == "viewer"
    with pytest.raises(NotFound):
        remove_note(store, brand.id, 10_000, who=world.caller("marketer"))
    assert world.refusals()[before:] == [
        (world.services.people.get("marketer").pseudonym, Permission.NOTE.value, "not_found")
    ]


def test_a_refused_attempt_leaves_nothing_but_its_row_and_the_trail_still_holds(world: World) -> None:
    store = world.services.store
    with store.read() as work:
        before = work.annotations.list_between(world.brand.id, -(10**6), 10**6, who="viewer")
    with pytest.raises(RuleRefused):
        add_note(store, world.brand.id, NOTE, who=world.caller("viewer"), now=now(world))
    with store.read() as work:
        assert work.annotations.list_between(world.brand.id, -(10**6), 10**6, who="viewer") == before
    assert world.services.trail.verify(store).sound


def test_every_permission_has_a_role() -> None:
    assert set(ROLE_FOR) == set(Permission)


OWN_TRANSACTIONS: Final = {
    "services/callers.py": "the mechanism itself",
    "services/brands.py": "a brand is made before anybody has a role in it",
    "services/restores.py": "only the command line of the machine restores; it holds the ramps back",
    "services/operations.py": "how long the system's own work took",
    "services/visits.py": "when somebody looked: nothing that others see",
    "services/insights/deciding.py": "that somebody has seen an insight, beside what asks who calls",
    "services/imports/drafts.py": "a half-done upload is changed by whoever has its secret token",
    "services/experiments/summaries.py": "a kept answer to what is stored already",
    "services/insights/running.py": "the system's own look at the data",
    "services/insights/upkeep.py": "the system's own work",
    "services/analyses/refresh.py": "the system's own look at the data",
    "services/alerts/evaluating.py": "the system's own look at the data",
    "services/alerts/system.py": "the system's own messages",
    "services/delivery/delivering.py": "the worker sends what waits",
    "services/demo/brand.py": "the demo brand goes as a whole; its page asks who calls",
    "services/jobs/": "the worker's own work; what people ask of it goes through the caller",
    "services/accounts/": "who somebody is, before they can be asked",
    "services/actions/performing.py": "the machine of actions: its table says who may",
    "services/actions/stopping.py": "the kill switch, part of the machine of actions",
    "services/actions/adjusting.py": "adjustments inside of an envelope, part of the machine of actions",
    "services/actions/shadowing.py": "shadow runs of mechanisms, part of the machine of actions",
    "services/actions/ticking.py": "the scheduler",
    "services/actions/automatic.py": "the weekly message",
    "services/decisions/recording.py": "what programs report",
    "services/feedback/looping.py": "the worker takes up what waits",
    "services/feedback/correcting.py": "models learn by the worker, or from what a caller just corrected",
}
"""Where a transaction is begun without a caller, and why nobody has to be asked there."""


def test_no_service_writes_for_people_without_asking_who_calls() -> None:
    found = set()
    for floor in ("services", "ui", "pages", "api"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "benchmarks" in name:
                continue
            if any(_begins_alone(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
                found.add(name)
    unexplained = {name for name in found if not any(name.startswith(known) for known in OWN_TRANSACTIONS)}
    assert unexplained == set(), "begin it with `who.write(...)` of services/callers.py"
    unused = {known for known in OWN_TRANSACTIONS if not any(name.startswith(known) for name in found)}
    assert unused == set()


def _begins_alone(node: ast.AST) -> bool:
    """`store.write()`: a transaction whose caller nobody asked for; `who.write(store, ...)` has one."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and ast.unparse(node.func.value).rpartition(".")[2].lstrip("_") == "store"
    )
