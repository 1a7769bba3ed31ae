"""What do topic, hook, format, generator, strategy, length, hour, hashtags and links do to what comes of a post?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_evidence import Detection
from learning.insights.post_attributes import compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import teaching_posts
from learning.insights.recommendations import Recommendation


@dataclass(frozen=True, slots=True)
class AttributeEffects:
    """Compares every level of every attribute with the usual one, all else that is known held alike."""

    name: str = "attribute_effects"
    kind: InsightKind = InsightKind.ATTRIBUTE_EFFECT
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric, attribute and level: see `learning.insights.level_comparisons`."""
        posts = teaching_posts(data.posts, data.gates)
        if not len(posts):
            return ()
        compared = number_levels(compared_attributes(posts))
        detection = Detection(self.name, self.kind, Recommendation.USE_MORE, Recommendation.USE_LESS)
        return compare_posts(data, posts, compared, places(posts), detection)
