"""Do people who met a failing or slow program convert less, and is a program's bad day a bad day of the brand?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, InsightKind
from learning.domain.timekeys import day_key
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.data_parts import Part
from learning.insights.level_design import dummies
from learning.insights.operation_units import (
    FEWEST_EVENTS,
    WEEK,
    Compared,
    Flags,
    Floats,
    Ints,
    Measure,
    clustered,
    components_of,
    latest_decisions,
    operation_candidate,
    usual_by,
)
from learning.insights.post_outcomes import known_metrics
from learning.insights.recommendations import Recommendation
from learning.insights.session_steps import by_session
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction
from learning.stats.clustered_ratios import ClusteredLogRatio, compare_groups
from learning.stats.rank_correlation import correlate_remainders, make_controls, ranks_within

FAILED: Final = "failures and conversions"
SLOW: Final = "slowness and conversions"
BY_DAY: Final = "days and outcome"
MOST_METRICS: Final = 2
FEWEST_DAYS: Final = 35
FEWEST_A_DAY: Final = 5
"""Decisions of a component on a day, from which on its day says something."""
SLOWEST: Final = 2 / 3
READ: Final = ("at", "day", "component", "session", "person", "failed", "conversions", "total_ms")
HELD_ALIKE: Final = ("arm", "operation", "domain", "persona", "device")
PLACE: Final = "place"
LATE: Final = 3
"""From the third contact of a session on the place in it is one."""
FEWEST_WEEKS: Final = 5


@dataclass(frozen=True, slots=True)
class EfficiencyOutcomes:
    """Compares sessions by how a component did in them, and days by how it did on them."""

    name: str = "efficiency_outcomes"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS, Part.SERIES})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose failing and slow contacts with conversions after them, and a component's days with the brand's."""
        decisions = latest_decisions(data)
        if not len(decisions):
            return ()
        return [*self._sessions(decisions), *self._days(decisions, data)]

    def _sessions(self, decisions: pd.DataFrame) -> Iterator[Candidate]:
        contacts = _first_contacts(decisions[[*READ, *HELD_ALIKE]])
        for component, own in components_of(contacts):
            yield from self._compared(component, own[own["failed"].notna()], FAILED, len(contacts))
            yield from self._compared(component, own[own["total_ms"] > 0], SLOW, len(contacts))

    def _compared(self, component: str, rows: pd.DataFrame, pattern: str, every: int) -> Iterator[Candidate]:
        own = rows.reset_index(drop=True)
        converted = own["converted"].to_numpy(dtype=np.float64)
        if converted.sum() < FEWEST_EVENTS:
            return
        hit = own["failed"].to_numpy(dtype=np.float64) > 0 if pattern == FAILED else _slow(own)
        usual = usual_by(own, converted, (*HELD_ALIKE, PLACE))
        ratio = compare_groups(clustered(own, converted, usual / usual.mean()), hit, ~hit, counted=True)
        if ratio is None:
            return
        good = None if ratio.estimate == 0 else ratio.estimate > 0
        advice = Recommendation.PUT_FIRST if good is False else Recommendation.FIND_CAUSE
        value, rest = float(converted[hit].mean()), float(converted[~hit].mean())
        found = Compared(ratio, value, rest, len(own), good, advice, int(hit.sum()) / every)
        against = "sessions in which it worked" if pattern == FAILED else "sessions in which it was faster"
        yield operation_candidate(
            self.name,
            {"pattern": pattern, "component": component},
            found,
            own,
            against=against,
            counted=CountedUnit.SESSIONS,
        )

    def _days(self, decisions: pd.DataFrame, data: BrandData) -> Iterator[Candidate]:
        wanted = [metric.name for metric in known_metrics(data.metrics)[:MOST_METRICS]]
        outcomes = {one.key.metric: one for one in data.series if one.key.platform is None and one.key.metric in wanted}
        for component, own in components_of(decisions):
            by_day = _by_day(own)
            for measure in ("failures", "time"):
                for metric in wanted:
                    if metric in outcomes:
                        yield from self._correlated(component, measure, by_day, outcomes[metric])

    def _correlated(
        self, component: str, measure: str, by_day: pd.DataFrame, series: DailySeries
    ) -> Iterator[Candidate]:
        rows = by_day.assign(outcome=_on_days(series, by_day["day"].to_numpy(dtype=np.int64)))
        known = rows[rows[measure].notna() & rows["outcome"].notna()].reset_index(drop=True)
        found = _partial(known, measure)
        if found is None:
            return
        metric = series.key.metric
        worse = found.estimate < 0 if CATALOG[metric].good is not Direction.DOWN else found.estimate > 0
        good = False if worse else None
        compared = Compared(
            found,
            float(np.tanh(found.estimate)),
            0.0,
            len(known),
            good,
            Recommendation.PUT_FIRST if worse else Recommendation.FIND_CAUSE,
        )
        yield operation_candidate(
            self.name,
            {"pattern": BY_DAY, "component": component, "of": measure, "with": metric},
            compared,
            known,
            measure=Measure.CORRELATION,
            counted=CountedUnit.DAYS,
            is_log_ratio=False,
        )


def _first_contacts(decisions: pd.DataFrame) -> pd.DataFrame:
    """The first decision of each component in each session, with whether a conversion came with it or after it.

    Only sessions with a component that tells of conversions at all: of the others nobody knows.
    """
    ordered, session = by_session(decisions)
    told = ordered["conversions"].to_numpy(dtype=np.float64)
    component = pd.factorize(ordered["component"])[0].astype(np.int64)
    tells = np.bincount(component, np.isfinite(told)) > 0
    judged = np.bincount(session, tells[component]) > 0
    converts = np.nan_to_num(told) > 0
    total = np.bincount(session, converts)[session]
    before = np.cumsum(converts) - converts
    first = np.searchsorted(session, session)
    place = np.arange(len(session)) - first
    after = total - (before - before[first])
    pairs = session * (int(component.max(initial=0)) + 1) + component
    chosen = np.sort(np.unique(pairs, return_index=True)[1])
    chosen = chosen[judged[session[chosen]]]
    contacts = ordered.iloc[chosen].reset_index(drop=True)
    late = np.minimum(place, LATE - 1)[chosen]
    return contacts.assign(converted=(after > 0).astype(np.float64)[chosen], **{PLACE: late})


def _slow(own: pd.DataFrame) -> Flags:
    """The slowest third of each week and arm: what one template takes longer than another is no bad luck."""
    groups = [own["day"] // WEEK, own["arm"]]
    ranks = own.groupby(groups)["total_ms"].rank(pct=True).to_numpy(dtype=np.float64)
    found: Flags = ranks > SLOWEST
    return found


def _by_day(own: pd.DataFrame) -> pd.DataFrame:
    """By day the share of failures, the typical time, and how many decisions there were; NaN with too few."""
    grouped = own.assign(log_ms=np.log(own["total_ms"].where(own["total_ms"] > 0))).groupby("day", sort=True)
    found = grouped.agg(count=("at", "size"), failures=("failed", "mean"), time=("log_ms", "median")).reset_index()
    few = found["count"] < FEWEST_A_DAY
    return found.assign(failures=found["failures"].mask(few), time=found["time"].mask(few))


def _on_days(series: DailySeries, days: Ints) -> Floats:
    """The values of a series on some epoch days, NaN where it has none."""
    place = days - day_key(series.first)
    there = (place >= 0) & (place < len(series.values))
    found: Floats = np.where(there, series.values[np.clip(place, 0, len(series.values) - 1)], np.nan)
    return found


def _partial(known: pd.DataFrame, measure: str) -> ClusteredLogRatio | None:
    """The partial rank correlation by Fisher's z; weekday, time and traffic held alike, weeks as clusters."""
    day = known["day"].to_numpy(dtype=np.int64)
    week = np.unique(day // WEEK, return_inverse=True)[1].astype(np.int64)
    one, other = (known[name].to_numpy(dtype=np.float64) for name in (measure, "outcome"))
    if len(known) < FEWEST_DAYS or week.max(initial=0) + 1 < FEWEST_WEEKS or min(np.ptp(one), np.ptp(other)) <= 0:
        return None
    through = (day - day.min()) / max(int(np.ptp(day)), 1) - 0.5
    traffic = np.log(known["count"].to_numpy(dtype=np.float64))
    held = np.column_stack([dummies(day % WEEK, WEEK), through, np.maximum(through, 0.0), traffic])
    controls = make_controls(held)
    alike = np.zeros(len(known), dtype=np.int64)
    left = [controls.remove(ranks_within(column, alike)) for column in (one, other)]
    found = correlate_remainders(left[0], left[1], week, controls.basis.shape[1])
    return None if found is None else ClusteredLogRatio(found.z, found.error, found.degrees)
