"""Decisions of made-up programs as the detectors take them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from learning.domain.timekeys import day_key
from learning.insights.brand_data import DECISION_COLUMNS, STAGES
from learning.simulation.operations import OperationReport, OperationWorld, TrueOperation
from learning.simulation.programs import PROGRAMS, SECONDS_A_DAY, SLOT_SECONDS, Program, Visit, draw_visits
from learning.simulation.visitors import WINDOW_SECONDS, Visitor, draw_visitors

ARMS = ("question", "story")


def decisions_of(
    operations: Mapping[str, TrueOperation],
    seed: int,
    *,
    today: date,
    days: int = 60,
    shared_sessions: bool = True,
    slots_apart: int = 1,
) -> pd.DataFrame:
    """Decisions of the days before today.

    With shared sessions all visits of half an hour are one session: then most failures are made good by chance, which
    the short ones of the demo are not. `slots_apart` leaves out most half hours to be quick.
    """
    world = OperationWorld(seed, operations)
    slots_a_day = SECONDS_A_DAY // SLOT_SECONDS
    rng = np.random.default_rng([seed, 9])
    rows: list[tuple[object, ...]] = []
    for slot in range((day_key(today) - days) * slots_a_day, day_key(today) * slots_a_day):
        if slot // 3 % slots_apart:
            continue
        for program in PROGRAMS:
            visits = draw_visits(program, slot, seed)
            arms = {visit.unit: ARMS[int(rng.integers(2))] for visit in visits}
            told = world.tell(program, slot, arms)
            visitors = draw_visitors(program, visits, slot, seed)
            rows.extend(
                _row(program, visit, arms[visit.unit], told[visit.unit], visitor, shared=shared_sessions)
                for visit, visitor in zip(visits, visitors, strict=True)
            )
    return pd.DataFrame(rows, columns=list(DECISION_COLUMNS)).sort_values("at", kind="stable").reset_index(drop=True)


def _row(
    program: Program, visit: Visit, arm: str, told: OperationReport, visitor: Visitor, *, shared: bool
) -> tuple[object, ...]:
    own, came = told.interaction, told.outcome
    return (
        visit.at,
        visit.at // SECONDS_A_DAY,
        program.component,
        program.operation,
        arm,
        f"half hour {visit.at // WINDOW_SECONDS}" if shared else own["session_id"],
        own["user_id"],
        own["domain"],
        own.get("error", ""),
        visit.context["persona"],
        visit.context["device"],
        1.0 - came["success"],
        float(not own["enhancement_applied"]),
        own["complexity_score"],
        came.get("quality_score", np.nan),
        np.nan,
        float(visitor.conversions),
        came["response_ms"],
        own["total_ms"],
        *(own[name] for name in STAGES),
    )
