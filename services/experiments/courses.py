"""How a test went: what it said at each look, up to its planned end, by the rules that the report itself follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from learning.domain.experiment_verdicts import Verdict
from learning.domain.experiments import MetricSpec, Prior, TestReport, TestState
from learning.experiments.family import UNPLANNED_N, Looking
from learning.experiments.many import BatchResult, analyse_batch
from learning.experiments.over_time import EffectPoint, effect_over_looks
from learning.experiments.stored_sums import ArmSeries, cumulated
from learning.stats.moments import Floats
from services.experiments.batches import Look, batches_of, is_plain
from services.experiments.cases import DAY_SECONDS, Case, at_planned_end, look_days, planned_look, until
from services.experiments.reports import report_at, report_by_period, report_of, short_of

ANY_MOMENT = 0
"""A test with looks has its days from its data, whatever the clock says."""


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """What the test said at one look, by the rules that hold at every look."""

    days: float
    time: int
    """Local epoch day, or seconds since the start."""
    n: float
    verdict: Verdict
    arm: str | None
    """The arm that led."""
    lift: float | None
    low: float | None
    high: float | None
    chance: float | None


def looks_of_case(case: Case, prior: Prior) -> tuple[LookAnswer, ...]:
    """Return what a test would have said at each day or look; the last one is its report."""
    frozen = at_planned_end(case)
    series = frozen.series(frozen.design.primary.name)
    if series is None:
        return ()
    days, values = look_days(series).tolist(), cumulated(series).values
    last = len(days) - 1
    states = _states(frozen, days)
    answers: dict[int, LookAnswer] = {}
    if frozen.design.splits:
        for place, day in enumerate(series.times.tolist()[:-1]):
            report = report_by_period(until(frozen, day, is_running=series.is_running), states[place], prior)
            answers[place] = _of_report(frozen, report, days[place], day)
    elif is_plain(frozen):
        name = frozen.design.primary.name
        looks = [Look(frozen, frozen.arm_sums(name, values[place]), states[place]) for place in range(last)]
        for places, batch in batches_of(looks):
            result = analyse_batch(batch, prior)
            for row, place in enumerate(places):
                answers[place] = _of_batch(frozen, result, row, (days[place], int(series.times[place]), values[place]))
    else:
        courses = _courses(frozen)
        for place in range(last):
            sums = {name: frozen.arm_sums(name, found[place]) for name, found in courses.items()}
            report = report_at(frozen, sums, states[place], prior)
            answers[place] = _of_report(frozen, report, days[place], int(series.times[place]))
    report = report_of(frozen, ANY_MOMENT, prior)
    answers[last] = _of_report(frozen, report, days[last], int(series.times[last]))
    return tuple(answers[place] for place in range(len(days)))


def course_of(case: Case, spec: MetricSpec, prior: Prior) -> tuple[EffectPoint, ...]:
    """Return the lift of each arm in a metric at each day or look; the last points are those of the report."""
    frozen = at_planned_end(case)
    series = frozen.series(spec.name)
    if series is None:
        return ()
    design = case.design
    if design.splits:
        return _course_by_period(frozen, spec, series, prior)
    days = look_days(series).tolist()
    values = cumulated(series).values
    # Of a test that was planned for one look no range was shown before; this one holds however often one looks.
    share = case.plan.running_share or 1.0
    planned = float(design.planned_n or UNPLANNED_N)
    looking = Looking(design.alpha, share, planned, np.zeros((len(days), 1), dtype=np.bool_))
    points = effect_over_looks(spec, days, values, series.arms, looking, control=design.control)
    report = report_of(frozen, ANY_MOMENT, prior)
    shown = {result.arm: result.shown for result in report.of(spec.name)}
    return tuple(
        replace(point, lift=shown[point.arm].lift, low=shown[point.arm].low, high=shown[point.arm].high)
        if point.day == days[-1] and point.arm in shown
        else point
        for point in points
    )


def _course_by_period(case: Case, spec: MetricSpec, series: ArmSeries, prior: Prior) -> tuple[EffectPoint, ...]:
    """Each look by its own report: which periods count, and with what weight, changes from look to look."""
    days, last = look_days(series).tolist(), len(series.times) - 1
    states = _states(case, days)
    found: list[EffectPoint] = []
    for place, day in enumerate(series.times.tolist()):
        cut = until(case, day, is_running=series.is_running)
        report = report_of(case, ANY_MOMENT, prior) if place == last else report_by_period(cut, states[place], prior)
        found += [
            EffectPoint(days[place], one.arm, one.n, one.shown.lift, one.shown.low, one.shown.high)
            for one in report.of(spec.name)
        ]
    return tuple(found)


def _states(case: Case, days: Sequence[float]) -> list[TestState]:
    """At each look before the last one: nobody could know yet that it was over."""
    end = planned_look(case) if case.design.extended_days is not None else None
    return [
        TestState(day, data_version=case.record.data_version, past_end=end is not None and place > end)
        for place, day in enumerate(days)
    ]


def _courses(case: Case) -> Mapping[str, Sequence[Floats]]:
    """Metric -> sums of the arms up to each look at the primary metric."""
    primary = case.series(case.design.primary.name)
    found: dict[str, Sequence[Floats]] = {}
    for metric in case.design.metrics:
        series = case.series(metric.name)
        if primary is not None and series is not None:
            found[metric.name] = _up_to(cumulated(series), _days_in(case, series), _days_in(case, primary))
    return found


def _days_in(case: Case, series: ArmSeries) -> Floats:
    """How many days each time of a series is into the test, whether it counts days or seconds."""
    days = series.times / DAY_SECONDS if series.is_running else series.times - case.first_day + 1
    return np.asarray(days, dtype=np.float64)


def _up_to(series: ArmSeries, days: Floats, wanted: Floats) -> list[Floats]:
    nothing = np.zeros_like(series.values[0])
    places = np.searchsorted(days, wanted, side="right") - 1
    return [series.values[place] if place >= 0 else nothing for place in places.tolist()]


def _of_batch(case: Case, result: BatchResult, row: int, look: tuple[float, int, Floats]) -> LookAnswer:
    days, time, values = look
    leader = result.leader[row]
    return LookAnswer(
        days=days,
        time=time,
        n=float(np.nansum(values[:, 0])),
        verdict=result.verdicts[row],
        arm=None if np.isnan(leader) else case.labels[int(leader)],
        lift=_known(result.lift[row]),
        low=_known(result.low[row]),
        high=_known(result.high[row]),
        chance=_known(result.chance[row]),
    )


def _of_report(case: Case, report: TestReport, days: float, time: int) -> LookAnswer:
    best = short_of(case, report)
    return LookAnswer(days, time, report.n, report.verdict, best.arm, best.lift, best.low, best.high, best.chance)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
