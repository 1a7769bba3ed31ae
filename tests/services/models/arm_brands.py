"""Decisions about arms as programs report them, into a store."""

from __future__ import annotations

import numpy as np

from db.engine import Store
from learning.domain.decisions import DecisionLine, OutcomeLine
from tests.learning.models.arms.worlds import FIRST_DAY, Truth, drawn

METRIC = "saves"
DAY = 86_400


def report_arms(
    store: Store,
    brand_id: int,
    truth: Truth,
    *,
    now: int,
    count: int = 1_500,
    seed: int = 3,
    component: str = "content",
    told: bool = True,
    metric: str = METRIC,
    mark: str = "",
) -> None:
    """Report decisions of the last 30 days, with or without their propensities, each with its outcome."""
    lesson = drawn(count, seed, truth)
    moved = now - (FIRST_DAY + 30) * DAY
    lines = [
        DecisionLine(
            f"{mark}{place}",
            int(lesson.at[place]) + moved,
            component,
            unit=f"{mark}{place}",
            arm=str(lesson.arms[place]),
            propensity=float(np.round(lesson.propensity[place], 6)) if told else None,
            context={name: str(levels[place]) for name, levels in lesson.contexts.items()},
        )
        for place in range(count)
    ]
    with store.write() as work:
        work.decisions.add(brand_id, lines)
        ids = work.decisions.find_ids(brand_id, [line.key for line in lines])
        came = [
            (ids[line.key], OutcomeLine(line.key, line.key, line.at + 60, {metric: float(reward)}))
            for line, reward in zip(lines, lesson.rewards.tolist(), strict=True)
        ]
        work.decisions.add_outcomes(brand_id, came)
        work.commit()
