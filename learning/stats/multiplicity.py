"""What is left of several p-values when one looked at all of them?

All functions take arrays whose last axis is one family; NaN (no p-value) does not count as a member and stays NaN.
What single findings of a family are worth is said in `false_discovery`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from learning.stats.moments import Floats


def bonferroni(p_values: Floats) -> Floats:
    """Multiply by the size of the family.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        min(1, m p) (Dunn 1961).
    """
    return np.minimum(1.0, p_values * _sizes(p_values))


def holm(p_values: Floats) -> Floats:
    """Adjust so that the chance of any false alarm in the family is bounded, whatever the dependence.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        max over j <= i of min(1, (m - j + 1) p_(j)) (Holm 1979).
    """
    ordered, order, ranks, sizes = _sorted(p_values)
    stepped = np.minimum(1.0, (sizes - ranks + 1) * ordered)
    return _restore(np.maximum.accumulate(stepped, axis=-1), order, p_values)


def holm_sidak(p_values: Floats) -> Floats:
    """Adjust like Holm with Sidak's steps, which assume no negative dependence.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        max over j <= i of 1 - (1 - p_(j))^(m - j + 1) (Holm 1979; Sidak 1967).
    """
    ordered, order, ranks, sizes = _sorted(p_values)
    with np.errstate(divide="ignore"):
        stepped = -np.expm1((sizes - ranks + 1) * np.log1p(-ordered))
    return _restore(np.maximum.accumulate(stepped, axis=-1), order, p_values)


def hochberg(p_values: Floats) -> Floats:
    """Adjust by Hochberg's step-up, which assumes independent or positively dependent tests.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        min over j >= i of min(1, (m - j + 1) p_(j)) (Hochberg 1988).
    """
    ordered, order, ranks, sizes = _sorted(p_values)
    return _restore(_minimum_above(np.minimum(1.0, (sizes - ranks + 1) * ordered)), order, p_values)


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Adjust so that the expected share of false discoveries is bounded.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        min over j >= i of min(1, m p_(j) / j) (Benjamini and Hochberg 1995).
    """
    ordered, order, ranks, sizes = _sorted(p_values)
    return _restore(_minimum_above(np.minimum(1.0, ordered * sizes / ranks)), order, p_values)


def benjamini_yekutieli(p_values: Floats) -> Floats:
    """Adjust like Benjamini-Hochberg, whatever the dependence.

    Args:
        p_values: Shape (..., family), 0-1 or NaN.

    Returns:
        The Benjamini-Hochberg steps times 1 + 1/2 + ... + 1/m (Benjamini and Yekutieli 2001).
    """
    ordered, order, ranks, sizes = _sorted(p_values)
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, p_values.shape[-1] + 1))])
    penalty = harmonic[sizes.astype(np.int64)]
    return _restore(_minimum_above(np.minimum(1.0, ordered * sizes * penalty / ranks)), order, p_values)


def _sizes(p_values: Floats) -> Floats:
    found: Floats = np.sum(~np.isnan(p_values), axis=-1, keepdims=True).astype(np.float64)
    return found


def _sorted(p_values: Floats) -> tuple[Floats, NDArray[np.int64], Floats, Floats]:
    """P-values in order (absent ones last, as 1), the order, the ranks from 1 and the sizes of the families."""
    order = np.argsort(p_values, axis=-1, kind="stable")
    ordered = np.take_along_axis(p_values, order, axis=-1)
    sizes = _sizes(p_values)
    ranks = np.minimum(np.arange(1, p_values.shape[-1] + 1, dtype=np.float64), np.maximum(sizes, 1))
    return np.where(np.isnan(ordered), 1.0, ordered), order, ranks, sizes


def _minimum_above(stepped: Floats) -> Floats:
    found: Floats = np.minimum.accumulate(stepped[..., ::-1], axis=-1)[..., ::-1]
    return found


def _restore(adjusted: Floats, order: NDArray[np.int64], p_values: Floats) -> Floats:
    found = np.empty_like(adjusted)
    np.put_along_axis(found, order, adjusted, axis=-1)
    return np.where(np.isnan(p_values), np.nan, found)
