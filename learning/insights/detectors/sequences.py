"""Which order of topics, formats or hooks goes before a post that does well?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.brand_data import BrandData
from learning.insights.content_orders import Orders, orders_of
from learning.insights.data_parts import Part
from learning.insights.level_evidence import EPOCH, posts_per_day, unit_numbers
from learning.insights.post_attributes import Levels, as_texts, compared_attributes, number_levels
from learning.insights.post_comparisons import PLACES
from learning.insights.post_outcomes import is_good, known_metrics, read_outcomes, teaching_posts
from learning.insights.post_scores import PostScores, score_posts
from learning.insights.recommendations import Recommendation
from learning.insights.stakes import stake_of_part
from learning.stats.permutation import MarkedMean, Permutations, UnitScores

ORDERED: Final = ("topic", "format", "hook")
MOST_METRICS: Final = 3
"""The metrics that matter most: every further one would make each finding less sure."""
FEWEST_POSTS: Final = 8
MOST_ORDERS: Final = 60
"""Of each attribute and length, the ones that recur most."""
MOST_POSTS: Final = 10


@dataclass(frozen=True, slots=True)
class Sequences:
    """Compares posts that follow an order with other posts of the same level, by permutation."""

    name: str = "sequences"
    kind: InsightKind = InsightKind.SEQUENCE
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric, attribute and order of two or three that recurs."""
        posts = teaching_posts(data.posts.assign(row=np.arange(len(data.posts))), data.gates)
        if not len(posts):
            return ()
        rows = posts["row"].to_numpy(dtype=np.int64)
        held = number_levels({**compared_attributes(posts), **{name: as_texts(posts[name]) for name in PLACES}})
        orders = {name: orders_of(data.posts, name) for name in ORDERED}
        found: list[Candidate] = []
        for metric in known_metrics(data.metrics)[:MOST_METRICS]:
            outcomes = read_outcomes(metric, posts)
            scores = None if outcomes is None else score_posts(outcomes, posts, held)
            if scores is None:
                continue
            ids = posts["content_id"].to_numpy(dtype=np.int64)[scores.outcomes.rows]
            days = posts["day"].to_numpy(dtype=np.int64)[scores.outcomes.rows]
            for name in ORDERED:
                own = orders[name].of_rows(rows[scores.outcomes.rows])
                found.extend(self._of_attribute(name, own, held[name], scores, _Posts(ids, days)))
        return found

    def _of_attribute(
        self, attribute: str, orders: Orders, levels: Levels, scores: PostScores, posts: _Posts
    ) -> Iterator[Candidate]:
        strata = levels.codes[scores.outcomes.rows]
        permutations = Permutations(UnitScores(scores.residuals, scores.weights, strata, scores.days))
        for steps in (orders.pairs, orders.triples):
            counts = Counter(one for one in steps if one is not None)
            usual = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ORDERS]
            number = {order: place for place, (order, _) in enumerate(usual)}
            numbers = np.array([-1 if one is None else number.get(one, -1) for one in steps], dtype=np.int64)
            for place, (order, count) in enumerate(usual):
                marked = numbers == place
                mean = permutations.judge(marked) if count >= FEWEST_POSTS else None
                if mean is not None:
                    yield self._candidate(attribute, order, mean, marked, scores, posts)

    def _candidate(  # noqa: PLR0917  (one comparison and what it was made of)
        self,
        attribute: str,
        order: tuple[str, ...],
        mean: MarkedMean,
        marked: np.ndarray[tuple[int], np.dtype[np.bool_]],
        scores: PostScores,
        posts: _Posts,
    ) -> Candidate:
        outcomes, own = scores.outcomes, np.flatnonzero(marked)
        best = own[np.argsort(-scores.residuals[own] * np.sign(mean.estimate), kind="stable")][:MOST_POSTS]
        good = is_good(outcomes.metric, mean.estimate)
        what = (("attribute", attribute), ("level", " > ".join(order)))
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, outcomes.metric.name, (), what),
            measured=Measured(mean.estimate, mean.error, mean.degrees),
            n=mean.n,
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={
                    "value": outcomes.value(marked),
                    "rest": outcomes.value(~marked),
                    "posts_with": float(mean.n),
                    "posts_without": float(len(marked) - mean.n),
                    "whole": outcomes.value(np.ones(len(marked), dtype=np.bool_)),
                    **unit_numbers(outcomes, posts_per_day(posts.days)),
                },
                words={"attribute": attribute, "level": " > ".join(order), "against": "the same after something else"},
                posts=tuple(posts.ids[best].tolist()),
                first=EPOCH + timedelta(days=int(posts.days[own].min())),
                last=EPOCH + timedelta(days=int(posts.days[own].max())),
            ),
            recommendation=Recommendation.BREAK_ORDER if good is False else Recommendation.FOLLOW_ORDER,
            good=good,
            stake=stake_of_part(mean.estimate, float(outcomes.events[own].sum() / outcomes.events.sum()), good=good),
        )


@dataclass(frozen=True, slots=True)
class _Posts:
    """Ids and days of the posts that have the metric."""

    ids: np.ndarray[tuple[int], np.dtype[np.int64]]
    days: np.ndarray[tuple[int], np.dtype[np.int64]]
