"""What the filters offer: the values of each dimension of a brand's data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.unit import UnitOfWork
from learning.domain.dimension_values import DimensionValue, DimensionValues
from learning.domain.dimensions import CONTENT_DIMENSIONS, SEGMENT_DIMENSIONS
from learning.domain.trends import Available

MOST_VALUES: Final = 200
"""So many a list shows; the rest is found by typing."""
OWN_LISTS: Final = frozenset({"platform", "account", "content"})
"""Platforms and accounts are listed by what is available; single posts are found in the lists of posts."""


def dimension_values(
    work: UnitOfWork, brand_id: int, available: Available, *, limit: int = MOST_VALUES
) -> tuple[DimensionValues, ...]:
    """The values of every dimension that some figure can be filtered by, in the order of `filter_dimensions`."""
    segments = work.figures.list_segment_values(brand_id)
    contents = work.figures.list_content_values(brand_id) if "content" in available.dimensions else {}
    found: list[DimensionValues] = []
    for name in filter_dimensions(available):
        if name == "platform":
            values = _plain(available.platforms)
        elif name == "account":
            values = _plain(list(dict.fromkeys(handle for _, handle in available.accounts)))
        else:
            values = _of_data(contents.get(name, ()), segments.get(name, ()))
        found.append(DimensionValues(name, values[:limit], len(values)))
    return tuple(found)


def filter_dimensions(available: Available) -> tuple[str, ...]:
    """The dimensions that a brand's figures can be filtered by: those of every brand first, then its named ones."""
    held = set(available.dimensions)
    standard = ("campaign", *SEGMENT_DIMENSIONS, *(name for name in CONTENT_DIMENSIONS if name != "campaign"))
    known = [name for name in standard if name in held or (name == "strategy" and "content" in held)]
    named = sorted(held.difference(standard, OWN_LISTS))
    return ("platform", *known, "account", *named)


def _plain(texts: Sequence[str]) -> tuple[DimensionValue, ...]:
    return tuple(DimensionValue(text, 0) for text in texts)


def _of_data(contents: Sequence[DimensionValue], segments: Sequence[DimensionValue]) -> tuple[DimensionValue, ...]:
    """An attribute of contents, a part of segments, or (a strategy and a campaign can be either) both."""
    known = {value.text for value in contents}
    both = (*contents, *(value for value in segments if value.text not in known))
    # Where nothing is stated at all, there is nothing to filter by.
    return both if any(value.text for value in both) else ()
