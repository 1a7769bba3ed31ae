"""Decisions of programs as the detectors of operations compare them: spans, units, and a candidate of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.domain.timekeys import day_key, day_of
from learning.insights.brand_data import BrandData
from learning.stats.clustered_ratios import ClusteredLogRatio, ClusteredUnits, compare_groups
from learning.stats.usual_level import usual_level, usual_weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RECENT_DAYS: Final = 14
EARLIER_DAYS: Final = 56
WEEK: Final = 7
SPAN_DAYS: Final = RECENT_DAYS + EARLIER_DAYS
FEWEST_DECISIONS: Final = 30
"""Of a component, from which on it is looked at."""
FEWEST_EVENTS: Final = 5
"""Failures, bypasses, ... from which on something can be said of them."""
FEWEST_FOR_MIDDLE: Final = 3
FITTING_ROUNDS: Final = 8
LEAST_SHARE: Final = 0.03
"""What weighs less than this in a component is no level of its own."""


class Measure:
    """What the value of a finding counts, by which a page writes it."""

    SHARE: Final = "share"
    MILLISECONDS: Final = "milliseconds"
    SECONDS: Final = "seconds"
    SCORE: Final = "score"
    """0 to 10."""
    CORRELATION: Final = "correlation"


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison and the two values that people read."""

    ratio: ClusteredLogRatio
    value: float
    rest: float
    n: int
    good: bool | None
    recommendation: str
    reach: float = 0.0
    """Share of all decisions that it is about, 0-1; 0 where that cannot be said."""


def latest_decisions(data: BrandData) -> pd.DataFrame:
    """Give the decisions of the last ten weeks with a fresh index."""
    day = data.decisions["day"].to_numpy(dtype=np.int64)
    return data.decisions[day > day_key(data.today) - SPAN_DAYS].reset_index(drop=True)


def components_of(decisions: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each component with enough decisions, in the order of the alphabet, each with a fresh index."""
    for name, own in decisions.groupby("component", sort=True):
        if len(own) >= FEWEST_DECISIONS:
            yield str(name), own.reset_index(drop=True)


def recent_of(decisions: pd.DataFrame, data: BrandData) -> Flags:
    """Say which decisions are of the last two weeks; the others are what they are compared with."""
    found: Flags = decisions["day"].to_numpy(dtype=np.int64) > day_key(data.today) - RECENT_DAYS
    return found


def clustered(decisions: pd.DataFrame, events: Floats, weights: Floats | None = None) -> ClusteredUnits:
    """Give units that share their luck by day and by person.

    Args:
        decisions: DECISION_COLUMNS, or any rows with `day` and `person`.
        events: Of each.
        weights: Ones where None.

    Returns:
        Units; who is not known is nobody's like. People are no way to cluster where hardly anybody is known.
    """
    day = np.unique(decisions["day"].to_numpy(dtype=np.int64), return_inverse=True)[1].astype(np.int64)
    person = decisions["person"].to_numpy(dtype=object)
    codes = pd.factorize(person)[0].astype(np.int64)
    unknown = person == ""
    codes[unknown] = codes.max(initial=-1) + 1 + np.arange(int(unknown.sum()))
    codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return ClusteredUnits(events, np.ones(len(events)) if weights is None else weights, (day, codes))


def levels_of(decisions: pd.DataFrame, name: str) -> Iterator[tuple[str, Flags]]:
    """Give the stated levels of an attribute that enough decisions have and lack; of two only the rarer one."""
    column = decisions[name].to_numpy(dtype=object)
    counts = Counter(column.tolist())
    del counts[""]
    least = max(FEWEST_DECISIONS, LEAST_SHARE * len(column))
    kept = sorted(str(level) for level, count in counts.items() if count >= least)
    if len(kept) == 2 and counts.total() == sum(counts[level] for level in kept):
        kept = [min(kept, key=lambda level: (counts[level], level))]
    for level in kept:
        yield level, column == level


def operation_candidate(
    detector: str,
    what: Mapping[str, str],
    found: Compared,
    rows: pd.DataFrame,
    *,
    measure: str = Measure.SHARE,
    against: str = "",
    counted: CountedUnit = CountedUnit.DECISIONS,
    is_log_ratio: bool = True,
    more: Mapping[str, float] | None = None,
) -> Candidate:
    """Make a candidate of a comparison.

    Args:
        detector: Who proposes.
        what: What it is about: 'pattern' and 'component' among it.
        found: The comparison.
        rows: The decisions (or sessions) behind it, of which the days are told.
        measure: Of `Measure`.
        against: What the rest is, in words.
        counted: What n counts.
        is_log_ratio: False for a rank correlation by Fisher's z.
        more: Further numbers of the evidence.
    """
    day = rows["day"]
    return Candidate(
        detector=detector,
        subject=Subject(InsightKind.OPERATION, "", (), tuple(sorted(what.items()))),
        measured=Measured(found.ratio.estimate, found.ratio.error, found.ratio.degrees, is_log_ratio=is_log_ratio),
        n=found.n,
        counted=counted,
        evidence=Evidence(
            numbers={"value": found.value, "rest": found.rest, **(more or {})},
            words={"measure": measure, "others": against},
            first=day_of(int(day.min())),
            last=day_of(int(day.max())),
        ),
        recommendation=found.recommendation,
        good=found.good,
        stake=_stake(found, measure),
    )


def _stake(found: Compared, measure: str) -> float | None:
    """What acting on it could be worth as a share of all decisions (or of their time); None where that is not said."""
    if found.good is None or found.reach <= 0 or measure == Measure.CORRELATION:
        return None
    gap = found.value - found.rest if measure == Measure.SHARE else found.value / found.rest - 1
    return float(min(abs(gap) * found.reach, 1.0))


def share_of(units: ClusteredUnits, chosen: Flags) -> float:
    """Give the plain rate of some units; 0 where there are none."""
    total = float(units.weights[chosen].sum())
    return float(units.events[chosen].sum()) / total if total > 0 else 0.0


def usual_of_weeks(decisions: pd.DataFrame, values: Floats) -> Floats:
    """Give the mean of the week of each value: what got better for everybody is no merit of some."""
    week = decisions["day"].to_numpy(dtype=np.int64) // WEEK
    codes = np.unique(week, return_inverse=True)[1]
    found: Floats = (np.bincount(codes, values) / np.bincount(codes))[codes]
    return found


def usual_by(decisions: pd.DataFrame, values: Floats, names: Sequence[str]) -> Floats:
    """Give what is usual of each decision by its week and some attributes, each with a factor of its own.

    Args:
        decisions: DECISION_COLUMNS, or any rows with `day` and these.
        values: Of each, at least 0, with a mean above 0.
        names: Attributes.

    Returns:
        The mean times a factor for each week and each level, fitted so that the sums of every level agree (iterative
        proportional fitting, Deming and Stephan 1940), with one more decision of the mean in each level: few failures
        of a level are no proof that it never fails.
    """
    weeks = decisions["day"].to_numpy(dtype=np.int64) // WEEK
    codes = [pd.factorize(weeks)[0], *(pd.factorize(decisions[name].to_numpy())[0] for name in names)]
    mean = float(values.mean())
    found: Floats = np.full(len(values), mean)
    sums = [np.bincount(own, values) + mean for own in codes]
    for _ in range(FITTING_ROUNDS):
        for own, wanted in zip(codes, sums, strict=True):
            found *= (wanted / (np.bincount(own, found) + mean))[own]
    return found


def compare_levels_of(
    units: ClusteredUnits, rows: pd.DataFrame, name: str, *, counted: bool
) -> Iterator[tuple[str, Flags, ClusteredLogRatio]]:
    """Compare each level of an attribute with the usual one.

    Args:
        units: Of the rows.
        rows: DECISION_COLUMNS, or sessions.
        name: The attribute.
        counted: As in `compare_groups`.

    Returns:
        Level, which rows have it, and its ratio: of two levels to the other one; of more to the middle one, since the
        others would all look low beside one that is high. The error is that against all others.
    """
    found = [
        (level, own, ratio)
        for level, own in levels_of(rows, name)
        if (ratio := compare_groups(units, own, ~own, counted=counted)) is not None
    ]
    if len(found) < FEWEST_FOR_MIDDLE:
        yield from found
        return
    ratios = np.array([ratio.estimate for _, _, ratio in found])
    weights = np.array([float(units.weights[own].sum()) for _, own, _ in found])
    to_whole = ratios - np.log1p(weights / units.weights.sum() * np.expm1(ratios))
    usual = usual_level(to_whole, usual_weights(weights))
    for (level, own, ratio), estimate in zip(found, to_whole - usual, strict=True):
        yield level, own, replace(ratio, estimate=float(estimate))
