"""What is read off a fitted method says what the method says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import ensemble, neural_network

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes import fitting
from learning.models.outcomes.encoding import encoding_of
from learning.models.outcomes.fitting import fit
from tests.learning.models.outcomes.worlds import planted

KINDS = {
    (ModelTask.SUCCESS, ModelMethod.FOREST): "RandomForestClassifier",
    (ModelTask.ENGAGEMENT, ModelMethod.FOREST): "RandomForestRegressor",
    (ModelTask.SUCCESS, ModelMethod.BOOSTING): "HistGradientBoostingClassifier",
    (ModelTask.ENGAGEMENT, ModelMethod.BOOSTING): "HistGradientBoostingRegressor",
    (ModelTask.SUCCESS, ModelMethod.NET): "MLPClassifier",
    (ModelTask.ENGAGEMENT, ModelMethod.NET): "MLPRegressor",
}


@pytest.mark.parametrize(("task", "method"), KINDS)
def test_the_arrays_say_what_the_library_says(
    task: ModelTask, method: ModelMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = KINDS[task, method]
    kind = getattr(ensemble, name, None) or getattr(neural_network, name)
    made: list[Any] = []

    def keep(*args: Any, **options: Any) -> Any:
        made.append(kind(*args, **options))
        return made[-1]

    monkeypatch.setattr(fitting, name, keep)
    lesson = planted(300, 5)
    inputs = encoding_of(lesson.known).encode(lesson.known)
    said = fit(task, method, inputs, lesson.target(task), seed=1).predict(inputs)
    (own,) = made
    wanted = own.predict_proba(inputs)[:, 1] if task is ModelTask.SUCCESS else own.predict(inputs)
    assert said == pytest.approx(wanted, abs=1e-9)
    assert np.ptp(said) > 0.05


def test_the_defaults_are_those_of_the_product() -> None:
    assert (fitting.FOREST_TREES, fitting.FOREST_DEPTH) == (100, 10)
    assert (fitting.BOOSTING_TREES, fitting.BOOSTING_RATE, fitting.BOOSTING_DEPTH) == (200, 0.1, 6)
    assert (fitting.PATIENCE, fitting.NET_EPOCHS, fitting.NET_BATCH, fitting.VALIDATION_SHARE) == (10, 100, 100, 0.2)


@pytest.mark.parametrize("method", ModelMethod)
def test_posts_that_all_succeeded_give_their_share(method: ModelMethod) -> None:
    inputs = np.random.default_rng(0).normal(size=(60, 3))
    assert fit(ModelTask.SUCCESS, method, inputs, np.ones(60), seed=1).predict(inputs).tolist() == [1.0] * 60
