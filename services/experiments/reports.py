"""The report about a stored test, and its short answer: the one way for the page, the list and the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learning.domain.experiment_verdicts import Level, Rule, SampleRatio, Verdict, VerdictWord
from learning.domain.experiments import ArmResult, ArmSums, GoodWay, Prior, TestReport, TestState
from learning.experiments.analysis import analyse_test
from learning.experiments.periods import Period
from services.experiments.cases import Case, state_of
from services.experiments.periods import periods_of
from services.experiments.strata import strata_of

UNDATED = (
    "The split was changed while the test ran, and the data do not tell on which day people came: give them by day, or "
    "people of different weeks would be compared with each other."
)
NEEDS_WORDS = frozenset({Rule.NOT_COMPUTABLE})
"""Rules whose sentence a report alone can give."""


@dataclass(frozen=True, slots=True)
class Short:
    """What a report says in one line: the leading arm of the primary metric."""

    arm: str | None
    """The arm that leads."""
    lift: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    error: float | None = None
    """Standard error of log(1 + lift), where the lift is on that scale."""


def report_of(case: Case, now: int, prior: Prior) -> TestReport:
    """Return the report about a test that stands at its planned end or before it."""
    if case.design.splits:
        return report_by_period(case, state_of(case, now), prior)
    strata = strata_of(case)
    report = analyse_test(
        case.plan,
        case.all_sums(),
        state_of(case, now),
        prior=prior,
        segments=case.segment_units(),
        strata={} if strata is None else strata.sums,
    )
    if strata is None:
        return report
    note = f"Effects are weighed over {strata.groups} groups of {strata.dimension}, so that chance differences in who "
    note += "got which version drop out."
    return replace(report, notes=(*report.notes, note))


def report_by_period(case: Case, state: TestState, prior: Prior) -> TestReport:
    """Return the report about a test whose split was changed, from the people of each split apart."""
    periods = periods_of(case)
    sums = case.all_sums()
    if periods is None:
        report = analyse_test(case.plan, {}, state, prior=prior)
        n = sum(arm.n for arm in sums.get(case.design.primary.name, ()))
        verdict = Verdict(VerdictWord.DONT_TRUST, Rule.UNEVEN_SPLIT, UNDATED)
        return replace(report, n=n, verdict=verdict, sample_ratio=SampleRatio(Level.RED, None, (), (), reason=UNDATED))
    split_up = {name for period in periods for name in period.sums}
    told = {name: arms for name, arms in sums.items() if name in split_up}
    report = analyse_test(case.plan, told, state, prior=prior, periods=periods)
    lost = [name for name in sums if name not in split_up]
    more = [f"{', '.join(lost)} cannot be told apart by period, and is left out."] if lost else []
    return replace(report, notes=(*report.notes, *_said_of(periods), *more))


def _said_of(periods: Sequence[Period]) -> list[str]:
    if len(periods) < 2:
        return []
    note = f"The split was changed: people of each of the {len(periods)} splits are compared among themselves, and "
    return [f"{note}the periods are put together."]


def report_at(case: Case, sums: Mapping[str, Sequence[ArmSums]], state: TestState, prior: Prior) -> TestReport:
    """Return what the report would have said at an earlier look, of which no groups are known."""
    return analyse_test(case.plan, sums, state, prior=prior)


def short_of(case: Case, report: TestReport) -> Short:
    """Return the leading arm of a report with its figures."""
    results = [result for result in report.of(case.design.primary.name) if _is_known(result)]
    sign = 1 if case.design.primary.good is GoodWay.UP else -1
    best = max(results, key=lambda result: sign * (result.shown.lift or 0.0), default=None)
    if best is None:
        return Short(None)
    chance = None if best.posterior is None else best.posterior.chance_to_win
    return Short(best.arm, best.shown.lift, best.shown.low, best.shown.high, chance, best.log_error)


def _is_known(result: ArmResult) -> bool:
    """An effect without a spread is no effect."""
    return result.shown.lift is not None and result.fixed.p_value is not None
