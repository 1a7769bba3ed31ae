"""Who comes to the programs of a made-up brand: people who come again, on more than one device, and sometimes buy."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np

from learning.simulation.programs import SECONDS_A_DAY, Program, Visit, visitor_stream
from learning.simulation.vocabulary import DEVICES

STARTS_A_DAY: Final = 4
"""People of each device that they mostly use who come for the first time."""
STAY_DAYS: Final = 14
"""So long after that they come again."""
AT_ONCE: Final = 2
"""People of each device who are there in a window of time; fewer make longer sessions."""
WINDOW_SECONDS: Final = 1_800
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
_STREAM: Final = 7
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
        One visitor a visit. A session is what one person does on one device in half an hour; conversions follow
        `CHANCE` and `DEVICE_FACTOR`, whatever was there before.
    """
    rng = visitor_stream(program, slot, seed)
    return tuple(_draw(program, visit, seed, rng) for visit in visits)


def find_visitor(visit: Visit, seed: int) -> tuple[str, str]:
    """Return the person and the session of a visit.

    Args:
        visit: With its device.
        seed: Of the world.

    Returns:
        People of one half hour come several times in it; each has begun in the last two weeks.
    """
    device, window = visit.context["device"], visit.at // WINDOW_SECONDS
    rng = np.random.default_rng([seed, _STREAM, zlib.crc32(visit.unit.encode())])
    home = device if rng.random() < OWN_DEVICE else DEVICES[int(rng.integers(len(DEVICES)))]
    person = _about(seed, window, home, int(rng.integers(AT_ONCE)))
    return person, f"{person}-{device}-{window}"


def begun_at(person: str) -> int:
    """Return the UTC seconds of the day on which a person first came."""
    return int(person.rsplit("-", 2)[1]) * SECONDS_A_DAY


@lru_cache(maxsize=1_024)
def _about(seed: int, window: int, home: str, number: int) -> str:
    """One of those who are there in a window."""
    rng = np.random.default_rng([seed, _STREAM, window, DEVICES.index(home), number, 1])
    day = window * WINDOW_SECONDS // SECONDS_A_DAY - int(rng.integers(STAY_DAYS))
    return f"{home}-{day}-{int(rng.integers(STARTS_A_DAY))}"


def _draw(program: Program, visit: Visit, seed: int, rng: np.random.Generator) -> Visitor:
    device = visit.context["device"]
    person, session = find_visitor(visit, seed)
    tokens = max(1, round(rng.gamma(1 / SPREAD**2, TOKENS[program.component] * SPREAD**2)))
    chance = CHANCE[program.component] * DEVICE_FACTOR[device]
    return Visitor(
        person=person,
        session=session,
        tokens=tokens,
        spend=round(tokens * PRICE, 6),
        conversions=int(rng.random() < chance),
    )
