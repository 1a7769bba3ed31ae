"""Fitted forests, boosted trees and nets as plain arrays: stored and read back without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit

from learning.domain.observations import Ints
from learning.models.outcomes.lessons import Floats


class Predictor(Protocol):
    """What a fitted method says."""

    def predict(self, inputs: Floats) -> Floats:
        """Return one number per row of posts x columns: a log rate, or a chance that is not calibrated yet."""


@dataclass(frozen=True, slots=True)
class TreeSum:
    """A weighted sum of trees; nodes of all trees stand in one list, a leaf is its own left."""

    roots: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats
    start: float
    scale: float
    logistic: bool
    """Whether the sum is a logit."""

    def predict(self, inputs: Floats) -> Floats:
        """Lead every post down every tree at once."""
        at = np.broadcast_to(self.roots, (len(inputs), len(self.roots)))
        rows = np.arange(len(inputs))[:, None]
        while (self.left[at] != at).any():
            goes_left = inputs[rows, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        found = self.start + self.scale * self.value[at].sum(axis=1)
        return np.asarray(expit(found) if self.logistic else found)


@dataclass(frozen=True, slots=True)
class Layers:
    """A net with ReLU between its layers."""

    weights: tuple[Floats, ...]
    intercepts: tuple[Floats, ...]
    logistic: bool

    def predict(self, inputs: Floats) -> Floats:
        """Run the posts through the layers."""
        found = inputs
        for place, (weight, intercept) in enumerate(zip(self.weights, self.intercepts, strict=True)):
            found = (found if place == 0 else np.maximum(found, 0.0)) @ weight + intercept
        return np.asarray(expit(found[:, 0]) if self.logistic else found[:, 0])


@dataclass(frozen=True, slots=True)
class TreeNodes:
    """One tree; a leaf has no child (below 0)."""

    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats


def join_trees(trees: Sequence[TreeNodes], *, start: float, scale: float, logistic: bool) -> TreeSum:
    """Put trees into one list of nodes."""
    sizes = np.array([len(tree.feature) for tree in trees], dtype=np.int64)
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    left: list[Ints] = []
    right: list[Ints] = []
    for root, tree in zip(roots.tolist(), trees, strict=True):
        own = root + np.arange(len(tree.feature), dtype=np.int64)
        leaf = tree.left < 0
        left.append(np.where(leaf, own, tree.left + root))
        right.append(np.where(leaf, own, tree.right + root))
    return TreeSum(
        roots,
        np.maximum(np.concatenate([tree.feature for tree in trees]), 0),
        np.concatenate([tree.threshold for tree in trees]),
        np.concatenate(left),
        np.concatenate(right),
        np.concatenate([tree.value for tree in trees]),
        start,
        scale,
        logistic,
    )
