"""What has been learned so far, in short: what to post more of and less of, by attribute, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from learning.domain.insights import Finding, InsightKind, Tier
from services.insights.listing import ListedInsight
from services.insights.settings import LEARNED

TOLD_KINDS: Final = (InsightKind.ATTRIBUTE_EFFECT, InsightKind.PEAK_HOURS, InsightKind.FREQUENCY)
ORDER: Final = ("topic", "hook", "format", "generator", "strategy", "length", "hour", "weekday")
MOST_LEVELS: Final = 5


@dataclass(frozen=True, slots=True)
class LearnedLevel:
    """One level of an attribute and what it goes along with."""

    level: str
    metric: str
    effect: float
    tier: Tier
    insight_id: int


@dataclass(frozen=True, slots=True)
class LearnedAttribute:
    """What is known of one attribute, the largest effect first."""

    attribute: str
    more: tuple[LearnedLevel, ...]
    """Levels that go along with better figures."""
    less: tuple[LearnedLevel, ...]


def summarise(rows: Iterable[ListedInsight]) -> tuple[LearnedAttribute, ...]:
    """Put insights on levels together by attribute.

    Args:
        rows: Insights that hold and that nobody damped.

    Returns:
        Topics first; each level once, on its most important metric, what is confirmed before what is worth a test.
    """
    best: dict[str, dict[str, tuple[ListedInsight, Finding]]] = defaultdict(dict)
    for row in sorted(rows, key=_rank):
        finding = row.insight.finding
        subject, what = finding.candidate.subject, dict(finding.candidate.subject.what)
        if subject.kind in TOLD_KINDS and finding.effect is not None and finding.candidate.good is not None:
            best[what.get("attribute", "")].setdefault(what.get("level", ""), (row, finding))
    names = sorted(best, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return tuple(_attribute(name, best[name]) for name in names)


def _attribute(name: str, levels: Mapping[str, tuple[ListedInsight, Finding]]) -> LearnedAttribute:
    told: dict[bool, list[LearnedLevel]] = {True: [], False: []}
    for level, (row, finding) in levels.items():
        subject = finding.candidate.subject
        one = LearnedLevel(level, subject.metric, finding.effect or 0.0, finding.tier, row.insight.id)
        told[finding.candidate.good is True].append(one)
    more, less = (tuple(sorted(told[good], key=lambda one: -abs(one.effect))[:MOST_LEVELS]) for good in (True, False))
    return LearnedAttribute(name, more, less)


def _rank(row: ListedInsight) -> tuple[bool, int]:
    metric = row.insight.finding.candidate.subject.metric
    place = LEARNED.index(metric) if metric in LEARNED else len(LEARNED)
    return row.insight.finding.tier is not Tier.CONFIRMED, place
