"""Which rates of a post go together beyond what all of its rates have in common?

A good post has more of everything: that its rates go together says no more than that posts differ. What is looked for
is what one common cause of all rates leaves unexplained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from learning.domain.facts import Fact
from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.common_cause import FEWEST_RATES, correlate_beyond_common
from learning.insights.data_parts import Part
from learning.insights.post_correlations import FEWEST_POSTS, ComparablePosts, outcome_column
from learning.insights.post_outcomes import RATES, known_metrics, teaching_posts
from learning.metrics.definitions import Metric

COMES_OF: Final = {Fact.FOLLOWS: Fact.PROFILE_VISITS, Fact.SESSIONS: Fact.CLICKS}
"""Who follows visited the profile before: luck with the visits is luck with the follows."""


@dataclass(frozen=True, slots=True)
class MetricCorrelations:
    """Partial rank correlations of rates, place, time and topic held alike, less what one common cause explains."""

    name: str = "metric_correlations"
    kind: InsightKind = InsightKind.CORRELATION
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per pair of rates, where at least four can be compared.

        Of rates that count the same, or what comes of it, the one with the fewest parts takes part.
        """
        posts = teaching_posts(data.posts, data.gates)
        if len(posts) < FEWEST_POSTS:
            return ()
        chosen: list[Metric] = []
        columns = []
        for metric in sorted(known_metrics(data.metrics), key=lambda one: len(one.numerator)):
            if metric.form in RATES and not any(_is_arithmetic(metric, one) for one in chosen):
                column = outcome_column(metric, posts)
                if column is not None:
                    chosen.append(metric)
                    columns.append(column)
        if len(columns) < FEWEST_RATES:
            return ()
        comparable = ComparablePosts(posts)
        found = correlate_beyond_common(comparable, columns, self.name)
        return [found[pair] for pair in combinations(range(len(columns)), 2) if pair in found]


def _is_arithmetic(one: Metric, other: Metric) -> bool:
    """Whether what one rate counts is part of the other, or comes of what it counts."""
    return bool(_counted(one) & set(other.facts) or _counted(other) & set(one.facts))


def _counted(metric: Metric) -> set[Fact]:
    return {*metric.numerator, *(COMES_OF[fact] for fact in metric.numerator if fact in COMES_OF)}
