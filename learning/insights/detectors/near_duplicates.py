"""Which posts of the last weeks nearly repeat one that was published just before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Subject
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_evidence import EPOCH
from learning.insights.likeness import MEMORY_HOURS, Likeness, likeness_of
from learning.insights.post_attributes import as_texts
from learning.insights.recommendations import Recommendation
from learning.insights.text_embedding import TextEmbedder, TfidfSvd

SAME_FROM: Final = 0.92
"""Cosine from which on a text nearly repeats another."""
SOON_HOURS: Final = 14 * 24
RECENT_DAYS: Final = 28
MOST_GROUPS: Final = 5
MOST_POSTS: Final = 20
EXAMPLE_LETTERS: Final = 200


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Counts posts of the last four weeks that nearly repeat one of the two weeks before them, on the same channel."""

    name: str = "near_duplicates"
    kind: InsightKind = InsightKind.SIMILARITY
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.POSTS})
    embedder: TextEmbedder = TfidfSvd()  # noqa: RUF009  (frozen)

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one counted fact per group, the largest five; texts older than four months play no role."""
        today = (data.today - EPOCH).days
        recent = data.posts["day"] > today - RECENT_DAYS - MEMORY_HOURS // 24
        posts = data.posts[recent].sort_values(["day", "hour"], kind="stable").reset_index(drop=True)
        if not len(posts):
            return ()
        likeness = likeness_of(posts, self.embedder.embed(as_texts(posts["text"]).tolist()))
        groups = _groups(likeness)
        day = posts["day"].to_numpy(dtype=np.int64)
        told = [group for group in groups if day[group[-1]] > today - RECENT_DAYS]
        told.sort(key=lambda one: (-len(one), one[0]))
        return [self._group(posts, group, likeness) for group in told[:MOST_GROUPS]]

    def _group(self, posts: pd.DataFrame, group: list[int], likeness: Likeness) -> Candidate:
        own = posts.iloc[group]
        first, last = (EPOCH + timedelta(days=int(own["day"].iloc[place])) for place in (0, -1))
        ids = own["content_id"].astype(int).tolist()
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, "", (), (("repeats", str(ids[0])),)),
            measured=None,
            n=len(group),
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={"alike": float(likeness.closest[group[1:]].min()), "posts_with": float(len(group))},
                words={
                    "example": str(own["text"].iloc[-1])[:EXAMPLE_LETTERS],
                    "first": str(own["text"].iloc[0])[:EXAMPLE_LETTERS],
                },
                posts=tuple(reversed(ids))[:MOST_POSTS],
                first=first,
                last=last,
            ),
            recommendation=Recommendation.VARY_IT,
        )


def _groups(likeness: Likeness) -> list[list[int]]:
    """Posts in order of time that repeat the same first one, each group with that one in front."""
    repeats = (likeness.closest >= SAME_FROM) & (likeness.hours <= SOON_HOURS)
    origin: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for place in np.flatnonzero(repeats).tolist():
        earlier = int(likeness.which[place])
        origin[place] = origin.get(earlier, earlier)
        groups.setdefault(origin[place], [origin[place]]).append(place)
    return list(groups.values())
