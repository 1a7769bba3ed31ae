"""Whether a model that was taught goes live: only if it is better on corrections that it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.anomalies import Floats
from learning.domain.feedback import Feeling, Label
from learning.models.feedback.classifier import Told, fit_plainly, teachable_names
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.rules import names_by_rule
from learning.models.feedback.sentiment import Felt
from learning.models.going_live import BETTER_BY, LEVEL, SWAPS

Bools = NDArray[np.bool_]

FEWEST_CORRECTIONS: Final = 40
FEWEST_OF_A_NAME: Final = 5
FOLDS: Final = 10
PLURAL: Final = {Label.FEELING: "feelings", Label.KIND: "kinds", Label.THEMES: "themes", Label.STRENGTH: "strengths"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a candidate and the live method did on the same held-back corrections."""

    rows: int
    candidate_f1: float
    """Macro-averaged over the names that were corrected to; of themes pooled over all of them, so that a theme that is
    told wrongly counts as well. Mixed counts as neutral where nobody corrected to mixed."""
    live_f1: float
    p_value: float
    """One-sided, of swapping the two per note at random."""
    goes_live: bool
    why: str


@dataclass(frozen=True, slots=True)
class NotTried:
    """Why no candidate was made."""

    why: str


def held_back(label: Label, notes: Sequence[Felt], told: Sequence[Told]) -> list[Told]:
    """Judge each corrected note by a model that was taught by the others (FOLDS folds; equal texts in one fold)."""
    folds = fold_of_texts([note.text for note in notes], FOLDS)
    found: list[Told] = [names_by_rule(label, note) for note in notes]
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold).tolist()
        rest = np.flatnonzero(folds != fold).tolist()
        known = [told[place] for place in rest]
        names = teachable_names(label, known, fewest=_fewest(label))
        if not held or len(names) < _fewest_names(label):
            continue
        model = fit_plainly(label, [notes[place] for place in rest], known, names)
        for place, said in zip(held, model.judge([notes[place] for place in held]).names, strict=True):
            found[place] = said
    return found


def why_not_tried(label: Label, told: Sequence[Told]) -> NotTried | None:
    """Say why so few corrections cannot be judged; None where they can."""
    if len(told) < FEWEST_CORRECTIONS:
        return NotTried(f"there are {len(told)} corrections; from {FEWEST_CORRECTIONS} on a model is tried")
    if len(teachable_names(label, told, fewest=FEWEST_OF_A_NAME)) >= _fewest_names(label):
        return None
    if label.is_one_of:
        return NotTried(f"fewer than two {PLURAL[label]} have {FEWEST_OF_A_NAME} corrections each")
    return NotTried(f"no theme has {FEWEST_OF_A_NAME} corrections with it and {FEWEST_OF_A_NAME} without it")


def _fewest(label: Label) -> int:
    """A choice needs every name; a theme needs enough notes to be learned for itself."""
    return 1 if label.is_one_of else FEWEST_OF_A_NAME - 1


def _fewest_names(label: Label) -> int:
    return 2 if label.is_one_of else 1


def compare(
    label: Label,
    told: Sequence[Told],
    candidate: Sequence[Told],
    live: Sequence[Told],
    generator: np.random.Generator,
) -> Comparison:
    """Compare two judgements of the same corrections.

    The candidate goes live with an error (1 less F1) that is BETTER_BY smaller in relation, if a one-sided paired
    permutation test says p < LEVEL as well (Good, Permutation Tests, 2000: the labels of the two systems are swapped
    per note). Its statistic is the larger of the gains in F1 and in hits, each in its standard deviations over the
    swaps: macro-F1 alone hangs on the few notes of the rarest name. Hits are the mean share of what both the person and
    the system said in what either said (Jaccard); of one name that is right or wrong.

    Args:
        label: What is judged.
        told: What people said.
        candidate: What the candidate says of each, held back.
        live: What the live method says.
        generator: Draws the swaps.
    """
    truth, new, old = _tables(label, told, candidate, live)
    scores = _Scores(label, truth, new, old)
    differ = np.flatnonzero((new != old).any(axis=1))
    swaps = generator.random((SWAPS if len(differ) else 0, len(differ))) < 0.5
    gains = scores.gains(differ, np.vstack([np.zeros((1, len(differ)), dtype=bool), swaps]))
    new_f1, old_f1 = scores.f1
    p_value = _p_value(gains) if len(differ) else 1.0
    better = 1 - new_f1 <= (1 - old_f1) * (1 - BETTER_BY) and new_f1 > old_f1
    live_now = better and p_value < LEVEL
    average = "macro" if label.is_one_of else "micro"
    said = f"{average}-F1 {new_f1:.3f} against {old_f1:.3f} on {len(told):,} held-back corrections (p {p_value:.3f})"
    why = said if live_now else f"{said}; needs an error at least {BETTER_BY:.0%} smaller with p < {LEVEL}"
    return Comparison(len(told), new_f1, old_f1, p_value, live_now, why)


def _tables(label: Label, *judgements: Sequence[Told]) -> list[Bools]:
    """Each judgement as notes x names, the truth first; mixed is neutral where nobody corrected to mixed."""
    mixed = Feeling.MIXED.value
    merges = label is Label.FEELING and not any(mixed in one for one in judgements[0])
    if merges:
        judgements = tuple(
            [tuple(Feeling.NEUTRAL.value if name == mixed else name for name in one) for one in judgement]
            for judgement in judgements
        )
    names = sorted({name for judgement in judgements for one in judgement for name in one})
    return [np.array([[name in one for name in names] for one in judgement], dtype=bool) for judgement in judgements]


def _p_value(gains: Floats) -> float:
    """Share of rows (the first is what was seen, the rest are swaps) whose larger gain, in deviations, is as large."""
    spread = gains[1:].std(axis=0)
    larger = (gains / np.where(spread > 0, spread, 1.0)).max(axis=1)
    return float(np.mean(larger >= larger[0] - 1e-9))


class _Scores:
    """F1 and hits of two judgements, and of any swap of their rows: all three are sums over rows."""

    def __init__(self, label: Label, truth: Bools, new: Bools, old: Bools) -> None:
        self._label = label
        self._truth = truth
        self._told = truth.sum(axis=0)
        self._new, self._old = self._parts(new), self._parts(old)

    @property
    def f1(self) -> tuple[float, float]:
        """Of the candidate and of the live method."""
        return float(self._f1(self._new.sum(axis=0))), float(self._f1(self._old.sum(axis=0)))

    def gains(self, differ: NDArray[np.intp], swaps: Bools) -> Floats:
        """Gain in F1 and in hits of each swap, swaps x 2; the columns of `swaps` are the rows that differ."""
        moved = swaps.astype(np.float64) @ (self._old - self._new)[differ]
        new, old = self._new.sum(axis=0) + moved, self._old.sum(axis=0) - moved
        return np.column_stack([self._f1(new) - self._f1(old), (new[:, -1] - old[:, -1]) / max(1, len(self._truth))])

    def _parts(self, judged: Bools) -> Floats:
        """Rows x (right names, names said, share of agreement)."""
        right, either = judged & self._truth, judged | self._truth
        hits = np.where(either.any(axis=1), right.sum(axis=1) / np.maximum(either.sum(axis=1), 1), 1.0)
        return np.column_stack([right, judged, hits]).astype(np.float64)

    def _f1(self, sums: Floats) -> Floats:
        """2 right / (told + said): by name, over the names of the truth; pooled where there are several."""
        width = len(self._told)
        right, said = sums[..., :width], sums[..., width : 2 * width]
        if not self._label.is_one_of:
            both = self._told.sum() + said.sum(axis=-1)
            return np.asarray(2 * right.sum(axis=-1) / np.maximum(both, 1))
        known = self._told > 0
        return np.asarray((2 * right[..., known] / (self._told + said)[..., known]).mean(axis=-1))
