"""What is left of correlations once one common cause of all columns is taken out?"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEWEST_COLUMNS: Final = 4
"""Three correlations are always explained by one cause (Spearman 1904)."""
FEWEST_BONDS: Final = 2
"""Other columns that each one needs to have a loading."""
LEAST_ERROR: Final = 1e-4
ROUNDS: Final = 80
LARGEST_LOADING: Final = 0.99
BLOCKS: Final = 40
STANDS_OUT: Final = 3.0
"""From so many errors on a pair is no longer used to find the common cause of the others."""


def residual_correlations(columns: Floats, clusters: Ints) -> tuple[Floats, Floats, int]:
    """Give the correlations beyond one common cause, with their errors.

    Args:
        columns: Centred, shape (units, columns), at least four columns.
        clusters: Units of one cluster (a day) may share their luck; shape (units,).

    Returns:
        r_ab - l_a l_b with l the loadings of one factor by least squares over all other pairs (minres, Harman and Jones
        1966, with the pair itself left out: two columns with a bond of their own must not pass for the common cause;
        neither must a pair that stands out by three errors for the rest). Standard errors by the delete-a-group
        jackknife over up to 40 groups of whole clusters (Kott 2001, J. Off. Stat. 17); and the number of groups. Both
        arrays of shape (columns, columns), symmetric, zero on the diagonal.
    """
    count = int(clusters.max()) + 1
    groups = min(BLOCKS, count)
    # Neighbouring days go into one group: luck that lasts a few days is then kept together.
    group = clusters * groups // count
    products = np.array([columns[group == one].T @ columns[group == one] for one in range(groups)])
    whole = products.sum(axis=0)
    matrices = _correlations(np.concatenate([whole[None], whole - products]))
    size = columns.shape[1]
    used = ~np.eye(size, dtype=np.bool_)
    for _ in range(size // 2):
        found, errors = _all_pairs(matrices, used)
        ratios = np.where(used, np.abs(found) / errors, 0.0)
        a, b = np.unravel_index(int(ratios.argmax()), ratios.shape)
        fewest = used.sum(axis=1)[[a, b]].min()
        if ratios[a, b] < STANDS_OUT or fewest <= FEWEST_BONDS:
            break
        used[a, b] = used[b, a] = False
    return *_all_pairs(matrices, used), groups


def _all_pairs(matrices: Floats, used: Flags) -> tuple[Floats, Floats]:
    size = matrices.shape[1]
    found, errors = np.zeros((size, size)), np.ones((size, size))
    groups = len(matrices) - 1
    for a in range(size):
        for b in range(a + 1, size):
            others = used.copy()
            others[a, b] = others[b, a] = False
            loadings = _loadings(matrices, others)
            rest = matrices[:, a, b] - loadings[:, a] * loadings[:, b]
            spread = ((rest[1:] - rest[1:].mean()) ** 2).sum() * (groups - 1) / groups
            found[a, b] = found[b, a] = rest[0]
            errors[a, b] = errors[b, a] = max(float(np.sqrt(spread)), LEAST_ERROR)
    return found, errors


def _loadings(matrices: Floats, used: Flags) -> Floats:
    """Alternating least squares, all matrices at once; shape (matrices, columns)."""
    masked = matrices * used
    loadings: Floats = np.clip(
        np.sqrt(np.abs(masked).sum(axis=2) / np.maximum(used.sum(axis=1), 1)), 0.05, LARGEST_LOADING
    )
    for _ in range(ROUNDS):
        top = np.einsum("gij,gj->gi", masked, loadings)
        bottom = np.einsum("ij,gj->gi", used.astype(np.float64), loadings**2)
        fresh = np.clip(top / np.maximum(bottom, 1e-9), -LARGEST_LOADING, LARGEST_LOADING)
        # Half steps: plain ones can swing between two solutions.
        loadings = (loadings + fresh) / 2
    return loadings


def _correlations(products: Floats) -> Floats:
    scale = np.sqrt(np.einsum("gii->gi", products))
    found: Floats = products / (scale[:, :, None] * scale[:, None, :])
    return found
