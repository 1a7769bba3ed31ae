"""What a brand's data hold, as digests: a detector looks again only where what it reads is other than it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from learning.insights.brand_data import BrandData, DailySeries


class Part(StrEnum):
    """A part of `BrandData`."""

    TODAY = "today"
    POSTS = "posts"
    PEERS = "peers"
    CELLS = "cells"
    SERIES = "series"
    HOURS = "hours"
    SOURCES = "sources"
    NOTES = "notes"
    DECISIONS = "decisions"


def digests_of(data: BrandData) -> Mapping[Part, str]:
    """Digest every part of the data.

    Args:
        data: What a run looks at.

    Returns:
        By part, a text that is another one wherever anything in the part is, the order of its rows included: sums of
        floats depend on it.
    """
    return {
        Part.TODAY: str(data.today),
        Part.POSTS: _of_frame(data.posts),
        Part.PEERS: _of_frame(data.peers),
        Part.CELLS: _of_frame(data.cells),
        Part.SERIES: _digest([text for one in data.series for text in _of_series(one)]),
        Part.HOURS: _digest([text for name, sums in data.hours.items() for text in (name, sums)]),
        Part.SOURCES: _digest([repr(one) + repr(one.rows_by_import.tolist()) for one in data.sources]),
        Part.NOTES: _of_frame(data.notes),
        Part.DECISIONS: _of_frame(data.decisions),
    }


def _of_frame(frame: pd.DataFrame) -> str:
    return _digest([text for name in frame.columns for text in (name, *_of_column(frame[name]))])


def _of_column(column: pd.Series) -> tuple[Any, ...]:
    """A column as bytes; categories as texts and codes, texts by the hash of each."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return repr(column.cat.categories.tolist()), column.cat.codes.to_numpy()
    if pd.api.types.is_numeric_dtype(column.dtype):
        return (column.to_numpy(),)
    return (pd.util.hash_array(column.to_numpy(dtype=object), categorize=True),)


def _of_series(series: DailySeries) -> tuple[Any, ...]:
    key = f"{series.key.metric}\n{series.key.basis}\n{series.key.platform or ''}\n{series.first}"
    told = repr((series.decomposition, series.changes))
    return key, series.values, series.numerator, series.denominator, told


def _digest(parts: list[Any]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else np.ascontiguousarray(part).tobytes()
        found.update(len(content).to_bytes(8))
        found.update(content)
    return found.hexdigest()
