"""One finding on several metrics told once, the metric that matters most in front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.insights import Priority, Tier
from services.insights.listing import ListedInsight
from services.insights.settings import LEARNED

_URGENCY: Final = tuple(Priority)


@dataclass(frozen=True, slots=True)
class InsightGroup:
    """The same about the same people or posts, on one metric or several."""

    lead: ListedInsight
    others: tuple[ListedInsight, ...] = ()


def group_insights(rows: Iterable[ListedInsight], first_metrics: Sequence[str] = ()) -> tuple[InsightGroup, ...]:
    """Put insights about the same together; groups stand where their best row stood.

    In front stands what is confirmed on a metric that goes before others, else what is most urgent: a group must not
    stand on top with a row of low priority, nor advise what its urgent row speaks against.

    Args:
        rows: The most important first.
        first_metrics: Metrics that go before all others, such as those of goals.
    """
    groups: dict[object, list[ListedInsight]] = {}
    for row in rows:
        subject = row.insight.finding.candidate.subject
        about = subject.segment or subject.what
        groups.setdefault((subject.kind, subject.segment, subject.what) if about else row.insight.id, []).append(row)
    firsts = {name: place for place, name in enumerate(dict.fromkeys(first_metrics))}
    return tuple(_grouped(own, firsts) for own in groups.values())


def _grouped(rows: Sequence[ListedInsight], firsts: Mapping[str, int]) -> InsightGroup:
    def place(row: ListedInsight) -> tuple[bool, bool, int, int, int]:
        finding = row.insight.finding
        metric = finding.candidate.subject.metric
        return (
            row.damped_by is not None,
            finding.tier is not Tier.CONFIRMED,
            firsts.get(metric, len(firsts)),
            _URGENCY.index(row.insight.priority),
            LEARNED.index(metric) if metric in LEARNED else len(LEARNED),
        )

    lead, *others = sorted(rows, key=place)
    return InsightGroup(lead, tuple(others))
