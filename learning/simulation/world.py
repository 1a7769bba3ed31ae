"""A world: the true rates, the planted effects and the planted events that a simulated history is drawn from.

The learner never sees this record; it is written apart from the exports, so that what Bellwether finds can be held
against what is there.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from learning.domain.errors import BadOption
from learning.simulation.vocabulary import (
    DEVICES,
    FORMATS,
    GENERATORS,
    HOOKS,
    PERSONAS,
    PLATFORMS,
    STRATEGIES,
    TOPICS,
)


class WorldName(StrEnum):
    """The worlds that can be drawn."""

    DEMO = "demo"
    """A few planted effects, seasons, drift and anomalies: what a brand might meet."""
    NOISE = "noise"
    """No effect at all: whatever is found here is a false discovery."""
    MESSY = "messy"
    """The demo world with late, doubled and missing rows in its exports."""


class Attribute(StrEnum):
    """What an effect can hang on."""

    PERSONA = "persona"
    DEVICE = "device"
    PLATFORM = "platform"
    STRATEGY = "strategy"
    TOPIC = "topic"
    FORMAT = "format"
    HOOK = "hook"
    GENERATOR = "generator"


LEVELS: Final[dict[Attribute, tuple[str, ...]]] = {
    Attribute.PERSONA: PERSONAS,
    Attribute.DEVICE: DEVICES,
    Attribute.PLATFORM: PLATFORMS,
    Attribute.STRATEGY: STRATEGIES,
    Attribute.TOPIC: TOPICS,
    Attribute.FORMAT: FORMATS,
    Attribute.HOOK: HOOKS,
    Attribute.GENERATOR: GENERATORS,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """A planted multiplication of the interaction rates: exp(log_lift) where every attribute has its level."""

    levels: tuple[tuple[Attribute, str], ...]
    log_lift: float


@dataclass(frozen=True, slots=True)
class LevelShift:
    """A collective anomaly: from the first to the last day the impressions of a platform are multiplied by `factor`."""

    platform: str
    first_day: int
    last_day: int
    factor: float


@dataclass(frozen=True, slots=True)
class Spike:
    """A point anomaly: one post's impressions are multiplied by `factor`."""

    day: int
    factor: float


@dataclass(frozen=True, slots=True)
class Outage:
    """A contextual anomaly: on these days the clicks of one device are multiplied by `factor`."""

    device: str
    first_day: int
    last_day: int
    factor: float


@dataclass(frozen=True, slots=True)
class Swap:
    """From `day` on, two levels of an attribute exchange their effects: what worked stops working."""

    attribute: Attribute
    one: str
    other: str
    day: int


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a history is drawn from. Days count from 0 at the history's first day."""

    name: WorldName
    effects: tuple[Effect, ...]
    shifts: tuple[LevelShift, ...]
    spikes: tuple[Spike, ...]
    outages: tuple[Outage, ...]
    swap: Swap | None
    yearly_growth: float
    """Relative growth of impressions in 365 days."""
    post_deviation: float
    """Standard deviation of a post's own random effect on the log scale."""
    topic_by_platform: bool
    """True where one topic is published almost only on one platform: a confounder."""


def _main_effects(rng: np.random.Generator) -> tuple[Effect, ...]:
    """A few levels of a few attributes carry an effect; all others are null."""
    chosen = (
        (Attribute.TOPIC, 2),
        (Attribute.HOOK, 1),
        (Attribute.FORMAT, 1),
        (Attribute.GENERATOR, 1),
        (Attribute.PLATFORM, 1),
    )
    effects: list[Effect] = []
    for attribute, count in chosen:
        levels = rng.choice(len(LEVELS[attribute]), size=count, replace=False)
        for place, level in enumerate(levels):
            size = float(rng.uniform(0.25, 0.45)) * (1 if place % 2 == 0 else -1)
            effects.append(Effect(((attribute, LEVELS[attribute][int(level)]),), size))
    return tuple(effects)


def _interactions(rng: np.random.Generator) -> tuple[Effect, ...]:
    """Four persona x device cells differ from what their persona does elsewhere, one of them with the sign reversed."""
    cells = rng.choice(len(PERSONAS) * len(DEVICES), size=4, replace=False)
    effects: list[Effect] = []
    for place, cell in enumerate(cells):
        persona, device = (
            PERSONAS[int(cell) // len(DEVICES)],
            DEVICES[int(cell) % len(DEVICES)],
        )
        size = float(rng.uniform(0.25, 0.4)) * (-1 if place == 0 else 1)
        effects.append(Effect(((Attribute.PERSONA, persona), (Attribute.DEVICE, device)), size))
    return tuple(effects)


def build_world(name: WorldName, days: int, rng: np.random.Generator) -> World:
    """Plant the effects and events of a world.

    Args:
        name: which world.
        days: length of the history in days, at least 1; events are placed at fixed shares of it.
        rng: the random state; equal states give equal worlds.

    Returns:
        The world.

    Raises:
        BadOption: `days` is not positive.
    """
    if days < 1:
        raise BadOption("--days", str(days), "a whole number from 1 on")
    if name is WorldName.NOISE:
        return World(name, (), (), (), (), None, 0.0, 0.5, topic_by_platform=False)
    main = _main_effects(rng)
    generators = rng.permutation(len(GENERATORS))
    return World(
        name=name,
        effects=(*main, *_interactions(rng)),
        shifts=(LevelShift("linkedin", int(days * 0.72), int(days * 0.80), 0.6),),
        spikes=(Spike(int(days * 0.45), 8.0), Spike(int(days * 0.9), 6.0)),
        outages=(Outage("mobile", int(days * 0.6), int(days * 0.6) + 1, 0.2),),
        swap=Swap(
            Attribute.GENERATOR,
            GENERATORS[generators[0]],
            GENERATORS[generators[1]],
            int(days * 0.65),
        ),
        yearly_growth=0.3,
        post_deviation=0.5,
        topic_by_platform=True,
    )
