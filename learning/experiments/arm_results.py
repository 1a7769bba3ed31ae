"""One metric of one test: each arm against the control, or against the others together where none is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from learning.domain.experiments import (
    ArmResult,
    ArmSums,
    GoodWay,
    MetricKind,
    MetricRole,
    MetricSpec,
    Posterior,
    Prior,
    Span,
    TestPlan,
)
from learning.experiments.family import UNPLANNED_N, Effects, Family, Looking, judge, measure_effects
from learning.experiments.periods import period_pairs
from learning.experiments.stratified import stratified_pairs
from learning.experiments.sums import ArmPairs, against, quantile_pairs, stack_quantiles, stack_sums
from learning.experiments.verdicts import Standing
from learning.stats.moments import Floats
from learning.stats.normal_bayes import NormalPrior, lognormal_losses
from learning.stats.proportions import newcombe_interval
from learning.stats.welch import effect_moments, welch_degrees

ONE_LOOK = "planned for one look at its end"


@dataclass(frozen=True, slots=True)
class MeasuredMetric:
    """The results of one metric, and what the verdict needs of them."""

    metric: MetricSpec
    results: tuple[ArmResult, ...]
    """Of every arm but the named control."""
    standings: Mapping[str, Standing]
    margin_p_values: Mapping[str, float | None]
    variance_parts: tuple[tuple[str, float], ...]
    """Arm -> relative variance of its mean, for the first result."""
    fewest: float
    counted: str


def measure_metric(
    metric: MetricSpec,
    arms: Sequence[ArmSums],
    plan: TestPlan,
    *,
    at_end: bool,
    prior: Prior | None,
    strata: Sequence[Sequence[ArmSums]] = (),
    periods: Sequence[Sequence[ArmSums]] = (),
) -> MeasuredMetric:
    """Compare the arms of a test in one metric.

    Args:
        metric: Its kind, good direction and role.
        arms: Sums of each arm.
        plan: Control, error probability, planned units.
        at_end: Whether this is the look at the planned end.
        prior: Of lifts on the logarithm's scale; None = no posterior.
        strata: The same sums by group of units known before the test; where given, the effect is weighed over them.
        periods: The same sums by period of one split; where given, each is compared within itself, and groups do not
            count.

    Returns:
        One result for each arm but the control, in the order of `arms`, with the standings after Holm's correction.
    """
    labels = [arm.arm for arm in arms]
    control = labels.index(plan.control) if plan.control in labels else None
    pairs = period_pairs(metric.kind, periods, control) if periods else _pairs(metric, arms, control, strata)
    looking = Looking(plan.alpha, plan.running_share, float(plan.planned_n or UNPLANNED_N), at_end)
    weighed = None if prior is None else NormalPrior(prior.mean, prior.sd**2)
    mirrored = control is None and len(arms) == 2
    effects = _clocked(measure_effects(pairs.arm, pairs.base), pairs)
    family = judge(effects, looking, weighed, mirrored=mirrored)
    absolute = _absolute(metric, pairs, looking, mirrored=mirrored)
    # A control that was named but has no sums leaves nothing to compare with.
    lost = plan.control is not None and control is None
    shown = [] if lost else [place for place in range(len(arms)) if place != control]
    writer = _Writer(metric, plan, pairs, family, absolute, weighed is not None, at_end)
    results = tuple(writer.result(place, labels[place], _against(labels, control)) for place in shown)
    return MeasuredMetric(
        metric,
        results,
        {labels[place]: _standing(family, metric, plan.alpha, place) for place in shown},
        {labels[place]: _margin_p_value(family, metric, place) for place in shown},
        _variance_parts(pairs, labels, control, shown),
        *_fewest(metric, arms),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    metric: MetricSpec
    plan: TestPlan
    pairs: ArmPairs
    family: Family
    absolute: tuple[Floats, Floats, Floats]
    has_posterior: bool
    at_end: bool

    def result(self, place: int, arm: str, against_what: str) -> ArmResult:
        """The record of one arm."""
        family, reason = self.family, self._reason(place)
        lift = _known(family.effects.as_lift(family.effects.effect)[0, place])
        fixed = Span(
            lift,
            *self._lifts(place, family.fixed.low, family.fixed.high),
            _known(family.fixed.p_value[0, place]),
            reason,
        )
        running = Span(
            lift,
            *self._lifts(place, family.running.low, family.running.high),
            _known(family.running.p_value[0, place]),
            reason,
        )
        shown = Span(
            lift,
            *self._lifts(place, family.low, family.high),
            _known(family.p_value[0, place]),
            self._shown_reason(reason),
        )
        is_primary = self.metric.role is MetricRole.PRIMARY
        share = float(self.pairs.share[0, place])
        on_log = bool(family.effects.on_log[0, place])
        return ArmResult(
            arm=arm,
            metric=self.metric.name,
            n=float(self.pairs.arm.n[0, place]),
            value=_known(self.pairs.arm.mean[0, place]),
            against=against_what,
            base_value=_known(self.pairs.base.mean[0, place]),
            absolute=_known(self.absolute[0][0, place]),
            absolute_low=_known(self.absolute[1][0, place]),
            absolute_high=_known(self.absolute[2][0, place]),
            fixed=fixed,
            running=running,
            shown=shown,
            p_adjusted=_known(family.p_adjusted[0, place]) if is_primary else None,
            posterior=self._posterior(place) if self.has_posterior else None,
            adjusted_share=None if share == 1.0 or np.isnan(share) else share,
            log_effect=_known(family.effects.effect[0, place]) if on_log else None,
            log_error=_known(family.effects.error[0, place]) if on_log else None,
        )

    def _lifts(self, place: int, low: Floats, high: Floats) -> tuple[float | None, float | None]:
        effects = self.family.effects
        return _known(effects.as_lift(low)[0, place]), _known(effects.as_lift(high)[0, place])

    def _shown_reason(self, reason: str | None) -> str | None:
        return ONE_LOOK if reason is None and not self.plan.running_share and not self.at_end else reason

    def _posterior(self, place: int) -> Posterior | None:
        found, effects = self.family.posterior, self.family.effects
        mean, sd = found.mean[0, place], found.sd[0, place]
        if np.isnan(sd) or not effects.on_log[0, place]:
            return None
        kept, chosen = (float(loss[0]) for loss in lognormal_losses(np.array([mean]), np.array([sd])))
        chance = float(found.chance_to_win[0, place])
        if self.metric.good is GoodWay.DOWN:
            kept, chosen, chance = chosen, kept, 1 - chance
        base = float(self.pairs.base.mean[0, place]) if self.metric.currency else None
        return Posterior(
            lift=float(np.expm1(mean)),
            low=float(np.expm1(found.low[0, place])),
            high=float(np.expm1(found.high[0, place])),
            chance_to_win=chance,
            loss_if_chosen=chosen,
            loss_if_kept=kept,
            money_if_chosen=None if base is None else chosen * base,
            money_if_kept=None if base is None else kept * base,
        )

    def _reason(self, place: int) -> str | None:
        if not np.isnan(self.family.effects.error[0, place]):
            on_log = bool(self.family.effects.on_log[0, place])
            return None if on_log else "a value is not above zero: the range is the plain one, not that of a factor"
        for side, arm in (("this version", self.pairs.arm), ("what it is compared with", self.pairs.base)):
            n, mean, variance = arm.n[0, place], arm.mean[0, place], arm.variance[0, place]
            if not n > 0:
                return f"{side} has no people"
            if n < 2:
                return f"{side} has a single person, which shows no spread"
            if self.metric.kind is MetricKind.QUANTILE and np.isnan(mean):
                return f"{side} has no known quantile: it takes one file with a row for each person, and enough of them"
            if self.metric.kind is MetricKind.BINOMIAL and mean in {0.0, 1.0}:
                return f"{'nobody' if mean == 0 else 'everybody'} converted in {side}"
            if not variance > 0:
                return f"everybody shows the same in {side}, so there is no spread"
            if arm.baseline[0, place] == 0:
                return f"{side} stands at zero, so there is no relative lift"
        return "the numbers do not allow a comparison"


def _pairs(
    metric: MetricSpec, arms: Sequence[ArmSums], control: int | None, strata: Sequence[Sequence[ArmSums]]
) -> ArmPairs:
    if metric.kind is MetricKind.QUANTILE:
        return quantile_pairs(stack_quantiles(arms), control)
    if strata and metric.kind is not MetricKind.RATIO:
        return stratified_pairs(metric.kind, np.concatenate([stack_sums(one) for one in strata]), control)
    return against(metric.kind, stack_sums(arms), None if control is None else np.array([float(control)]))


def _clocked(effects: Effects, pairs: ArmPairs) -> Effects:
    """Let the always-valid range count units as the pairs say."""
    return effects if pairs.clock is None else replace(effects, n=pairs.clock)


def _absolute(
    metric: MetricSpec, pairs: ArmPairs, looking: Looking, *, mirrored: bool
) -> tuple[Floats, Floats, Floats]:
    """Difference and range as planned; where nobody or everybody converted, the score range at the end."""
    effect, error = effect_moments(pairs.base, pairs.arm, relative=False)
    degrees = welch_degrees(pairs.base.mean_variance, pairs.arm.mean_variance, pairs.base.n, pairs.arm.n)
    plain = Effects(effect, error, degrees, np.zeros(effect.shape, dtype=np.bool_), pairs.arm.n + pairs.base.n)
    found = judge(_clocked(plain, pairs), looking, None, mirrored=mirrored)
    low, high = found.low, found.high
    if metric.kind is MetricKind.BINOMIAL and looking.at_end:
        with np.errstate(divide="ignore", invalid="ignore"):
            sides = [(arm.n, np.rint(arm.mean * arm.n)) for arm in (pairs.base, pairs.arm)]
            score = newcombe_interval(sides[0], sides[1], alpha=looking.alpha)
        low, high = (np.where(np.isnan(error), other, one) for one, other in zip((low, high), score, strict=True))
    return effect, low, high


def _against(labels: Sequence[str], control: int | None) -> str:
    if control is not None:
        return labels[control]
    return "the other version" if len(labels) == 2 else "the other versions together"


def _standing(family: Family, metric: MetricSpec, alpha: float, place: int) -> Standing:
    p_value, effect = family.p_adjusted[0, place], family.effects.effect[0, place]
    if np.isnan(p_value):
        return Standing.UNKNOWN
    if p_value > alpha or effect == 0:
        return Standing.OPEN
    return Standing.BETTER if (effect > 0) == (metric.good is GoodWay.UP) else Standing.WORSE


def _margin_p_value(family: Family, metric: MetricSpec, place: int) -> float | None:
    """One-sided p of 'worse by the margin or more' at one look, on the scale of the effect."""
    effects = family.effects
    bound = -metric.margin if metric.good is GoodWay.UP else metric.margin
    error = effects.error[0, place]
    if np.isnan(error) or bound <= -1:
        return None
    distance = (effects.effect[0, place] - (np.log1p(bound) if effects.on_log[0, place] else bound)) / error
    toward = -distance if metric.good is GoodWay.UP else distance
    return float(special.stdtr(effects.degrees[0, place], toward))


def _variance_parts(
    pairs: ArmPairs, labels: Sequence[str], control: int | None, shown: Sequence[int]
) -> tuple[tuple[str, float], ...]:
    if not shown:
        return ()
    place = shown[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (arm.mean_variance[0, place] / arm.mean[0, place] ** 2 for arm in (pairs.arm, pairs.base))
    return ((labels[place], float(one)), (_against(labels, control), float(two)))


def _fewest(metric: MetricSpec, arms: Sequence[ArmSums]) -> tuple[float, str]:
    """What the minimum is asked of: conversions where units convert, else units."""
    if metric.kind is MetricKind.BINOMIAL:
        return min((arm.total for arm in arms), default=0.0), "conversions"
    return min((arm.n for arm in arms), default=0.0), "people"


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
