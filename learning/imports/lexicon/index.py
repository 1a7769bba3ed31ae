"""Finding the fields that a header can mean."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from learning.imports.headers import header_key, reduced_key
from learning.imports.lexicon.attributes import ATTRIBUTE_WORDS
from learning.imports.lexicon.facts import FACT_WORDS
from learning.imports.lexicon.further import FURTHER_WORDS
from learning.imports.lexicon.looks import LOOK_WORDS
from learning.imports.lexicon.places import DIMENSION_WORDS, TIME_WORDS

_ALL: Final = (*FACT_WORDS, *ATTRIBUTE_WORDS, *TIME_WORDS, *DIMENSION_WORDS, *FURTHER_WORDS, *LOOK_WORDS)


@dataclass(frozen=True, slots=True)
class Sense:
    """A field that a header can mean; the smaller `rank`, the more exactly it says so."""

    field: str
    rank: int


@lru_cache(maxsize=1)
def _indexes() -> tuple[dict[str, tuple[Sense, ...]], dict[str, tuple[Sense, ...]]]:
    exact: dict[str, dict[str, int]] = {}
    reduced: dict[str, dict[str, int]] = {}
    for entry in _ALL:
        for text in entry.texts:
            key = header_key(text)
            senses = exact.setdefault(key, {})
            senses[entry.field] = min(entry.rank, senses.get(entry.field, entry.rank))
            senses = reduced.setdefault(reduced_key(key), {})
            senses[entry.field] = min(entry.rank, senses.get(entry.field, entry.rank))
    return (
        {key: tuple(Sense(field, rank) for field, rank in senses.items()) for key, senses in exact.items()},
        {key: tuple(Sense(field, rank + 10) for field, rank in senses.items()) for key, senses in reduced.items()},
    )


def senses_of(key: str) -> tuple[Sense, ...]:
    """The fields that a header can mean, most likely first.

    Args:
        key: result of `header_key`.

    Returns:
        Senses in the lexicon's order; those found only after leaving out neutral words have ranks of 10 and more.
    """
    exact, reduced = _indexes()
    found = exact.get(key, ())
    if found:
        return found
    short = reduced_key(key)
    return (exact.get(short, ()) and tuple(Sense(s.field, s.rank + 10) for s in exact[short])) or reduced.get(short, ())
