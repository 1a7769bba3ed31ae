"""Which groups of content, and which groups of posts that people react to alike, do better than the rest?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.facts import Fact
from learning.domain.holdings import Texts
from learning.domain.insights import Candidate, InsightKind
from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData
from learning.insights.cluster_names import telling_levels, telling_words
from learning.insights.data_parts import Part
from learning.insights.density_clusters import OUTSIDE, ClusterSettings, cluster_directions, cluster_points
from learning.insights.level_evidence import Detection
from learning.insights.post_attributes import STATED, as_texts, compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import teaching_posts
from learning.insights.recommendations import Recommendation
from learning.insights.text_embedding import TextEmbedder, TfidfSvd
from learning.metrics.catalog import CATALOG

Floats = NDArray[np.float64]

CONTENT: Final = "content like this"
REACTION: Final = "reactions like this"
REACTIONS: Final = (Fact.LIKES, Fact.COMMENTS, Fact.SHARES, Fact.SAVES, Fact.CLICKS)
FEWEST_REACTIONS: Final = 30
"""Posts with fewer have no mix of their own yet."""
JOINED: Final = ", "
NO_NAME: Final = "group {number}"


@dataclass(frozen=True, slots=True)
class Clusters:
    """Density-based groups of texts and of mixes of reactions, compared post by post."""

    name: str = "clusters"
    kind: InsightKind = InsightKind.CLUSTER
    reads: frozenset[Part] = frozenset({Part.POSTS})
    embedder: TextEmbedder = TfidfSvd()  # noqa: RUF009  (frozen)
    settings: ClusterSettings = ClusterSettings()  # noqa: RUF009  (frozen)

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric and group, where there are at least two groups.

        A mix of reactions is compared only on metrics that none of these reactions enters.
        """
        numbered = data.posts.assign(row=np.arange(len(data.posts)))
        posts = teaching_posts(numbered, data.gates).sort_values("day", kind="stable").reset_index(drop=True)
        if not len(posts):
            return ()
        texts = as_texts(posts["text"])
        vectors = self.embedder.embed(as_texts(data.posts["text"]).tolist())
        content = cluster_directions(vectors[posts["row"].to_numpy(dtype=np.int64)], self.settings)
        reaction = cluster_points(_mixes(posts), self.settings)
        adjusted = {**number_levels(compared_attributes(posts)), **places(posts)}
        detection = Detection(self.name, self.kind, Recommendation.MAKE_MORE_ALIKE, Recommendation.MAKE_FEWER_ALIKE)
        free = tuple(name for name in data.metrics if name in CATALOG and not set(CATALOG[name].facts) & set(REACTIONS))
        found: list[Candidate] = []
        for attribute, clusters, names, metrics in (
            (CONTENT, content, telling_words(texts.tolist(), content), data.metrics),
            (REACTION, reaction, _reaction_names(posts, reaction), free),
        ):
            levels = _levels(clusters, names)
            compared = number_levels({attribute: levels})
            contrasts = compare_posts(replace(data, metrics=metrics), posts, compared, adjusted, detection)
            apart = _apart(posts, clusters, levels) if contrasts else {}
            found.extend(_described(one, apart) for one in contrasts)
        return found


def _mixes(posts: pd.DataFrame) -> Floats:
    """Square roots of the shares of each reaction, whose distance is that of Hellinger; NaN with too few reactions."""
    counts = np.nan_to_num(np.column_stack([posts[fact.value].to_numpy(dtype=np.float64) for fact in REACTIONS]))
    whole = counts.sum(axis=1, keepdims=True)
    enough = whole >= FEWEST_REACTIONS
    found: Floats = np.sqrt(np.divide(counts, whole, out=np.full(counts.shape, np.nan), where=enough))
    return found


def _reaction_names(posts: pd.DataFrame, clusters: Ints) -> dict[int, tuple[str, ...]]:
    """The reactions whose share is above that of the other posts by most."""
    shares = _mixes(posts) ** 2
    found: dict[int, tuple[str, ...]] = {}
    for one in range(int(clusters.max(initial=-1)) + 1):
        own, rest = clusters == one, (clusters != one) & np.isfinite(shares[:, 0])
        if not rest.any():
            found[one] = ()
            continue
        more = shares[own].mean(axis=0) - shares[rest].mean(axis=0)
        found[one] = (f"more {REACTIONS[int(more.argmax())].value}",) if more.max() > 0 else ()
    return found


def _levels(clusters: Ints, names: Mapping[int, tuple[str, ...]]) -> Texts:
    """The name of each post's group, '' outside of all; groups of one name are told apart by number."""
    told: dict[int, str] = {OUTSIDE: ""}
    for one in range(int(clusters.max(initial=-1)) + 1):
        name = JOINED.join(names.get(one, ())) or NO_NAME.format(number=one + 1)
        told[one] = name if name not in told.values() else f"{name} ({one + 1})"
    found: Texts = np.array([told[one] for one in clusters.tolist()], dtype=object)
    return found


def _described(one: Candidate, apart: Mapping[str, str]) -> Candidate:
    """With the attributes that set the group apart."""
    words = {**one.evidence.words, "sets_apart": apart.get(dict(one.subject.what)["level"], "")}
    return replace(one, evidence=replace(one.evidence, words=words))


def _apart(posts: pd.DataFrame, clusters: Ints, levels: Texts) -> Mapping[str, str]:
    stated = number_levels({name: as_texts(posts[name]) for name in STATED})
    told = telling_levels(stated, clusters)
    found: dict[str, str] = {}
    for one, entries in told.items():
        name = str(levels[int(np.flatnonzero(clusters == one)[0])])
        found[name] = JOINED.join(
            f"{own.attribute}: {own.level} ({100 * own.share:.0f} %, others {100 * own.other:.0f} %)" for own in entries
        )
    return found
