"""The report about a stored test, and its short answer: the one way for the page, the list and the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learning.domain.experiment_verdicts import Rule
from learning.domain.experiments import ArmResult, ArmSums, GoodWay, Prior, TestReport, TestState
from learning.experiments.analysis import analyse_test
from services.experiments.cases import Case, state_of
from services.experiments.strata import strata_of

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
