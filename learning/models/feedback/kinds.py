"""What a note wants: praise, complain, ask, suggest."""

from __future__ import annotations

from typing import Final

from learning.domain.feedback import FeedbackKind, Feeling
from learning.models.feedback.cues import Cues

BITTER: Final = -0.15
"""From this score down a question is a complaint, even where no turn of failure stands in it."""


def kind_of(feeling: Feeling, score: float, cues: Cues) -> FeedbackKind | None:
    """Judge what a note wants by its feeling and its turns of phrase.

    An idea names what should be otherwise, whatever it feels like, unless it is a bitter question. A question asks, and
    does not say that something failed. The rest praises or complains; a note that does neither wants nothing.

    Args:
        feeling: How it feels.
        score: -1 to 1.
        cues: Its turns of phrase.

    Returns:
        None where it neither praises nor complains, asks or suggests.
    """
    asks = cues.asks or (cues.asks_first and cues.requests)
    bitter = feeling is Feeling.NEGATIVE and (bool(cues.failed) or score <= BITTER)
    if cues.suggests and not (bitter and cues.asks):
        return FeedbackKind.IDEA
    if asks and not bitter and not (feeling is Feeling.POSITIVE and cues.thanks):
        return FeedbackKind.QUESTION
    if feeling is Feeling.POSITIVE:
        return FeedbackKind.PRAISE
    if feeling is Feeling.NEGATIVE:
        return FeedbackKind.COMPLAINT
    if cues.requests:
        return FeedbackKind.QUESTION
    if cues.failed or score < 0:
        return FeedbackKind.COMPLAINT
    return FeedbackKind.PRAISE if cues.thanks or cues.praises else None
