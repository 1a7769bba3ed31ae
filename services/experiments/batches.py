"""Many tests, or many looks at one, as the arrays that the engine judges in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.experiments import ArmSums, MetricKind, MetricRole, TestState
from learning.experiments.endings import days_left, has_run_out, is_at_end
from learning.experiments.many import Batch
from learning.experiments.stored_sums import segments_of
from learning.experiments.sums import stack_sums
from services.experiments.cases import Case

MOST_PADDING: Final = 4
"""Tests of 2 and of 50 arms do not share an array."""


@dataclass(frozen=True, slots=True)
class Look:
    """The primary metric of a test at one look."""

    case: Case
    arms: Sequence[ArmSums]
    state: TestState


def batches_of(looks: Sequence[Look]) -> Iterator[tuple[list[int], Batch]]:
    """Group looks into batches of one kind; each with the places of its looks."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, look in enumerate(looks):
        design = look.case.design
        room = MOST_PADDING * -(-len(look.arms) // MOST_PADDING) if len(look.arms) > 2 else 2
        key = (
            design.primary.kind,
            design.primary.good,
            design.min_conversions,
            design.min_days,
            design.alpha,
            room,
            # An adjustment by the value before changes how variances are read, for the whole batch.
            any(arm.before_total is not None for arm in look.arms),
        )
        groups.setdefault(key, []).append(place)
    for places in groups.values():
        yield places, _batch([looks[place] for place in places])


def is_plain(case: Case) -> bool:
    """Say whether the primary metric's sums alone decide a test: no guardrails, one split, no groups."""
    if case.design.primary.kind is MetricKind.QUANTILE or case.design.metrics_of(MetricRole.GUARDRAIL):
        return False
    return not case.design.splits and not segments_of(case.table)


def _batch(looks: Sequence[Look]) -> Batch:
    design = looks[0].case.design
    width = max(len(look.arms) for look in looks)
    sums = np.full((len(looks), width, 9), np.nan)
    weights = np.full((len(looks), width), np.nan)
    for place, look in enumerate(looks):
        sums[place, : len(look.arms)] = stack_sums(look.arms)[0]
        weights[place, : len(look.arms)] = [arm.weight for arm in look.case.design.arms]
    at_end = [is_at_end(look.case.plan, _units(look), look.state) for look in looks]
    out = [has_run_out(look.case.plan, _units(look), look.state) for look in looks]
    left = [days_left(look.case.plan, _units(look), look.state) for look in looks]
    return Batch(
        kind=design.primary.kind,
        good=design.primary.good,
        sums=sums,
        labels=[look.case.labels for look in looks],
        control=_column(looks, _control),
        weights=weights,
        planned_n=_column(looks, lambda look: look.case.design.planned_n),
        running_share=_column(looks, lambda look: look.case.plan.running_share),
        days=_column(looks, lambda look: look.state.days),
        at_end=np.array(at_end, dtype=np.bool_),
        has_run_out=np.array(out, dtype=np.bool_),
        is_over=np.array([look.state.is_over for look in looks], dtype=np.bool_),
        days_left=np.array([np.nan if days is None else days for days in left], dtype=np.float64),
        units_seen_twice=_column(looks, lambda look: look.state.units_seen_twice),
        min_conversions=design.min_conversions,
        min_days=design.min_days,
        alpha=design.alpha,
    )


def _units(look: Look) -> float:
    return sum(arm.n for arm in look.arms)


def _control(look: Look) -> float | None:
    control = look.case.design.control
    return None if control is None else float(look.case.labels.index(control))


def _column(looks: Sequence[Look], read: Callable[[Look], float | None]) -> NDArray[np.float64]:
    values = [read(look) for look in looks]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
