"""A model of what comes of posts, whole: made, asked, and packed without anything that could run."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.outcome_models import Forecast, ModelMethod, ModelTask
from learning.models.outcomes.calibration import Calibration, calibrate
from learning.models.outcomes.correction import apply_correction
from learning.models.outcomes.encoding import Encoding, encoding_of
from learning.models.outcomes.fitting import fit
from learning.models.outcomes.lessons import Attributes, Floats, Lesson
from learning.models.outcomes.predictors import Layers, Predictor, TreeSum
from learning.models.outcomes.rolling import HeldOut, final_calibration

TREE_PARTS: Final = ("roots", "feature", "threshold", "left", "right", "value")
Packed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """What was learned from a brand's posts."""

    task: ModelTask
    encoding: Encoding
    predictor: Predictor
    calibration: Calibration
    shift: Floats = field(default_factory=lambda: np.zeros(0))
    """What newer posts put on top of it; empty = nothing."""

    def say(self, known: Attributes) -> Floats:
        """Return a chance, or a log rate, of each post."""
        inputs = self.encoding.encode(known)
        said = self.calibration.read(self.predictor.predict(inputs))
        return apply_correction(self.task, said, inputs, self.shift)

    def forecast(self, known: Attributes) -> tuple[Forecast, ...]:
        """Say what each post will get."""
        return tuple(_forecast(self.task, said, self.calibration) for said in self.say(known).tolist())


def make_model(task: ModelTask, method: ModelMethod, lesson: Lesson, held: HeldOut, *, seed: int) -> OutcomeModel:
    """Learn from all posts; what its answers mean is taken from those about posts that were not seen yet."""
    encoding = encoding_of(lesson.known)
    predictor = fit(task, method, encoding.encode(lesson.known), lesson.target(task), seed=seed)
    return OutcomeModel(task, encoding, predictor, final_calibration(task, lesson, held))


def baseline_forecast(task: ModelTask, lesson: Lesson) -> Forecast:
    """Say what a post of this brand gets, whatever it is like: the mean, with the range of nine in ten posts."""
    target = lesson.target(task)
    mean = float(target.mean())
    return _forecast(task, mean, calibrate(task, np.full(len(target), mean), target))


def _forecast(task: ModelTask, said: float, calibration: Calibration) -> Forecast:
    if task is ModelTask.SUCCESS:
        return Forecast(said, None, None)
    low, high = said + calibration.low, said + calibration.high
    return Forecast(*(min(1.0, math.exp(one)) for one in (said, low, high)))


def pack_model(model: OutcomeModel) -> bytes:
    """Return a model as bytes that hold numbers and texts only (numpy's npz, no pickles)."""
    stream = io.BytesIO()
    plain = {"task": model.task.value, "levels": model.encoding.levels}
    arrays: dict[str, NDArray[np.generic]] = {
        "plain": np.frombuffer(json.dumps(plain).encode("utf-8"), dtype=np.uint8),
        "middles": model.encoding.middles,
        "spreads": model.encoding.spreads,
        "knots": model.calibration.knots,
        "chances": model.calibration.chances,
        "ends": np.array([model.calibration.low, model.calibration.high]),
        "errors": model.calibration.errors,
        **_packed(model.predictor),
    }
    # numpy types the keywords beside the arrays as well, which mypy cannot tell apart.
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def unpack_model(packed: bytes) -> OutcomeModel:
    """Return the model that `pack_model` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        plain = json.loads(found["plain"].tobytes().decode("utf-8"))
        levels = tuple((str(name), str(level)) for name, level in plain["levels"])
        low, high = found["ends"].tolist()
        return OutcomeModel(
            ModelTask(plain["task"]),
            Encoding(levels, found["middles"], found["spreads"]),
            _unpacked(found),
            # Versions of before there were updates kept no errors.
            Calibration(found["knots"], found["chances"], low, high, found.get("errors", np.zeros(0))),
        )


def _packed(predictor: Predictor) -> dict[str, NDArray[np.generic]]:
    if isinstance(predictor, Layers):
        layers = zip(predictor.weights, predictor.intercepts, strict=True)
        parts = {f"{kind}{n}": one for n, both in enumerate(layers) for kind, one in zip("wb", both, strict=True)}
        return {**parts, "layers": np.array([len(predictor.weights), predictor.logistic], dtype=np.int64)}
    if isinstance(predictor, TreeSum):
        parts = {name: getattr(predictor, name) for name in TREE_PARTS}
        return {**parts, "sum": np.array([predictor.start, predictor.scale, float(predictor.logistic)])}
    raise TypeError(type(predictor).__name__)


def _unpacked(found: Packed) -> Predictor:
    if "layers" in found:
        count, logistic = np.asarray(found["layers"]).tolist()
        weights, intercepts = (tuple(np.asarray(found[f"{kind}{n}"]) for n in range(count)) for kind in "wb")
        return Layers(weights, intercepts, bool(logistic))
    start, scale, logistic = np.asarray(found["sum"]).tolist()
    parts = {name: np.asarray(found[name]) for name in TREE_PARTS}
    return TreeSum(**parts, start=start, scale=scale, logistic=bool(logistic))
