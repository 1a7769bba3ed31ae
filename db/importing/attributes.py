"""What versions say of a content, and what holds now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from db.texts import pairs_from_text, pairs_to_text, storable_or_none
from learning.domain.observations import ContentRecord

ATTRIBUTES: Final = (
    "title",
    "text",
    "permalink",
    "format",
    "topic",
    "hook",
    "generator",
    "strategy",
    "campaign",
    "published_at",
    "published_day",
    "published_hour",
    "length",
    "extras",
    "peer",
)
"""Columns of a content and of its versions, in the order of every `Attributes` tuple."""

NUMBERS: Final = frozenset({"published_at", "published_day", "published_hour", "length"})
EXTRAS: Final = ATTRIBUTES.index("extras")
PUBLISHED_DAY: Final = ATTRIBUTES.index("published_day")
PUBLISHED_HOUR: Final = ATTRIBUTES.index("published_hour")

Attributes = tuple[str | int | bool | None, ...]
"""The values of ATTRIBUTES; None = not said. Extras are canonical JSON."""


def attributes_of(record: ContentRecord) -> Attributes:
    """What a file says of a content, as columns."""
    return (
        storable_or_none(record.title),
        storable_or_none(record.text),
        storable_or_none(record.permalink),
        storable_or_none(record.format),
        storable_or_none(record.topic),
        storable_or_none(record.hook),
        storable_or_none(record.generator),
        storable_or_none(record.strategy),
        storable_or_none(record.campaign),
        record.published_at,
        record.published_day,
        record.published_hour,
        record.length,
        pairs_to_text(record.extras) if record.extras else None,
        record.peer,
    )


def merge_attributes(versions: Iterable[Attributes]) -> Attributes:
    """What holds after several versions, lowest rank first: the last value said of each attribute, extras by name."""
    merged: Attributes = ()
    for version in versions:
        merged = overlay(merged, version) if merged else version
    return merged


def overlay(below: Attributes, above: Attributes) -> Attributes:
    """What holds when a version of higher rank is added."""
    result = [upper if upper is not None else lower for lower, upper in zip(below, above, strict=True)]
    if below[EXTRAS] and above[EXTRAS] and below[EXTRAS] != above[EXTRAS]:
        extras = dict(pairs_from_text(str(below[EXTRAS]))) | dict(pairs_from_text(str(above[EXTRAS])))
        result[EXTRAS] = pairs_to_text(extras.items())
    return tuple(result)


def apply_edits(merged: Attributes, edits: Mapping[str, str | None]) -> Attributes:
    """What holds after the manual edits, which outrank every file."""
    values = dict(zip(ATTRIBUTES, merged, strict=True))
    for attribute, value in edits.items():
        values[attribute] = int(value) if value is not None and attribute in NUMBERS else value
    return tuple(values[name] for name in ATTRIBUTES)


NOTHING_SAID: Final[Attributes] = (*(None for _ in ATTRIBUTES[:-1]), False)
"""The attributes of a content of which no version is left."""
