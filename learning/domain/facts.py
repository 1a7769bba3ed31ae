"""The additive and unique counters that every platform reports, under one name each."""

from enum import StrEnum
from typing import Final

import numpy as np

SCALE: Final = 1_000_000
"""Facts are stored as integers of value x SCALE: sums of floats differ between engines; amounts below a cent occur."""

MISSING: Final = int(np.iinfo(np.int64).min)
"""The scaled value of a cell that was not reported. Zero is a report; missing is not."""


class Fact(StrEnum):
    """One counter of an observation; the value is its name in files, commands and columns of the store."""

    IMPRESSIONS = "impressions"
    REACH = "reach"
    VIEWS = "views"
    ENGAGEMENTS = "engagements"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    CLICKS = "clicks"
    PROFILE_VISITS = "profile_visits"
    FOLLOWS = "follows"
    CONVERSIONS = "conversions"
    REVENUE = "revenue"
    SPEND = "spend"
    SESSIONS = "sessions"
    BOUNCES = "bounces"
    SESSION_SECONDS = "session_seconds"
    WATCH_SECONDS = "watch_seconds"


UNIQUE_FACTS: Final = frozenset({Fact.REACH})
"""Counts of distinct people: they cannot be added across posts, days or segments."""

ADDITIVE_FACTS: Final = tuple(fact for fact in Fact if fact not in UNIQUE_FACTS)
MONEY_FACTS: Final = frozenset({Fact.REVENUE, Fact.SPEND})
SECONDS_FACTS: Final = frozenset({Fact.SESSION_SECONDS, Fact.WATCH_SECONDS})
EXTRA_PREFIX: Final = "extra."
"""Prefix of the name of a measure that a file has beyond the facts above (`extra.<slug>`)."""
