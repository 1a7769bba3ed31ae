"""What the pages read of insights: asked anew, since runs and decisions raise no version of the brand."""

from __future__ import annotations

from collections.abc import Collection

from learning.domain.brands import Brand
from learning.domain.insights import InsightStatus
from services.feedback.quotes import used_quotes
from services.insights.detail import InsightDetail, insight_detail
from services.insights.formula_list import FormulaList, list_formulas
from services.insights.listing import InsightList, list_insights
from services.insights.renewing import SHOWN
from ui import runtime

OVER = (InsightStatus.DISMISSED, InsightStatus.RESOLVED, InsightStatus.EXPIRED, InsightStatus.WITHDRAWN)


def insights(brand: Brand, statuses: Collection[InsightStatus] | None = SHOWN) -> InsightList:
    """Return the insights of some statuses (None: of any) as they stand now."""
    moment = int(runtime.now().timestamp())
    with runtime.services().store.read() as work:
        return list_insights(work, brand.id, moment, statuses)


def detail(brand: Brand, insight_id: int) -> InsightDetail:
    """Return one insight with all that a person may ask of it."""
    moment = int(runtime.now().timestamp())
    with runtime.services().store.read() as work:
        quotes = used_quotes(work, work.insights.get(brand.id, insight_id))
        return insight_detail(work, brand.id, insight_id, moment, who=runtime.who(), quotes=quotes)


def formulas(brand: Brand) -> FormulaList:
    """Return the winning formulas as the last run left them."""
    with runtime.services().store.read() as work:
        return list_formulas(work, brand.id)
