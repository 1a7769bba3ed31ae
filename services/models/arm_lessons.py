"""The decisions of a component as a recommender learns from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from db.repositories.arm_decisions import ArmRow
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.parameters import Parameter, ParameterKind
from learning.governance.directions import METRICS_DOWN
from learning.models.arms.lessons import DAY_SECONDS, ArmLesson, Floats, why_not_recommended
from services.actions.judging import ADDITIVE
from services.parameters.components import choose_metric
from services.parameters.propensities import chance_of_sides, tried_beside

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
    told = work.arm_decisions.list_rewards(
        brand.id, component, metric, now - WINDOW_SECONDS, adds=metric in ADDITIVE, most=MOST_DECISIONS
    )
    rows, propensities = _drawn_alone(work, brand, component, told)
    names = sorted({name for row in rows for name in row.context})
    sign = -1.0 if metric in METRICS_DOWN else 1.0
    return ArmLesson(
        np.array([row.arm for row in rows], dtype=object),
        {name: np.array([row.context.get(name, "") for row in rows], dtype=object) for name in names},
        np.array([row.at for row in rows], dtype=np.int64),
        sign * np.array([row.value for row in rows], dtype=np.float64),
        np.array([row.reports > 0 for row in rows], dtype=np.bool_),
        propensities,
        _units(rows),
    )


def _units(rows: Sequence[ArmRow]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Codes of the units; a decision that names none is one of its own."""
    codes: dict[str, int] = {}
    names = (row.unit or f"\0{place}" for place, row in enumerate(rows))
    return np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)


def _drawn_alone(
    work: UnitOfWork, brand: Brand, component: str, told: Sequence[ArmRow]
) -> tuple[Sequence[ArmRow], Floats]:
    """Return decisions with the probability of their arm alone; one whose sides cannot have been is left out.

    Where no unit was told, nothing was drawn beside the arm.
    """
    weights = weights_of(work, brand.id, component)
    tried = tried_beside(work, brand.id, weights, {each.action_id for row in told for each in row.exposures})
    others = [chance_of_sides(tried, row.exposures, row.at) if row.unit else 1.0 for row in told]
    known = [(row, other) for row, other in zip(told, others, strict=True) if other > 0]
    chances = [min(row.propensity / other, 1.0) for row, other in known]
    return [row for row, _ in known], np.array(chances, dtype=np.float64)
