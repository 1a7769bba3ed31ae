"""The report at the end of a measurement: what units brought before is taken out, and an effect has to last."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.errors import RuleRefused
from learning.domain.judgements import Judgement
from learning.domain.parameters import Cohort, Exposure
from services.actions.judging import report_from_text
from tests.services.actions.bench import DRAFT, ActionBench

CELLS = 120
LEVEL = np.exp(np.random.default_rng(5).normal(3, 0.8, CELLS))


def bring(bench: ActionBench, lift: float, seed: int, action: int | None = None) -> None:
    """Let every cell come once, with what it always brings, and more where it is treated."""
    noise = np.random.default_rng(100 + seed).gamma(100, 0.01, CELLS)
    lines, values = [], []
    for cell in range(CELLS):
        side = Cohort.TREATED if cell % 2 else Cohort.HOLDOUT
        tried = () if action is None else (Exposure(action, side),)
        key = f"{bench.now} {seed} {cell}"
        lines.append(DecisionLine(key, bench.now, DRAFT.component, f"cell {cell}", exposures=tried))
        more = 1 + lift if tried and side is Cohort.TREATED else 1.0
        values.append(float(LEVEL[cell] * noise[cell] * more))
    with bench.store.write() as work:
        work.decisions.add(bench.brand.id, lines)
        ids = work.decisions.find_ids(bench.brand.id, [line.key for line in lines])
        told = [
            (ids[line.key], OutcomeLine(line.key, line.key, bench.now, {"clicks": value}))
            for line, value in zip(lines, values, strict=True)
        ]
        work.decisions.add_outcomes(bench.brand.id, told)
        work.commit()


def measured(bench: ActionBench, *, early: float, late: float, before: bool = True) -> tuple[int, Judgement]:
    """Lead a change through its window of four hours, with one effect in its first half and another in its second."""
    if before:
        bring(bench, 0.0, 1)
        bench.clock.wait(hours=1)
    action = bench.started(ramp=(1.0,))
    for seed, lift in ((2, early), (3, late)):
        bench.clock.wait(hours=1)
        bring(bench, lift, seed, action)
        bench.clock.wait(hours=1)
    bench.do(ActionCommand.FINISH, "bob", action)
    with bench.store.read() as work:
        return action, report_from_text(work.actions.find_report(action) or "")


def test_what_the_same_units_brought_before_makes_the_range_narrow(bench: ActionBench):
    _, adjusted = measured(bench, early=0.2, late=0.2)
    primary = adjusted.primary
    assert primary.lift == pytest.approx(0.2, abs=0.04)
    assert primary.low is not None
    assert primary.high is not None
    assert primary.low < 0.2 < primary.high
    assert primary.high - primary.low < 0.2, "cells differ by far more than this"
    assert primary.base_mean == pytest.approx(2 * LEVEL[::2].mean(), rel=0.05), "of both times, before any adjustment"
    assert adjusted.conclusive
    assert adjusted.course is not None
    assert adjusted.course.early == pytest.approx(0.2, abs=0.06)


def test_without_a_time_before_it_is_the_plain_difference(bench: ActionBench):
    _, plain = measured(bench, early=0.2, late=0.2, before=False)
    assert plain.primary.low is not None
    assert plain.primary.high is not None
    assert plain.primary.high - plain.primary.low > 0.4
    assert not plain.conclusive


def test_an_effect_that_is_gone_at_the_end_is_kept_for_a_reason_alone_and_the_ledger_says_so(bench: ActionBench):
    action, report = measured(bench, early=0.5, late=0.0)
    assert report.primary.low is not None
    assert report.primary.low > 0, "as a whole it brought something"
    assert report.fades
    assert not report.conclusive
    with pytest.raises(RuleRefused, match="last") as refused:
        bench.do(ActionCommand.KEEP, "bob", action)
    assert refused.value.code == "inconclusive"
    bench.do(ActionCommand.KEEP, "bob", action, reason="The season ends anyway, so it costs nothing.")
    assert bench.get(action).state is ActionState.KEPT
    with bench.store.read() as work:
        (row,) = work.action_log.list_ledger(bench.brand.id)
    assert report.course is not None
    assert row.reason == report.course.reason
