"""The learning gates of a brand: stored as its settings, checked before they are."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.domain.gates import DEFAULT_GATES, LearningGates

PREFIX: Final = "gates."


@dataclass(frozen=True, slots=True)
class GateRule:
    """What one of the gates may be."""

    name: str
    label: str
    low: float
    high: float
    allowed: str
    """What it takes, in words."""


GATE_RULES: Final = (
    GateRule("minimum_views", "Seen at least", 0, 1e9, "a number of impressions or views from 0 to a billion"),
    GateRule("minimum_age_hours", "Older than", 0, 24 * 365, "hours from 0 to 8,760"),
    GateRule("minimum_likes", "Likes at least", 0, 1e9, "a number of likes from 0 to a billion"),
    GateRule("success_rate", "Engagement rate from", 0, 1, "a rate from 0 to 1 (0.02 is 2 %)"),
    GateRule("success_views", "Or views from", 0, 1e12, "a number of views from 0"),
)


def read_gates(work: UnitOfWork, brand_id: int) -> LearningGates:
    """Read the gates of a brand; those that nobody set are the defaults."""
    stored = work.settings.list_all(brand_id)
    values = {rule.name: _stored(stored.get(PREFIX + rule.name), rule) for rule in GATE_RULES}
    return LearningGates(**values)


def set_gates(work: UnitOfWork, brand_id: int, gates: LearningGates) -> None:
    """Store the gates that differ from what holds; the caller commits.

    Raises:
        BadOption: If one is not a number or out of its range; nothing is stored then.
    """
    for rule in GATE_RULES:
        value = float(getattr(gates, rule.name))
        if not (math.isfinite(value) and rule.low <= value <= rule.high):
            raise BadOption(rule.label, f"{value:g}", rule.allowed)
    known = read_gates(work, brand_id)
    for field in fields(LearningGates):
        value = float(getattr(gates, field.name))
        if value != getattr(known, field.name):
            work.settings.put(brand_id, PREFIX + field.name, repr(value))


def _stored(text: str | None, rule: GateRule) -> float:
    """A value that somebody spoiled by hand must not stop every page: the default holds."""
    default = float(getattr(DEFAULT_GATES, rule.name))
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if math.isfinite(value) and rule.low <= value <= rule.high else default
