"""The themes of a brand's notes: over time, and what people say of them by hand, which the machine follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.feedback import READ_LANGUAGE, Feeling
from learning.domain.feedback_entries import FeedbackEntry, Labeller
from learning.domain.feedback_standing import as_standing
from learning.domain.feedback_themes import ThemeRule, ThemeRuleKind, archived_themes, themes_by_hand
from learning.domain.permissions import Permission
from learning.domain.policies import Actor
from learning.models.feedback.theme_trends import ThemeNote, ThemeTrend, theme_trends
from learning.models.feedback.themes import Theme, find_themes
from learning.models.masking.masking import mask
from services.callers import Caller
from services.clock import Clock
from services.feedback.looping import WINDOW_SECONDS, renew_suggestions
from services.feedback.own_words import own_words
from services.feedback.signals import entities_of

LONGEST_NAME: Final = 80
DAY_SECONDS: Final = 86_400
MOST_READ: Final = 5_000
"""Newest notes in whose words further themes are looked for."""


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What the page of themes shows."""

    trends: tuple[ThemeTrend, ...]
    """Of the themes that are not archived, the most frequent first."""
    quotes: dict[str, tuple[FeedbackEntry, ...]]
    """Theme -> its notes, the newest first; one that stands for others is among them, those are not."""
    archived: tuple[str, ...]
    rules: tuple[ThemeRule, ...]


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """What several notes have in common by their words."""

    theme: Theme
    notes: tuple[FeedbackEntry, ...]


class ThemeDesk:
    """The themes of one brand."""

    def __init__(self, store: Store, brand: Brand, clock: Clock) -> None:
        """Work on the themes of a brand."""
        self._store = store
        self._brand = brand
        self._clock = clock

    def show(self) -> ThemePage:
        """All themes over time."""
        with self._store.read() as work:
            notes = as_standing(work.feedback_entries.list_of(self._brand.id))
            rules = work.feedback_parts.list_theme_rules(self._brand.id)
        hidden = archived_themes(rules)
        told = [ThemeNote(_day(one), one.themes, one.feeling is Feeling.NEGATIVE) for one in notes]
        trends = theme_trends(told, self._now() // DAY_SECONDS)
        quotes = {
            one.name: tuple(note for note in reversed(notes) if one.name in note.themes and note.same_as is None)
            for one in trends
            if one.name not in hidden
        }
        shown = tuple(one for one in trends if one.name not in hidden)
        return ThemePage(shown, quotes, tuple(sorted(hidden)), rules)

    def find(self) -> tuple[FoundTheme, ...]:
        """Look for further themes in the words of the newest notes that have none yet."""
        with self._store.read() as work:
            every = work.feedback_entries.list_of(self._brand.id)
        notes = [one for one in every if one.language == READ_LANGUAGE and not one.themes][-MOST_READ:]
        found = find_themes([note.text for note in notes])
        return tuple(FoundTheme(one, tuple(notes[place] for place in one.notes)) for one in found)

    def rename(self, theme: str, into: str, *, who: Caller) -> int:
        """Give a theme another name; that of another theme makes one of both. Returns how many notes changed."""
        return self._say(ThemeRuleKind.RENAME, theme, into, "", who)

    def split(self, theme: str, word: str, into: str, *, who: Caller) -> int:
        """Make notes of a theme that hold a word another theme; labels that a person set stay."""
        if not word.strip():
            raise BadOption("word", word, "a word that the notes of the new theme hold")
        return self._say(ThemeRuleKind.SPLIT, theme, into, word.strip(), who)

    def archive(self, theme: str, *, who: Caller, restore: bool = False) -> None:
        """Leave a theme out of the list, or put it back."""
        kind = ThemeRuleKind.RESTORE if restore else ThemeRuleKind.ARCHIVE
        with self._write(who) as (work, actor):
            rule = ThemeRule(self._brand.id, kind, theme, "", "", actor.name, self._now())
            work.feedback_parts.add_theme_rule(rule)
            work.commit()

    def adopt(self, name: str, notes: Iterable[int], *, who: Caller) -> int:
        """Put some notes under a theme; returns how many."""
        with self._write(who) as (work, _):
            own = self._named(work, name)
            before = [work.feedback_entries.get(self._brand.id, number) for number in notes]
            after = [replace(one, themes=(*one.themes, own)) for one in before if own not in one.themes]
            self._change(work, before, after)
            work.commit()
        return len(after)

    def _say(self, kind: ThemeRuleKind, theme: str, into: str, word: str, who: Caller) -> int:
        with self._write(who) as (work, actor):
            rule = ThemeRule(self._brand.id, kind, theme, self._named(work, into), word, actor.name, self._now())
            if rule.into == theme:
                raise BadOption("name", into, "another name than it has")
            work.feedback_parts.add_theme_rule(rule)
            by_hand = Labeller.PERSON if kind is ThemeRuleKind.SPLIT else None
            before = [
                one
                for one in work.feedback_entries.list_of(self._brand.id)
                if theme in one.themes and one.themes_by is not by_hand
            ]
            after = [replace(one, themes=themes_by_hand(one.themes, one.text, [rule])) for one in before]
            changed = [new for old, new in zip(before, after, strict=True) if old != new]
            self._change(work, before, changed)
            work.commit()
        return len(changed)

    def _write(self, who: Caller) -> AbstractContextManager[tuple[UnitOfWork, Actor]]:
        return who.write(self._store, self._brand.id, Permission.FEEDBACK)

    def _change(self, work: UnitOfWork, before: Sequence[FeedbackEntry], after: Sequence[FeedbackEntry]) -> None:
        for one in after:
            work.feedback_entries.update(one)
        touched = {entity for one in (*before, *after) if one.read_at is not None for entity in entities_of(one)}
        moment = self._now()
        known = work.feedback_entries.list_since(self._brand.id, moment - WINDOW_SECONDS)
        renew_suggestions(work, self._brand.id, touched, known, moment)

    def _named(self, work: UnitOfWork, name: str) -> str:
        told = " ".join(name.split())
        if not told or len(told) > LONGEST_NAME:
            raise BadOption("name", name[:40], f"a name of 1 to {LONGEST_NAME} characters")
        return mask(told, own_words(work, self._brand)).text

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _day(note: FeedbackEntry) -> int:
    return note.entered_at // DAY_SECONDS if note.said_day is None else note.said_day
