"""Which arms and which levels of contexts are learned from, and the columns that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.models.arms.lessons import ArmLesson, Floats

FEWEST_OF_AN_ARM: Final = 10
"""A rarer arm is not recommended."""
MOST_ARMS: Final = 30
FEWEST_OF_A_LEVEL: Final = 30
"""A rarer level of a context counts as not told."""
MOST_LEVELS: Final = 40


@dataclass(frozen=True, slots=True)
class ArmColumns:
    """Intercept, arms, levels and, if by context, arms in levels (the arms within each level)."""

    arms: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    """Name and level."""
    by_context: bool
    """Whether an arm may do better in one context than in another."""

    @property
    def families(self) -> list[slice]:
        """The columns whose effects are alike: arms, levels, arms in levels."""
        arms, levels = len(self.arms), len(self.levels)
        found = [slice(1, 1 + arms), slice(1 + arms, 1 + arms + levels)]
        return [*found, slice(1 + arms + levels, 1 + arms + levels + arms * levels)] if self.by_context else found

    def hits(self, contexts: Mapping[str, Texts], count: int) -> Floats:
        """Return which levels hold in so many rows: rows x levels, 0 and 1."""
        found = [
            (contexts[name] == level) if name in contexts else np.zeros(count, dtype=np.bool_)
            for name, level in self.levels
        ]
        return np.column_stack(found).astype(np.float64) if found else np.zeros((count, 0))

    def taken(self, arms: Texts) -> Ints:
        """Return the place of each arm; -1 of one that is not learned from."""
        place = {arm: number for number, arm in enumerate(self.arms)}
        return np.array([place.get(arm, -1) for arm in arms.tolist()], dtype=np.int64)

    def design(self, taken: Ints, hits: Floats) -> Floats:
        """Return rows x columns."""
        own = (taken[:, None] == np.arange(len(self.arms))).astype(np.float64)
        parts = [np.ones((len(taken), 1)), own, hits]
        if self.by_context:
            parts.append((hits[:, :, None] * own[:, None, :]).reshape(len(taken), -1))
        return np.hstack(parts)


def columns_of(lesson: ArmLesson, *, by_context: bool) -> ArmColumns:
    """Choose the columns by the decisions that teach."""
    arms = Counter(lesson.arms.tolist()).most_common(MOST_ARMS)
    levels = [
        (count, name, level)
        for name, told in lesson.contexts.items()
        for level, count in Counter(told.tolist()).items()
        if level and FEWEST_OF_A_LEVEL <= count < len(told)
    ]
    return ArmColumns(
        tuple(sorted(arm for arm, count in arms if count >= FEWEST_OF_AN_ARM)),
        tuple(sorted((name, level) for _, name, level in sorted(levels, reverse=True)[:MOST_LEVELS])),
        by_context,
    )
