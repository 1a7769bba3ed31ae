"""Which combinations of hook, topic, format, length and hour do better than other posts?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_evidence import EPOCH, posts_per_day, unit_numbers
from learning.insights.post_combinations import Combination, formula_parts, recurring_combinations
from learning.insights.post_outcomes import is_good, known_metrics, read_outcomes, teaching_posts
from learning.insights.post_scores import PostScores, score_posts
from learning.insights.recommendations import Recommendation
from learning.insights.stakes import stake_of_part
from learning.stats.permutation import Permutations, UnitScores

FEWEST_POSTS: Final = 8
MOST_STRUCTURES: Final = 150
MOST_POSTS: Final = 10
EXAMPLE_LETTERS: Final = 200


@dataclass(frozen=True, slots=True)
class WinningFormulas:
    """Compares the posts of each recurring structure with all others, place and time held alike."""

    name: str = "winning_formulas"
    kind: InsightKind = InsightKind.WINNING_FORMULA
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per recurring structure on the metric that matters most; worse ones too."""
        posts = teaching_posts(data.posts, data.gates)
        metrics = known_metrics(data.metrics)
        outcomes = read_outcomes(metrics[0], posts) if metrics and len(posts) else None
        scores = None if outcomes is None else score_posts(outcomes, posts, {})
        if scores is None:
            return ()
        kept = posts.iloc[scores.outcomes.rows].reset_index(drop=True)
        strata = np.zeros(len(kept), dtype=np.int64)
        permutations = Permutations(UnitScores(scores.residuals, scores.weights, strata, scores.days))
        structures = recurring_combinations(formula_parts(kept), FEWEST_POSTS, MOST_STRUCTURES)
        found = (self._candidate(one, kept, scores, permutations) for one in structures)
        return [one for one in found if one is not None]

    def _candidate(
        self, one: Combination, posts: pd.DataFrame, scores: PostScores, permutations: Permutations
    ) -> Candidate | None:
        marked = np.zeros(len(posts), dtype=np.bool_)
        marked[one.rows] = True
        mean = permutations.judge(marked)
        if mean is None:
            return None
        outcomes, own = scores.outcomes, posts.iloc[one.rows]
        best = np.argsort(-scores.residuals[one.rows] * np.sign(mean.estimate), kind="stable")[:MOST_POSTS]
        good = is_good(outcomes.metric, mean.estimate)
        share = float(outcomes.events[one.rows].sum() / outcomes.events.sum())
        first, last = (EPOCH + timedelta(days=int(day)) for day in (own["day"].min(), own["day"].max()))
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, outcomes.metric.name, (), one.structure),
            measured=Measured(mean.estimate, mean.error, mean.degrees),
            n=mean.n,
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={
                    "value": outcomes.value(marked),
                    "rest": outcomes.value(~marked),
                    "posts_with": float(mean.n),
                    "posts_without": float(len(posts) - mean.n),
                    "whole": outcomes.value(np.ones(len(posts), dtype=np.bool_)),
                    **unit_numbers(outcomes, posts_per_day(posts["day"].to_numpy(dtype=np.int64))),
                },
                words={"example": str(own["text"].iloc[int(best[0])])[:EXAMPLE_LETTERS], "against": "all other posts"},
                posts=tuple(own["content_id"].to_numpy(dtype=np.int64)[best].tolist()),
                first=first,
                last=last,
                filters=tuple((part, level) for part, level in one.structure if part not in ("length", "hour")),
            ),
            recommendation=Recommendation.USE_LESS if good is False else Recommendation.USE_FORMULA,
            good=good,
            stake=stake_of_part(mean.estimate, share, good=good),
        )
