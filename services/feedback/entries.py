"""Notes of customers: the one way they are entered, read, corrected, used, answered, merged and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.feedback import READ_LANGUAGE, FeedbackKind, FeedbackStrength, Feeling, Label
from learning.domain.feedback_entries import (
    Attachment,
    EntryLink,
    FeedbackDraft,
    FeedbackEntry,
    Labeller,
    Relation,
)
from learning.domain.feedback_themes import themes_by_hand
from learning.domain.permissions import Permission
from learning.domain.policies import Actor
from learning.models.masking.masking import mask
from services.callers import Caller
from services.clock import Clock
from services.feedback.attachments import check_attachment
from services.feedback.correcting import correction_of
from services.feedback.looping import WINDOW_SECONDS, look_again_for, renew_suggestions
from services.feedback.own_words import own_words
from services.feedback.reading import live_versions, read_as_brand
from services.feedback.sealing import seal_bytes, seal_words, unseal_bytes, unseal_words
from services.feedback.signals import entities_of
from services.settings import Settings

LONGEST_TEXT: Final = 20_000
LONGEST_FIELD: Final = 2_000
MOST_THEMES: Final = 8


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person says instead of the machine; None leaves a label as it is."""

    feeling: Feeling | None = None
    kind: FeedbackKind | None = None
    themes: tuple[str, ...] | None = None
    strength: FeedbackStrength | None = None

    def told(self) -> dict[Label, tuple[str, ...]]:
        """What it says, as a correction holds it."""
        one_of = {Label.FEELING: self.feeling, Label.KIND: self.kind, Label.STRENGTH: self.strength}
        found: dict[Label, tuple[str, ...]] = {
            label: (value.value,) for label, value in one_of.items() if value is not None
        }
        return found if self.themes is None else found | {Label.THEMES: self.themes}


class FeedbackDesk:
    """The notes of one brand."""

    def __init__(self, store: Store, settings: Settings, brand: Brand, clock: Clock) -> None:
        """Work on the notes of a brand."""
        self._store = store
        self._settings = settings
        self._brand = brand
        self._clock = clock

    def add(self, draft: FeedbackDraft, *, who: Caller, attachment: Attachment | None = None) -> FeedbackEntry:
        """Store what somebody said, masked and read; the clock starts now.

        Raises:
            BadOption: There is no text, a field is too long, or the attachment is none that is kept.
        """
        text = draft.text.strip()
        check_draft(draft)
        if attachment is not None:
            check_attachment(attachment)
        read = self.read(draft, who="")
        with self._write(who) as (work, actor):
            entry = replace(read, who=actor.name)
            stored = work.feedback_entries.add(entry)
            self._learn_from(work, entry, Labels(draft.feeling, draft.kind, draft.themes, draft.strength), actor.name)
            if draft.keep_names:
                work.feedback_entries.seal(stored.id, *seal_words(self._settings, text))
            if attachment is not None:
                told = (mask(attachment.name).text, attachment.media_type, len(attachment.content))
                sealed = seal_bytes(self._settings, attachment.content)
                work.feedback_parts.add_attachment(stored.id, told, sealed)
            work.commit()
        return replace(stored, is_sealed=draft.keep_names)

    def read(self, draft: FeedbackDraft, *, who: str) -> FeedbackEntry:
        """What the store would keep of a draft; what the person said of it goes before what the machine reads."""
        return self.read_many([draft], who=who)[0]

    def read_many(self, drafts: Sequence[FeedbackDraft], *, who: str) -> list[FeedbackEntry]:
        """The same of many drafts, in their order."""
        with self._store.read() as work:
            own, rules = own_words(work, self._brand), work.feedback_parts.list_theme_rules(self._brand.id)
        masked, moment = [mask(draft.text.strip(), own) for draft in drafts], self._now()
        readings = read_as_brand([one.text for one in masked], live_versions(self._store, self._brand))
        return [
            FeedbackEntry(
                brand_id=self._brand.id,
                text=one.text,
                masked=dict(Counter(part.kind.value for part in one.parts)),
                who=who,
                entered_at=moment,
                source=draft.source,
                persona=mask(draft.persona.strip(), own).text,
                said_day=draft.said_day,
                language=reading.language.code,
                feeling=draft.feeling or reading.feeling,
                feeling_by=_by(draft.feeling),
                score=reading.score,
                kind=draft.kind or reading.kind,
                kind_by=_by(draft.kind),
                themes=(
                    themes_by_hand(reading.themes, one.text, rules)
                    if draft.themes is None
                    else _masked(draft.themes, own)
                ),
                themes_by=_by(draft.themes),
                cause=reading.cause,
                unread=reading.reason if reading.feeling is None else None,
                strength=draft.strength or reading.strength,
                strength_by=_by(draft.strength),
                suggestion=mask(draft.suggestion.strip(), own).text,
                links=tuple(EntryLink(Relation.ABOUT, kind, target, moment) for kind, target in draft.about),
            )
            for draft, one, reading in zip(drafts, masked, readings, strict=True)
        ]

    def relabel(self, entry_id: int, labels: Labels, *, who: Caller) -> FeedbackEntry:
        """Put a person's labels in place of the machine's; what is corrected teaches the brand's next models."""
        with self._write(who, entry_id) as (work, actor):
            entry = work.feedback_entries.get(self._brand.id, entry_id)
            changed = replace(
                entry,
                feeling=labels.feeling or entry.feeling,
                feeling_by=entry.feeling_by if labels.feeling is None else Labeller.PERSON,
                kind=labels.kind or entry.kind,
                kind_by=entry.kind_by if labels.kind is None else Labeller.PERSON,
                themes=entry.themes if labels.themes is None else _masked(labels.themes, own_words(work, self._brand)),
                themes_by=entry.themes_by if labels.themes is None else Labeller.PERSON,
                strength=labels.strength or entry.strength,
                strength_by=entry.strength_by if labels.strength is None else Labeller.PERSON,
            )
            work.feedback_entries.update(changed)
            self._learn_from(work, changed, labels, actor.name)
            self._renew(work, entry, changed)
            work.commit()
        return changed

    def answer(self, entry_id: int, because: str, *, who: Caller) -> FeedbackEntry:
        """Say that nothing changes, and why; it stops the clock.

        Raises:
            BadOption: There is no reason.
            Refused: It is answered already.
        """
        reason = because.strip()
        if not reason or len(reason) > LONGEST_FIELD:
            raise BadOption("the reason", because[:40], f"why nothing changes, in 1 to {LONGEST_FIELD:,} characters")
        with self._write(who, entry_id) as (work, _):
            entry = work.feedback_entries.get(self._brand.id, entry_id)
            if entry.answered_at is not None:
                raise Refused(f"Note {entry_id} is answered already: {entry.answer}", "Look at its thread.")
            answer = mask(reason, own_words(work, self._brand)).text
            changed = replace(entry, answered_at=self._now(), answer=answer)
            work.feedback_entries.update(changed)
            work.commit()
        return changed

    def merge(self, entry_id: int, into: int, *, who: Caller) -> FeedbackEntry:
        """Say that a note says the same as another, which then stands for both; who asked is kept with each.

        Raises:
            BadOption: Both are the same note, or the other one is itself merged into one.
        """
        with self._write(who, entry_id) as (work, _):
            entry = work.feedback_entries.get(self._brand.id, entry_id)
            other = work.feedback_entries.get(self._brand.id, into)
            if entry.id == other.id or other.same_as is not None:
                raise BadOption("--into", str(into), "another note that stands for itself")
            merged = replace(entry, same_as=other.id)
            work.feedback_entries.update(merged)
            for one in work.feedback_entries.list_of(self._brand.id):
                if one.same_as == entry.id:
                    work.feedback_entries.update(replace(one, same_as=other.id))
            self._renew(work, entry, other)
            work.commit()
        return merged

    def remove(self, entry_id: int, *, who: Caller) -> None:
        """Remove a note with all that hangs on it, its sealed words and their key among it; suggestions go back."""
        with self._write(who, entry_id) as (work, _):
            entry = work.feedback_entries.get(self._brand.id, entry_id)
            same = work.feedback_entries.list_same(self._brand.id, entry_id)
            work.feedback_entries.remove(self._brand.id, entry_id)
            self._renew(work, entry, *same)
            look_again_for(work, self._brand.id, entry.themes, "a note was removed", self._now())
            work.commit()

    def erase_words(self, entry_id: int, *, who: Caller) -> FeedbackEntry:
        """Erase the sealed words of a note and their key; the masked text stays."""
        with self._write(who, entry_id) as (work, _):
            work.feedback_entries.get(self._brand.id, entry_id)
            if not work.feedback_entries.erase_sealed(entry_id):
                raise NotFound("sealed words of note", str(entry_id))
            work.commit()
        return self.get(entry_id)

    def stand_alone(self, entry_id: int, *, who: Caller) -> FeedbackEntry:
        """Take a note out of the one that it was merged into."""
        with self._write(who, entry_id) as (work, _):
            merged = work.feedback_entries.get(self._brand.id, entry_id)
            alone = replace(merged, same_as=None)
            work.feedback_entries.update(alone)
            if merged.same_as is not None:
                self._renew(work, alone, work.feedback_entries.get(self._brand.id, merged.same_as))
            work.commit()
        return alone

    def attachment(self, entry_id: int) -> Attachment | None:
        """What came with a note; None where nothing did.

        Raises:
            Refused: It was sealed under another master key.
        """
        with self._store.read() as work:
            found = work.feedback_parts.find_attachment(self._brand.id, entry_id)
        if found is None:
            return None
        name, media_type, sealed = found
        return Attachment(name, media_type, unseal_bytes(self._settings, *sealed))

    def unseal(self, entry_id: int) -> str:
        """The words of a note as they were said.

        Raises:
            NotFound: They were never kept, or are erased.
            Refused: They were sealed under another master key.
        """
        with self._store.read() as work:
            found = work.feedback_entries.find_sealed(self._brand.id, entry_id)
        if found is None:
            raise NotFound("sealed words of note", str(entry_id))
        return unseal_words(self._settings, *found)

    def get(self, entry_id: int) -> FeedbackEntry:
        """One note."""
        with self._store.read() as work:
            return work.feedback_entries.get(self._brand.id, entry_id)

    def list_all(self) -> tuple[FeedbackEntry, ...]:
        """All notes, oldest first."""
        with self._store.read() as work:
            return work.feedback_entries.list_of(self._brand.id)

    def _learn_from(self, work: UnitOfWork, entry: FeedbackEntry, labels: Labels, who: str) -> None:
        told = labels.told()
        if told and entry.language == READ_LANGUAGE:
            # Its words and its themes are masked already.
            if Label.THEMES in told:
                told[Label.THEMES] = entry.themes
            moment = self._now()
            corrections = [
                correction_of(entry.text, label, said, who=who, moment=moment) for label, said in told.items()
            ]
            work.feedback_models.correct(self._brand.id, corrections)

    def _write(self, who: Caller, entry_id: int | None = None) -> AbstractContextManager[tuple[UnitOfWork, Actor]]:
        subject = "" if entry_id is None else f"feedback:{entry_id}"
        return who.write(self._store, self._brand.id, Permission.FEEDBACK, subject)

    def _renew(self, work: UnitOfWork, *notes: FeedbackEntry) -> None:
        """Make the suggestions anew that a batch made of notes as they were."""
        if all(note.read_at is None for note in notes):
            return
        moment = self._now()
        known = work.feedback_entries.list_since(self._brand.id, moment - WINDOW_SECONDS)
        touched = {entity for note in notes for entity in entities_of(note)}
        renew_suggestions(work, self._brand.id, touched, known, moment)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _masked(themes: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(mask(theme, own).text for theme in themes)


def _by(label: object) -> Labeller:
    return Labeller.MACHINE if label is None else Labeller.PERSON


def check_draft(draft: FeedbackDraft) -> None:
    """Refuse what cannot be kept.

    Raises:
        BadOption: There is no text, or a field is too long.
    """
    text = draft.text.strip()
    if not text:
        raise BadOption("what was said", draft.text, "at least one word")
    if len(text) > LONGEST_TEXT:
        raise BadOption("what was said", f"{text[:40]}\u2026", f"at most {LONGEST_TEXT:,} characters")
    for name, value in (("persona", draft.persona), ("what should be done", draft.suggestion)):
        if len(value) > LONGEST_FIELD:
            raise BadOption(name, f"{value[:40]}\u2026", f"at most {LONGEST_FIELD:,} characters")
    if draft.themes is not None and len(draft.themes) > MOST_THEMES:
        raise BadOption("themes", ", ".join(draft.themes), f"at most {MOST_THEMES}")
