"""What a text tells beyond its words: its length, hashtags and links."""

from __future__ import annotations

import re
from typing import Final

_HASHTAG: Final = re.compile(r"(?<![\w&/])[#＃](\w*[^\W\d]\w*)")
_LINK: Final = re.compile(r"https?://[^\s<>\"')\]]+")
MOST_LINKS: Final = 10


def text_length(text: str | None) -> int | None:
    """Count the characters of a text.

    Args:
        text: The text, or None.

    Returns:
        Its length, or None where there is no text.
    """
    return len(text) if text else None


def text_extras(text: str | None) -> list[tuple[str, str]]:
    """Find hashtags and links.

    Args:
        text: The text, or None.

    Returns:
        ('hashtags', 'a b') in lower case in order of appearance and ('links', '...'), each only if there are any.
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
    return found
