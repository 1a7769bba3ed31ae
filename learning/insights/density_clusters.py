"""Groups of things that lie closely together, and what sets each apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN
from sklearn.metrics import pairwise_distances_argmin_min

from learning.domain.observations import Ints

Floats = NDArray[np.floating]

NEAR: Final = 0.3
FEWEST_NEIGHBOURS: Final = 5
MOST_POINTS: Final = 4_000
"""The newest so many are clustered; earlier ones join the cluster of the nearest of them that is near enough."""
OUTSIDE: Final = -1


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
    fitted = DBSCAN(eps=near, min_samples=fewest).fit(points[newest])
    found[newest] = fitted.labels_
    cores = newest[fitted.core_sample_indices_]
    if len(cores) and len(earlier):
        nearest, apart = pairwise_distances_argmin_min(points[earlier], points[cores])
        joins = apart <= near
        found[earlier[joins]] = found[cores[nearest[joins]]]
    return found
