"""What is proposed: by a person, by the engine, as an edit, and as the way back from a kept change."""

from __future__ import annotations

from dataclasses import replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord
from learning.domain.errors import BadOption, RuleRefused
from learning.domain.policies import Actor, Role, SystemActor
from learning.governance.proposals import check_draft
from learning.governance.situation import Situation
from learning.governance.values import check_value
from services.actions.drafting import live_value
from services.actions.orders import Order
from services.actions.proposal_json import draft_from_json

UNDO_RAMP = (1.0,)


def draft_as(order: Order, actor: Actor, now: int) -> ActionDraft:
    """Return what an actor proposes, under their name and at this moment.

    Raises:
        RuleRefused: They may not propose.
    """
    if order.draft is None:
        raise RuleRefused("nothing_proposed", "No proposal is given.", "Say what is to be changed.")
    is_engine = actor.system is SystemActor.ENGINE
    if not is_engine and (not actor.active or actor.role is None or not actor.role.covers(Role.MARKETER)):
        role = f"{actor.role.value} of this brand" if actor.role else "no member of this brand"
        raise RuleRefused(
            "not_allowed",
            f"{actor.name} is {role}; to propose it takes a marketer.",
            "Have an administrator change the role.",
        )
    return replace(order.draft, brand_id=order.brand.id, author=actor.name, created_at=now, command_key=order.key)


def edited_draft(work: UnitOfWork, order: Order, record: ActionRecord) -> ActionDraft:
    """Return a proposal as an edit would leave it: compared with what serves now, by its author of before.

    Raises:
        BadOption: It names another parameter, or a value that cannot be.
        RuleRefused: No change is given.
    """
    kept = record.draft
    if order.changes is None:
        raise RuleRefused("nothing_edited", "No change to the proposal is given.", "Say what is to be changed.")
    # Laid over the proposal as it is in this transaction, so that nobody's edit of just now is lost.
    wanted = draft_from_json(order.changes, before=kept)
    for name in ("component", "operation", "name", "context"):
        before, after = getattr(kept, name), getattr(wanted, name)
        if before != after:
            raise BadOption(name, str(after)[:40], f"{before!r}: an action stays about its parameter")
    parameter = work.parameters.get(record.progress.parameter_id)
    version, live = live_value(work, parameter)
    edited = replace(
        wanted,
        author=kept.author,
        created_at=kept.created_at,
        command_key=kept.command_key,
        brand_id=kept.brand_id,
        undo_of=kept.undo_of,
        base_version=version,
        from_value=live,
        to_value=check_value(parameter.spec, wanted.to_value),
    )
    check_draft(edited)
    return edited


def inverse_of(situation: Situation, order: Order) -> ActionDraft:
    """Return the proposal that takes a kept change back, for one approver to say yes to."""
    record = situation.action
    draft = record.draft
    reason = order.wish.reason.strip()
    return replace(
        draft,
        from_value=draft.to_value,
        to_value=draft.from_value,
        reason=f"Take action {record.id} back: {reason or 'as it was before it was kept'}.",
        evidence=f"action:{record.id}",
        author=situation.actor.name,
        created_at=situation.now,
        command_key=f"{order.key}:undo",
        ramp=UNDO_RAMP,
        undo=f"Back to {draft.to_value}.",
        undo_of=record.id,
        pin_until=None,
    )
