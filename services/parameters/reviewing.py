"""The look that is owed at what serves something else than its base value: keep it, or propose the way back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Final

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.parameters import Parameter, ParameterKey
from learning.domain.permissions import Permission
from learning.domain.pins import ParameterReview, ReviewState, Verdict
from learning.domain.policies import Actor
from learning.governance.back_to_base import draft_to_base, is_way_back
from learning.governance.digest import canonical_json, text_hash
from learning.governance.envelopes import SUFFIX
from learning.governance.proposals import same_value
from learning.governance.refusals import SHORTEST_REASON, moment_words
from learning.governance.situation import Wish
from services.actions.attempts import find_earlier
from services.actions.drafting import live_value
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.callers import Caller
from services.parameters.standing import find_standing

REVIEWED: Final = "parameter_reviewed"


class ReviewService:
    """Takes what a person says in a review; nothing is changed by it, a way back is a proposal like any other."""

    def __init__(self, store: Store, actions: ActionService) -> None:
        """Work on a store."""
        self._store = store
        self._actions = actions

    def keep(self, brand: Brand, key: ParameterKey, *, reason: str, who: Caller, command: str) -> ParameterReview:
        """Note that it stays as it is; the next look is due a span later.

        Raises:
            RuleRefused: No look is due, the reason is too short, or they may not.
            NotFound: The brand has no such parameter.
        """
        with who.write(self._store, brand.id, Permission.PIN, _subject(key)) as (work, actor):
            work.gates.lock(brand.id)
            arguments = _arguments(key, Verdict.KEEP, reason)
            earlier = find_earlier(work, brand, actor, key=command, arguments=arguments)
            if earlier is not None:
                return _from_text(earlier)
            now = int(who.clock.now().timestamp())
            state = _due(work, key, now, reason, actor)
            review = ParameterReview(state.parameter.id, now, actor.name, Verdict.KEEP, reason.strip())
            _note(work, who, actor, review, brand_id=brand.id, command=command, arguments=arguments)
            work.commit()
        return review

    def propose_base(
        self, brand: Brand, key: ParameterKey, *, reason: str, who: Caller, command: str
    ) -> ParameterReview:
        """Draft the way back to the base value, by the fast lane where that takes one kept change back.

        The proposal has a key of its own, so that whoever breaks off in between can say the same again.

        Raises:
            RuleRefused: No look is due, the reason is too short, they may not, or a way back is proposed already.
            NotFound: The brand has no such parameter.
        """
        arguments, now = _arguments(key, Verdict.BASE, reason), int(who.clock.now().timestamp())
        with who.write(self._store, brand.id, Permission.PIN, _subject(key)) as (work, actor):
            earlier = find_earlier(work, brand, actor, key=command, arguments=arguments)
            if earlier is not None:
                return _from_text(earlier)
            state = _due(work, key, now, reason, actor)
            order = _way_back(work, brand, state, key=f"{command}:base", reason=reason.strip())
        answer = self._actions.perform(replace(order, who=who.who))
        action_id = answer.new_action_id or answer.action_id
        with who.write(self._store, brand.id, Permission.PIN, _subject(key)) as (work, actor):
            work.gates.lock(brand.id)
            review = ParameterReview(state.parameter.id, now, actor.name, Verdict.BASE, reason.strip(), action_id)
            _note(work, who, actor, review, brand_id=brand.id, command=command, arguments=arguments)
            work.commit()
        return review


def _note(
    work: UnitOfWork,
    who: Caller,
    actor: Actor,
    review: ParameterReview,
    *,
    brand_id: int,
    command: str,
    arguments: str,
) -> None:
    work.pins.add_review(review)
    body = {"verdict": review.verdict.value, "action": review.action_id, "reason": who.trail.hide(review.reason)}
    who.trail.note(
        work,
        brand_id=brand_id,
        at=review.at,
        actor=actor.pseudonym,
        kind=REVIEWED,
        subject=f"parameter:{review.parameter_id}",
        body=body,
    )
    stored = StoredCommand(actor.pseudonym, arguments, json.dumps(asdict(review), ensure_ascii=False))
    work.action_log.add_command(brand_id, command, stored, review.at)


def _due(work: UnitOfWork, key: ParameterKey, now: int, reason: str, actor: Actor) -> ReviewState:
    standing = find_standing(work, key, now)
    if standing is None:
        raise NotFound("parameter", f"{key.component}.{key.operation}.{key.name}")
    if actor.system is not None:
        raise RuleRefused("not_allowed", "Only a person looks at a parameter.", "Ask a marketer of the brand.")
    state = standing.review
    if state is None:
        raise RuleRefused(
            "not_due",
            f"Nothing is owed for {key.name}: its base value serves, or a change of it is on its way.",
            "There is nothing to do.",
        )
    zone = work.brands.get(key.brand_id).time_zone
    if not state.is_due(now):
        raise RuleRefused(
            "not_due",
            f"The next look at {key.name} is due on {moment_words(state.due_at, zone)}.",
            "Propose a change now.",
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleRefused(
            "reason_short",
            f"The reason has {len(reason.strip())} characters; at least {SHORTEST_REASON} are needed.",
            "Say what you looked at, and why that is the answer.",
        )
    return state


def _way_back(work: UnitOfWork, brand: Brand, state: ReviewState, *, key: str, reason: str) -> Order:
    """The command that proposes the base value: of an adjusted parameter its envelope is closed."""
    parameter = _to_change(work, state)
    _, live = live_value(work, parameter)
    for row in state.brought:
        record = work.actions.get(brand.id, row.action_id)
        if record.progress.parameter_id != parameter.id:
            continue
        if is_way_back(record.draft, live, parameter.base_value):
            return Order(brand, ActionCommand.UNDO, "", key, record.id, Wish(reason=reason))
        draft: ActionDraft = draft_to_base(record.draft, live, parameter.base_value, reason, row)
        return Order(brand, ActionCommand.PROPOSE, "", key, draft=draft)
    raise RuleRefused(
        "no_way_back",
        f"No change of {state.parameter.key.name} was kept here, so there is none to start from.",
        "Propose the base value as a change of its own.",
    )


def _to_change(work: UnitOfWork, state: ReviewState) -> Parameter:
    parameter = state.parameter
    if not same_value(live_value(work, parameter)[1], parameter.base_value):
        return parameter
    envelope = work.parameters.find(replace(parameter.key, name=f"{parameter.key.name}{SUFFIX}"))
    return parameter if envelope is None else envelope


def _arguments(key: ParameterKey, verdict: Verdict, reason: str) -> str:
    place = [key.component, key.operation, key.name, dict(key.context)]
    return text_hash(canonical_json([REVIEWED, verdict.value, *place, reason]))


def _from_text(text: str) -> ParameterReview:
    values = json.loads(text)
    return ParameterReview(**{**values, "verdict": Verdict(values["verdict"])})


def _subject(key: ParameterKey) -> str:
    return f"parameter:{key.component}.{key.operation}.{key.name}"
