"""Does the effect differ between personas or devices? Exploratory: many looks at few people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from learning.domain.experiments import ArmSums, MetricSpec
from learning.experiments.family import measure_effects
from learning.experiments.sums import against, stack_sums
from learning.stats.effect_spread import fit_spread
from learning.stats.moments import Floats
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.normal_bayes import NormalPrior, posterior

LABEL: Final = "Exploratory: not planned in advance and drawn towards the whole; test a difference again before acting."
FEWEST_SEGMENTS: Final = 2


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """The lift of one arm in one segment."""

    segment: str
    arm: str
    n: float
    raw: float | None
    """As measured there alone."""
    lift: float | None
    """Drawn towards the effect of all segments."""
    low: float | None
    high: float | None
    q_value: float | None
    """Benjamini-Hochberg, of 'differs from the other segments', over all arms and segments."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentReport:
    """Effects by segment and whether they differ at all."""

    effects: tuple[SegmentEffect, ...]
    spread: float
    """Standard deviation of the true effects between segments, on the logarithm's scale."""
    p_value: float | None
    """Cochran's Q: that all segments share one effect; the smallest over arms, Bonferroni."""
    label: str = LABEL


def segment_effects(
    metric: MetricSpec, segments: Mapping[str, Sequence[ArmSums]], *, control: str | None, alpha: float = 0.05
) -> SegmentReport:
    """Compare the effect of each arm between segments.

    Args:
        metric: Binomial, mean or ratio.
        segments: Segment -> sums of each arm, in one order.
        control: The control; None = each arm against the others together.
        alpha: 1 - the probability of the ranges.

    Returns:
        Raw and shrunken lifts. Shrunken: normal random effects around the common effect, spread as in `priors`, so that
        chance differences shrink; each q-value is of the segment against all others (z test). Q: Cochran (1954).
    """
    names = list(segments)
    if not names:
        return SegmentReport((), 0.0, None)
    labels = [arm.arm for arm in segments[names[0]]]
    sums = np.concatenate([stack_sums(segments[name]) for name in names])
    place = labels.index(control) if control in labels else None
    pairs = against(metric.kind, sums, None if place is None else np.full(len(names), float(place)))
    measured = measure_effects(pairs.arm, pairs.base)
    usable = measured.on_log & np.isfinite(measured.error)
    shown = [arm for arm in range(len(labels)) if arm != place]
    if place is None and len(labels) == 2:
        # Both arms would tell the same with the other sign.
        shown = shown[:1]
    raw: dict[int, _Pooled] = {}
    for arm in shown:
        effect = np.where(usable[:, arm], measured.effect[:, arm], np.nan)
        raw[arm] = _pool(effect, measured.error[:, arm], alpha)
    p_values = np.concatenate([raw[arm].differs for arm in shown])
    q_values = benjamini_hochberg(p_values).reshape(len(shown), len(names))
    effects = tuple(
        _record((names[row], labels[arm], float(measured.n[row, arm])), raw[arm], row, float(q_values[at, row]))
        for at, arm in enumerate(shown)
        for row in range(len(names))
    )
    alike = [raw[arm].alike for arm in shown if not math.isnan(raw[arm].alike)]
    p_value = min(1.0, min(alike) * len(alike)) if alike else None
    return SegmentReport(effects, max((raw[arm].spread for arm in shown), default=0.0), p_value)


@dataclass(frozen=True, slots=True)
class _Pooled:
    effect: Floats
    mean: Floats
    low: Floats
    high: Floats
    differs: Floats
    spread: float
    alike: float


def _pool(
    effect: Floats,
    error: Floats,
    alpha: float,
) -> _Pooled:
    """Shrink the effects of one arm to their common mean, and test each against all others."""
    known = ~np.isnan(effect)
    weights = np.where(known, 1 / np.where(known, error, 1.0) ** 2, 0.0)
    values = np.where(known, effect, 0.0)
    count, total = int(known.sum()), float(weights.sum())
    unknown = np.full(len(effect), np.nan)
    if count < FEWEST_SEGMENTS:
        return _Pooled(effect, unknown, unknown, unknown, unknown, 0.0, math.nan)
    common = float(np.sum(weights * values)) / total
    heterogeneity = float(np.sum(weights * (values - common) ** 2))
    between = fit_spread(effect[known], error[known] ** 2)
    wide = np.where(known, 1 / (np.where(known, error, 1.0) ** 2 + between**2), 0.0)
    centre = float(np.sum(wide * values) / wide.sum())
    own = np.where(known, error, np.nan)
    found = posterior(effect, own, NormalPrior(centre, between**2))
    # The centre is estimated too; what it may be off enters as far as a segment leans on it.
    lean = own**2 / (own**2 + between**2)
    reach = special.ndtri(1 - alpha / 2) * np.sqrt(found.sd**2 + lean**2 / float(wide.sum()))
    rest = (total * common - weights * values) / np.where(total - weights > 0, total - weights, np.nan)
    gap = np.sqrt(np.where(known, error, np.nan) ** 2 + 1 / np.where(total - weights > 0, total - weights, np.nan))
    differs = 2 * special.ndtr(-np.abs(effect - rest) / gap)
    alike = float(special.chdtrc(count - 1, heterogeneity))
    return _Pooled(effect, found.mean, found.mean - reach, found.mean + reach, differs, between, alike)


def _record(who: tuple[str, str, float], pooled: _Pooled, row: int, q_value: float) -> SegmentEffect:
    mean = float(pooled.mean[row])
    raw = None if math.isnan(pooled.effect[row]) else math.expm1(float(pooled.effect[row]))
    if math.isnan(mean):
        return SegmentEffect(*who, raw, None, None, None, None, "too few conversions in this segment")
    low, high = math.expm1(float(pooled.low[row])), math.expm1(float(pooled.high[row]))
    return SegmentEffect(*who, raw, math.expm1(mean), low, high, q_value)
