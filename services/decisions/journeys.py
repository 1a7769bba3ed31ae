"""How people came to a conversion, from what programs report."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from db.repositories.decisions import ContactNames
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.facts import Fact
from learning.domain.journeys import Journeys
from learning.metrics.journeys import describe_journeys

MOST_DECISIONS: Final = 100_000
"""Of more the newest are read, and the answer says so."""
NAMES: Final = ContactNames(
    conversions=Fact.CONVERSIONS.value,
    spend=Fact.SPEND.value,
    # Who tells sessions alone tells ways within them.
    person=("user_id", "session_id"),
    session="session_id",
    tokens="token_count",
    device="device",
)


def read_journeys(work: UnitOfWork, brand: Brand, first: date, last: date) -> Journeys:
    """Describe the ways of the people whom programs met on some days of the brand, first and last included."""
    zone = ZoneInfo(brand.time_zone)
    since, until = (int(datetime.combine(day, time(), zone).timestamp()) for day in (first, last + timedelta(days=1)))
    contacts = work.decisions.list_contacts(brand.id, since, until, most=MOST_DECISIONS, names=NAMES)
    return describe_journeys(contacts)
