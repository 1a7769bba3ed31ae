"""By what of their own can posts be told apart that no export states: how long they are, how densely they came."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from db.unit import UnitOfWork
from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.insights.detectors.frequency import SAME_DAY_BANDS, SPACING_BANDS, pace_of_posts
from learning.insights.post_attributes import LENGTH_BANDS, length_bands

LENGTH: Final = "length"
BANDS: Final = {
    "posts that day": SAME_DAY_BANDS,
    "time since the post before": SPACING_BANDS,
    LENGTH: LENGTH_BANDS,
}
"""Name -> its bands in their order. Lengths are thirds of their platform, the pace is that of the account."""
DAY_HOURS: Final = 24


def bands_of(work: UnitOfWork, brand_id: int, name: str, ids: Ints) -> Texts:
    """Return the band of each of some contents, of shape (contents,); '' where it is not known."""
    columns = work.figures.list_posts(brand_id)
    hours = columns.numbers["published_hour"]
    frame = pd.DataFrame(
        {
            **{text: columns.texts[text] for text in ("platform", "account", "topic", "format")},
            "day": columns.numbers["published_day"].astype(np.int64),
            "hour": np.where(np.isnan(hours), -1, np.nan_to_num(hours) % DAY_HOURS).astype(np.int64),
            "length": columns.numbers["length"],
        }
    )
    bands = length_bands(frame) if name == LENGTH else pace_of_posts(frame)[name]
    found: Texts = np.full(len(ids), "", dtype=object)
    if len(columns.ids):
        place = np.minimum(np.searchsorted(columns.ids, ids), len(columns.ids) - 1)
        known = columns.ids[place] == ids
        found[known] = bands[place[known]]
    return found
