"""Which metrics of a post go together?

What one post has more of than others it has more of in most rates: such a correlation is real where nothing was ever
done differently, and says where a cheap early figure stands for a late one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.detector import PATIENT
from learning.insights.post_correlations import FEWEST_POSTS, ComparablePosts, correlate, outcome_column
from learning.insights.post_outcomes import RATES, known_metrics, teaching_posts
from learning.metrics.definitions import Metric


@dataclass(frozen=True, slots=True)
class MetricCorrelations:
    """Partial rank correlations of rates within platform and account; time and what posts are about held alike."""

    name: str = "metric_correlations"
    kind: InsightKind = InsightKind.CORRELATION
    reads: frozenset[Part] = frozenset({Part.POSTS})
    patience: float = PATIENT

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per pair of rates that do not go together by how they are reckoned."""
        posts = teaching_posts(data.posts, data.gates)
        if len(posts) < FEWEST_POSTS:
            return ()
        rates = [metric for metric in known_metrics(data.metrics) if metric.form in RATES]
        columns = {metric.name: outcome_column(metric, posts) for metric in rates}
        comparable = ComparablePosts(posts)
        found: list[Candidate] = []
        for one, other in combinations(rates, 2):
            here, there = columns[one.name], columns[other.name]
            if here is None or there is None or _is_arithmetic(one, other):
                continue
            candidate = correlate(comparable, here, there, self.name)
            if candidate is not None:
                found.append(candidate)
        return found


def _is_arithmetic(one: Metric, other: Metric) -> bool:
    """Whether what one rate counts is part of the other."""
    return bool(set(one.numerator) & set(other.facts) or set(other.numerator) & set(one.facts))
