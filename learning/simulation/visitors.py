"""Who comes to the programs of a made-up brand: people who come again, on more than one device, and sometimes buy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from learning.simulation.programs import SECONDS_A_DAY, SLOT_SECONDS, Program, Visit, visitor_stream
from learning.simulation.vocabulary import DEVICES

PEOPLE: Final = 700
"""Of each device that people mostly use."""
OWN_DEVICE: Final = 0.7
"""Chance that a visit is of somebody who mostly uses the device that it came from."""
CHANCE: Final[Mapping[str, float]] = MappingProxyType(
    {"newsletter": 0.006, "landing_page": 0.035, "recommendations": 0.015}
)
"""True chance of a conversion at a contact with a program, on a device of factor 1."""
DEVICE_FACTOR: Final[Mapping[str, float]] = MappingProxyType({"mobile": 0.8, "desktop": 1.4, "tablet": 1.0})
TOKENS: Final[Mapping[str, float]] = MappingProxyType(
    {"newsletter": 620.0, "landing_page": 340.0, "recommendations": 90.0}
)
"""Mean tokens of what a program writes for a contact."""
SPREAD: Final = 0.4
PRICE: Final = 0.00002
"""Money a token."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who came with a visit, and what came of it beside the metric of the program."""

    person: str
    session: str
    tokens: int
    spend: float
    conversions: int


def draw_visitors(program: Program, visits: Sequence[Visit], slot: int, seed: int) -> tuple[Visitor, ...]:
    """Draw who came with the visits of a slot.

    Args:
        program: Which program served them.
        visits: Its visits of the slot, with their device.
        slot: Number of the slot.
        seed: Of the world; the same ones again for equal seeds and slots.

    Returns:
        One visitor a visit. A session is what one person does on one device on one day; conversions follow `CHANCE` and
        `DEVICE_FACTOR`, whatever was there before.
    """
    rng = visitor_stream(program, slot, seed)
    return tuple(_draw(program, visit, slot, rng) for visit in visits)


def _draw(program: Program, visit: Visit, slot: int, rng: np.random.Generator) -> Visitor:
    device = visit.context["device"]
    home = device if rng.random() < OWN_DEVICE else DEVICES[int(rng.integers(len(DEVICES)))]
    person = f"{home}-{int(rng.integers(PEOPLE))}"
    tokens = max(1, round(rng.gamma(1 / SPREAD**2, TOKENS[program.component] * SPREAD**2)))
    chance = CHANCE[program.component] * DEVICE_FACTOR[device]
    day = slot * SLOT_SECONDS // SECONDS_A_DAY
    return Visitor(
        person=person,
        session=f"{person}-{device}-{day}",
        tokens=tokens,
        spend=round(tokens * PRICE, 6),
        conversions=int(rng.random() < chance),
    )
