"""Which words do posts have that do better or worse, all else that is known held alike?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from learning.domain.holdings import Texts
from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.keywords import keywords_of
from learning.insights.level_evidence import Detection
from learning.insights.post_attributes import as_texts, compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import teaching_posts
from learning.insights.recommendations import Recommendation

KEYWORD: Final = "keyword"
MOST_METRICS: Final = 3
"""The first of the brand's: each costs a regression of all posts."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """Compares posts by the word that tells most of each; topic, format and all other attributes held alike."""

    name: str = "keywords"
    kind: InsightKind = InsightKind.ATTRIBUTE_EFFECT
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric and keyword; a word that only ever stands for its topic is none."""
        posts = teaching_posts(data.posts, data.gates)
        if not len(posts):
            return ()
        told = keywords_of(as_texts(posts["text"]).tolist())
        first: Texts = np.array([own[0] if own else "" for own in told], dtype=object)
        if not first.any():
            return ()
        adjusted = {**number_levels(compared_attributes(posts)), **places(posts)}
        detection = Detection(self.name, self.kind, Recommendation.USE_MORE, Recommendation.USE_LESS)
        few = replace(data, metrics=data.metrics[:MOST_METRICS])
        return compare_posts(few, posts, number_levels({KEYWORD: first}), adjusted, detection)
