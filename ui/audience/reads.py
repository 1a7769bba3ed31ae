"""What the Audience page reads of a brand; every answer is kept as long as its versions stand."""

from __future__ import annotations

from datetime import date
from typing import Final

from learning.domain.audience import AudienceGrid, AudienceOffer, GapQuery, GapReport, GridQuery, MixQuery, MixReport
from learning.domain.brands import Brand
from learning.domain.journeys import Journeys
from learning.domain.persona_effects import PersonaEffects, PersonaQuery
from services.audience.breakdown import audience_grid
from services.audience.gaps import segment_gaps
from services.audience.mix import what_differs
from services.audience.offer import audience_offer
from services.audience.persona_effects import read_persona_effects
from services.decisions.journeys import read_journeys
from ui import runtime
from ui.answers import ask, cache_key

JOURNEYS_STAND_S: Final = 300


def offer(brand: Brand) -> AudienceOffer:
    """Return what the brand's people can be told apart by."""
    return ask(cache_key(brand, "audience_offer"), lambda work: audience_offer(work, brand.id))


def grid(brand: Brand, query: GridQuery) -> AudienceGrid:
    """Return a metric by two dimensions."""
    return ask(cache_key(brand, "audience_grid", query), lambda work: audience_grid(work, query))


def gaps(brand: Brand, query: GapQuery) -> GapReport:
    """Return which segments differ from the rest."""
    return ask(cache_key(brand, "audience_gaps", query), lambda work: segment_gaps(work, query))


def mix(brand: Brand, query: MixQuery) -> MixReport:
    """Return what differs between a segment and the rest."""
    return ask(cache_key(brand, "audience_mix", query), lambda work: what_differs(work, query))


def persona_effects(brand: Brand, query: PersonaQuery) -> PersonaEffects:
    """Return what a property of posts does for each persona."""
    return ask(cache_key(brand, "persona_effects", query), lambda work: read_persona_effects(work, query))


def journeys(brand: Brand, first: date, last: date) -> Journeys:
    """Return how people came to a conversion on some days; asked anew every five minutes: reports raise no version."""
    minutes = int(runtime.now().timestamp()) // JOURNEYS_STAND_S
    return ask(
        cache_key(brand, "journeys", (first, last, minutes)), lambda work: read_journeys(work, brand, first, last)
    )
