"""A model of outcomes, packed and read back."""

from __future__ import annotations

import io

import numpy as np
import pytest

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.model import baseline_forecast, make_model, pack_model, unpack_model
from tests.learning.models.outcomes.worlds import SEED, held, planted


@pytest.mark.parametrize("task", ModelTask)
@pytest.mark.parametrize("method", ModelMethod)
def test_a_packed_model_says_the_same_and_holds_nothing_that_could_run(task: ModelTask, method: ModelMethod) -> None:
    lesson = planted(130, 4)
    model = make_model(task, method, lesson, held(task, method, lesson)[0], seed=SEED)
    packed = pack_model(model)
    assert np.array_equal(unpack_model(packed).say(lesson.known), model.say(lesson.known))
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        assert all(found[name].dtype.kind in "fiu" for name in found)


def test_bytes_that_hold_objects_are_not_read() -> None:
    stream = io.BytesIO()
    np.savez_compressed(stream, plain=np.array([{"task": "success"}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack_model(stream.getvalue())


def test_a_forecast_has_a_rate_inside_its_range_and_a_chance() -> None:
    lesson = planted(400, 6)
    rate, chance = (
        make_model(task, method, lesson, held(task, method, lesson)[0], seed=SEED).forecast(lesson.known)
        for task, method in ((ModelTask.ENGAGEMENT, ModelMethod.BOOSTING), (ModelTask.SUCCESS, ModelMethod.FOREST))
    )
    assert all(0 < one.low < one.value < one.high <= 1 for one in rate if one.low and one.high)
    assert all(one.low is not None for one in rate)
    assert all(0 < one.value < 1 and one.low is None for one in chance)
    better = lesson.known.texts["format"] == "video"
    assert np.mean([one.value for one in rate]) < np.mean(
        [one.value for one, yes in zip(rate, better, strict=True) if yes]
    )


def test_the_baseline_gives_every_post_the_mean_with_the_range_of_nine_in_ten() -> None:
    lesson = planted(400, 8)
    told = baseline_forecast(ModelTask.ENGAGEMENT, lesson)
    rates = np.exp(lesson.log_rate[-300:])
    assert told.low is not None
    assert told.high is not None
    assert 0.88 <= np.mean((told.low <= rates) & (rates <= told.high)) <= 0.92
    assert baseline_forecast(ModelTask.SUCCESS, lesson).value == pytest.approx(lesson.success.mean(), abs=0.02)
