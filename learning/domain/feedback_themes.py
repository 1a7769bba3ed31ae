"""What people say of themes by hand, and what that makes of the themes of a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ThemeRuleKind(StrEnum):
    """What is done with a theme."""

    RENAME = "rename"
    """It has another name from now on; the name of another theme makes one of both."""
    SPLIT = "split"
    """Notes of it that hold a word are another theme."""
    ARCHIVE = "archive"
    """It is not listed any more."""
    RESTORE = "restore"
    """It is listed again."""


@dataclass(frozen=True, slots=True)
class ThemeRule:
    """One thing said by hand; `id` is 0 until it is stored."""

    brand_id: int
    kind: ThemeRuleKind
    theme: str
    into: str
    """The other theme; '' where there is none."""
    word: str
    """Of a split."""
    who: str
    at: int
    """UTC seconds."""
    id: int = 0


def themes_by_hand(themes: Sequence[str], text: str, rules: Sequence[ThemeRule]) -> tuple[str, ...]:
    """Return the themes of a note after all that people said, in the order in which they said it.

    Args:
        themes: As they were read or set.
        text: Of the note.
        rules: Of the brand, the oldest first.
    """
    found = list(themes)
    for rule in rules:
        moves = rule.kind is ThemeRuleKind.RENAME or (rule.kind is ThemeRuleKind.SPLIT and _holds(text, rule.word))
        if moves:
            found = [rule.into if theme == rule.theme else theme for theme in found]
    return tuple(dict.fromkeys(found))


def archived_themes(rules: Sequence[ThemeRule]) -> frozenset[str]:
    """Return the themes that are not listed.

    Args:
        rules: Of the brand, the oldest first.
    """
    newest = {rule.theme: rule.kind for rule in rules if rule.kind in (ThemeRuleKind.ARCHIVE, ThemeRuleKind.RESTORE)}
    return frozenset(theme for theme, kind in newest.items() if kind is ThemeRuleKind.ARCHIVE)


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text.casefold()) is not None
