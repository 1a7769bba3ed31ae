"""Notes as a brand reads them: by the model that its corrections taught, else by the rule that the program ships."""

from __future__ import annotations

from collections.abc import Sequence

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback import ModelVersion, Reading
from learning.models.feedback.classifier import FeelingModel, unpack_model
from learning.models.feedback.reading import read_notes


def read_as_brand(notes: Sequence[str], live: ModelVersion | None) -> list[Reading]:
    """Read notes in their order."""
    return read_notes(notes, model_of(live))


def live_version(store: Store, brand: Brand | None) -> ModelVersion | None:
    """The version that a brand reads by; None for the rule."""
    if brand is None:
        return None
    with store.read() as work:
        return work.feedback_models.find_live(brand.id)


def model_of(version: ModelVersion | None) -> FeelingModel | None:
    """The model of a version."""
    return None if version is None or version.packed is None else unpack_model(version.packed)
