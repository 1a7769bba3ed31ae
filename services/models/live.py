"""What a version of a model of posts tells by now, and as what a candidate meets it."""

from __future__ import annotations

from learning.domain.outcome_models import OutcomeVersion
from learning.models.outcomes.model import OutcomeModel, unpack_model
from learning.models.outcomes.trial import LiveModel
from learning.models.outcomes.updating import unpack_update, with_update


def model_of(version: OutcomeVersion) -> OutcomeModel | None:
    """Return what a version tells by now, newer posts included; None where it was let go or no longer stands."""
    if version.packed is None or version.stale:
        return None
    model = unpack_model(version.packed)
    if version.update is None or version.update.packed is None:
        return model
    return with_update(model, unpack_update(version.update.packed))


def live_model(version: OutcomeVersion) -> LiveModel | None:
    """Return a version as a mark for others: told of later posts as it was moved in turn by those before them."""
    model = model_of(version)
    if model is None or version.packed is None:
        return None
    updated = len(model.shift) > 0
    return LiveModel(unpack_model(version.packed), version.seen_day, f"version {version.version}", updated)
