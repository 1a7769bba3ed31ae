"""Does it matter how often and how densely one posts, or how soon a topic or a format comes again?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.holdings import Texts
from learning.domain.insights import Candidate, InsightKind
from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData
from learning.insights.channels import channels_of, published_at
from learning.insights.data_parts import Part
from learning.insights.level_evidence import Detection
from learning.insights.post_attributes import as_texts, banded, codes_of, compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import teaching_posts
from learning.insights.recommendations import Recommendation

SAME_DAY_EDGES: Final = (2, 4)
SAME_DAY_BANDS: Final = ("alone", "2 or 3", "4 and more")
SPACING_EDGES: Final = (3, 12, 48)
SPACING_BANDS: Final = ("under 3 hours", "3 to 12 hours", "12 to 48 hours", "over 48 hours")
AGAIN_EDGES: Final = (48, 168)
AGAIN_BANDS: Final = ("within 2 days", "within a week", "later")
REPEATED: Final = ("topic", "format")


@dataclass(frozen=True, slots=True)
class Frequency:
    """Compares posts by how many their account published that day, and by how long ago the last one was."""

    name: str = "frequency"
    kind: InsightKind = InsightKind.FREQUENCY
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric, kind of pace and band; what the posts are about is held alike."""
        paced = data.posts.assign(row=np.arange(len(data.posts)))
        posts = teaching_posts(paced, data.gates)
        if not len(posts):
            return ()
        rows = posts["row"].to_numpy(dtype=np.int64)
        compared = number_levels({name: levels[rows] for name, levels in pace_of_posts(data.posts).items()})
        adjusted = {**number_levels(compared_attributes(posts)), **places(posts)}
        detection = Detection(self.name, self.kind, Recommendation.POST_AT_THIS_PACE, Recommendation.CHANGE_PACE)
        return compare_posts(data, posts, compared, adjusted, detection)


def pace_of_posts(posts: pd.DataFrame) -> Mapping[str, Texts]:
    """Say of each post how dense its account posted.

    Args:
        posts: POST_COLUMNS, all posts of the brand: those that are too young to teach were seen too.

    Returns:
        'posts that day', 'time since the post before' and how soon the same topic or format came again, in bands, each
        within platform and account; '' for the first post, and where the attribute is not stated.
    """
    channel, at = channels_of(posts), published_at(posts)
    day = posts["day"].to_numpy(dtype=np.int64)
    _, same, count = np.unique(np.column_stack([channel, day]), axis=0, return_inverse=True, return_counts=True)
    found = {
        "posts that day": banded(count[same.reshape(-1)].astype(np.float64), SAME_DAY_EDGES, SAME_DAY_BANDS),
        "time since the post before": banded(_hours_since(channel, at), SPACING_EDGES, SPACING_BANDS),
    }
    for name in REPEATED:
        codes, names = codes_of(as_texts(posts[name]))
        since = _hours_since(channel * len(names) + codes, at)
        found[f"same {name} again"] = np.where(
            as_texts(posts[name]) == "", "", banded(since, AGAIN_EDGES, AGAIN_BANDS)
        ).astype(object)
    return found


def _hours_since(groups: Ints, at: Ints) -> NDArray[np.float64]:
    """Hours since the post before of the same group; NaN for the first one."""
    order = np.lexsort((at, groups))
    found = np.full(len(at), np.nan)
    follows = groups[order][1:] == groups[order][:-1]
    gaps = np.diff(at[order]).astype(np.float64)
    found[order[1:][follows]] = gaps[follows]
    return found
