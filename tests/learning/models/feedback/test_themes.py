"""What notes keep coming back to, found without being told."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from learning.models.feedback.cleaning import plain_words
from learning.models.feedback.themes import Theme, find_themes
from tests.learning.models.feedback.public_notes import airline_notes, loudspeaker_notes

PLANTED = (
    ("parcel", "courier", "doorstep", "depot", "driver", "van"),
    ("invoice", "receipt", "accounting", "ledger", "tax", "booking"),
    ("recipe", "oven", "kitchen", "dough", "flour", "yeast"),
)


def planted_notes(count: int, seed: int) -> tuple[list[str], list[int]]:
    draws = random.Random(seed)
    kinds = [place % len(PLANTED) for place in range(count)]
    return [" ".join(["we", "had", *draws.sample(PLANTED[kind], 3), "here"]) for kind in kinds], kinds


def places_of(themes: tuple[Theme, ...], count: int) -> np.ndarray:
    found = np.full(count, -1)
    for number, theme in enumerate(themes):
        found[list(theme.notes)] = number
    return found


def test_planted_themes_are_found_and_named_by_their_words() -> None:
    notes, kinds = planted_notes(150, seed=1)
    themes = find_themes(notes, most=3)
    assert adjusted_rand_score(kinds, places_of(themes, len(notes))) > 0.95
    assert {frozenset(theme.terms) for theme in themes} == {frozenset(words) for words in PLANTED}
    assert all(theme.coherence > 0.2 for theme in themes)


def test_the_same_notes_give_the_same_themes() -> None:
    notes, _ = planted_notes(120, seed=2)
    assert find_themes(notes) == find_themes(notes)


@pytest.mark.parametrize("notes", [[], ["one note"] * 10, ["the and of"] * 200, [""] * 200])
def test_too_few_or_empty_notes_have_no_themes(notes: list[str]) -> None:
    assert find_themes(notes) == ()


@pytest.mark.slow
@pytest.mark.parametrize("source", [airline_notes, loudspeaker_notes])
def test_themes_hold_when_a_fifth_of_the_notes_is_left_out(source, shared: Path, capsys) -> None:
    texts = [plain_words(text) for text, _ in source(shared)]
    whole = find_themes(texts)
    placed, agree, shared_words = places_of(whole, len(texts)), [], []
    for seed in range(5):
        kept = sorted(random.Random(seed).sample(range(len(texts)), int(0.8 * len(texts))))
        part = find_themes([texts[place] for place in kept])
        again, before = places_of(part, len(kept)), placed[kept]
        both = (again >= 0) & (before >= 0)
        agree.append(adjusted_rand_score(before[both], again[both]))
        shared_words.append(mean(max(_overlap(one, other) for other in part) for one in whole))
    with capsys.disabled():
        print(  # noqa: T201
            f"{source.__name__}: NPMI {mean(one.coherence for one in whole):.3f}, "
            f"adjusted Rand {mean(agree):.2f} ({min(agree):.2f} to {max(agree):.2f}), Jaccard {mean(shared_words):.2f}"
        )
    assert mean(agree) > 0.6


def _overlap(one: Theme, other: Theme) -> float:
    return len(set(one.terms) & set(other.terms)) / len(set(one.terms) | set(other.terms))
