"""The decisions of a component as a recommender learns from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from db.repositories.arm_decisions import ArmRow
from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.brands import Brand
from learning.domain.parameters import Cohort, Exposure, Parameter, ParameterKind
from learning.governance.assignment import treated_share
from learning.governance.directions import METRICS_DOWN
from learning.models.arms.lessons import DAY_SECONDS, ArmLesson, why_not_recommended
from services.actions.judging import ADDITIVE
from services.parameters.components import choose_metric

WINDOW_SECONDS: Final = 90 * DAY_SECONDS
"""Older decisions tell of another time."""
MOST_DECISIONS: Final = 50_000
"""Of more, the newest."""


def weights_of(work: UnitOfWork, brand_id: int, component: str) -> tuple[Parameter, ...]:
    """Return the parameters of a component whose arms are drawn by weight."""
    held = work.parameters.list_of(brand_id, component)
    return tuple(one for one in held if one.spec.kind is ParameterKind.WEIGHTS)


def metric_of(work: UnitOfWork, brand: Brand, component: str, now: int, wanted: str = "") -> str:
    """Return the metric by which the arms of a component are judged; '' where nothing was reported.

    Raises:
        BadOption: What is wanted was not reported.
    """
    records = [record for record in work.actions.list_of(brand.id) if record.draft.component == component]
    reported = work.component_sums.list_metrics(brand.id, component, now - WINDOW_SECONDS)
    return choose_metric(wanted, reported, records)


def why_no_lesson(work: UnitOfWork, brand: Brand, component: str, metric: str, now: int) -> str:
    """Say why a component's decisions teach no recommender; '' where they do."""
    weights = {(one.key.operation, one.key.name) for one in weights_of(work, brand.id, component)}
    if len(weights) > 1:
        return (
            f"{len(weights)} of its parameters hold weights, and a decision tells one arm with the probability of all "
            "its draws together, so what each arm brought cannot be told apart"
        )
    if not metric:
        return "nothing was reported of what came of its decisions"
    return why_not_recommended(work.arm_decisions.count(brand.id, component, metric, now - WINDOW_SECONDS))


def read_arm_lesson(work: UnitOfWork, brand: Brand, component: str, metric: str, now: int) -> ArmLesson:
    """Read the decisions of a component that tell arm and propensity; rewards count so that more is better."""
    rows = work.arm_decisions.list_rewards(
        brand.id, component, metric, now - WINDOW_SECONDS, adds=metric in ADDITIVE, most=MOST_DECISIONS
    )
    names = sorted({name for row in rows for name in row.context})
    sign = -1.0 if metric in METRICS_DOWN else 1.0
    sides = _sides(work, brand, component, rows)
    return ArmLesson(
        np.array([row.arm for row in rows], dtype=object),
        {name: np.array([row.context.get(name, "") for row in rows], dtype=object) for name in names},
        np.array([row.at for row in rows], dtype=np.int64),
        sign * np.array([row.value for row in rows], dtype=np.float64),
        np.array([row.reports > 0 for row in rows], dtype=np.bool_),
        np.array([min(row.propensity / sides(row), 1.0) for row in rows], dtype=np.float64),
        _units(rows),
    )


def _units(rows: Sequence[ArmRow]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Codes of the units; a decision that names none is one of its own."""
    codes: dict[str, int] = {}
    names = (row.unit or f"\0{place}" for place, row in enumerate(rows))
    return np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)


def _sides(work: UnitOfWork, brand: Brand, component: str, rows: Sequence[ArmRow]) -> Callable[[ArmRow], float]:
    """Return with which probability the changes that were tried beside the arms fell as they did.

    The propensity of a decision is that of all that was drawn for it. A change that was tried on the weights
    themselves is in the probability of the arm already.
    """
    own = {one.id for one in weights_of(work, brand.id, component)}
    ids = {each.action_id for row in rows for each in row.exposures}
    records = [work.actions.get(brand.id, action_id) for action_id in sorted(ids)]
    tried = {one.id: (one, work.action_log.list_stages(one.id)) for one in records}

    def side(row: ArmRow, each: Exposure) -> float:
        record, stages = tried[each.action_id]
        if record.progress.parameter_id in own or not row.unit:
            return 1.0
        share = next((stage.share for stage in reversed(stages) if stage.started_at <= row.at), 0.0)
        return _side(record, share, each.cohort)

    return lambda row: float(np.prod([side(row, each) for each in row.exposures]))


def _side(record: ActionRecord, share: float, cohort: Cohort) -> float:
    """Probability that a unit stood on a side; 1 where what was recorded cannot have been."""
    treated = treated_share(share=share, holdout=record.draft.holdout)
    return (treated if cohort is Cohort.TREATED else 1 - treated) or 1.0
