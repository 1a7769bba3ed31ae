"""What a change has to do with pins: one that holds it back, and the one that it brings with it."""

from __future__ import annotations

from dataclasses import replace

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft, ActionRecord, ActionState
from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKey
from learning.domain.pins import Pin
from learning.governance.envelopes import SUFFIX
from learning.governance.pins import pin_against, pin_words, pinned_refusal, require_end
from services.actions.adjusting import opened_envelope
from services.actions.effects import Change
from services.actions.policies import policy_of
from services.actions.trail import Trail
from services.parameters.pinning import TAKEN_BACK, UNPINNED, add_pin, end_pin


def pin_in_the_way(work: UnitOfWork, draft: ActionDraft, now: int) -> Pin | None:
    """Return the pin that a change goes against: of its parameter, or of what its envelope is about."""
    key = ParameterKey(draft.brand_id, draft.component, draft.operation, draft.name, draft.context)
    is_envelope = draft.name.endswith(SUFFIX)
    found = work.parameters.find(replace(key, name=draft.name.removesuffix(SUFFIX)))
    pins = () if found is None else work.pins.list_standing(found.id, now)
    if is_envelope:
        # The weights beside a pinned arm may still be adjusted.
        return next((pin for pin in pins if not pin.arm), None)
    return pin_against(pins, draft.to_value)


def pin_note(work: UnitOfWork, draft: ActionDraft, now: int) -> str:
    """Say which pin a change goes against; '' = none."""
    pin = pin_in_the_way(work, draft, now)
    return "" if pin is None else _note(work, pin, draft)


def _note(work: UnitOfWork, pin: Pin, draft: ActionDraft) -> str:
    words = pin_words(pin, draft.name.removesuffix(SUFFIX), work.brands.get(draft.brand_id).time_zone)
    # A reason that is a sentence brings its own end.
    return words if pin.reason.endswith((".", "!", "?")) else f"{words}."


def trial_note(work: UnitOfWork, draft: ActionDraft, now: int) -> str:
    """Say which pin keeps an envelope that is being tried from being measured; '' = none does."""
    key = ParameterKey(draft.brand_id, draft.component, draft.operation, draft.name, draft.context)
    about = work.parameters.find(replace(key, name=draft.name.removesuffix(SUFFIX)))
    if about is None or not draft.name.endswith(SUFFIX):
        return ""
    opened = opened_envelope(work, about, work.gates.find(draft.brand_id), now)
    if opened is None or not opened.held:
        return ""
    return _note(work, work.pins.list_standing(about.id, now)[0], draft)


def require_unpinned(work: UnitOfWork, draft: ActionDraft, now: int) -> None:
    """Refuse what the system proposes by itself about something that a person holds.

    Raises:
        RuleRefused: With who pinned it, until when and why.
    """
    pin = pin_in_the_way(work, draft, now)
    if pin is not None:
        raise pinned_refusal(pin, draft.name.removesuffix(SUFFIX), work.brands.get(draft.brand_id).time_zone)


def end_problem(work: UnitOfWork, draft: ActionDraft, now: int) -> str:
    """Say why the pin that a proposal carries cannot be; '' = it can, or there is none."""
    if draft.pin_until is None:
        return ""
    try:
        require_end(draft.pin_until, now, policy_of(work, draft.brand_id).pin_seconds)
    except BadOption as problem:
        return f"pin_until: {problem.message} {problem.fix}"
    return ""


def follow_pins(change: Change, trail: Trail, record: ActionRecord) -> None:
    """Begin the pin of a change that has just started, and end that of one that was just rolled back."""
    work, actor, now, draft = change.work, change.now.actor, change.now.now, record.draft
    command, parameter_id = change.order.command, record.progress.parameter_id
    starts = command in {ActionCommand.START, ActionCommand.BYPASS} and record.state is ActionState.ROLLING
    if starts and draft.pin_until is not None:
        pin = Pin(0, parameter_id, "", draft.to_value, draft.pin_until, draft.reason, draft.author, now, record.id)
        add_pin(work, trail, pin, draft.brand_id, actor)
    if command is ActionCommand.ROLLBACK:
        for pin in work.pins.list_of(parameter_id):
            if pin.action_id == record.id and pin.ended_at is None:
                end_pin(work, trail, pin, actor, brand_id=draft.brand_id, why=TAKEN_BACK, now=now, kind=UNPINNED)
