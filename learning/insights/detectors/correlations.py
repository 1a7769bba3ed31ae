"""Which measures of a post (its length, hashtags, links, how complex its text is) go with what comes of it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.post_attributes import as_texts, is_needed_for
from learning.insights.post_correlations import FEWEST_POSTS, ComparablePosts, PostColumn, correlate, outcome_column
from learning.insights.post_outcomes import known_metrics, teaching_posts
from learning.metrics.catalog import CATALOG
from learning.stats.readability import complexity_of

MEASURES: Final = ("length", "hashtags", "links")
COMPLEXITY: Final = "complexity"


@dataclass(frozen=True, slots=True)
class Correlations:
    """Partial rank correlations within platform and account; time and what posts are about held alike."""

    name: str = "correlations"
    kind: InsightKind = InsightKind.CORRELATION
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per measure of a post and metric."""
        posts = teaching_posts(data.posts, data.gates)
        if len(posts) < FEWEST_POSTS:
            return ()
        comparable, none = ComparablePosts(posts), np.full(len(posts), np.nan)
        measures = [PostColumn(name, posts[name].to_numpy(dtype=np.float64), none, None) for name in MEASURES]
        told = [complexity_of(text) for text in as_texts(posts["text"])]
        measures.append(PostColumn(COMPLEXITY, np.array(told, dtype=np.float64), none, None))
        outcomes = [outcome_column(metric, posts) for metric in known_metrics(data.metrics)]
        found = (
            correlate(comparable, measure, outcome, self.name)
            for measure in measures
            for outcome in outcomes
            if outcome is not None and not is_needed_for(measure.name, CATALOG[outcome.name])
        )
        return [one for one in found if one is not None]
