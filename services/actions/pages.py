"""The page as it was when somebody decided: what the evidence said and what was measured, kept with the decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from db.record_json import dump_record, load_record
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionEvent, ActionRecord
from learning.domain.errors import NotFound
from learning.domain.judgements import Judgement
from services.actions.evidence import FeedbackEvidence, ProposalEvidence, TestEvidence, evidence_of_action
from services.insights.detail import InsightDetail

KEPT_AT: Final = frozenset(
    {
        ActionCommand.SUBMIT,
        ActionCommand.EDIT,
        ActionCommand.ASK_ANEW,
        ActionCommand.APPROVE,
        ActionCommand.APPROVE_BY_POLICY,
        ActionCommand.REJECT,
        ActionCommand.REQUEST_CHANGES,
        ActionCommand.BYPASS,
        ActionCommand.KEEP,
        ActionCommand.ROLLBACK,
    }
)
"""Decisions, and what is put before those who decide."""


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What somebody saw when they decided."""

    at: int
    """UTC seconds."""
    evidence: str
    """What the action rests on, as in 'insight:12'."""
    reason: str
    """Of the proposal."""
    insight: InsightDetail | None = None
    judgement: Judgement | None = None
    """What was measured, where the change was live."""
    proposal: ProposalEvidence | None = None
    """None on pages of before it was kept."""
    test: TestEvidence | None = None
    feedback: FeedbackEvidence | None = None


def keep_page(work: UnitOfWork, record: ActionRecord, event: ActionEvent, judgement: Judgement | None) -> None:
    """Keep the page of a decision in the transaction of the decision."""
    if event.command in KEPT_AT:
        draft = record.draft
        found = evidence_of_action(work, record, event.at)
        page = EvidencePage(
            event.at,
            draft.evidence,
            draft.reason,
            found.insight,
            judgement,
            found.proposal,
            found.test,
            found.feedback,
        )
        work.action_pages.add(event.id, record.id, dump_record(page))


def read_page(work: UnitOfWork, brand_id: int, action_id: int, event_id: int) -> EvidencePage:
    """Return the page of a line of the history.

    Raises:
        NotFound: The brand has no such action, or no page was kept there.
    """
    text = work.action_pages.find(work.actions.get(brand_id, action_id).id, event_id)
    if text is None:
        raise NotFound("page of action", f"{action_id}, {event_id}")
    page = load_record(EvidencePage, text)
    if page.insight is None:
        return page
    # JSON knows no numbers as names.
    cards = {int(number): card for number, card in page.insight.cards.items()}
    return replace(page, insight=replace(page.insight, cards=cards))
