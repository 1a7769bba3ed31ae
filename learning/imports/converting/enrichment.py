"""What a text tells beyond its words: its length, hashtags and links, and how complex it is."""

from __future__ import annotations

import re
from typing import Final

from learning.stats.readability import complexity_of

_HASHTAG: Final = re.compile(r"(?<![\w&/])[#＃](\w*[^\W\d]\w*)")
_LINK: Final = re.compile(r"https?://[^\s<>\"')\]]+")
MOST_LINKS: Final = 10
VERSION: Final = "_version"
"""Ends the name beside a value that says by which formula it was reckoned."""
COMPLEXITY_VERSION: Final = "1"


def text_length(text: str | None) -> int | None:
    """Count the characters of a text.

    Args:
        text: The text, or None.

    Returns:
        Its length, or None where there is no text.
    """
    return len(text) if text else None


def text_extras(text: str | None) -> list[tuple[str, str]]:
    """Find hashtags, links and the complexity.

    Args:
        text: The text, or None.

    Returns:
        ('hashtags', 'a b') in lower case in order of appearance, ('links', '...') and ('complexity', '0.41') with the
        version of the formula, each only if there are any.
    """
    found: list[tuple[str, str]] = []
    if not text:
        return found
    if "#" in text or "＃" in text:
        tags = list(dict.fromkeys(tag.casefold() for tag in _HASHTAG.findall(text)))
        if tags:
            found.append(("hashtags", " ".join(tags)))
    if "://" in text:
        links = list(dict.fromkeys(link.rstrip(".,;:!?") for link in _LINK.findall(text)))
        if links:
            found.append(("links", " ".join(links[:MOST_LINKS])))
    complexity = complexity_of(text)
    if complexity is not None:
        found += [("complexity", f"{complexity:.2f}"), (f"complexity{VERSION}", COMPLEXITY_VERSION)]
    return found
