"""Do whole areas differ, and do single words within an area, when an area is nothing but its words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.holdings import Texts
from learning.insights.level_comparisons import Group, LevelContrast, contrast_groups, fit_levels
from learning.insights.level_design import FEWEST_POSTS, MOST_LEVELS, TOGETHER, Block, lay_out
from learning.insights.post_attributes import Levels, number_levels
from learning.insights.post_outcomes import PostOutcomes

_JOINED: Final = "\n"
_BOTH: Final = "area and word"
ONE_WORD: Final = 0.8
"""Where so many posts of an area have one word, the word tells it already."""


@dataclass(frozen=True, slots=True)
class Nested:
    """An area and a word of each post; arrays of shape (posts,), '' = none."""

    area_name: str
    """What the attribute of the areas is called."""
    areas: Texts
    word_name: str
    words: Texts


def apart(nested: Nested) -> Nested:
    """Drop areas of fewer than five posts, or that are hardly more than one word, and all if one is left."""
    areas = nested.areas.copy()
    for area, size in Counter(areas.tolist()).items():
        own = areas == area
        told = Counter(word for word in nested.words[own].tolist() if word)
        if size < FEWEST_POSTS or (told and max(told.values()) >= ONE_WORD * size):
            areas[own] = ""
    if len(set(areas.tolist()) - {""}) < 2:
        areas[:] = ""
    return Nested(nested.area_name, areas, nested.word_name, nested.words)


def compare_nested(
    outcomes: PostOutcomes, posts: pd.DataFrame, nested: Nested, adjusted: Mapping[str, Levels]
) -> list[LevelContrast]:
    """Estimate what areas do, and what words do within their area, in one regression.

    Args:
        outcomes: A metric of the posts.
        posts: POST_COLUMNS, the frame that the outcomes were read from.
        nested: Of each post of the frame, from `apart`.
        adjusted: Attributes that are held alike.

    Returns:
        Contrasts of the areas (the mean of their posts, held against the middle one of the areas), then of the 24 most
        frequent words, each held against the middle one of the words of its area, so that what a whole area does is no
        finding of each of its words.
    """
    kept = {word for word, _ in _most_frequent(nested.words[outcomes.rows])}
    joined = [
        f"{area}{_JOINED}{word if word in kept else ''}" for area, word in zip(nested.areas, nested.words, strict=True)
    ]
    both = number_levels({_BOTH: np.array(joined, dtype=object)})
    design = lay_out(posts, outcomes.rows, {**both, **adjusted}, most_levels=len(both[_BOTH].names))
    fit = fit_levels(outcomes, design)
    if fit is None or not design.blocks or design.blocks[0].name != _BOTH:
        return []
    found = _Groups(design.blocks[0], len(fit.coefficients), outcomes)
    contrasts = contrast_groups(nested.area_name, found.of_areas(), fit)
    for area in found.areas:
        contrasts += contrast_groups(nested.word_name, found.of_words(area), fit)
    return contrasts


def _most_frequent(words: Texts) -> list[tuple[str, int]]:
    counts = Counter(word for word in words.tolist() if word)
    told = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [one for one in told if one[1] >= FEWEST_POSTS][:MOST_LEVELS]


class _Groups:
    """Levels of area and word, put together by area or taken one by one."""

    def __init__(self, block: Block, width: int, outcomes: PostOutcomes) -> None:
        self._first, self._width = block.first, width
        self._posts = np.bincount(block.codes, minlength=len(block.levels)).astype(np.float64)
        events = np.bincount(block.codes, outcomes.events, minlength=len(block.levels))
        self._named: list[tuple[int, str, str]] = []
        for place, level in enumerate(block.levels):
            area, _, word = level.partition(_JOINED)
            if level != TOGETHER and events[place] > 0:
                self._named.append((place, area, word))
        self.areas = sorted({area for _, area, _ in self._named})

    def of_areas(self) -> list[Group]:
        """One group for each area that is told."""
        return [
            self._group(area, [place for place, own, _ in self._named if own == area]) for area in self.areas if area
        ]

    def of_words(self, area: str) -> list[Group]:
        """One group for each word of an area, '' for the words of posts without any."""
        return [self._group(word, [place]) for place, own, word in self._named if own == area and word]

    def _group(self, name: str, places: list[int]) -> Group:
        columns = np.zeros(self._width)
        posts = self._posts[places]
        columns[[self._first + place for place in places]] = posts / posts.sum()
        return Group(name, columns, float(posts.sum()))
