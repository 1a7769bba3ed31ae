"""What customers of the made-up brand say, and how long ago they said it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from learning.domain.feedback import FeedbackStrength
from learning.domain.feedback_entries import FeedbackSource
from learning.simulation.vocabulary import CAMPAIGNS, PERSONAS

PARENTS, COMMUTERS, HIKERS, SHOPPERS = PERSONAS
_, TRAILS, RAIN, MADE = CAMPAIGNS


@dataclass(frozen=True, slots=True)
class SimulatedNote:
    """One note of the made-up brand."""

    hours: float
    """So many hours before now somebody entered it."""
    text: str
    source: FeedbackSource
    persona: str = ""
    campaign: str = ""
    strength: FeedbackStrength | None = None
    answer: str = ""
    """Why nothing changes, where somebody said so."""


def simulated_notes() -> Iterator[SimulatedNote]:
    """Give the notes, the oldest first: some answered, some late, some of today."""
    yield from sorted(_NOTES, key=lambda note: -note.hours)


_NOTES: Final = (
    SimulatedNote(
        530,
        "The delivery took two weeks, and nobody could tell me where it was.",
        FeedbackSource.SUPPORT,
        SHOPPERS,
        strength=FeedbackStrength.DEAL_BREAKER,
        answer="The parcel service changed in November; parcels take four days now.",
    ),
    SimulatedNote(
        506,
        "I love the packing lists, we used one for our first camping trip with the kids.",
        FeedbackSource.COMMENT,
        PARENTS,
        TRAILS,
        answer="Thank you note sent; more lists are planned anyway.",
    ),
    SimulatedNote(
        430,
        "Delivery was late again. The gift came a day after the birthday.",
        FeedbackSource.SUPPORT,
        SHOPPERS,
        strength=FeedbackStrength.DEAL_BREAKER,
        answer="As above: another parcel service since November.",
    ),
    SimulatedNote(
        380,
        "Could you show the rain jacket on people who cycle to work?",
        FeedbackSource.SALES_CALL,
        COMMUTERS,
        RAIN,
        FeedbackStrength.MATTERS,
    ),
    SimulatedNote(310, "The posts with five tips are the ones I save.", FeedbackSource.SURVEY, HIKERS, TRAILS),
    SimulatedNote(
        266, "Numbers in the title help me decide what to read on the train.", FeedbackSource.SURVEY, COMMUTERS
    ),
    SimulatedNote(214, "Your repair guide saved my old boots. Brilliant!", FeedbackSource.COMMENT, HIKERS, MADE),
    SimulatedNote(
        168,
        "The newsletter feels like it is written for somebody else.",
        FeedbackSource.SURVEY,
        PARENTS,
        strength=FeedbackStrength.MATTERS,
    ),
    SimulatedNote(150, "Please post shorter videos, I watch them in breaks.", FeedbackSource.DIRECT_MESSAGE, COMMUTERS),
    SimulatedNote(
        122,
        "The size table is confusing, I ordered the wrong jacket twice.",
        FeedbackSource.SUPPORT,
        SHOPPERS,
        RAIN,
        FeedbackStrength.DEAL_BREAKER,
    ),
    SimulatedNote(
        99,
        "Why is the size table in inches? Nobody here uses inches.",
        FeedbackSource.SUPPORT,
        HIKERS,
        RAIN,
        FeedbackStrength.MATTERS,
    ),
    SimulatedNote(75, "Family days out are my favourite posts of the week.", FeedbackSource.COMMENT, PARENTS, TRAILS),
    SimulatedNote(
        52,
        "The wrong size came again, and the size table did not help.",
        FeedbackSource.SUPPORT,
        SHOPPERS,
        RAIN,
        FeedbackStrength.DEAL_BREAKER,
    ),
    SimulatedNote(
        40,
        "I think our posts of the editor sound tired lately.",
        FeedbackSource.OWN_VIEW,
        strength=FeedbackStrength.NICE_TO_KNOW,
    ),
    SimulatedNote(
        27, "Do you have the size table for children's rain trousers?", FeedbackSource.DIRECT_MESSAGE, PARENTS, RAIN
    ),
    SimulatedNote(
        20, "The how-to on washing down jackets was exactly what I needed.", FeedbackSource.COMMENT, HIKERS, MADE
    ),
    SimulatedNote(9, "An idea: let customers vote on the next trail guide.", FeedbackSource.PARTNER, HIKERS, TRAILS),
    SimulatedNote(
        2,
        "Checkout on the phone hangs when I choose a gift card.",
        FeedbackSource.SUPPORT,
        SHOPPERS,
        strength=FeedbackStrength.MATTERS,
    ),
)
