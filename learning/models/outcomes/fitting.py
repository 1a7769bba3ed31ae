"""Forest, boosting and net, fitted with the settings that the product names, and read off as plain arrays."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from threadpoolctl import threadpool_limits

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.lessons import Floats
from learning.models.outcomes.predictors import Layers, Predictor, TreeNodes, TreeSum, join_trees

FOREST_TREES: Final = 100
FOREST_DEPTH: Final = 10
FOREST_LEAF: Final = 5
"""Posts in a leaf at least: one post's luck is no rule."""
BOOSTING_TREES: Final = 200
BOOSTING_RATE: Final = 0.1
BOOSTING_DEPTH: Final = 6
PATIENCE: Final = 10
NET_EPOCHS: Final = 100
NET_BATCH: Final = 100
NET_LAYER: Final = (32,)
VALIDATION_SHARE: Final = 0.2


def fit(task: ModelTask, method: ModelMethod, inputs: Floats, target: Floats, *, seed: int) -> Predictor:
    """Fit a method.

    Boosting and the net stop before their last round once PATIENCE rounds made nothing better on VALIDATION_SHARE of
    the posts: of boosting the newest ones, which stand last.

    Args:
        task: Whether the target is a log rate or 0 and 1.
        method: How.
        inputs: Posts x columns, the oldest first.
        target: Shape (posts,).
        seed: The same seed and posts give the same model.

    Returns:
        What it learned; where only one side of success was seen, its share.
    """
    taught = target[: _taught(method, len(target))]
    if task is ModelTask.SUCCESS and taught.min() == taught.max():
        return _constant(float(target.mean()))
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # A net that uses all its epochs is judged like any other.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return _FITS[method](task, inputs, target, seed)


def _taught(method: ModelMethod, count: int) -> int:
    """How many of the oldest posts are learned from; on the others boosting looks when to stop."""
    return count - int(count * VALIDATION_SHARE) if method is ModelMethod.BOOSTING else count


def _constant(value: float) -> TreeSum:
    leaf = TreeNodes(*(np.array([one]) for one in (0, 0.0, -1, -1, value)))
    return join_trees([leaf], start=0.0, scale=1.0, logistic=False)


def _forest(task: ModelTask, inputs: Floats, target: Floats, seed: int) -> TreeSum:
    kind = RandomForestClassifier if task is ModelTask.SUCCESS else RandomForestRegressor
    made = kind(
        FOREST_TREES, max_depth=FOREST_DEPTH, min_samples_leaf=FOREST_LEAF, max_features=1 / 3, random_state=seed
    )
    fitted = made.fit(inputs, target)
    trees = [_nodes(one.tree_) for one in fitted.estimators_]
    return join_trees(trees, start=0.0, scale=1 / FOREST_TREES, logistic=False)


def _nodes(tree: Any) -> TreeNodes:
    value = tree.value[:, 0, :]
    return TreeNodes(
        tree.feature.astype(np.int64),
        tree.threshold,
        tree.children_left.astype(np.int64),
        tree.children_right.astype(np.int64),
        value[:, -1] / value.sum(axis=1) if value.shape[1] > 1 else value[:, 0],
    )


def _boosting(task: ModelTask, inputs: Floats, target: Floats, seed: int) -> TreeSum:
    options: Mapping[str, Any] = {
        "max_iter": BOOSTING_TREES,
        "learning_rate": BOOSTING_RATE,
        "max_depth": BOOSTING_DEPTH,
        "n_iter_no_change": PATIENCE,
        "early_stopping": True,
        "random_state": seed,
    }
    made = (HistGradientBoostingClassifier if task is ModelTask.SUCCESS else HistGradientBoostingRegressor)(**options)
    edge = _taught(ModelMethod.BOOSTING, len(target))
    fitted = made.fit(inputs[:edge], target[:edge], X_val=inputs[edge:], y_val=target[edge:])
    # The library shows its boosted trees in no other way; a test holds what is read here against its own answers.
    trees = [_boosted(one[0].nodes) for one in fitted._predictors]  # noqa: SLF001
    start = float(fitted._baseline_prediction.item())  # noqa: SLF001
    return join_trees(trees, start=start, scale=1.0, logistic=task is ModelTask.SUCCESS)


def _boosted(nodes: Any) -> TreeNodes:
    leaf = nodes["is_leaf"].astype(bool)
    return TreeNodes(
        nodes["feature_idx"].astype(np.int64),
        nodes["num_threshold"].astype(np.float64),
        np.where(leaf, -1, nodes["left"].astype(np.int64)),
        np.where(leaf, -1, nodes["right"].astype(np.int64)),
        nodes["value"].astype(np.float64),
    )


def _net(task: ModelTask, inputs: Floats, target: Floats, seed: int) -> Layers:
    made = (MLPClassifier if task is ModelTask.SUCCESS else MLPRegressor)(
        hidden_layer_sizes=NET_LAYER,
        activation="relu",
        batch_size=min(NET_BATCH, int(len(target) * (1 - VALIDATION_SHARE))),
        max_iter=NET_EPOCHS,
        early_stopping=True,
        n_iter_no_change=PATIENCE,
        validation_fraction=VALIDATION_SHARE,
        random_state=seed,
    )
    fitted = made.fit(inputs, target)
    return Layers(tuple(fitted.coefs_), tuple(fitted.intercepts_), task is ModelTask.SUCCESS)


_FITS: Final[Mapping[ModelMethod, Callable[[ModelTask, Floats, Floats, int], Predictor]]] = {
    ModelMethod.FOREST: _forest,
    ModelMethod.BOOSTING: _boosting,
    ModelMethod.NET: _net,
}
