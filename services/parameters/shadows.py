"""What a mechanism would have done beside what was served: for the person who says go on or stop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.unit import UnitOfWork
from learning.domain.components import MeanValue
from learning.domain.errors import RuleRefused
from learning.domain.live import LiveSums
from learning.domain.off_policy import OffPolicy
from learning.domain.parameters import Parameter, Value
from learning.domain.shadows import ShadowDecision, ShadowRun, ShadowState, ShadowStep
from learning.governance.shadows import pass_refusal
from learning.stats.off_policy import Logged, Wanted, estimate_off_policy
from services.actions.judging import ADDITIVE
from services.live import mean_outcome
from services.parameters.propensities import drawn_alone, why_mixed

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
    why_not = why_mixed(work, parameter)
    estimate = None
    if not why_not:
        estimate, why_not = _estimate(steps, drawn_alone(work, parameter, made))
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
    rows: list[tuple[ShadowDecision, Mapping[str, float]]] = []
    for each in made:
        place = bisect_right(moments, each.at) - 1
        weights = steps[place].value if place >= 0 else None
        if isinstance(weights, Mapping) and each.arm is not None and each.propensity:
            rows.append((each, weights))
    if not rows:
        return None, "no decision told its arm with the probability of it"
    found = estimate_off_policy(*_as_logged(rows))
    return found, "" if found is not None else "none of the arms that it would have taken was served"


def _as_logged(rows: Sequence[tuple[ShadowDecision, Mapping[str, float]]]) -> tuple[Logged, Wanted]:
    """Decisions with the weights wanted then; of each half of them the other half tells what an arm brings."""
    rewards = np.array([each.value for each, _ in rows], dtype=np.float64)
    served = np.array([each.propensity for each, _ in rows], dtype=np.float64)
    arms = np.array([each.arm for each, _ in rows], dtype=object)
    names = sorted({*arms.tolist(), *(name for _, weights in rows for name in weights)})
    wanted = np.array([[float(weights.get(name, 0.0)) for name in names] for _, weights in rows])
    taken = np.array([names.index(arm) for arm in arms.tolist()])
    means = np.empty((len(rows), len(names)))
    half = np.arange(len(rows)) < len(rows) // 2
    for own in (half, ~half):
        usual = float(rewards[~own].mean()) if (~own).any() else float(rewards.mean())
        told = [rewards[~own & (taken == place)] for place in range(len(names))]
        means[own] = [float(one.mean()) if one.size else usual for one in told]
    at = np.arange(len(rows))
    logged = Logged(rewards, served, len(rows), (_groups([each.unit for each, _ in rows]),))
    return logged, Wanted(wanted[at, taken], means[at, taken], (wanted * means).sum(axis=1))


def _groups(units: Sequence[str]) -> NDArray[np.int64]:
    """Number what was decided for the same unit alike: it draws the same arm each time, so it counts as one."""
    names = [unit or f"\0{place}" for place, unit in enumerate(units)]
    return np.unique(np.array(names, dtype=object), return_inverse=True)[1].astype(np.int64)
