"""Which day is it where the brand is?"""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.brands import Brand
from services.clock import Clock

EPOCH: Final = date(1970, 1, 1)


def local_day(brand: Brand, clock: Clock) -> int:
    """Return the brand's present day as days since 1970, as sums by day are keyed."""
    return (clock.now().astimezone(ZoneInfo(brand.time_zone)).date() - EPOCH).days
