"""A finding of the demo brand that a made-up marketer took up, so that a newcomer meets a change with its evidence."""

from __future__ import annotations

import logging
from typing import Final

from db.engine import Store
from learning.domain.actions import ActionCommand, ActionState
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.insights import Insight, InsightKind, InsightStatus
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.trail import Trail
from services.callers import Caller
from services.clock import Clock
from services.demo.actions import MARKETER
from services.insights.deciding import accept_insight
from services.insights.listing import list_insights
from services.insights.possibilities import why_not_changed

log = logging.getLogger("bellwether.demo")
LEFT_TO_THE_NEWCOMER: Final = 3
"""The first findings, those on Home: whoever tries the product takes them up."""
REASON: Final = "The figures of these weeks say so, and it is easily taken back."


def hand_in_finding(store: Store, actions: ActionService, trail: Trail, clock: Clock, brand: Brand) -> int:
    """Let the sample marketer accept one sure finding and hand it in, once; return how many were handed in."""
    now = clock.now()
    with store.read() as work:
        if work.people.find(MARKETER) is None:
            return 0
        found = list_insights(work, brand.id, int(now.timestamp()), None)
        if any(row.insight.who == MARKETER for row in found.rows):
            return 0
        open_rows = [row for row in found.shown if row.insight.status in {InsightStatus.NEW, InsightStatus.SEEN}]
    chosen = next(
        (
            row.insight
            for row in open_rows[LEFT_TO_THE_NEWCOMER:]
            if row.is_sure_enough and row.is_large_enough and _is_about_posts(row.insight)
        ),
        None,
    )
    if chosen is None:
        return 0
    try:
        accepted = accept_insight(
            store, brand.id, chosen.id, who=Caller(MARKETER, trail, clock), now=now, reason=REASON
        ).action
    except Refused as refused:
        # Somebody decided about it just now: it is theirs.
        log.info("finding %d of the demo brand: %s", chosen.id, refused.message)
        return 0
    key = f"demo:finding:{accepted.id}"
    answer = actions.perform(Order(brand, ActionCommand.SUBMIT, MARKETER, key, accepted.id))
    return int(answer.state is ActionState.IN_REVIEW)


def _is_about_posts(insight: Insight) -> bool:
    """Whether a finding proposes something about posts or people, of which a newcomer sees at once what it means."""
    kind = insight.finding.candidate.subject.kind
    return kind is not InsightKind.OPERATION and why_not_changed(insight.finding) is None
