"""All that is known of one test: the report, how it came about, who belongs to which segment, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.domain.experiment_advice import Proposal
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import (
    DecisionRecord,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
    PredictionRecord,
    SourceRecord,
)
from learning.domain.experiments import MetricKind, MetricSpec, Prior, TestReport, TestState
from learning.experiments.advice import propose
from learning.experiments.over_time import FEWEST_POINTS, EffectPoint, Novelty, check_novelty, daily_effects
from learning.experiments.segments import SegmentReport, segment_effects
from learning.experiments.stored_sums import segments_of
from services.clock import Clock
from services.experiments.cases import Case, at_planned_end, load_cases, look_days
from services.experiments.courses import LookAnswer, course_of, looks_of_case
from services.experiments.predictions import may_see_result
from services.experiments.priors import prior_of
from services.experiments.reports import report_of


@dataclass(frozen=True, slots=True)
class ExperimentView:
    """A test as its page shows it."""

    record: ExperimentRecord
    design: ExperimentDesign
    report: TestReport | None
    """None for a draft."""
    may_open: bool
    """Whether this person has predicted or skipped, so that the result may be shown."""
    predictions: tuple[PredictionRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    events: tuple[HistoryEvent, ...]
    sources: tuple[SourceRecord, ...]
    proposal: Proposal | None
    """What Bellwether proposes about a running test; a person decides."""
    later_data: bool
    """Whether data came after the planned end, which change no answer."""


def view_experiment(store: Store, brand: Brand, experiment_id: int, *, who: str, clock: Clock) -> ExperimentView:
    """Return a test with its report, as it stands.

    Raises:
        NotFound: The brand has no such test.
    """
    now = int(clock.now().timestamp())
    with store.read() as work:
        record = work.experiments.get(brand.id, experiment_id)
        case = load_cases(work, brand.id, [record])[0]
        prior = prior_of(work, brand.id, case)
        predictions = work.experiment_log.list_predictions(brand.id, experiment_id)
        decisions = work.experiment_log.list_decisions(brand.id, experiment_id)
        events = work.experiment_log.list_events(brand.id, experiment_id)
        sources = work.experiment_sums.list_sources(brand.id, experiment_id)
    frozen = at_planned_end(case)
    report = None if record.state is ExperimentState.DRAFT else report_of(frozen, now, prior)
    runs = record.state is ExperimentState.RUNNING
    shares = case.design.weights_on(None)
    return ExperimentView(
        record=record,
        design=case.design,
        report=report,
        proposal=propose(case.plan, report, shares, is_over=record.is_finished) if runs and report else None,
        may_open=may_see_result(record, predictions, who),
        predictions=predictions,
        decisions=decisions,
        events=events,
        sources=sources,
        later_data=frozen is not case,
    )


def looks_of(store: Store, brand: Brand, experiment_id: int) -> tuple[LookAnswer, ...]:
    """Return what a test would have said at each day or look, up to its planned end.

    Raises:
        NotFound: The brand has no such test.
    """
    return looks_of_case(*load_case(store, brand, experiment_id))


def effects_over_time(store: Store, brand: Brand, experiment_id: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift of each arm at each day or look with the range that was shown then.

    Raises:
        NotFound: The brand has no such test, or the test no such metric.
    """
    case, prior = load_case(store, brand, experiment_id)
    return course_of(case, _metric(case, metric), prior)


def effects_by_day(store: Store, brand: Brand, experiment_id: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift of each arm on each day alone; () where the data are running totals or have no days.

    Raises:
        NotFound: The brand has no such test, or the test no such metric.
    """
    case, _ = load_case(store, brand, experiment_id)
    spec, series = _metric(case, metric), case.series(metric)
    if series is None or series.is_running or spec.kind is MetricKind.QUANTILE:
        return ()
    days = look_days(series).tolist()
    return daily_effects(spec, days, series.values, series.arms, control=case.design.control, alpha=case.design.alpha)


def effects_by_age(store: Store, brand: Brand, experiment_id: int, metric: str) -> tuple[EffectPoint, ...]:
    """Return the lift by days since people first saw their version; () where the file did not tell both moments.

    Raises:
        NotFound: The brand has no such test, or the test no such metric.
    """
    case, _ = load_case(store, brand, experiment_id)
    spec, series = _metric(case, metric), case.ages(metric)
    if series is None or case.design.splits or spec.kind not in {MetricKind.BINOMIAL, MetricKind.MEAN}:
        return ()
    ages = series.times.tolist()
    return daily_effects(spec, ages, series.values, series.arms, control=case.design.control, alpha=case.design.alpha)


def novelty_of(store: Store, brand: Brand, experiment_id: int) -> Mapping[str, Novelty]:
    """Return, by arm, whether the effect on the primary metric fades or grows; {} without days.

    By days since people first saw their version where the data tell them, else by days of the test, on which new people
    keep arriving.

    Raises:
        NotFound: The brand has no such test.
    """
    case, _ = load_case(store, brand, experiment_id)
    spec, control = case.design.primary, case.design.control
    if spec.kind is MetricKind.QUANTILE or case.design.splits:
        # The halves of the days would hold another mix of versions each.
        return {}
    series = case.ages(spec.name)
    since_exposure = series is not None and len(series.times) >= FEWEST_POINTS
    if not since_exposure:
        series = case.series(spec.name)
    if series is None or series.is_running or len(series.times) < 2:
        return {}
    days = series.times.tolist() if since_exposure else look_days(series).tolist()
    return {
        arm: check_novelty(
            spec, days, series.values, series.arms, arm=arm, control=control, since_exposure=since_exposure
        )
        for arm in series.arms
        if arm != control
    }


def effects_by_segment(store: Store, brand: Brand, experiment_id: int, dimension: str) -> SegmentReport | None:
    """Return the effect on the primary metric by the segments of one dimension ('device'); None where there are none.

    Raises:
        NotFound: The brand has no such test.
    """
    case, _ = load_case(store, brand, experiment_id)
    spec = case.design.primary
    names = [name for name in segments_of(case.table) if name.split("=", 1)[0] == dimension]
    if len(names) < 2 or case.design.splits or spec.kind is MetricKind.QUANTILE:
        return None
    segments = {name.split("=", 1)[1]: case.sums(spec.name, name) for name in names}
    return segment_effects(spec, segments, control=case.design.control, alpha=case.design.alpha)


def segment_dimensions(store: Store, brand: Brand, experiment_id: int) -> tuple[str, ...]:
    """Return the dimensions that a test can be split by.

    Raises:
        NotFound: The brand has no such test.
    """
    case, _ = load_case(store, brand, experiment_id)
    return tuple(dict.fromkeys(name.split("=", 1)[0] for name in segments_of(case.table)))


def load_case(store: Store, brand: Brand, experiment_id: int) -> tuple[Case, Prior]:
    """Return a test with its sums, and what lifts of such tests are like."""
    with store.read() as work:
        return _load(work, brand, experiment_id)


def find_experiment(store: Store, brand: Brand, name: str) -> ExperimentRecord:
    """Return the test of an id or of its name in files.

    Raises:
        NotFound: The brand has none of either.
    """
    with store.read() as work:
        found = work.experiments.find_key(brand.id, name)
        if found is None and name.isdecimal():
            found = work.experiments.list_ids(brand.id, [int(name)]).get(int(name))
    if found is None:
        raise NotFound("test", name)
    return found


def _load(work: UnitOfWork, brand: Brand, experiment_id: int) -> tuple[Case, Prior]:
    record = work.experiments.get(brand.id, experiment_id)
    case = load_cases(work, brand.id, [record])[0]
    return case, prior_of(work, brand.id, case)


def _states(case: Case, days: Sequence[float], data_version: int = 0) -> list[TestState]:
    """How far the test had come at each look; after the last one nothing more came where it is over."""
    is_over = case.record.ended_at is not None or case.record.decided_at is not None
    last = len(days) - 1
    return [
        TestState(float(day), is_over=is_over and place == last, data_version=data_version)
        for place, day in enumerate(days)
    ]


def _metric(case: Case, name: str) -> MetricSpec:
    found = next((metric for metric in case.design.metrics if metric.name == name), None)
    if found is None:
        raise NotFound("metric of this test", name)
    return found
