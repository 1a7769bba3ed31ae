"""What a person does with a suggestion: make a proposal of it, or leave it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord, ExpectedEffect, GuardrailMargin
from learning.domain.errors import Refused
from learning.domain.feedback_entries import EntryLink, LinkKind, Relation
from learning.domain.feedback_loop import EntityKind, Suggestion, SuggestionState
from learning.domain.permissions import Permission
from services.actions.drafting import draft_action
from services.callers import Caller

ANALYSIS_VERSION: Final = "feedback-1"
METRIC: Final = "engagement_rate"
GUARDED: Final = "conversion_rate"
MARGIN: Final = 0.1
PRESENT: Final = "as now"
WHOLE_BRAND: Final = "the brand"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion that became a proposal."""

    suggestion: Suggestion
    action: ActionRecord


def propose_suggestion(store: Store, brand_id: int, suggestion_id: int, *, who: Caller, now: datetime) -> Proposed:
    """Make a proposal of a suggestion, which somebody else has to approve; its notes have led to an action then.

    Raises:
        NotFound: The brand has no such suggestion.
        Refused: Somebody decided already.
    """
    moment = int(now.timestamp())
    with who.write(store, brand_id, Permission.FEEDBACK, f"suggestion:{suggestion_id}") as (work, actor):
        work.brands.lock(brand_id)
        found = open_suggestion(work, brand_id, suggestion_id)
        action = draft_action(work, _draft(found, actor.name, moment), who.trail, actor)
        decided = replace(found, state=SuggestionState.PROPOSED, who=actor.name, made_at=moment, action_id=action.id)
        work.feedback_loop.update(decided)
        for number in found.suggested.notes:
            note = work.feedback_entries.get(brand_id, number)
            link = EntryLink(Relation.LED_TO, LinkKind.ACTION, str(action.id), moment)
            work.feedback_entries.link(note, [link])
        if found.suggested.notes:
            work.feedback_entries.mark_used(brand_id, found.suggested.notes, moment)
        work.commit()
    return Proposed(decided, action)


def dismiss_suggestion(store: Store, brand_id: int, suggestion_id: int, *, who: Caller, now: datetime) -> Suggestion:
    """Leave a suggestion; it does not come back for the same thing.

    Raises:
        NotFound: The brand has no such suggestion.
        Refused: Somebody decided already.
    """
    with who.write(store, brand_id, Permission.FEEDBACK, f"suggestion:{suggestion_id}") as (work, actor):
        work.brands.lock(brand_id)
        found = open_suggestion(work, brand_id, suggestion_id)
        decided = replace(found, state=SuggestionState.DISMISSED, who=actor.name, made_at=int(now.timestamp()))
        work.feedback_loop.update(decided)
        work.commit()
    return decided


def open_suggestion(work: UnitOfWork, brand_id: int, suggestion_id: int) -> Suggestion:
    """Return a suggestion that nobody has decided yet.

    Raises:
        NotFound: The brand has no such suggestion.
        Refused: Somebody decided already.
    """
    found = work.feedback_loop.get(brand_id, suggestion_id)
    if found.state is not SuggestionState.OPEN:
        raise Refused(f"{found.who} decided already: {found.state}.", "Look at the suggestions that are open.")
    return found


def _draft(found: Suggestion, who: str, moment: int) -> ActionDraft:
    told, entity = found.suggested, found.entity
    name = WHOLE_BRAND if entity.kind is EntityKind.BRAND else f"{entity.kind} {entity.name}"
    return ActionDraft(
        brand_id=found.brand_id,
        component=told.target.value,
        operation="change",
        name=name,
        from_value=PRESENT,
        to_value=told.change,
        reason=f"{told.change}. {told.reasoning}; confidence {told.confidence:.2f}.",
        evidence=f"feedback:{found.id}",
        analysis_version=ANALYSIS_VERSION,
        # Notes say what people want, not what it would do to a figure: the holdout of the action measures that.
        expected=ExpectedEffect(METRIC, None, None),
        author=who,
        created_at=moment,
        command_key=f"feedback:{found.id}:propose:{found.made_at}",
        guardrails=(GuardrailMargin(GUARDED, MARGIN),),
        undo="Back to what was published before.",
    )
