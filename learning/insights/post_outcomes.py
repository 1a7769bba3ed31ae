"""What came of each post (or cell of a post) on one metric, and which of them may be learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.facts import MONEY_FACTS, SECONDS_FACTS, Fact
from learning.domain.gates import LearningGates
from learning.domain.holdings import UnitRows
from learning.insights.brand_data import Gates
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Direction, Form, Metric, MetricUnit
from learning.metrics.evaluate import metric_parts
from learning.metrics.gates import HOUR, teaches

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATES: Final = (Form.RATIO, Form.SCORE, Form.RATIO_OF_ONE)
FORMS: Final = (*RATES, Form.TOTAL, Form.UNIQUE, Form.PER_POST)
MOST_WITHOUT_DENOMINATOR: Final = 0.2
"""Above this share of posts that cannot have the rate, those that have it were chosen by their outcome."""


@dataclass(frozen=True, slots=True)
class PostOutcomes:
    """A metric's parts of the rows that report it; arrays share one index."""

    metric: Metric
    rows: Ints
    """Positions in the frame that they were read from."""
    events: Floats
    exposure: Floats
    """Ones for totals."""
    event_size: float | None
    """What one event adds: 1 for counts, None for amounts that vary in size."""

    def value(self, chosen: NDArray[np.bool_]) -> float | None:
        """Give the figure of some of the rows: a ratio of sums, or the mean of a post."""
        bottom = float(self.exposure[chosen].sum())
        return float(self.events[chosen].sum()) / bottom * self.metric.factor if bottom > 0 else None


def known_metrics(names: tuple[str, ...]) -> tuple[Metric, ...]:
    """Give the metrics that posts can be compared by.

    Args:
        names: Names of metrics.

    Returns:
        Those of the catalogue that are made of facts, in the given order; others are left out.
    """
    return tuple(CATALOG[name] for name in names if name in CATALOG and CATALOG[name].form in FORMS)


def is_good(metric: Metric, estimate: float) -> bool | None:
    """Say whether a difference is in the good direction.

    Args:
        metric: An entry of the catalogue.
        estimate: Above 0 where the metric is higher.

    Returns:
        None where neither direction is good, or there is no difference.
    """
    if metric.good is Direction.NEITHER or estimate == 0:
        return None
    return (estimate > 0) == (metric.good is Direction.UP)


def teaching_posts(posts: pd.DataFrame, gates: Gates) -> pd.DataFrame:
    """Keep the posts that are seen enough and old enough to learn from.

    Args:
        posts: POST_COLUMNS.
        gates: The brand's settings; those on likes and success play no role, since they are outcomes.

    Returns:
        A part of the frame with a fresh index.
    """
    exposure = np.full(len(posts), np.nan)
    for fact in EXPOSURE:
        exposure = np.where(np.isnan(exposure), _column(posts, fact), exposure)
    own = LearningGates(minimum_views=gates.minimum_exposure, minimum_age_hours=gates.minimum_age_hours)
    age = posts["age_hours"].to_numpy(dtype=np.float64) * HOUR
    return posts[teaches(own, exposure, age)].reset_index(drop=True)


def read_outcomes(metric: Metric, frame: pd.DataFrame) -> PostOutcomes | None:
    """Read a metric off a frame with columns of facts.

    Args:
        metric: One of `known_metrics`.
        frame: One row per post, or per post and segment.

    Returns:
        The rows that report both parts, with exposure; None where there is no event, an amount is below zero, or too
        many rows cannot have the rate (then those that can were chosen by their outcome).
    """
    events, exposure = metric_parts(metric, _rows(metric, frame), usual=1.0)
    reported = ~np.isnan(events)
    known = reported & (exposure > 0)
    if not known.any() or events[known].sum() <= 0 or bool((events[known] < 0).any()):
        return None
    if metric.form in RATES and metric.denominator != EXPOSURE and _chosen_by_outcome(metric, reported, known):
        return None
    rows = np.flatnonzero(known).astype(np.int64)
    size = _event_size(metric, frame, rows, events[known], exposure[known])
    return PostOutcomes(metric, rows, events[known], exposure[known], size)


def _chosen_by_outcome(metric: Metric, reported: NDArray[np.bool_], known: NDArray[np.bool_]) -> bool:
    if Fact.CONVERSIONS not in metric.denominator:
        return False
    return bool(1 - known.sum() / reported.sum() > MOST_WITHOUT_DENOMINATOR)


def _rows(metric: Metric, frame: pd.DataFrame) -> UnitRows:
    size = len(frame)
    return UnitRows(
        keys=(),
        units=np.arange(size, dtype=np.int64),
        currencies=np.full(size, "", dtype=object),
        observations=np.ones(size, dtype=np.int64),
        facts={fact: _column(frame, fact) for fact in sorted(metric.facts)},
    )


def _column(frame: pd.DataFrame, fact: Fact) -> Floats:
    found: Floats = frame[fact.value].to_numpy(dtype=np.float64)
    return found


def _event_size(metric: Metric, frame: pd.DataFrame, rows: Ints, events: Floats, exposure: Floats) -> float | None:
    """What one event adds: of a score the mean of its weights, each by what it adds itself."""
    if (MONEY_FACTS | SECONDS_FACTS).intersection(metric.numerator):
        return None
    if metric.form is Form.SCORE:
        sums = [float(np.nansum(_column(frame, fact)[rows])) for fact in metric.numerator]
        plain = sum(weight * one for weight, one in zip(metric.weights, sums, strict=True))
        return sum(weight**2 * one for weight, one in zip(metric.weights, sums, strict=True)) / plain
    if metric.form not in RATES or metric.unit is not MetricUnit.RATE:
        return 1.0
    # Of a part of a whole, such as bounces, chance leaves a binomial variance.
    share = float(events.sum() / exposure.sum())
    return 1 - share if share < 1 else 1.0
