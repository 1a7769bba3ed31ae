"""Whether a model that was taught goes live: only if it is better on corrections that it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats
from learning.domain.feedback import Feeling
from learning.domain.observations import Ints
from learning.models.feedback.classifier import FeelingModel, fit_plainly
from learning.models.feedback.folds import fold_of_texts
from learning.models.feedback.sentiment import Felt, rule_feeling, rule_score

FEWEST_CORRECTIONS: Final = 40
FEWEST_OF_A_FEELING: Final = 5
FOLDS: Final = 10
BETTER_BY: Final = 0.05
"""By so much its error, 1 less macro-F1, must be smaller."""
LEVEL: Final = 0.02
"""The test holds it exactly: of equally good challengers no more go live, on however few or many rows."""
SWAPS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a candidate and the live method did on the same held-back corrections."""

    rows: int
    candidate_f1: float
    """Macro-averaged over the feelings that were corrected to; mixed counts as neutral where nobody corrected "
    "to mixed."""
    live_f1: float
    p_value: float
    """One-sided, of swapping the two per note at random."""
    goes_live: bool
    why: str


@dataclass(frozen=True, slots=True)
class NotTried:
    """Why no candidate was made."""

    why: str


def held_back_feelings(notes: Sequence[Felt], feelings: Sequence[Feeling]) -> list[Feeling]:
    """Judge each corrected note by a model that was taught by the others (FOLDS folds; equal texts in one fold)."""
    folds = fold_of_texts([note.text for note in notes], FOLDS)
    found: list[Feeling] = [Feeling.NEUTRAL] * len(notes)
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold).tolist()
        rest = np.flatnonzero(folds != fold).tolist()
        known = [feelings[place] for place in rest]
        if not held or len(set(known)) < 2:
            continue
        model = fit_plainly([notes[place] for place in rest], known)
        for place, feeling in zip(held, model.judge([notes[place] for place in held]).feelings, strict=True):
            found[place] = feeling
    return found


def why_not_tried(feelings: Sequence[Feeling]) -> NotTried | None:
    """Say why so few corrections cannot be judged; None where they can."""
    if len(feelings) < FEWEST_CORRECTIONS:
        return NotTried(f"there are {len(feelings)} corrections; from {FEWEST_CORRECTIONS} on a model is tried")
    counts = {feeling: feelings.count(feeling) for feeling in Feeling}
    if sum(count >= FEWEST_OF_A_FEELING for count in counts.values()) < 2:
        return NotTried(f"fewer than two feelings have {FEWEST_OF_A_FEELING} corrections each")
    return None


def compare(
    feelings: Sequence[Feeling],
    candidate: Sequence[Feeling],
    live: Sequence[Feeling],
    generator: np.random.Generator,
) -> Comparison:
    """Compare two judgements of the same corrections.

    The candidate goes live with an error (1 less macro-F1) that is BETTER_BY smaller in relation, if a one-sided paired
    permutation test says p < LEVEL as well (Good, Permutation Tests, 2000: the labels of the two systems are swapped
    per note). Its statistic is the larger of the gains in macro-F1 and in hits, each in its standard deviations over
    the swaps: macro-F1 alone hangs on the few notes of the rarest feeling.

    Args:
        feelings: What people said.
        candidate: What the candidate says of each, held back.
        live: What the live method says.
        generator: Draws the swaps.
    """
    scale = _Scale(feelings)
    truth, new, old = scale.codes(feelings), scale.codes(candidate), scale.codes(live)
    new_f1, old_f1 = scale.f1(truth, new), scale.f1(truth, old)
    differ = np.flatnonzero(new != old)
    gains = [_gains(scale, truth, new, old)]
    for _ in range(SWAPS if len(differ) else 0):
        swapped = differ[generator.random(len(differ)) < 0.5]
        one, other = new.copy(), old.copy()
        one[swapped], other[swapped] = old[swapped], new[swapped]
        gains.append(_gains(scale, truth, one, other))
    p_value = _p_value(np.array(gains)) if len(differ) else 1.0
    better = 1 - new_f1 <= (1 - old_f1) * (1 - BETTER_BY) and new_f1 > old_f1
    live_now = better and p_value < LEVEL
    told = f"macro-F1 {new_f1:.3f} against {old_f1:.3f} on {len(feelings):,} held-back corrections (p {p_value:.3f})"
    why = told if live_now else f"{told}; needs an error at least {BETTER_BY:.0%} smaller with p < {LEVEL}"
    return Comparison(len(feelings), new_f1, old_f1, p_value, live_now, why)


def _gains(scale: _Scale, truth: Ints, new: Ints, old: Ints) -> tuple[float, float]:
    return scale.f1(truth, new) - scale.f1(truth, old), float(np.mean(new == truth) - np.mean(old == truth))


def _p_value(gains: Floats) -> float:
    """Share of rows (the first is what was seen, the rest are swaps) whose larger gain, in deviations, is as large."""
    spread = gains[1:].std(axis=0)
    larger = (gains / np.where(spread > 0, spread, 1.0)).max(axis=1)
    return float(np.mean(larger >= larger[0] - 1e-9))


def judge_live(model: FeelingModel | None, notes: Sequence[Felt]) -> list[Feeling]:
    """What the live method says: a model, or the rule where there is none yet."""
    if model is not None:
        return list(model.judge(notes).feelings)
    return [rule_feeling(note, rule_score(note)) for note in notes]


class _Scale:
    """Feelings as numbers; mixed is neutral where nobody corrected to mixed."""

    def __init__(self, feelings: Sequence[Feeling]) -> None:
        self._has_mixed = Feeling.MIXED in feelings
        self._order = tuple(Feeling)
        self._labels = sorted(set(self.codes(feelings).tolist()))

    def codes(self, feelings: Sequence[Feeling]) -> Ints:
        told = [
            Feeling.NEUTRAL if feeling is Feeling.MIXED and not self._has_mixed else feeling for feeling in feelings
        ]
        return np.array([self._order.index(feeling) for feeling in told], dtype=np.int64)

    def f1(self, truth: Ints, told: Ints) -> float:
        """Macro-F1 over the feelings of the truth: 2 hits / (rows of the truth + rows told), 0 where nothing hits."""
        width = len(self._order)
        hits = np.bincount(truth[truth == told], minlength=width)
        both = np.bincount(truth, minlength=width) + np.bincount(told, minlength=width)
        return float(np.mean(2 * hits[self._labels] / both[self._labels]))
