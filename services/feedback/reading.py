"""Notes as a brand reads them: by what its corrections taught, else by the rules that the program ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback import Label, ModelVersion, Reading
from learning.models.feedback.classifier import LabelModel, unpack_model
from learning.models.feedback.reading import read_notes

Versions = Mapping[Label, ModelVersion]
"""The live version of each label that has one."""


def read_as_brand(notes: Sequence[str], live: Versions) -> list[Reading]:
    """Read notes in their order."""
    return read_notes(notes, models_of(live))


def live_versions(store: Store, brand: Brand | None) -> Versions:
    """The versions that a brand reads by; a label that the rule judges is not among them."""
    if brand is None:
        return {}
    with store.read() as work:
        return work.feedback_models.find_live(brand.id)


def models_of(live: Versions) -> dict[Label, LabelModel]:
    """The models of some versions."""
    return {label: unpack_model(one.packed, label) for label, one in live.items() if one.packed is not None}
