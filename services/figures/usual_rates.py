"""What is usual for a brand on a platform: the yardstick of its engagement score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from db.figures.repository import Figures
from learning.domain.enums import Basis
from learning.domain.holdings import UnitOf, UnitRequest
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import metric_parts
from learning.metrics.personalization import USUAL_DAYS
from services.figures.cuts import Chosen


class UsualRates:
    """Reads what is usual, once for each cut however often it is asked for."""

    def __init__(self, reader: Figures) -> None:
        """Read with the figures of one unit of work."""
        self._reader = reader
        self._ends: dict[int, tuple[int, int] | None] = {}
        self._known: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], dict[str, float]] = {}

    def of(self, metrics: Iterable[Metric], one: Chosen) -> dict[str, float]:
        """The usual weighted rate of each score on the cut that answers it.

        The last 90 days up to the newest data of the cut, whatever range and filters were asked for: a yardstick must
        not move with the question. Of totals of stated periods the asked ones themselves.
        """
        scores = [metric for metric in metrics if metric.form is Form.SCORE]
        if not scores:
            return {}
        spans = self._spans(one)
        key = one.holding.cut_id, one.group.account_ids, spans
        if key not in self._known:
            self._known[key] = _read(self._reader, scores, one, spans) if spans else {}
        return self._known[key]

    def _spans(self, one: Chosen) -> tuple[tuple[int, int], ...]:
        if one.holding.spec.basis is Basis.PERIOD:
            return one.spans
        key = one.holding.cut_id
        if key not in self._ends:
            self._ends[key] = self._reader.find_span(one.holding)
        span = self._ends[key]
        return ((span[1] - USUAL_DAYS + 1, span[1]),) if span else ()


def _read(
    reader: Figures, scores: Sequence[Metric], one: Chosen, spans: tuple[tuple[int, int], ...]
) -> dict[str, float]:
    facts = {fact for metric in scores for fact in metric.facts} & one.holding.facts
    request = UnitRequest(
        cut_id=one.holding.cut_id,
        spec=one.holding.spec,
        account_ids=one.group.account_ids,
        spans=spans,
        by=(),
        where={},
        unit=UnitOf.PERIOD if one.holding.spec.basis is Basis.PERIOD else UnitOf.DAY,
        facts=tuple(sorted(facts)),
    )
    rows = reader.read_yardstick(request)
    found: dict[str, float] = {}
    for metric in scores:
        top, bottom = metric_parts(metric, rows, usual=1.0)
        below = float(np.nansum(bottom))
        if below > 0 and np.nansum(top) > 0:
            found[metric.name] = float(np.nansum(top)) / below
    return found
