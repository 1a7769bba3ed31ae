"""A new mechanism runs in shadow first: what it sets is kept aside, and only a person's word lets it serve."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.parameters import Parameter, Value
from learning.domain.policies import Actor, Gate, Role
from learning.domain.shadows import ShadowRun, ShadowState, ShadowStep
from learning.governance.digest import canonical_json, text_hash
from learning.governance.envelopes import SUFFIX, Envelope
from learning.governance.shadows import has_passed, pass_refusal
from services.actions.attempts import find_earlier
from services.actions.policies import policy_of
from services.actions.trail import Trail
from services.callers import Caller, Who, actor_of, not_allowed
from services.clock import Clock

BEGUN, STEPPED, PASSED, STOPPED = "shadow_begun", "shadow_adjusted", "shadow_passed", "shadow_stopped"


@dataclass(frozen=True, slots=True)
class Inside:
    """In which version of which envelope a mechanism asks to adjust, and of which version of the parameter."""

    parameter: Parameter
    envelope: Envelope
    version: int
    base_version: int


def find_shadow(work: UnitOfWork, inside: Inside, mechanism: str, now: int) -> ShadowRun | None:
    """Return the run that a mechanism is in, a new one (id 0) where it needs one; None where it may serve.

    Raises:
        RuleRefused: A person stopped it in this envelope.
    """
    runs = work.shadows.list_of(inside.parameter.id, mechanism)
    if any(has_passed(run, inside.envelope) for run in runs):
        return None
    own = next((run for run in runs if run.envelope_version == inside.version), None)
    if own is not None and own.state is not ShadowState.RUNNING:
        raise RuleRefused(
            "shadow_stopped",
            f"{own.decided_by} stopped {mechanism} in shadow: {own.reason}",
            "It begins anew only in an envelope that is approved anew, or as another version of itself.",
        )
    return own or _new_run(work, inside, mechanism, now)


def _new_run(work: UnitOfWork, inside: Inside, mechanism: str, now: int) -> ShadowRun:
    bounds, action = envelope_version(work, inside.parameter, inside.version)
    policy = policy_of(work, inside.parameter.key.brand_id)
    return ShadowRun(
        id=0,
        parameter_id=inside.parameter.id,
        mechanism=mechanism,
        envelope_version=inside.version,
        bounds=bounds,
        metric="" if action is None else action.draft.expected.metric,
        began_at=now,
        until=now + policy.shadow_seconds,
        needed=policy.shadow_decisions,
    )


def envelope_version(work: UnitOfWork, parameter: Parameter, version: int) -> tuple[Value, ActionRecord | None]:
    """Return what a version of the envelope of a parameter says, and the action that wrote it."""
    key = parameter.key
    named = f"{key.name}{SUFFIX}"
    found = next(
        each
        for each in work.parameters.list_of(key.brand_id, key.component)
        if (each.key.operation, each.key.name, each.key.context) == (key.operation, named, key.context)
    )
    for each in work.parameters.list_versions(found.id):
        if each.version == version:
            return each.value, work.actions.get(key.brand_id, each.action_id)
    return found.base_value, None


def add_shadow_step(
    work: UnitOfWork, trail: Trail, run: ShadowRun, step: ShadowStep, *, brand_id: int, actor: Actor
) -> ShadowStep:
    """Keep what a mechanism would set, beginning its run if need be; nothing of it serves."""
    subject = f"parameter:{run.parameter_id}"

    def note(kind: str, body: Mapping[str, object]) -> None:
        trail.note(
            work, brand_id=brand_id, at=step.at, actor=actor.pseudonym, kind=kind, subject=subject, body={**body}
        )

    if not run.id:
        run = work.shadows.add(run)
        note(BEGUN, {"run": run.id, "mechanism": run.mechanism, "until": run.until, "needed": run.needed})
    kept = work.shadows.add_step(replace(step, run_id=run.id))
    value = dict(kept.value) if isinstance(kept.value, Mapping) else kept.value
    note(STEPPED, {"run": run.id, "number": kept.number, "value": value, "why": trail.hide(kept.why)})
    return kept


def shadow_before(work: UnitOfWork, run: ShadowRun, base_version: int, approved: Value) -> Value:
    """Return what the next step of a run starts from: its last one, of this version of the parameter."""
    steps = work.shadows.list_steps(run.id) if run.id else ()
    return next((step.value for step in reversed(steps) if step.base_version == base_version), approved)


class ShadowService:
    """Lets a mechanism go on from its shadow run, or stops it."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    def decide(self, brand: Brand, run_id: int, *, go: bool, who: Who, reason: str, command: str) -> ShadowRun:
        """Say go on or stop, once for each key; a refusal stands in the trail.

        Raises:
            RuleRefused: They may not, it is decided already, or it cannot pass: too short, or too few outcomes.
            NotFound: The brand has no such run, or they do not belong to it.
        """
        now = int(self._clock.now().timestamp())
        try:
            with self._store.write() as work:
                gate = work.gates.lock(brand.id)
                actor = actor_of(work, brand.id, who)
                arguments = text_hash(canonical_json(["decide_shadow", run_id, go, reason]))
                earlier = find_earlier(work, brand, actor, key=command, arguments=arguments)
                if earlier is not None:
                    return work.shadows.get(brand.id, run_id)
                run = _run_of(work, brand, actor, run_id)
                self._decide(work, run, actor, go=go, reason=reason, gate=gate, now=now)
                stored = StoredCommand(actor.pseudonym, arguments, json.dumps({"run": run_id, "go": go}))
                work.action_log.add_command(brand.id, command, stored, now)
                work.commit()
        except (RuleRefused, NotFound) as refused:
            caller = Caller(who, self._trail, self._clock)
            caller.note_refusal(self._store, brand.id, "decide_shadow", f"shadow:{run_id}", refused)
            raise
        with self._store.read() as work:
            return work.shadows.get(brand.id, run_id)

    def _decide(
        self, work: UnitOfWork, run: ShadowRun, actor: Actor, *, go: bool, reason: str, gate: Gate, now: int
    ) -> None:
        if not actor.active or actor.role is None or not actor.role.covers(Role.APPROVER):
            raise not_allowed(actor, Role.APPROVER)
        if run.state is not ShadowState.RUNNING:
            raise RuleRefused(
                "already_decided", f"{run.decided_by} has decided it; nothing else happened.", "There is nothing to do."
            )
        if not reason.strip():
            raise RuleRefused("reason_missing", "This needs a reason.", "Say why, in a sentence.")
        parameter = work.parameters.get(run.parameter_id)
        reported = count_reported(work, parameter, run, now)
        if go:
            self._require_go(work, run, parameter, actor, gate)
            refusal = pass_refusal(run, reported, now)
            if refusal is not None:
                raise refusal
        state = ShadowState.PASSED if go else ShadowState.STOPPED
        if not work.shadows.decide(run, state, who=actor.name, reason=reason.strip(), at=now):
            raise RuleRefused("already_decided", "Somebody else has decided it.", "There is nothing to do.")
        self._trail.note(
            work,
            brand_id=parameter.key.brand_id,
            at=now,
            actor=actor.pseudonym,
            kind=PASSED if go else STOPPED,
            subject=f"parameter:{parameter.id}",
            body={"run": run.id, "mechanism": run.mechanism, "n": reported, "reason": self._trail.hide(reason)},
        )

    def _require_go(self, work: UnitOfWork, run: ShadowRun, parameter: Parameter, actor: Actor, gate: Gate) -> None:
        if gate.killed or gate.breaker_open:
            raise RuleRefused("killed", "All changes are stopped.", "Lift the stop first, then let it go on.")
        _, action = envelope_version(work, parameter, run.envelope_version)
        if (
            action is not None
            and action.draft.author == actor.name
            and policy_of(work, parameter.key.brand_id).four_eyes
        ):
            raise RuleRefused(
                "own_action", "You proposed its envelope; somebody else lets it go on.", "Ask another approver."
            )


def _run_of(work: UnitOfWork, brand: Brand, actor: Actor, run_id: int) -> ShadowRun:
    if actor.system is None and actor.role is None:
        # Who does not belong to the brand is not told what it has.
        raise NotFound("shadow run", str(run_id))
    return work.shadows.get(brand.id, run_id)


def count_reported(work: UnitOfWork, parameter: Parameter, run: ShadowRun, now: int) -> int:
    """Say of how many decisions of a run its metric was reported."""
    return work.shadows.count_reported(parameter.key.brand_id, parameter.key.component, run, now)
