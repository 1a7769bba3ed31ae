"""What stands before a word and says that a name follows."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from learning.models.words import word_set


class Introduction(IntEnum):
    """How surely the words before a place introduce a person."""

    NONE = 0
    LIKELY = 1
    """Spoke with, by, from, a trade."""
    SURE = 2
    """My name is, regards, dear."""
    TITLE = 3


TITLES: Final = word_set(
    """
    mr mrs ms mx miss dr prof professor sir madam herr frau señor señora monsieur mme mlle signor signora rev sr sra
    """
)
_TITLE: Final = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})\b\.?\s*$", re.IGNORECASE)
_SURELY_BEFORE: Final = re.compile(
    r"(?:\b(?:my|his|her|their|the|whose|agent'?s?|rep'?s?|driver'?s?|manager'?s?)\s+(?:full\s+|first\s+|last\s+"
    r"|sur)?names?\s*(?:is|was|are|:|=)\s*"
    r"|\bnames?(?:\s*:\s*|'s\s+|\s+is\s+|\s+of\s+)|\b(?:named|called)\s+|\bthis\s+is\s+|\bi\s+am\s+|\bi'?m\s+"
    r"|\bcall\s+me\s+|\bask(?:ed)?\s+for\s+"
    r"|\b(?:signed|regards|sincerely|cheers|best|greetings|yours|love|xoxo|from|attn|attention|contact|customer"
    r"|client|guest|patient|passenger)"
    r"(?:\s+name)?\s*[,:\-\u2013\u2014]\s*|\bdear\s+|(?:^|\n)\s*(?:hi|hello|hey)\s+|\bicustomer\s+"
    r"|[\u2013\u2014~^]\s?|(?:^|\n|[.!?]\s)\s*-{1,2}\s?)$",
    re.IGNORECASE,
)
_LIKELY_BEFORE: Final = re.compile(
    r"\b(?:spoke|speak|speaking|spoken|talk|talked|talking|chat|chatted|chatting|dealt|dealing|met|meeting|meet"
    r"|emailed|mailed|contacted|called"
    r"|reached|asked|thank|thanks|thx|kudos|props|shout[- ]?out)\s+(?:to|with|for|by)?\s*(?:you\s+|a\s+|an\s+"
    r"|the\s+|our\s+|your\s+)?"
    r"(?:(?:agent|rep|representative|manager|supervisor|colleague|employee|driver|technician|associate|nurse|guy"
    r"|lady|gentleman|named|called)\s+)*$"
    r"|\b(?:agent|rep|representative|manager|supervisor|colleague|employee|driver|technician|associate|waiter"
    r"|waitress|assistant|customer|client"
    r"|neighbou?r|husband|wife|son|daughter|friend|boss|brother|sister|mother|father|mom|dad|partner|cousin"
    r"|uncle|aunt|by|from|for|with|to|and|hi"
    r"|hello|hey|per|via|says?|said|told|tell)\s+$",
    re.IGNORECASE,
)
_WINDOW: Final = 44


def introduction_of(text: str, start: int) -> Introduction:
    """Say how surely what stands before a place of a text introduces a person."""
    before = text[max(0, start - _WINDOW) : start]
    if _TITLE.search(before):
        return Introduction.TITLE
    if _SURELY_BEFORE.search(before):
        return Introduction.SURE
    return Introduction.LIKELY if _LIKELY_BEFORE.search(before) else Introduction.NONE
