"""The page as it was when somebody decided: what the evidence said and what was measured, kept with the decision."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from db.record_json import dump_record, load_record
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft, ActionEvent, ActionRecord
from learning.domain.errors import NotFound
from learning.domain.judgements import Judgement
from services.insights.detail import InsightDetail, insight_detail

INSIGHT: Final = "insight:"
NOBODY: Final = ""
"""Whose eyes a page is kept with: notes that only their author may see are no part of it."""
KEPT_AT: Final = frozenset(
    {
        ActionCommand.SUBMIT,
        ActionCommand.EDIT,
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


def keep_page(work: UnitOfWork, record: ActionRecord, event: ActionEvent, judgement: Judgement | None) -> None:
    """Keep the page of a decision in the transaction of the decision."""
    if event.command in KEPT_AT:
        draft = record.draft
        found = find_insight(work, draft, event.at)
        page = EvidencePage(event.at, draft.evidence, draft.reason, found, judgement)
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


def find_insight(work: UnitOfWork, draft: ActionDraft, at: int) -> InsightDetail | None:
    """Return the insight that an action rests on as it stands; None where it rests on something else, or it is gone."""
    number = draft.evidence.removeprefix(INSIGHT)
    if number == draft.evidence or not number.isdecimal():
        return None
    with suppress(NotFound):
        return insight_detail(work, draft.brand_id, int(number), at, who=NOBODY)
    return None
