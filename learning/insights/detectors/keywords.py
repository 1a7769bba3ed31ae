"""Which words and subject areas do posts have that do better or worse, all else that is known held alike?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.holdings import Texts
from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.domains import domain_of
from learning.insights.keywords import keywords_of
from learning.insights.level_evidence import Detection, LevelEvidence, LevelParts
from learning.insights.nested_comparisons import Nested, apart, compare_nested
from learning.insights.post_attributes import as_texts, compared_attributes, number_levels
from learning.insights.post_comparisons import beside_place, places
from learning.insights.post_outcomes import known_metrics, read_outcomes, teaching_posts
from learning.insights.recommendations import Recommendation

KEYWORD: Final = "keyword"
DOMAIN: Final = "subject area"
MOST_METRICS: Final = 3
"""The first of the brand's: each costs a regression of all posts."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """Compares posts by subject area, and within an area by the word that tells most of each; all else held alike."""

    name: str = "keywords"
    kind: InsightKind = InsightKind.ATTRIBUTE_EFFECT
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric and area or keyword; what only ever stands for its topic is none."""
        posts = teaching_posts(data.posts, data.gates)
        if not len(posts):
            return ()
        texts = as_texts(posts["text"]).tolist()
        words: Texts = np.array([own[0] if own else "" for own in keywords_of(texts)], dtype=object)
        areas: Texts = np.array([domain_of(text) for text in texts], dtype=object)
        nested = apart(Nested(DOMAIN, areas, KEYWORD, words))
        if not words.any() and not nested.areas.any():
            return ()
        around = {**number_levels(compared_attributes(posts)), **places(posts)}
        levels = number_levels({DOMAIN: nested.areas, KEYWORD: words})
        detection = Detection(self.name, self.kind, Recommendation.USE_MORE, Recommendation.USE_LESS)
        found: list[Candidate] = []
        for metric in known_metrics(data.metrics[:MOST_METRICS]):
            outcomes = read_outcomes(metric, posts)
            if outcomes is None:
                continue
            contrasts = compare_nested(outcomes, posts, nested, beside_place(around))
            for name in dict.fromkeys(one.attribute for one in contrasts):
                evidence = LevelEvidence(outcomes, LevelParts(posts, outcomes.rows, {name: levels[name], **around}))
                found.extend(evidence.candidate(one, detection) for one in contrasts if one.attribute == name)
        return found
