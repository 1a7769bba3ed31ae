"""What does one more post a day bring on each channel?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData
from learning.insights.channels import channel_names
from learning.insights.data_parts import Part
from learning.insights.level_comparisons import FEWEST_DEGREES
from learning.insights.level_design import dummies, place_and_time
from learning.insights.level_evidence import EPOCH
from learning.insights.post_attributes import codes_of, compared_attributes
from learning.insights.post_outcomes import PostOutcomes, known_metrics, read_outcomes, teaching_posts
from learning.insights.recommendations import Recommendation
from learning.metrics.catalog import EXPOSURE
from learning.metrics.definitions import Form
from learning.stats.rate_regression import RateData, RateFit, fit_rates

Floats = NDArray[np.float64]

TWICE: Final = "twice as many posts that day"
FEWEST_DAYS: Final = 14
"""Days of a channel with posts, some with more than one."""
MOST_POSTS: Final = 10
GAINS_FROM: Final = 0.5
"""While the next post brings at least so much of what an average one brings, the pace is worth keeping."""


@dataclass(frozen=True, slots=True)
class PostingVolume:
    """Estimates by channel how what one post gets falls with the number of posts that day: audience fatigue."""

    name: str = "posting_volume"
    kind: InsightKind = InsightKind.FREQUENCY
    reads: frozenset[Part] = frozenset({Part.POSTS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per channel for what a post is seen by, and for each total that the brand looks at."""
        counted = data.posts.assign(same_day=_posts_that_day(data.posts))
        posts = teaching_posts(counted, data.gates)
        if not len(posts):
            return ()
        exposure = next((fact.value for fact in EXPOSURE if posts[fact.value].notna().any()), None)
        names = tuple(dict.fromkeys((*((exposure,) if exposure else ()), *data.metrics)))
        found: list[Candidate] = []
        for metric in known_metrics(names):
            outcomes = read_outcomes(metric, posts) if metric.form is Form.TOTAL else None
            if outcomes is not None:
                found.extend(self._of_channels(posts, outcomes))
        return found

    def _of_channels(self, posts: pd.DataFrame, outcomes: PostOutcomes) -> list[Candidate]:
        own = posts.iloc[outcomes.rows].reset_index(drop=True)
        codes, names = channel_names(own)
        many = np.log(own["same_day"].to_numpy(dtype=np.float64))
        days = own["day"].to_numpy(dtype=np.int64)
        usable = [code for code in range(len(names)) if _varies(days[codes == code], many[codes == code])]
        if not usable:
            return []
        place = place_and_time(own)
        about = [dummies(*_numbered(levels)) for name, levels in compared_attributes(own).items() if name != "hashtags"]
        slopes = np.column_stack([np.where(codes == code, many, 0.0) for code in usable])
        columns = np.hstack([place, *about, slopes])
        clusters = np.unique(days, return_inverse=True)[1].astype(np.int64)
        fit = fit_rates(
            RateData(outcomes.events, outcomes.exposure, columns, clusters, place.shape[1]),
            event_size=outcomes.event_size,
        )
        if fit is None:
            return []
        found = []
        for row, code in enumerate(usable):
            one = self._candidate(fit, columns.shape[1] - len(usable) + row, outcomes, own[codes == code], names[code])
            if one is not None:
                found.append(one)
        return found

    def _candidate(
        self, fit: RateFit, column: int, outcomes: PostOutcomes, posts: pd.DataFrame, channel: tuple[str, str]
    ) -> Candidate | None:
        combination = np.zeros((1, len(fit.coefficients)))
        combination[0, column] = np.log(2)
        found = fit.contrast(combination)
        estimate, error, degrees = (float(part[0]) for part in (found.estimate, found.error, found.degrees))
        if not (np.isfinite(estimate) and degrees >= FEWEST_DEGREES):
            return None
        elasticity = estimate / float(np.log(2))
        usual = float(posts.groupby("day")["same_day"].first().mean())
        marginal = 1 + elasticity
        events = posts[outcomes.metric.name].to_numpy(dtype=np.float64)
        day = posts["day"].to_numpy(dtype=np.int64)
        platform, account = channel
        keeps = marginal >= GAINS_FROM
        return Candidate(
            detector=self.name,
            subject=Subject(
                self.kind,
                outcomes.metric.name,
                (("account", account), ("platform", platform)),
                (("attribute", "posts that day"), ("level", TWICE)),
            ),
            measured=Measured(estimate, error, degrees),
            n=len(posts),
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={
                    "value": float(np.nanmean(events)),
                    "elasticity": elasticity,
                    "marginal_share": marginal,
                    "usual_per_day": usual,
                    "days": float(len(np.unique(day))),
                },
                words={"attribute": "posts that day", "level": TWICE, "against": "the usual number"},
                posts=tuple(posts.sort_values("same_day", ascending=False)["content_id"].astype(int)[:MOST_POSTS]),
                first=EPOCH + timedelta(days=int(day.min())),
                last=EPOCH + timedelta(days=int(day.max())),
                filters=(("platform", platform),),
            ),
            recommendation=Recommendation.POST_AT_THIS_PACE if keeps else Recommendation.CHANGE_PACE,
            good=keeps,
            stake=min(abs(float(np.expm1(estimate))) / 2, 1.0),
        )


def _posts_that_day(posts: pd.DataFrame) -> Ints:
    codes, _ = channel_names(posts)
    pairs = np.column_stack([codes, posts["day"].to_numpy(dtype=np.int64)])
    _, same, count = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    found: Ints = count[same.reshape(-1)].astype(np.int64)
    return found


def _varies(days: Ints, many: Floats) -> bool:
    return len(np.unique(days)) >= FEWEST_DAYS and float(np.ptp(many)) > 0


def _numbered(levels: np.ndarray[tuple[int], np.dtype[np.object_]]) -> tuple[Ints, int]:
    codes, names = codes_of(levels)
    return codes, len(names)
