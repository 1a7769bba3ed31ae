"""Does it matter how new a post is beside what its channel published before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_evidence import Detection
from learning.insights.likeness import likeness_of
from learning.insights.post_attributes import as_texts, banded, compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import teaching_posts
from learning.insights.recommendations import Recommendation
from learning.insights.text_embedding import TextEmbedder, TfidfSvd

LIKENESS: Final = "likeness to earlier posts"
EDGES: Final = (0.6, 0.92)
BANDS: Final = ("unlike them", "close to one", "nearly the same")


@dataclass(frozen=True, slots=True)
class Similarity:
    """Compares posts by how alike they are to what their channel published in the 90 days before."""

    name: str = "similarity"
    kind: InsightKind = InsightKind.SIMILARITY
    reads: frozenset[Part] = frozenset({Part.POSTS})
    embedder: TextEmbedder = TfidfSvd()  # noqa: RUF009  (frozen)

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric and band of likeness."""
        if not len(data.posts):
            return ()
        likeness = likeness_of(data.posts, self.embedder.embed(as_texts(data.posts["text"]).tolist()))
        posts = teaching_posts(data.posts.assign(closest=likeness.closest), data.gates)
        found: list[Candidate] = []
        if len(posts):
            band = banded(posts["closest"].to_numpy(dtype=np.float64), EDGES, BANDS)
            adjusted = {**number_levels(compared_attributes(posts)), **places(posts)}
            detection = Detection(self.name, self.kind, Recommendation.TRY_SOMETHING_NEW, Recommendation.VARY_IT)
            contrasts = compare_posts(data, posts, number_levels({LIKENESS: band}), adjusted, detection)
            found.extend(_advised(one) for one in contrasts)
        return found


def _advised(one: Candidate) -> Candidate:
    """What to do with a band: its own good or bad says it only for what is unlike."""
    unlike = dict(one.subject.what).get("level") == BANDS[0]
    if one.good is None:
        return one
    newer = unlike == one.good
    return replace(one, recommendation=Recommendation.TRY_SOMETHING_NEW if newer else Recommendation.STAY_CLOSE)
