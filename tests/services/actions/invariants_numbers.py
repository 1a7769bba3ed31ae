"""What must hold of the numbers that a change is judged by, counted anew from decisions and outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats
from sqlalchemy import select

from db.schema.decisions import decision, exposure, outcome
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import LedgerRow
from learning.domain.parameters import Cohort
from tests.services.actions.invariants_of_action import Case

METRIC = "clicks"
UNEVEN_P = 1e-6
"""At which no rule of looking can take a split for even."""
FAR = 8.0
"""Standard errors beyond a margin at which no rule of looking can see anything but a fall."""


@dataclass
class Sides:
    """What the units of each side brought in a span of time."""

    treated: np.ndarray
    holdout: np.ndarray
    newest: int | None

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.treated), len(self.holdout)


def count_anew(work: UnitOfWork, action_id: int, since: int, until: int) -> Sides:
    """Read every single decision of an action, and add up in plain words."""
    joined = exposure.join(decision, decision.c.id == exposure.c.decision_id).join(
        outcome, (outcome.c.decision_id == decision.c.id) & (outcome.c.metric == METRIC), isouter=True
    )
    statement = (
        select(decision.c.unit, exposure.c.cohort, outcome.c.value, outcome.c.at)
        .select_from(joined)
        .where(exposure.c.action_id == action_id, decision.c.at >= since, decision.c.at <= until)
    )
    found: dict[str, dict[str, float]] = {Cohort.TREATED: {}, Cohort.HOLDOUT: {}, Cohort.BASE: {}}
    newest: int | None = None
    for unit, cohort, value, at in work.connection.execute(statement):
        found[cohort][unit] = found[cohort].get(unit, 0.0) + (value or 0.0)
        newest = at if newest is None else max(newest, at or newest)
    return Sides(*(np.array(list(found[side].values())) for side in (Cohort.TREATED, Cohort.HOLDOUT)), newest)


def check_numbers(work: UnitOfWork, case: Case) -> None:
    """Rows 10, 13, 14 and 15: no step without data that hold, and an end with what the data say."""
    record = case.record
    rows = [row for row in work.action_log.list_ledger(record.draft.brand_id) if row.action_id == record.id]
    if record.draft.by_hand:
        assert all(row.value is None for row in rows), "an amount of what was not measured"
        return
    _stages(work, case)
    for row in rows:
        _end(work, case, row)


def _stages(work: UnitOfWork, case: Case) -> None:
    record, policy = case.record, case.record.progress.policy
    for stage in work.action_log.list_stages(record.id):
        ended = next(
            (
                each
                for each in case.events
                if each.at == stage.ended_at and each.command in {Command.ADVANCE, Command.FINISH}
            ),
            None,
        )
        if stage.numbers is None or stage.ended_at is None or ended is None or policy is None:
            continue
        # What came in the very second of the step may have come before it or after it.
        both = [count_anew(work, record.id, stage.started_at, stage.ended_at - early) for early in (1, 0)]
        told = (stage.numbers["treated"], stage.numbers["holdout"])
        least, most = (each.counts for each in both)
        assert all(low <= n <= high for low, n, high in zip(least, told, most, strict=True)), "judged by other data"
        if ended.command is Command.FINISH or told not in {least, most}:
            continue
        sides = both[told == most]
        assert min(sides.counts) >= policy.minimum_sample, "advanced with too few units"
        assert sides.newest is not None, "advanced without data"
        assert stage.ended_at - sides.newest <= policy.fresh_seconds, "advanced on stale data"
        shares = np.array([(1 - record.draft.holdout) * stage.share, record.draft.holdout])
        wanted = shares / shares.sum() * sum(sides.counts)
        assert stats.chisquare(sides.counts, wanted).pvalue >= UNEVEN_P, "advanced on an uneven split"
        _not_broken(sides, record.draft.guardrails[0].margin)


def _not_broken(sides: Sides, margin: float) -> None:
    treated, holdout = sides.treated, sides.holdout
    if treated.std() == 0 and holdout.std() == 0:
        return
    error = np.hypot(*(each.std(ddof=1) / each.mean() / np.sqrt(len(each)) for each in (treated, holdout)))
    log = np.log(treated.mean() / holdout.mean())
    assert log + FAR * error > np.log(1 - margin), "advanced with a broken guardrail"


def _end(work: UnitOfWork, case: Case, row: LedgerRow) -> None:
    """Effect and amount as the last stage has them."""
    record = case.record
    last = work.action_log.list_stages(record.id)[-1]
    judged = next((each.at for each in case.events if each.command is Command.FINISH), row.at)
    sides = count_anew(work, record.id, last.started_at, judged)
    if row.effect is None:
        assert row.value is None, "an amount without an effect"
        return
    assert row.n == sum(sides.counts), "another n in the ledger"
    assert row.effect == pytest.approx(sides.treated.mean() / sides.holdout.mean() - 1), "another effect in the ledger"
    brought = (sides.treated.mean() - sides.holdout.mean()) * len(sides.treated)
    assert row.value == pytest.approx(brought), "another amount in the ledger"
    assert row.value_low is not None
    assert row.value_high is not None
    assert row.value_low <= row.value <= row.value_high, "a range without its amount"
