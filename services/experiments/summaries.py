"""The short answers of all tests of a brand, computed again where data, design or method changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.experiment_advice import Advice
from learning.domain.experiment_records import (
    ExperimentRecord,
    ExperimentState,
    Origin,
    SummaryRecord,
)
from learning.domain.experiments import TestReport
from learning.experiments.advice import MAY_REALLOCATE, propose
from learning.experiments.analysis import CAUTIOUS
from learning.experiments.many import BatchResult, analyse_batch
from services.clock import Clock
from services.experiments.batches import Look, batches_of, is_plain
from services.experiments.cases import Case, at_planned_end, load_cases, state_of
from services.experiments.reports import NEEDS_WORDS, report_of, short_of

ANALYSIS_VERSION: Final = "4"
"""Raised by every change of a method that changes a number."""
DAY_SECONDS: Final = 86_400
AT_ONCE: Final = 2_000


def basis_of(record: ExperimentRecord, now: int) -> str:
    """Return what the answer about a test depends on, as `Experiments.list_stale` compares it."""
    parts = [ANALYSIS_VERSION, str(record.data_version), str(record.row_version)]
    if record.origin is not Origin.IMPORTED and record.state is ExperimentState.RUNNING and record.ended_at is None:
        parts.append(str(now // DAY_SECONDS))
    return ".".join(parts)


def refresh_summaries(store: Store, brand: Brand, clock: Clock) -> int:
    """Compute the short answers that are missing or old; returns how many."""
    now = int(clock.now().timestamp())
    with store.read() as work:
        stale = work.experiments.list_stale(brand.id, method=ANALYSIS_VERSION, today=now // DAY_SECONDS)
    for first in range(0, len(stale), AT_ONCE):
        with store.read() as work:
            records = work.experiments.list_ids(brand.id, stale[first : first + AT_ONCE])
            cases = load_cases(work, brand.id, records.values())
        summaries = summarise(cases, now)
        with store.write() as work:
            # A test may have gone meanwhile.
            there = work.experiments.list_existing([each.experiment_id for each in summaries])
            work.experiments.put_summaries([each for each in summaries if each.experiment_id in there])
            work.commit()
    return len(stale)


def summarise(cases: Sequence[Case], now: int) -> list[SummaryRecord]:
    """Return the short answers of tests."""
    frozen = [at_planned_end(case) for case in cases]
    plain = [case for case in frozen if is_plain(case)]
    looks = [Look(case, case.sums(case.design.primary.name), state_of(case, now)) for case in plain]
    found: list[SummaryRecord] = []
    for places, batch in batches_of(looks):
        result = analyse_batch(batch, CAUTIOUS)
        for row, place in enumerate(places):
            several = len(looks[place].arms) > 2 and result.verdicts[row].rule in MAY_REALLOCATE
            if (several and not looks[place].case.record.is_finished) or result.verdicts[row].rule in NEEDS_WORDS:
                found.append(_of_report(looks[place].case, now))
            else:
                found.append(_of_batch(looks[place], result, row, now))
    found += [_of_report(case, now) for case in frozen if not is_plain(case)]
    return found


def leading_effect_arm(case: Case) -> int | None:
    """Return the arm whose effect the library keeps: chosen by name, for the best one would flatter all tests."""
    others = sorted(label for label in case.labels if label != case.design.control)
    return case.labels.index(others[0]) if others else None


def _of_batch(look: Look, result: BatchResult, row: int, now: int) -> SummaryRecord:
    case, verdict = look.case, result.verdicts[row]
    leader = result.leader[row]
    kept = leading_effect_arm(case)
    effects = result.family.effects
    if kept is not None and not effects.on_log[row, kept]:
        kept = None
    return SummaryRecord(
        experiment_id=case.record.id,
        basis=basis_of(case.record, now),
        verdict=verdict.word.value,
        rule=verdict.rule.value,
        reason=verdict.reason,
        arm=verdict.arm if verdict.arm is not None else None if math.isnan(leader) else case.labels[int(leader)],
        lift=_known(result.lift[row]),
        low=_known(result.low[row]),
        high=_known(result.high[row]),
        lead_error=_lead_error(result, row),
        effect=None if kept is None else _known(effects.effect[row, kept]),
        effect_error=None if kept is None else _known(effects.error[row, kept]),
        n=round(sum(arm.n for arm in look.arms)),
        days_left=verdict.days_left,
        computed_at=now,
    )


def _lead_error(result: BatchResult, row: int) -> float | None:
    leader = result.leader[row]
    on_log = not math.isnan(leader) and result.family.effects.on_log[row, int(leader)]
    return _known(result.error[row]) if on_log else None


def _of_report(case: Case, now: int) -> SummaryRecord:
    return summary_of_report(case, report_of(case, now, CAUTIOUS), now)


def summary_of_report(case: Case, report: TestReport, now: int) -> SummaryRecord:
    """Return the short answer of a whole report."""
    best = short_of(case, report)
    kept = leading_effect_arm(case)
    label = None if kept is None else case.labels[kept]
    effect = next((each for each in report.of(case.design.primary.name) if each.arm == label), None)
    verdict = report.verdict
    return SummaryRecord(
        experiment_id=case.record.id,
        basis=basis_of(case.record, now),
        verdict=verdict.word.value,
        rule=verdict.rule.value,
        reason=verdict.reason,
        arm=verdict.arm or best.arm,
        lift=best.lift,
        low=best.low,
        high=best.high,
        lead_error=best.error,
        effect=None if effect is None else effect.log_effect,
        effect_error=None if effect is None else effect.log_error,
        n=round(report.n),
        days_left=verdict.days_left,
        computed_at=now,
        reallocate=_reallocate(case, report),
    )


def _reallocate(case: Case, report: TestReport) -> str | None:
    proposal = propose(case.plan, report, case.design.weights_on(None), is_over=case.record.is_finished)
    return proposal.reason if proposal is not None and proposal.advice is Advice.REALLOCATE else None


def _known(value: float) -> float | None:
    return None if not math.isfinite(value) else float(value)
