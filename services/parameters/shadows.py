"""What a mechanism would have done beside what was served: for the person who says go on or stop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.components import MeanValue
from learning.domain.errors import RuleRefused
from learning.domain.live import LiveSums
from learning.domain.parameters import Parameter, Value
from learning.domain.shadows import OffPolicy, ShadowDecision, ShadowRun, ShadowState, ShadowStep
from learning.governance.off_policy import estimate_off_policy
from learning.governance.shadows import pass_refusal
from services.actions.judging import ADDITIVE
from services.live import mean_outcome

MOST_DECISIONS: Final = 20_000
"""The newest so many are looked at for the estimate; what it takes to pass counts all."""


@dataclass(frozen=True, slots=True)
class ShadowView:
    """A shadow run beside what served meanwhile."""

    run: ShadowRun
    parameter: Parameter
    steps: tuple[ShadowStep, ...]
    reported: int
    """Decisions of the run of which its metric was reported."""
    served: MeanValue | None
    """What they brought."""
    estimate: OffPolicy | None
    """What the weights of the mechanism would have brought; None where that cannot be told, see `why_not`."""
    why_not: str
    refusal: RuleRefused | None
    """Why it does not pass now; None where a person may say go on, or it is decided."""

    @property
    def wanted(self) -> Value:
        """What it would serve now."""
        return self.steps[-1].value if self.steps else None


def list_shadows(work: UnitOfWork, parameters: Iterable[Parameter], now: int) -> tuple[ShadowView, ...]:
    """Return the shadow runs on some parameters, those that wait for a word first, then the newest."""
    found = [read_shadow(work, each, run, now) for each in parameters for run in work.shadows.list_of(each.id)]
    return tuple(sorted(found, key=lambda view: (view.run.state is not ShadowState.RUNNING, -view.run.id)))


def read_shadow(work: UnitOfWork, parameter: Parameter, run: ShadowRun, now: int) -> ShadowView:
    """Return one shadow run as it stands, or as it stood when it was decided."""
    key, until = parameter.key, run.decided_at or now
    steps = work.shadows.list_steps(run.id)
    adds = run.metric in ADDITIVE
    made = work.shadows.list_decisions(key.brand_id, key.component, run, until, adds=adds, most=MOST_DECISIONS)
    reported = work.shadows.count_reported(key.brand_id, key.component, run, until)
    estimate, why_not = _estimate(steps, made)
    return ShadowView(
        run=run,
        parameter=parameter,
        steps=steps,
        reported=reported,
        served=_mean(run.metric, made),
        estimate=estimate,
        why_not=why_not,
        refusal=pass_refusal(run, reported, now) if run.state is ShadowState.RUNNING else None,
    )


def _mean(metric: str, made: Sequence[ShadowDecision]) -> MeanValue | None:
    if not made:
        return None
    values = np.array([each.value for each in made], dtype=np.float64)
    told = mean_outcome(LiveSums(metric, len(made), float(values.sum()), float((values**2).sum())))
    return MeanValue(told.mean, told.low, told.high, told.n)


def _estimate(steps: Sequence[ShadowStep], made: Sequence[ShadowDecision]) -> tuple[OffPolicy | None, str]:
    """What other weights would have brought, from the decisions that tell their arm and its probability."""
    if not steps or not isinstance(steps[-1].value, Mapping):
        return None, "the values that it would have set were never served, so what they would bring is not known"
    moments = [step.at for step in steps]
    rows = []
    for each in made:
        place = bisect_right(moments, each.at) - 1
        weights = steps[place].value if place >= 0 else None
        if isinstance(weights, Mapping) and each.arm is not None and each.propensity:
            rows.append((each.value, each.propensity, float(weights.get(each.arm, 0.0))))
    if not rows:
        return None, "no decision told its arm with the probability of it"
    rewards, served, wanted = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    found = estimate_off_policy(rewards, served, wanted)
    return found, "" if found is not None else "none of the arms that it would have taken was served"
