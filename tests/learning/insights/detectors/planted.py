"""What was planted in a simulated brand, beside what was found."""

from __future__ import annotations

from collections.abc import Sequence

from learning.domain.insights import Candidate, Finding, Tier
from learning.insights.control import control
from learning.simulation.history import History
from learning.simulation.world import Attribute

ATTRIBUTES = (Attribute.TOPIC, Attribute.HOOK, Attribute.FORMAT, Attribute.GENERATOR)


def confirmed(candidates: Sequence[Candidate]) -> list[Finding]:
    """What is confirmed when nothing else was looked at."""
    return [one for one in control(candidates) if one.tier is Tier.CONFIRMED]


def planted_levels(history: History) -> dict[tuple[str, str], float]:
    """(attribute, level) -> log lift of the main effects of posts; generators that changed places are left out."""
    swapped = {history.world.swap.one, history.world.swap.other} if history.world.swap else set()
    found = {}
    for effect in history.world.effects:
        (attribute, level), *further = effect.levels
        if not further and attribute in ATTRIBUTES and level not in swapped:
            found[attribute.value, level] = effect.log_lift
    return found


def level_of(candidate: Candidate) -> tuple[str, str]:
    """(attribute, level) of a comparison of levels."""
    what = dict(candidate.subject.what)
    return what["attribute"], what["level"]
