"""Which notes sound like one another?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.feedback_entries import FeedbackEntry
from learning.models.feedback.cleaning import plain_words

MOST: Final = 5
ALIKE_FROM: Final = 0.15
"""Share of words that two notes have in common (Jaccard) from which one is offered."""


def most_alike(entry: FeedbackEntry, every: Sequence[FeedbackEntry]) -> tuple[FeedbackEntry, ...]:
    """Return the notes that share most words with one, itself and merged ones left out."""
    own = _words(entry)
    found = [
        (len(own & words) / len(own | words), -other.id, other)
        for other in every
        if other.id != entry.id and other.same_as is None and (words := _words(other)) & own
    ]
    ordered = sorted((one for one in found if one[0] >= ALIKE_FROM), key=lambda one: one[:2], reverse=True)
    return tuple(other for _, _, other in ordered[:MOST])


def _words(entry: FeedbackEntry) -> set[str]:
    return set(plain_words(entry.text).casefold().split())
