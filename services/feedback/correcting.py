"""What people say of the feeling of notes, and the model that learns it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import InputError
from learning.domain.feedback import Correction, Feeling, ModelVersion
from learning.models.feedback.classifier import fit_feelings, pack_model
from learning.models.feedback.cleaning import plain_words
from learning.models.feedback.gate import NotTried, compare, held_back_feelings, judge_live, why_not_tried
from learning.models.feedback.sentiment import feel
from learning.models.masking.masking import mask
from services.clock import Clock
from services.feedback.own_words import own_words
from services.feedback.reading import model_of

MOST_CORRECTIONS: Final = 5_000
"""A model learns from so many of the newest."""
SEED: Final = 20_260
WORKER: Final = "worker"
NAMED: Final = 3


class BadLabels(InputError):
    """Labels that are no feelings."""

    code = "bad_label"

    def __init__(self, wrong: Sequence[tuple[int, str]]) -> None:
        """Name the first rows and what stands there."""
        told = ", ".join(f"row {row}: {label!r}" for row, label in wrong[:NAMED])
        more = f" and {len(wrong) - NAMED:,} more" if len(wrong) > NAMED else ""
        super().__init__(
            f"{len(wrong):,} labels are no feelings ({told}{more}); nothing was stored.",
            f"Use one of {', '.join(feeling.value for feeling in Feeling)}; leave the cell empty where you do not say.",
        )


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of some corrections."""

    given: int
    """Rows with words and a feeling."""
    new: int
    """Of them those that say something that was not known."""
    skipped: int
    """Rows without words or without a feeling."""
    version: ModelVersion | None
    """The model that was made; None where none was tried."""
    why: str
    """Why it went live or did not, or was not tried."""


def parse_labelled(rows: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, Feeling]], int]:
    """Turn cells of text and label into feelings.

    Args:
        rows: Text and label of each row of a file, the first row below the header first.

    Returns:
        Texts with their feelings, and how many rows have no words or no label.

    Raises:
        BadLabels: A label that is no feeling.
    """
    known = {feeling.value: feeling for feeling in Feeling}
    found: list[tuple[str, Feeling]] = []
    wrong: list[tuple[int, str]] = []
    for number, (text, label) in enumerate(rows, start=2):
        told = label.strip().casefold()
        if told and told not in known:
            wrong.append((number, label))
        elif told and plain_words(text):
            found.append((text, known[told]))
    if wrong:
        raise BadLabels(wrong)
    return found, len(rows) - len(found)


def teach(store: Store, brand: Brand, labelled: Sequence[tuple[str, Feeling]], who: str, clock: Clock) -> Taught:
    """Store corrections, masked, and let a model learn from all that the brand has; it goes live only if better."""
    moment = int(clock.now().timestamp())
    with store.read() as work:
        own = own_words(work, brand)
    corrections = [correction_of(text, feeling, who, moment, own) for text, feeling in labelled]
    with store.write() as work:
        new = work.feedback_models.correct(brand.id, corrections)
        work.commit()
    version, why = learn(store, brand, who, clock)
    return Taught(len(labelled), new, 0, version, why)


def learn(store: Store, brand: Brand, who: str, clock: Clock) -> tuple[ModelVersion | None, str]:
    """Make a model of a brand's corrections and compare it with the live method on those that both had not seen.

    Returns:
        The version that was made, live or not, and why; no version where there is too little to judge by.
    """
    with store.read() as work:
        known = work.feedback_models.list_corrections(brand.id, newest=MOST_CORRECTIONS)
        live = work.feedback_models.find_live(brand.id)
        newest = next(iter(work.feedback_models.list_versions(brand.id)), None)
    if newest is not None and known and newest.seen_until == known[-1].number:
        return None, f"there is no correction since version {newest.version}"
    seen = 0 if live is None else live.seen_until
    unseen = [place for place, one in enumerate(known) if one.number > seen]
    refusal = why_not_tried([known[place].feeling for place in unseen])
    if refusal is not None:
        return None, _since(refusal, live)
    felt, feelings = [feel(one.text) for one in known], [one.feeling for one in known]
    held = held_back_feelings(felt, feelings)
    result = compare(
        [feelings[place] for place in unseen],
        [held[place] for place in unseen],
        judge_live(model_of(live), [felt[place] for place in unseen]),
        np.random.default_rng(SEED),
    )
    made = ModelVersion(
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
        packed=pack_model(fit_feelings(felt, feelings)) if result.goes_live else None,
    )
    with store.write() as work:
        stored = work.feedback_models.add_version(brand.id, made)
        work.commit()
    return stored, result.why


def learn_all(store: Store, clock: Clock) -> int:
    """Let the model of each brand learn from corrections that came since the last time; returns how many were made."""
    with store.read() as work:
        brands = work.brands.list_all()
    return sum(learn(store, brand, WORKER, clock)[0] is not None for brand in brands)


def _since(refusal: NotTried, live: ModelVersion | None) -> str:
    return refusal.why if live is None else f"since version {live.version} {refusal.why}"


def correction_of(text: str, feeling: Feeling, who: str, moment: int, own: Collection[str] = ()) -> Correction:
    """What a person said of a text, masked but for the brand's own words, with the digest of its words."""
    digest = hashlib.blake2b(plain_words(text).casefold().encode("utf-8", "replace"), digest_size=16).hexdigest()
    return Correction(digest, mask(text, own).text, feeling, who, moment)
