"""What each arm brings in each context: effects of arms and of arms in contexts, drawn to the pooled arms."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.models.arms.columns import ArmColumns, columns_of
from learning.models.arms.lessons import ArmLesson, Floats
from learning.models.arms.mixed import Effects, fit_effects


@dataclass(frozen=True, slots=True)
class ArmModel:
    """Expected rewards of arms by context."""

    columns: ArmColumns
    effects: Effects
    """Posterior of the effects of the columns."""
    patterns: NDArray[np.bool_]
    """Contexts that were seen: patterns x levels."""
    counts: Ints
    """Decisions of each: patterns x arms."""
    shares: Floats
    """How often each level held; stands in for what is not said of a context."""

    def expect(self, hits: Floats) -> Floats:
        """Return the expected reward of every arm in every row of levels: rows x arms."""
        arms, levels, *within = self.columns.families
        mean = self.effects.mean
        found: Floats = mean[0] + mean[arms] + (hits @ mean[levels])[:, None]
        for family in within:
            found = found + hits @ mean[family].reshape(hits.shape[1], -1)
        return found

    def believe(self, context: Mapping[str, str]) -> tuple[Floats, Floats]:
        """Return mean and covariance of the expected rewards of all arms in one context."""
        arms = np.arange(len(self.columns.arms))
        rows = self.columns.design(arms, np.tile(self._hits_of(context), (len(arms), 1)))
        return rows @ self.effects.mean, rows @ self.effects.covariance @ rows.T

    def count_here(self, context: Mapping[str, str]) -> Ints:
        """Return how many decisions took each arm where all levels of a context that were learned held."""
        wanted = [context.get(name) == level for name, level in self.columns.levels]
        found: Ints = self.counts[self.patterns[:, wanted].all(axis=1)].sum(axis=0)
        return found

    def _hits_of(self, context: Mapping[str, str]) -> Floats:
        """The levels of one context; of a name that is not told, the levels as often as they held."""
        found = [
            float(context[name] == level) if name in context else share
            for (name, level), share in zip(self.columns.levels, self.shares.tolist(), strict=True)
        ]
        return np.array(found, dtype=np.float64)


def learn_arms(lesson: ArmLesson, *, by_context: bool) -> ArmModel:
    """Learn what each arm brings.

    Args:
        lesson: The decisions; at least one.
        by_context: Whether an arm may do better in one context than in another.

    Returns:
        Posterior of the linear mixed model reward = m + arm + level + (arm in level) + day + e with normal effects of
        mean zero, one variance for each family (`fit_effects`): what few decisions tell is drawn to the pooled arms.
        Days take up what moved all arms. Decisions of one person with one arm count as one.
    """
    columns = columns_of(lesson, by_context=by_context)
    taken, hits = columns.taken(lesson.arms), columns.hits(lesson.contexts, len(lesson.arms))
    patterns, pattern = np.unique(hits, axis=0, return_inverse=True)
    counts = np.zeros((len(patterns), len(columns.arms)), dtype=np.int64)
    np.add.at(counts, (pattern[taken >= 0], taken[taken >= 0]), 1)
    effects = _effects(columns, lesson, taken, patterns, pattern)
    return ArmModel(columns, effects, patterns > 0, counts, hits.mean(axis=0))


def _effects(columns: ArmColumns, lesson: ArmLesson, taken: Ints, patterns: Floats, pattern: Ints) -> Effects:
    day = np.unique(lesson.days, return_inverse=True)[1].astype(np.int64)
    days = int(day.max()) + 1
    alike = np.unique(np.column_stack([lesson.units, taken, pattern]), axis=0, return_inverse=True)[1]
    weights = 1.0 / np.bincount(alike)[alike]
    cells, cell = np.unique(np.column_stack([taken, pattern, day]), axis=0, return_inverse=True)
    mass, totals = (np.bincount(cell, one).astype(np.float64) for one in (weights, weights * lesson.rewards))
    known = columns.design(cells[:, 0], patterns[cells[:, 1]])
    kept = known.shape[1]
    found = fit_effects(
        np.hstack([known, cells[:, 2:3] == np.arange(days)]),
        mass,
        totals,
        float((weights * lesson.rewards**2).sum()),
        [*columns.families, slice(kept, kept + days)],
    )
    # What is told is of the mean of these days: the intercept takes up their effects by their share.
    told = np.eye(kept, kept + days)
    told[0, kept:] = np.bincount(cells[:, 2], mass) / mass.sum()
    return Effects(told @ found.mean, told @ found.covariance @ told.T)


def pack_arms(model: ArmModel) -> bytes:
    """Return a model as bytes that hold numbers and texts only (numpy's npz, no pickles)."""
    stream, columns = io.BytesIO(), model.columns
    plain = {"arms": columns.arms, "levels": columns.levels, "by_context": columns.by_context}
    np.savez_compressed(
        stream,
        plain=np.frombuffer(json.dumps(plain).encode("utf-8"), dtype=np.uint8),
        mean=model.effects.mean,
        covariance=model.effects.covariance,
        patterns=model.patterns,
        counts=model.counts,
        shares=model.shares,
    )
    return stream.getvalue()


def unpack_arms(packed: bytes) -> ArmModel:
    """Return the model that `pack_arms` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        plain = json.loads(found["plain"].tobytes().decode("utf-8"))
        columns = ArmColumns(
            tuple(map(str, plain["arms"])),
            tuple((str(name), str(level)) for name, level in plain["levels"]),
            bool(plain["by_context"]),
        )
        effects = Effects(found["mean"], found["covariance"])
        return ArmModel(columns, effects, found["patterns"], found["counts"], found["shares"])
