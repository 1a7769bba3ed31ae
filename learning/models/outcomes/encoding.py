"""Attributes of posts as numbers, by levels that were seen in the posts that taught."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.models.outcomes.lessons import KNOWN_NUMBERS, Attributes, Floats

FEWEST_OF_A_LEVEL: Final = 5
"""A rarer level counts as not stated."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One column of 0 and 1 per level, and one per number in its standard deviations."""

    levels: tuple[tuple[str, str], ...]
    """Attribute and level of the first columns."""
    middles: Floats
    """Median of each number among those that taught; stands in where it is not known."""
    spreads: Floats

    def encode(self, known: Attributes) -> Floats:
        """Return posts x columns, rounded to single precision, in which trees compare."""
        hits = [known.texts[name] == level for name, level in self.levels]
        numbers = [
            (np.where(np.isnan(known.numbers[name]), middle, known.numbers[name]) - middle) / spread
            for name, middle, spread in zip(KNOWN_NUMBERS, self.middles, self.spreads, strict=True)
        ]
        return np.column_stack([*hits, *numbers]).astype(np.float32).astype(np.float64)


def encoding_of(known: Attributes) -> Encoding:
    """Choose the columns by the posts that teach."""
    levels = [
        (name, level)
        for name, told in known.texts.items()
        for level, count in sorted(Counter(told.tolist()).items())
        if level and FEWEST_OF_A_LEVEL <= count < len(told)
    ]
    middles, spreads = np.zeros(len(KNOWN_NUMBERS)), np.ones(len(KNOWN_NUMBERS))
    for place, name in enumerate(KNOWN_NUMBERS):
        stated = known.numbers[name][~np.isnan(known.numbers[name])]
        if len(stated):
            middles[place] = float(np.median(stated))
            spreads[place] = float(stated.std()) or 1.0
    return Encoding(tuple(levels), middles, spreads)
