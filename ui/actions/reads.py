"""What the pages read of actions: asked anew on every run, since other people decide meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from learning.domain.actions import OPEN_STATES, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.policies import Gate
from learning.governance.damping import HeldDown
from services.actions.board import Desk, Ended, count_waiting, desk_of, list_ended, read_actions, read_gate
from services.actions.cards import ActionCard, read_card
from services.actions.damping import holds_of
from services.actions.evidence import Evidence, FeedbackEvidence, evidence_of_action, note_texts
from services.actions.ledger import Ledger, read_ledger
from services.actions.pages import EvidencePage, read_page
from ui import runtime

PAGE = "actions"
ACTION_KEY = "action"


def desk(brand: Brand) -> Desk:
    """Return what waits for the person, what waits for others, and what is live."""
    with runtime.services().store.read() as work:
        return desk_of(work, brand.id, runtime.who())


def waiting(brand: Brand) -> int:
    """Return how many actions wait for the person; 0 where that cannot be told, for a menu must not fail by it."""
    try:
        with runtime.services().store.read() as work:
            return count_waiting(work, brand.id, runtime.who())
    except BellwetherError:
        return 0


def actions(brand: Brand, numbers: Collection[int]) -> tuple[ActionRecord, ...]:
    """Return some actions."""
    with runtime.services().store.read() as work:
        return read_actions(work, brand.id, numbers)


def holds(brand: Brand, records: Sequence[ActionRecord]) -> dict[int, HeldDown]:
    """Return which of some open actions are like one that failed lately."""
    waiting = [record for record in records if record.state in OPEN_STATES]
    with runtime.services().store.read() as work:
        found = holds_of(work, brand.id, [record.draft for record in waiting], moment())
    return {
        record.id: hold
        for record, hold in zip(waiting, found, strict=True)
        if hold is not None and hold.by.action_id < record.id
    }


def ended(brand: Brand) -> tuple[Ended, ...]:
    """Return what is over, the newest first."""
    with runtime.services().store.read() as work:
        return list_ended(work, brand.id)


def ledger(brand: Brand) -> Ledger:
    """Return what came of every change, what they brought together, and how good the guesses were."""
    with runtime.services().store.read() as work:
        return read_ledger(work, brand.id)


def card(brand: Brand, action_id: int) -> ActionCard:
    """Return one action with what the person can do."""
    with runtime.services().store.read() as work:
        return read_card(work, brand, action_id, runtime.who(), moment())


def page_as_it_was(brand: Brand, action_id: int, event_id: int) -> EvidencePage:
    """Return what stood behind an action when something happened to it."""
    with runtime.services().store.read() as work:
        return read_page(work, brand.id, action_id, event_id)


def evidence_now(brand: Brand, action_id: int) -> Evidence:
    """Return what stands behind an action today."""
    with runtime.services().store.read() as work:
        return evidence_of_action(work, work.actions.get(brand.id, action_id), moment())


def notes_of(brand: Brand, evidence: FeedbackEvidence) -> tuple[str, ...]:
    """Return what the notes of an evidence say, those that are still there."""
    with runtime.services().store.read() as work:
        return note_texts(work, brand.id, evidence.notes)


def moment() -> int:
    """Return the present moment in UTC seconds."""
    return int(runtime.now().timestamp())


def gate(brand: Brand) -> Gate:
    """Return whether all changes of the brand are stopped."""
    with runtime.services().store.read() as work:
        return read_gate(work, brand.id)
