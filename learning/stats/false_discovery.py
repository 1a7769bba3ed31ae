"""Which of many findings are real, when one looked at all of them?

`multiplicity.benjamini_hochberg` bounds the share of false discoveries among those that pass; `local_false_sign_rates`
says of each single one how likely its very sign is wrong, and draws its size to what the family taught.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.stats.quantiles import CONFIDENCE
from learning.stats.scale_mixture import Floats, ScaleMixture, fit_scale_mixture, slab_likelihoods, t_density

Flags = NDArray[np.bool_]

BISECTIONS: Final = 32
FEWEST_DEGREES: Final = 1.0
"""Up to here the t distribution has no mean, and nothing can be shrunken."""


@dataclass(frozen=True, slots=True)
class SignRates:
    """What is left of each estimate after all were looked at; arrays of shape (comparisons,)."""

    rate: Floats
    """Local false-sign rate: the probability that the effect is zero or has the other sign, 0-1."""
    null: Floats
    """Probability that there is no effect at all."""
    shrunken: Floats
    """Posterior mean of the effect."""
    prior: ScaleMixture


@dataclass(frozen=True, slots=True)
class EffectRanges:
    """Credible intervals of effects, given that there is one; arrays of shape (comparisons,)."""

    low: Floats
    high: Floats


def t_p_values(estimates: Floats, errors: Floats, degrees: Floats) -> Floats:
    """Give the two-sided p-value of each estimate.

    Args:
        estimates: Estimated effects, shape (comparisons,).
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 0.

    Returns:
        P(|T| >= |estimate / error|) under Student's t, 0-1.
    """
    found: Floats = 2 * special.stdtr(degrees, -np.abs(estimates / errors))
    return found


def local_false_sign_rates(
    estimates: Floats,
    errors: Floats,
    degrees: Floats,
    *,
    prior: ScaleMixture | None = None,
) -> SignRates:
    """Say of each comparison of a family how likely its sign is wrong.

    Args:
        estimates: Estimated effects on a scale where 0 is 'no effect' (log ratios), shape (comparisons,), finite.
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 1; infinity for known errors.
        prior: The distribution of true effects; None = fitted to this family (`fit_scale_mixture`).

    Returns:
        Local false-sign rates and posterior means. With S the posterior: rate = min(S(effect <= 0), S(effect >= 0)),
        the spike at zero counted in both (Stephens 2017, Biostatistics 18(2), section 2.4); Student's t likelihood.
        Empty arrays for an empty family.

    Raises:
        ValueError: If an error is not above 0, the degrees are not above 1 or an estimate is not finite.
    """
    _check(estimates, errors, degrees)
    if not len(estimates):
        nothing = np.zeros(0)
        return SignRates(nothing, nothing, nothing, prior or ScaleMixture(1.0, np.ones(1), np.zeros(1)))
    freedom = np.minimum(degrees, 1e6)
    prior = prior or fit_scale_mixture(estimates, errors, freedom)
    size = np.abs(estimates)
    spike = prior.null * t_density(size / errors, freedom) / errors
    slabs = slab_likelihoods(estimates, errors, freedom, prior.widths) * prior.weights
    # Where even the widest slab gives nothing, the estimate is believed.
    total = spike + slabs.sum(axis=1)
    total = np.where(total > 0, total, 1.0)
    shares = slabs / total[:, None]
    cut = _cut_tails(size, errors, freedom, prior.widths)
    wrong = shares * _below(np.zeros(len(size)), cut)
    null = spike / total
    mean = (shares * _slab_means(cut)).sum(axis=1)
    return SignRates(
        rate=np.clip(null + wrong.sum(axis=1), 0.0, 1.0),
        null=null,
        shrunken=np.where(estimates < 0, -mean, mean),
        prior=prior,
    )


def effect_ranges(
    estimates: Floats, errors: Floats, degrees: Floats, prior: ScaleMixture, *, confidence: float = CONFIDENCE
) -> EffectRanges:
    """Give the range of each effect after selection, given that there is one.

    Args:
        estimates: Estimated effects, shape (comparisons,), finite; any part of the family.
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 1.
        prior: Of the whole family: `SignRates.prior`.
        confidence: Probability of the interval, 0-1.

    Returns:
        Equal-tailed credible intervals of the posterior without its spike at zero: whether there is an effect is what
        the false-sign rate says. A posterior is not biased by having picked the largest (Senn 2008, Statistics in
        Medicine 27); but the very largest lie at the edge of a prior that was fitted to them, and their ranges end
        there: where single ones are shown, `selected_ranges` promises more.

    Raises:
        ValueError: As in `local_false_sign_rates`.
    """
    _check(estimates, errors, degrees)
    freedom = np.minimum(degrees, 1e6)
    size = np.abs(estimates)
    shares = slab_likelihoods(estimates, errors, freedom, prior.widths) * prior.weights
    whole = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, whole, out=np.zeros(shares.shape), where=whole > 0)
    # A fit without any slab (nothing was found) leaves the widest one, which lets the estimate speak.
    shares[whole[:, 0] <= 0, -1] = 1.0
    used = np.flatnonzero(shares.max(axis=0, initial=0.0) > 1e-6)
    cut = _cut_tails(size, errors, freedom, prior.widths[used])
    low = _quantile((1 - confidence) / 2, shares[:, used], cut)
    high = _quantile((1 + confidence) / 2, shares[:, used], cut)
    turned = estimates < 0
    return EffectRanges(np.where(turned, -high, low), np.where(turned, -low, high))


def selected_ranges(
    estimates: Floats, errors: Floats, degrees: Floats, selected: Flags, *, confidence: float = CONFIDENCE
) -> EffectRanges:
    """Give intervals that still hold what they promise for those that were picked out of a family.

    Args:
        estimates: Estimated effects of the whole family, shape (comparisons,), finite.
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 1.
        selected: Which ones were picked, shape (comparisons,).
        confidence: Expected share of the picked intervals that hold their effect, 0-1.

    Returns:
        estimate -+ t error at the level 1 - (1 - confidence) R / m for the R picked of m (Benjamini and Yekutieli 2005,
        J. Am. Stat. Assoc. 100, definition 1: false-coverage-rate adjusted); at the plain level for the others.

    Raises:
        ValueError: As in `local_false_sign_rates`.
    """
    _check(estimates, errors, degrees)
    share = float(selected.mean()) if len(selected) else 1.0
    tail = np.where(selected, (1 - confidence) * share, 1 - confidence) / 2
    reach = -special.stdtrit(np.minimum(degrees, 1e6), tail) * errors
    return EffectRanges(estimates - reach, estimates + reach)


def _check(estimates: Floats, errors: Floats, degrees: Floats) -> None:
    if not (np.isfinite(estimates).all() and np.isfinite(errors).all()):
        raise ValueError("estimates and errors must be finite: leave out what could not be computed")
    if (errors <= 0).any():
        raise ValueError("a standard error must be above 0")
    if not (degrees > FEWEST_DEGREES).all():
        raise ValueError("degrees of freedom must be above 1")


@dataclass(frozen=True, slots=True)
class _CutTails:
    """Student's t around each estimate, cut off at the ends of each slab; shapes broadcast to (comparisons, slabs)."""

    size: Floats
    errors: Floats
    degrees: Floats
    widths: Floats
    bottom: Floats
    """P(T below the slab)."""
    whole: Floats
    """P(T within the slab)."""


def _cut_tails(size: Floats, errors: Floats, degrees: Floats, widths: Floats) -> _CutTails:
    x, s, nu = size[:, None], errors[:, None], degrees[:, None]
    bottom = special.stdtr(nu, (-widths - x) / s)
    return _CutTails(x, s, nu, widths, bottom, special.stdtr(nu, (widths - x) / s) - bottom)


def _below(points: Floats, cut: _CutTails) -> Floats:
    """P(effect <= point) within each slab, shape (comparisons, slabs)."""
    inside = np.clip(points[:, None], -cut.widths, cut.widths)
    part = special.stdtr(cut.degrees, (inside - cut.size) / cut.errors) - cut.bottom
    found: Floats = np.divide(part, cut.whole, out=np.full(cut.whole.shape, 0.5), where=cut.whole > 0)
    return found


def _slab_means(cut: _CutTails) -> Floats:
    """Mean within each slab: the integral of u t(u) is -(nu + u^2) / (nu - 1) t(u)."""
    nu = cut.degrees
    low, high = (-cut.widths - cut.size) / cut.errors, (cut.widths - cut.size) / cut.errors
    moment = (nu + low**2) * t_density(low, nu) - (nu + high**2) * t_density(high, nu)
    shift = np.divide(moment / (nu - 1), cut.whole, out=np.zeros(cut.whole.shape), where=cut.whole > 0)
    found: Floats = np.clip(cut.size + cut.errors * shift, -cut.widths, cut.widths)
    return found


def _quantile(tail: float, shares: Floats, cut: _CutTails) -> Floats:
    """A quantile of the mixture of slabs, by halving."""
    edge = float(cut.widths.max(initial=0.0))
    low, high = np.full(len(cut.size), -edge), np.full(len(cut.size), edge)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        under = (shares * _below(middle, cut)).sum(axis=1) < tail
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    found: Floats = (low + high) / 2
    return found
