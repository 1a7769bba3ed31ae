"""What people say of the labels of notes, and the models that learn it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import InputError
from learning.domain.feedback import Correction, Label, ModelVersion
from learning.domain.feedback_themes import ThemeRule, themes_by_hand
from learning.domain.permissions import Permission
from learning.models.feedback.classifier import Told, fit_labels, pack_model, teachable_names
from learning.models.feedback.cleaning import plain_words
from learning.models.feedback.gate import FEWEST_OF_A_NAME, Comparison, NotTried, compare, held_back, why_not_tried
from learning.models.feedback.judging import judge_notes
from learning.models.feedback.rules import RULE_NAMES
from learning.models.feedback.sentiment import Felt, feel
from learning.models.masking.masking import mask
from services.callers import Caller
from services.clock import Clock
from services.feedback.own_words import own_words
from services.feedback.reading import Versions, models_of

MOST_CORRECTIONS: Final = 5_000
"""A model learns from so many of the newest."""
SEED: Final = 20_260
WORKER: Final = "worker"
NAMED: Final = 3
BETWEEN_THEMES: Final = ";"
Labelled = tuple[str, Mapping[Label, Told]]
"""A text, and what a person says of some of its labels."""


class BadLabels(InputError):
    """Words that no label of their kind has."""

    code = "bad_label"

    def __init__(self, label: Label, wrong: Sequence[tuple[int, str]]) -> None:
        """Name the first rows and what stands there."""
        told = ", ".join(f"row {row}: {said!r}" for row, said in wrong[:NAMED])
        more = f" and {len(wrong) - NAMED:,} more" if len(wrong) > NAMED else ""
        super().__init__(
            f"{len(wrong):,} cells are no {label} ({told}{more}); nothing was stored.",
            f"Use one of {', '.join(RULE_NAMES[label])}; leave the cell empty where you do not say.",
        )


@dataclass(frozen=True, slots=True)
class Learned:
    """What the corrections of one label taught."""

    label: Label
    version: ModelVersion | None
    """The model that was made; None where none was tried."""
    why: str
    """Why it went live or did not, or was not tried."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of some corrections."""

    given: int
    """Rows with words and a label."""
    new: int
    """Labels among them that say something that was not known."""
    skipped: int
    """Rows without words or without a label."""
    learned: tuple[Learned, ...]
    """Of each label that was corrected."""


def parse_labelled(rows: Sequence[tuple[str, ...]], labels: Sequence[Label]) -> tuple[list[Labelled], int]:
    """Turn cells of text and labels into what a person says.

    Args:
        rows: Text and labels of each row of a file, the first row below the header first; themes stand side by side
            with a semicolon between.
        labels: What the cells after the text say.

    Returns:
        Texts with their labels, and how many rows have no words or no label.

    Raises:
        BadLabels: A cell that says what its label cannot be.
    """
    found: list[Labelled] = []
    wrong: dict[Label, list[tuple[int, str]]] = {label: [] for label in labels}
    for number, (text, *cells) in enumerate(rows, start=2):
        said: dict[Label, Told] = {}
        for label, cell in zip(labels, cells, strict=True):
            told = _parsed(label, cell)
            if told is None:
                wrong[label].append((number, cell))
            elif told:
                said[label] = told
        if said and plain_words(text):
            found.append((text, said))
    for label, cells_of in wrong.items():
        if cells_of:
            raise BadLabels(label, cells_of)
    return found, len(rows) - len(found)


def _parsed(label: Label, cell: str) -> Told | None:
    """What a cell says; None where its label cannot be that."""
    if label is Label.THEMES:
        return tuple(dict.fromkeys(" ".join(one.split()) for one in cell.split(BETWEEN_THEMES) if one.strip()))
    told = cell.strip().casefold()
    return (told,) if told in RULE_NAMES[label] else None if told else ()


def teach(store: Store, brand: Brand, labelled: Sequence[Labelled], *, who: Caller, clock: Clock) -> Taught:
    """Store corrections, masked, and let models learn from all that the brand has; they go live only if better."""
    moment = int(clock.now().timestamp())
    with store.read() as work:
        own = own_words(work, brand)
    with who.write(store, brand.id, Permission.FEEDBACK) as (work, actor):
        corrections = [
            correction_of(text, label, told, who=actor.name, moment=moment, own=own)
            for text, said in labelled
            for label, told in said.items()
        ]
        new = work.feedback_models.correct(brand.id, corrections)
        work.commit()
    labels = [label for label in Label if any(label in said for _, said in labelled)]
    return Taught(len(labelled), new, 0, tuple(learn(store, brand, label, actor.name, clock) for label in labels))


def learn(store: Store, brand: Brand, label: Label, who: str, clock: Clock) -> Learned:
    """Make a model of a brand's corrections and compare it with the live method on those that both had not seen.

    Returns:
        The version that was made, live or not, and why; no version where there is too little to judge by.
    """
    with store.read() as work:
        known = work.feedback_models.list_corrections(brand.id, label, newest=MOST_CORRECTIONS)
        live = work.feedback_models.find_live(brand.id)
        newest = next(iter(work.feedback_models.list_versions(brand.id, label)), None)
        rules = work.feedback_parts.list_theme_rules(brand.id)
    if newest is not None and known and newest.seen_until == known[-1].number:
        return Learned(label, None, f"there is no correction since version {newest.version}")
    lesson = lesson_of(label, known, live, rules)
    refusal = why_not_tried(label, [lesson.told[place] for place in lesson.unseen])
    if refusal is not None:
        return Learned(label, None, _since(refusal, live.get(label)))
    result = _compared(lesson)
    made = ModelVersion(
        label=label,
        version=0,
        made_at=int(clock.now().timestamp()),
        who=who,
        seen_until=known[-1].number,
        corrections=len(known),
        rows=result.rows,
        candidate_f1=result.candidate_f1,
        live_f1=result.live_f1,
        p_value=result.p_value,
        why=result.why,
        is_live=result.goes_live,
        packed=_packed(lesson) if result.goes_live else None,
    )
    with store.write() as work:
        stored = work.feedback_models.add_version(brand.id, made)
        work.commit()
    return Learned(label, stored, stored.why)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model learns from, and what it is held against."""

    label: Label
    felt: list[Felt]
    told: list[Told]
    """What people say of each, themes by the names that they have now."""
    unseen: list[int]
    """The places of those that the live method has not learned from."""
    live: Versions
    rules: tuple[ThemeRule, ...]

    def by_hand(self, said: Sequence[Told], places: Sequence[int]) -> list[Told]:
        """Themes by the names that people gave them; other labels as they are."""
        if self.label is not Label.THEMES:
            return list(said)
        return [themes_by_hand(one, self.felt[place].text, self.rules) for one, place in zip(said, places, strict=True)]


def lesson_of(label: Label, known: Sequence[Correction], live: Versions, rules: tuple[ThemeRule, ...]) -> Lesson:
    """Return the corrections of a brand as a model of a label learns from them."""
    seen = live[label].seen_until if label in live else 0
    unseen = [place for place, one in enumerate(known) if one.number > seen]
    lesson = Lesson(label, [feel(one.text) for one in known], [one.told for one in known], unseen, live, rules)
    return replace(lesson, told=lesson.by_hand(lesson.told, range(len(known))))


def _compared(lesson: Lesson) -> Comparison:
    places = lesson.unseen
    found = lesson.by_hand(held_back(lesson.label, lesson.felt, lesson.told), range(len(lesson.felt)))
    judged = judge_notes([lesson.felt[place] for place in places], models_of(lesson.live))
    return compare(
        lesson.label,
        [lesson.told[place] for place in places],
        [found[place] for place in places],
        lesson.by_hand([one.told(lesson.label) for one in judged], places),
        np.random.default_rng(SEED),
    )


def _packed(lesson: Lesson) -> bytes:
    fewest = 1 if lesson.label.is_one_of else FEWEST_OF_A_NAME
    names = teachable_names(lesson.label, lesson.told, fewest=fewest)
    return pack_model(fit_labels(lesson.label, lesson.felt, lesson.told, names))


def learn_all(store: Store, clock: Clock) -> int:
    """Let the models of each brand learn from corrections that came since the last time; returns how many were made."""
    with store.read() as work:
        brands = work.brands.list_all()
    return sum(learn(store, brand, label, WORKER, clock).version is not None for brand in brands for label in Label)


def use_version(store: Store, brand: Brand, label: Label, version: int | None, *, who: Caller) -> None:
    """Make an earlier version of a label live; None goes back to the rule that the program ships.

    Raises:
        NotFound: There is no such version, or its model was let go or never went live.
    """
    with who.write(store, brand.id, Permission.FEEDBACK) as (work, actor):
        live = work.feedback_models.find_live(brand.id).get(label)
        work.feedback_models.use(brand.id, label, version)
        who.trail.note(
            work,
            brand_id=brand.id,
            at=int(who.clock.now().timestamp()),
            actor=actor.pseudonym,
            kind="model_version",
            subject=f"label:{label.value}",
            body={"before": _named(None if live is None else live.version), "after": _named(version)},
        )
        work.commit()


def _named(version: int | None) -> str:
    return "shipped rule" if version is None else f"version {version}"


def _since(refusal: NotTried, live: ModelVersion | None) -> str:
    return refusal.why if live is None else f"since version {live.version} {refusal.why}"


def correction_of(
    text: str, label: Label, told: Told, *, who: str, moment: int, own: Collection[str] = ()
) -> Correction:
    """What a person said of a text, masked but for the brand's own words, with the digest of its words."""
    digest = hashlib.blake2b(plain_words(text).casefold().encode("utf-8", "replace"), digest_size=16).hexdigest()
    masked = tuple(mask(one, own).text for one in told) if label is Label.THEMES else told
    return Correction(digest, mask(text, own).text, label, masked, who, moment)
