"""How much a note matters to whoever said it."""

from __future__ import annotations

import re
from typing import Final

from learning.domain.feedback import FeedbackStrength

_LEAVES: Final = re.compile(
    r"\bdeal ?-?breaker\b|\bnever again\b|\blast time\b|\b(?:lost|losing) (?:a|me as a|this|your) (?:\w+ )?customer\b"
    r"|\b(?:cancel(?:l?ed|l?ing)?|ended|ending) (?:my|our|the) (?:\w+ )?(?:subscription|membership|account|plan"
    r"|contract)|\b(?:i|we)(?:'m| am|'re| are|'ve| have)? (?:mov(?:ed|ing)|going) (?:over )?to (?:another|your comp)"
    r"|\bswitch(?:ed|ing) to\b|\bunsubscrib|\bunfollow|\bboycott|\bunacceptable\b|\bwaste of (?:time|money)\b"
    r"|\b(?:won't|will not|will never|would never|not going to) (?:be )?(?:\w+ )?"
    r"(?:buy(?:ing)?|order(?:ing)?|fly(?:ing)?|use|using|com(?:e|ing) back|return(?:ing)?|renew(?:ing)?|shop(?:ping)?"
    r"|book(?:ing)?|recommend(?:ing)?)\b|\b(?:want|give me|demand) (?:\w+ ){0,2}(?:refund|money back)\b",
    re.IGNORECASE,
)
"""Whoever says so leaves, or is about to."""
_ASIDE: Final = re.compile(
    r"\bwould be (?:nice|cool|fun|neat)\b|\b(?:minor|small|tiny|little) (?:thing|point|issue|detail|suggestion|note"
    r"|nitpick)\b|\bnitpick|\bjust (?:saying|curious|wondering|an idea|a thought)\b|\bnot a (?:big|huge) (?:deal"
    r"|problem|issue)\b|\bno (?:rush|hurry|big deal)\b|\bfyi\b|\bbtw\b|\bby the way\b|\bnice to have\b"
    r"|\bif you (?:ever )?(?:have|find|get) (?:the )?time\b|\bwhen you (?:have|get) a (?:chance|moment)\b",
    re.IGNORECASE,
)


def strength_of(text: str) -> FeedbackStrength:
    """Judge plain words: a deal-breaker where somebody leaves, nice to know where it is said aside, else it matters."""
    if _LEAVES.search(text):
        return FeedbackStrength.DEAL_BREAKER
    return FeedbackStrength.NICE_TO_KNOW if _ASIDE.search(text) else FeedbackStrength.MATTERS
