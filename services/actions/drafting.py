"""Writing the first state of an action, the draft, and the parameter that it is about."""

from __future__ import annotations

from dataclasses import replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft, ActionEvent, ActionRecord, ActionState
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Parameter, ParameterKey, ParameterKind, ParameterSpec, Value
from learning.domain.policies import Actor
from learning.governance.digest import digest_of
from learning.governance.proposals import check_draft, same_value
from learning.governance.values import check_value, kind_of
from services.actions.policies import policy_of
from services.actions.trail import Trail


def draft_action(work: UnitOfWork, draft: ActionDraft, trail: Trail, actor: Actor) -> ActionRecord:
    """Write a draft in the caller's transaction; the same command twice gives the same draft.

    Raises:
        BadOption: A part of it cannot be.
        RuleRefused: Another draft was made with the same command key, or 'from' is not what serves now.
    """
    check_draft(draft)
    earlier = work.actions.find_command(draft.brand_id, draft.command_key)
    if earlier is not None:
        if digest_of(replace(draft, base_version=earlier.draft.base_version)) == earlier.digest:
            return earlier
        raise RuleRefused(
            "key_used",
            f"The command {draft.command_key!r} has drafted something else before.",
            "Give each command a key of its own.",
        )
    parameter = _known_or_new(work, draft)
    version, live = live_value(work, parameter)
    said = draft.from_value
    if said is not None and not same_value(check_value(parameter.spec, said, option="from"), live):
        raise RuleRefused(
            "from_differs",
            f"{draft.name} of {draft.component} is {live!r} now, not {draft.from_value!r}.",
            "Propose the change from what serves now.",
        )
    checked = replace(
        draft, base_version=version, from_value=live, to_value=check_value(parameter.spec, draft.to_value)
    )
    check_draft(checked)
    expires_at = draft.created_at + policy_of(work, draft.brand_id).expiry_seconds
    record = work.actions.add(checked, digest_of(checked), parameter_id=parameter.id, expires_at=expires_at)
    _note(work, record, trail, actor)
    return record


def live_value(work: UnitOfWork, parameter: Parameter) -> tuple[int, Value]:
    """Return the version and the value that serve: the newest version, else the base value."""
    newest = work.parameters.find_live(parameter.id)
    return (0, parameter.base_value) if newest is None else (newest.version, newest.value)


def _known_or_new(work: UnitOfWork, draft: ActionDraft) -> Parameter:
    """Return the parameter; a first proposal introduces it with the value that it says is in use."""
    key = ParameterKey(draft.brand_id, draft.component, draft.operation, draft.name, draft.context)
    found = work.parameters.find(key)
    if found is not None:
        return found
    everybody = work.parameters.find(replace(key, context={})) if draft.context else None
    if draft.from_value is None:
        raise RuleRefused(
            "unknown_key",
            f"{draft.component} has no parameter {draft.name!r}, and the proposal does not say what is in use.",
            "Give 'from', or define it with `bellwether parameters define`.",
        )
    kind = kind_of(draft.from_value)
    # What a person wrote as 3 may become 3.5.
    spec = everybody.spec if everybody else ParameterSpec(ParameterKind.NUMBER if kind.is_numeric else kind)
    value = check_value(spec, draft.from_value, option="from")
    return work.parameters.add(key, spec, value, now=draft.created_at)


def _note(work: UnitOfWork, record: ActionRecord, trail: Trail, actor: Actor) -> None:
    draft = record.draft
    sequence = trail.note(
        work,
        brand_id=draft.brand_id,
        at=draft.created_at,
        actor=actor.pseudonym,
        kind=ActionCommand.PROPOSE.value,
        subject=f"action:{record.id}",
        body={"after": ActionState.DRAFT.value, "digest": record.digest, "reason": trail.hide(draft.reason)},
    )
    detail: dict[str, object] = {"digest": record.digest, "base_version": draft.base_version}
    if draft.undo_of is not None:
        detail["undo_of"] = draft.undo_of
    event = ActionEvent(
        0,
        record.id,
        draft.created_at,
        draft.author,
        ActionCommand.PROPOSE,
        None,
        ActionState.DRAFT,
        1,
        draft.reason,
        detail,
    )
    work.action_log.add_event(event, sequence)
