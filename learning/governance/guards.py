"""The guards of the table, one function each: what must hold, and what a person is told where it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from learning.domain.actions import OPEN_STATES, VoteKind
from learning.domain.errors import RuleRefused
from learning.domain.policies import SystemActor
from learning.governance import ramp_guards
from learning.governance.envelopes import SUFFIX
from learning.governance.pins import pinned_refusal
from learning.governance.refusals import SHORTEST_REASON, UNCHANGED
from learning.governance.situation import Situation, Wish
from learning.governance.transitions import Guard

Check = Callable[[Situation, Wish], RuleRefused | None]


def _schema_valid(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if not now.value_problem:
        return None
    return RuleRefused("value_not_allowed", now.value_problem, "Edit the proposal, or propose another value.")


def _reason_long(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    found = len(now.proposal.reason.strip())
    if found >= SHORTEST_REASON:
        return None
    return RuleRefused(
        "reason_short",
        f"The reason of the proposal has {found} characters; at least {SHORTEST_REASON} are needed.",
        "Edit it and say why: what was seen, and how sure that is.",
    )


def _plan_set(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    draft = now.proposal
    missing = [
        words
        for words, there in (
            ("the expected effect", bool(draft.expected.metric) and draft.expected.low is not None),
            ("a guardrail", bool(draft.guardrails) or draft.by_hand),
            ("a ramp", bool(draft.ramp)),
            ("a holdout", draft.holdout > 0 or draft.by_hand),
        )
        if not there
    ]
    if not missing:
        return None
    return RuleRefused("incomplete", f"The proposal lacks {', '.join(missing)}.", "Edit it and add what is missing.")


def _preview_current(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    base = now.proposal.base_version
    if base == now.live_version:
        return None
    return RuleRefused(
        "base_changed",
        f"The proposal was made at version {base} of the parameter; version {now.live_version} serves now.",
        "Edit it: that compares it with what serves now.",
    )


def _seen_current(now: Situation, wish: Wish) -> RuleRefused | None:
    action = now.action
    if wish.seen_round == action.round and wish.seen_digest == action.digest:
        return None
    return RuleRefused(
        "not_current",
        f"Round {wish.seen_round} with digest {(wish.seen_digest or 'none')[:12]} was seen; round {action.round} with "
        f"digest {action.digest[:12]} is current.",
        "Look at the proposal as it is now, then decide again.",
    )


def _unedited(now: Situation, wish: Wish) -> RuleRefused | None:
    if wish.seen_digest is None or wish.seen_digest == now.action.digest:
        return None
    return RuleRefused(
        "edited_meanwhile",
        f"Somebody edited the proposal while you wrote: digest {now.action.digest[:12]} is current. "
        f"{UNCHANGED.capitalize()}.",
        "Look at the proposal as it is now, then edit it again.",
    )


def _not_undone(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.undone_by is None:
        return None
    return RuleRefused(
        "undo_proposed",
        f"Action {now.undone_by} takes it back already.",
        f"Go on with action {now.undone_by}; once that has ended without being kept, it can be proposed anew.",
    )


def _not_author(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.actor.name != now.action.draft.author or not now.snapshot.four_eyes:
        return None
    return RuleRefused(
        "own_change",
        f"{now.actor.name} is the author; the approval has to come from somebody else.",
        "Ask another approver of the brand.",
    )


def _not_editor(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.actor.name not in now.editors or not now.snapshot.four_eyes:
        return None
    return RuleRefused(
        "own_edit",
        f"{now.actor.name} has edited this round; the approval has to come from somebody else.",
        "Ask another approver of the brand.",
    )


def _not_voted(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    mine = next((vote for vote in now.valid_votes if vote.voter == now.actor.name), None)
    if mine is None:
        return None
    return RuleRefused(
        "voted",
        f"{mine.voter} has approved this round already, on {now.words_of(mine.at)}; {UNCHANGED}.",
        f"{now.snapshot.quorum} approvers are needed: ask another one.",
    )


def _not_expired(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    until = now.action.progress.expires_at
    if now.now <= until:
        return None
    return RuleRefused("expired", f"The proposal expired on {now.words_of(until)}.", "Propose it again.")


def _expired(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    until = now.action.progress.expires_at
    if now.now > until:
        return None
    return RuleRefused("not_expired", f"The proposal stands until {now.words_of(until)}.", "Wait, or withdraw it.")


def _rule_covers(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.rule is not None:
        return None
    return RuleRefused("no_rule", "No automatic rule covers this change.", "Ask an approver.")


def _reason_given(now: Situation, wish: Wish) -> RuleRefused | None:
    del now
    if wish.reason.strip():
        return None
    return RuleRefused("reason_missing", "This needs a reason.", "Say why, in a sentence.")


def _time_allowed(now: Situation, wish: Wish) -> RuleRefused | None:
    until = now.action.progress.expires_at
    if wish.at is not None and now.now < wish.at <= until:
        return None
    return RuleRefused(
        "time_not_allowed",
        "The start must lie ahead, and before the proposal expires." if wish.at else "No time is given for the start.",
        f"Choose a time until {now.words_of(until)}.",
    )


def _due(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    at = now.action.progress.scheduled_at
    by_rule = any(vote.kind is VoteKind.POLICY for vote in now.valid_votes)
    if now.actor.system is not SystemActor.SCHEDULER or (by_rule if at is None else at <= now.now):
        return None
    return RuleRefused("not_due", "The time of the start has not come.", "Wait for it, or start it yourself.")


def _not_killed(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    gate = now.gate
    if not gate.killed:
        return None
    since = f" since {now.words_of(gate.killed_at)}" if gate.killed_at is not None else ""
    return RuleRefused(
        "killed",
        f"{gate.killed_by} has stopped all changes{since}: {gate.reason or 'no reason given'}.",
        "An approver lifts the stop with `bellwether actions unkill`, then this can be done.",
    )


def _breaker_closed(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if not now.gate.breaker_open:
        return None
    return RuleRefused(
        "breaker_open",
        "Starts failed one after the other; no more are tried.",
        "Find out why, then close the breaker with `bellwether actions unkill`.",
    )


def _day_limit(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    limit = now.policy.starts_a_day
    if now.starts_today < limit:
        return None
    return RuleRefused(
        "day_limit",
        f"{now.starts_today} changes were started today; the limit of the brand is {limit}.",
        "Start it tomorrow, or schedule it.",
    )


def _cycle_limit(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    limit = now.policy.starts_a_cycle
    if now.actor.system is not SystemActor.SCHEDULER or now.starts_this_cycle < limit:
        return None
    return RuleRefused("cycle_limit", f"{limit} changes were started in this cycle.", "The next cycle starts it.")


def _approved(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    alone = {VoteKind.POLICY, VoteKind.BYPASS}
    votes = [
        vote
        for vote in now.valid_votes
        if vote.voter != now.action.draft.author or (vote.kind is VoteKind.SELF and not now.snapshot.four_eyes)
    ]
    if any(vote.kind in alone for vote in votes):
        return None
    found, wanted = len({vote.voter for vote in votes}), now.snapshot.quorum
    if found >= wanted:
        return None
    return RuleRefused(
        "not_approved", f"{found} of {wanted} approvals of this round are there.", "Ask an approver of the brand."
    )


def _people_active(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if not now.inactive:
        return None
    return RuleRefused(
        "person_inactive",
        f"{', '.join(now.inactive)} may no longer act for the brand, so what they wrote or approved does not count.",
        "Have an administrator edit it and somebody else approve it.",
    )


def _key_free(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.lease_holder is None or now.lease_holder == now.action.id:
        return None
    return RuleRefused(
        "key_taken",
        f"Action {now.lease_holder} is changing the same parameter.",
        f"Wait until action {now.lease_holder} is kept or rolled back.",
    )


def _not_pinned(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    return None if now.pin is None else pinned_refusal(now.pin, now.proposal.name.removesuffix(SUFFIX), now.time_zone)


def _not_bypasser(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    bypass = [vote.voter for vote in now.votes if vote.kind is VoteKind.BYPASS]
    if bypass and now.actor.name not in bypass:
        return None
    if not bypass:
        return RuleRefused("no_bypass", "No approval was bypassed here.", "There is nothing to look at afterwards.")
    return RuleRefused("own_bypass", f"{now.actor.name} bypassed the approval.", "Ask another approver to look at it.")


def _hand_step_owed(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.hand_step is not None:
        return None
    return RuleRefused("nothing_to_confirm", "Nobody has to do anything by hand here.", "There is nothing to do.")


def _failed_often(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    if now.action.progress.attempts >= now.snapshot.start_attempts:
        return None
    return RuleRefused("attempts_left", "The start may be tried again.", "Try again.")


def _cause_given(now: Situation, wish: Wish) -> RuleRefused | None:
    del now
    if (wish.cause or wish.reason).strip():
        return None
    return RuleRefused("reason_missing", "This needs a cause.", "Say why, in a sentence.")


def _base_live(now: Situation, wish: Wish) -> RuleRefused | None:
    del wish
    base = now.action.draft.base_version
    if now.action.state not in OPEN_STATES or base == now.live_version:
        return None
    return RuleRefused(
        "stale",
        f"The parameter has changed since: the proposal stands on version {base}, version {now.live_version} serves.",
        "Propose it again on what serves now.",
    )


CHECKS: Final[Mapping[Guard, Check]] = {
    Guard.SCHEMA_VALID: _schema_valid,
    Guard.REASON_LONG: _reason_long,
    Guard.PLAN_SET: _plan_set,
    Guard.PREVIEW_CURRENT: _preview_current,
    Guard.SEEN_CURRENT: _seen_current,
    Guard.UNEDITED: _unedited,
    Guard.NOT_UNDONE: _not_undone,
    Guard.NOT_AUTHOR: _not_author,
    Guard.NOT_EDITOR: _not_editor,
    Guard.NOT_VOTED: _not_voted,
    Guard.NOT_EXPIRED: _not_expired,
    Guard.EXPIRED: _expired,
    Guard.RULE_COVERS: _rule_covers,
    Guard.REASON_GIVEN: _reason_given,
    Guard.TIME_ALLOWED: _time_allowed,
    Guard.DUE: _due,
    Guard.NOT_KILLED: _not_killed,
    Guard.BREAKER_CLOSED: _breaker_closed,
    Guard.DAY_LIMIT: _day_limit,
    Guard.CYCLE_LIMIT: _cycle_limit,
    Guard.APPROVED: _approved,
    Guard.PEOPLE_ACTIVE: _people_active,
    Guard.BASE_LIVE: _base_live,
    Guard.KEY_FREE: _key_free,
    Guard.NOT_PINNED: _not_pinned,
    Guard.SEEN_STAGE: ramp_guards.seen_stage,
    Guard.NOT_LAST_STAGE: ramp_guards.not_last_stage,
    Guard.LAST_STAGE: ramp_guards.last_stage,
    Guard.BAKED: ramp_guards.baked,
    Guard.DATA_HOLD: ramp_guards.data_hold,
    Guard.NOT_BROKEN: ramp_guards.not_broken,
    Guard.WINDOW_OVER: ramp_guards.window_over,
    Guard.REPORT_ATTACHED: ramp_guards.report_attached,
    Guard.CONCLUSIVE_OR_REASON: ramp_guards.conclusive,
    Guard.NOT_BYPASSER: _not_bypasser,
    Guard.HAND_STEP_OWED: _hand_step_owed,
    Guard.FAILED_OFTEN: _failed_often,
    Guard.CAUSE_GIVEN: _cause_given,
}
"""Of every guard that looks at the situation; a first draft is checked as it is written (`proposals.py`)."""
