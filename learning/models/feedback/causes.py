"""Why somebody feels as they do: the clause of the note that says so, in its own words."""

from __future__ import annotations

import re
from typing import Final

from learning.domain.feedback import Feeling
from learning.models.feedback.cleaning import sentences
from learning.models.feedback.cues import find_cues
from learning.models.feedback.lexicon import valence

LONGEST: Final = 160
FEWEST_WORDS: Final = 4
"""A sentence of fewer is an outcry, not a reason."""
_CLAUSE_END: Final = r"(?P<cause>[^.!?;\n]{3,}?)(?=[.!?;\n]|$|,? (?:so|but|and so|therefore|which is why)\b)"
_BECAUSE: Final = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|on account of|the reason (?:is|was|being)(?: that)?|'?cause|bc|b/c|cuz|coz"
    r"|thanks? (?:you |u |so much |a lot |again )?(?:to|for)|since (?=(?:it|the|you|they|there|we|i|my|your|he"
    r"|she)\b)"
    r"|as (?=(?:it|they|you|there|i|we) (?:is|are|was|were|do|did|does|can|could|have|has|had|don|isn|wasn)))\s*"
    + _CLAUSE_END,
    re.IGNORECASE,
)
_FAILURE_WEIGHT: Final = 0.25


def cause_of(text: str, feeling: Feeling) -> str | None:
    """Find the clause that gives the reason.

    A clause after because, due to, thanks for and their like says it itself; in a note of several sentences it is the
    one that is felt most in the direction of the whole.

    Args:
        text: The plain words of a note.
        feeling: How it feels.

    Returns:
        At most LONGEST characters of the note; None where it gives no reason.
    """
    found = _BECAUSE.search(text)
    if found is not None and not re.match(r"nothing\b|you\b|u\b", found["cause"].strip(), re.IGNORECASE):
        return _cut(found["cause"])
    parts = sentences(text)
    telling = [part for part in parts if len(part.split()) >= FEWEST_WORDS]
    if len(parts) < 2 or not telling or feeling is Feeling.NEUTRAL:
        return None
    sign = 1 if feeling is Feeling.POSITIVE else -1
    strongest = max(telling, key=lambda part: sign * _strength(part))
    return _cut(strongest) if sign * _strength(strongest) > 0 else None


def _strength(part: str) -> float:
    return valence(part)[0] - _FAILURE_WEIGHT * find_cues(part, [part]).failed


def _cut(clause: str) -> str:
    told = clause.strip(" ,:-\"'")
    return told if len(told) <= LONGEST else told[: LONGEST - 1].rsplit(" ", 1)[0] + "\u2026"
