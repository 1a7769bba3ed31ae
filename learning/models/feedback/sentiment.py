"""What a note feels like before a person has corrected anything: a rule over valences and turns of phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats
from learning.domain.feedback import Feeling
from learning.models.feedback.cleaning import plain_words, sentences
from learning.models.feedback.cues import Cues, find_cues
from learning.models.feedback.lexicon import valence

FAILURE_WEIGHT: Final = 0.2
"""What each turn of failure takes off the score, at most three of them."""
PRAISE_WEIGHT: Final = 0.15
QUESTION_DAMPING: Final = 0.4
"""What is left of the score of a question in which nothing failed: asking is not yet a feeling."""
POSITIVE_FROM: Final = 0.3
NEGATIVE_FROM: Final = -0.1
BOTH_SIDES: Final = 0.15
"""Share of the text that must be negative, and as much positive, for a mixed note."""
MIXED_WITHIN: Final = 0.35
CONTRAST_WITHIN: Final = 0.5
CONTRAST_SHARE: Final = 0.05
"""The same for a note that says but or however."""

FEATURES: Final = 22
"""Width of `features`."""


@dataclass(frozen=True, slots=True)
class Felt:
    """The measured parts of a note that its feeling is judged by."""

    text: str
    """Its plain words."""
    compound: float
    """-1 to 1."""
    negative: float
    """Share of the text, 0-1."""
    positive: float
    cues: Cues


def feel(note: str) -> Felt:
    """Measure a note as it was written (or masked)."""
    text = plain_words(note)
    compound, negative, positive = valence(text)
    return Felt(text, compound, negative, positive, find_cues(text, sentences(text)))


def rule_score(felt: Felt) -> float:
    """Score a note by the rule.

    The compound valence, less FAILURE_WEIGHT for each turn of failure, plus PRAISE_WEIGHT for open praise without
    failure; damped for a mere question; cut to -1 to 1. Weights and thresholds were set by hand, within what two public
    sets of customers' words (airlines, a loudspeaker) agree on; docs/statistics.md has the figures.
    """
    cues = felt.cues
    score = felt.compound - FAILURE_WEIGHT * min(cues.failed, 3)
    if not cues.failed:
        score += PRAISE_WEIGHT * cues.praises
        if cues.asks:
            score *= QUESTION_DAMPING
    return round(float(np.clip(score, -1.0, 1.0)), 4)


def rule_feeling(felt: Felt, score: float) -> Feeling:
    """Return the feeling that a score by the rule stands for."""
    sides = min(felt.negative, felt.positive)
    if felt.cues.contrasts:
        within, needed = (CONTRAST_WITHIN, BOTH_SIDES) if sides >= BOTH_SIDES else (MIXED_WITHIN, CONTRAST_SHARE)
    else:
        within, needed = MIXED_WITHIN, BOTH_SIDES
    if abs(score) < within and sides >= needed:
        return Feeling.MIXED
    if score >= POSITIVE_FROM:
        return Feeling.POSITIVE
    return Feeling.NEGATIVE if score <= NEGATIVE_FROM else Feeling.NEUTRAL


def features(felt: Felt) -> Floats:
    """Return what a model learns from beside the words themselves: an array of FEATURES numbers of similar size."""
    cues, words = felt.cues, felt.text.split()
    long_words = [word for word in words if len(word) > 2]
    loud = sum(word.isupper() for word in long_words) / max(1, len(long_words))
    told = [
        felt.compound,
        felt.negative,
        felt.positive,
        1 - felt.negative - felt.positive,
        rule_score(felt),
        cues.failed,
        *(min(count, 2) for count in cues.failures),
        cues.asks,
        cues.asks_first,
        cues.requests,
        cues.thanks,
        cues.praises,
        cues.suggests,
        cues.contrasts,
        min(felt.text.count("!"), 3),
        loud,
        np.log1p(len(words)),
    ]
    return np.array(told, dtype=np.float64)
