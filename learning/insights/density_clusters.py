"""Groups of things that lie closely together, and what sets each apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.observations import Ints

Floats = NDArray[np.floating]

NEAR: Final = 0.3
FEWEST_NEIGHBOURS: Final = 5
MOST_POINTS: Final = 4_000
"""The newest so many are clustered; earlier ones join the cluster of the nearest of them that is near enough."""
OUTSIDE: Final = -1
CHUNK: Final = 500
ROUNDING: Final = 1e-12
"""Of squared distances: points that lie exactly on the border are neighbours."""


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """What is a cluster."""

    near: float = NEAR
    """Distance within which points are neighbours; of unit vectors 1 - cosine."""
    fewest: int = FEWEST_NEIGHBOURS
    """Neighbours that make a point the core of a cluster, itself counted."""


def cluster_directions(vectors: Floats, settings: ClusterSettings) -> Ints:
    """Cluster vectors of length 1 by the angle between them.

    Args:
        vectors: Shape (points, dimensions), the newest last; zeros belong nowhere.
        settings: What is a cluster.

    Returns:
        Cluster of each point from 0, -1 outside of all: DBSCAN (Ester et al. 1996, KDD) on 1 - cosine, which is half
        the squared distance of unit vectors.
    """
    known: NDArray[np.bool_] = np.any(vectors != 0, axis=1)
    return _cluster(vectors, known, float(np.sqrt(2 * settings.near)), settings.fewest)


def cluster_points(points: Floats, settings: ClusterSettings) -> Ints:
    """Cluster points by their distance; shape (points, dimensions), NaN belongs nowhere."""
    known: NDArray[np.bool_] = np.all(np.isfinite(points), axis=1)
    return _cluster(points, known, settings.near, settings.fewest)


def _cluster(points: Floats, known: NDArray[np.bool_], near: float, fewest: int) -> Ints:
    found = np.full(len(points), OUTSIDE, dtype=np.int64)
    own = np.flatnonzero(known)
    newest, earlier = own[-MOST_POINTS:], own[:-MOST_POINTS]
    if len(newest) < fewest:
        return found
    labels, is_core = group_by_density(points[newest], near, fewest)
    found[newest] = labels
    cores = newest[is_core]
    if len(cores) and len(earlier):
        nearest, apart = _nearest(points[earlier], points[cores])
        joins = apart <= near
        found[earlier[joins]] = found[cores[nearest[joins]]]
    return found


def group_by_density(points: Floats, near: float, fewest: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Find groups by DBSCAN (Ester et al. 1996, KDD), with all distances at once.

    Where nearly all points are neighbours, as mixes of reactions are, lists of neighbours take ten times as long.

    Args:
        points: Shape (points, dimensions), finite; memory grows with the square of their number.
        near: Largest distance of neighbours.
        fewest: Neighbours that make a point a core, itself counted.

    Returns:
        Group of each point, numbered by their first cores, -1 outside of all (a point beside several groups belongs to
        the first of them), and which points are cores.
    """
    adjacent = _neighbours(points, near)
    is_core: NDArray[np.bool_] = adjacent.sum(axis=1) >= fewest
    labels = np.full(len(points), OUTSIDE, dtype=np.int64)
    group = 0
    for seed in np.flatnonzero(is_core).tolist():
        if labels[seed] != OUTSIDE:
            continue
        front = np.array([seed])
        labels[seed] = group
        while len(front):
            reached = adjacent[front].any(axis=0) & (labels == OUTSIDE)
            labels[reached] = group
            front = np.flatnonzero(reached & is_core)
        group += 1
    return labels, is_core


def _neighbours(points: Floats, near: float) -> NDArray[np.bool_]:
    """Which points lie within a distance of each other, shape (points, points)."""
    centred = points.astype(np.float64) - points.mean(axis=0, dtype=np.float64)
    found = np.zeros((len(points), len(points)), dtype=np.bool_)
    for own, squares in _squares(centred, centred):
        found[own] = squares <= near**2 + ROUNDING
    return found


def _nearest(points: Floats, others: Floats) -> tuple[Ints, Floats]:
    """Which of the others lies nearest to each point, and how far."""
    which, apart = np.zeros(len(points), dtype=np.int64), np.zeros(len(points))
    for own, squares in _squares(points, others):
        which[own] = squares.argmin(axis=1)
        apart[own] = np.sqrt(np.maximum(squares[np.arange(len(squares)), which[own]], 0.0))
    return which, apart


def _squares(points: Floats, others: Floats) -> Iterator[tuple[slice, Floats]]:
    """Squared distances, so many points at a time, shape (points, others): |x|^2 - 2 x y + |y|^2 as one product."""
    sizes, other_sizes = ((each**2).sum(axis=1, keepdims=True) for each in (points, others))
    left = np.hstack([points, sizes, np.ones_like(sizes)])
    right = np.hstack([-2 * others, np.ones_like(other_sizes), other_sizes]).T
    for first in range(0, len(points), CHUNK):
        own = slice(first, first + CHUNK)
        yield own, left[own] @ right
