"""Where and when posts were published, in numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from learning.domain.observations import Ints
from learning.insights.post_attributes import as_texts, codes_of

DAY_HOURS: Final = 24
NOON: Final = 12
"""Taken for a post whose hour is not known."""


def channel_names(posts: pd.DataFrame) -> tuple[Ints, tuple[tuple[str, str], ...]]:
    """Number the channels (platform and account) of posts: code of each post, and (platform, account) by code."""
    platform, account = as_texts(posts["platform"]), as_texts(posts["account"])
    codes, names = codes_of(np.array([f"{a}\n{b}" for a, b in zip(platform, account, strict=True)], dtype=object))
    pairs = (name.split("\n", 1) for name in names)
    return codes, tuple((platform, account) for platform, account in pairs)


def channels_of(posts: pd.DataFrame) -> Ints:
    """Number the channels of posts."""
    return channel_names(posts)[0]


def published_at(posts: pd.DataFrame) -> Ints:
    """Give the hour at which each post was published, counted from 1970."""
    day, hour = posts["day"].to_numpy(dtype=np.int64), posts["hour"].to_numpy(dtype=np.int64)
    found: Ints = day * DAY_HOURS + np.where(hour < 0, NOON, hour)
    return found
