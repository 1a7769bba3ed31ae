"""What tells who a person is does not stay in a note; what tells nothing stays."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.feedback import Personal
from learning.models.masking.masking import mask
from tests.learning.models.masking.people import OFF_THE_LISTS, SENTENCES, PersonalNote, notes_with_people

BAR = 0.95


def leaks(note: PersonalNote) -> bool:
    """Whether anything of the secret is left: any word of a name, any three digits of a phone number."""
    masked = mask(note.text).text
    if note.kind is Personal.NAME:
        words = [word for word in re.findall(r"[^\W\d_]{2,}", note.secret) if word not in {"Mr", "Dr"}]
        return any(re.search(rf"\b{word}\b", masked) for word in words)
    if note.kind is Personal.PHONE:
        return re.search(r"\d{3}", masked) is not None
    return note.secret in masked or f"[{note.kind.value}]" not in masked


def test_of_a_thousand_notes_in_five_kinds_and_fifteen_countries_nearly_all_is_masked() -> None:
    notes = notes_with_people(1_000, seed=20)
    missed = Counter(note.kind for note in notes if leaks(note))
    recall = {kind: 1 - missed[kind] / 200 for kind in SENTENCES}
    assert min(recall.values()) >= BAR - 0.03, recall
    assert 1 - missed.total() / 1_000 >= BAR, recall


def test_names_on_no_list_are_masked_where_something_introduces_them() -> None:
    introduced = [SENTENCES[Personal.NAME][place] for place in (0, 1, 4, 5)]
    left = [name for name in OFF_THE_LISTS for one in introduced if name.split()[0] in mask(one.format(name)).text]
    assert len(left) <= 0.2 * len(OFF_THE_LISTS) * len(introduced), Counter(left)


@pytest.mark.parametrize(
    "text",
    [
        "Order #4155550123 has not arrived since March 12, 2026.",
        "My booking 4155550123 was cancelled, confirmation number 8839201.",
        "It cost $1,299.99 instead of 1.299,00 and took 45 minutes.",
        "The iPhone 15 Pro and the Galaxy S24 look the same #photography #fail",
        "Flight UA 1452 from San Francisco to New Orleans was late on 11/21/2026 at 10:30.",
        "Will you restock in May? I grace your shop every April.",
        "Amazon, Google and Samsung all do this better, in Paris and in Berlin.",
        "Read https://example.com/blog/how-to-bake?page=2 first",
        "Two days in a row, 3 of 5 stars, 100% not worth it.",
        "Best In Class sound. Customer Service was great on Black Friday!",
        "I will mark this as solved. Hope it helps.",
        "2026-11-21 12:30:45 version 1.2.3.4567",
    ],
)
def test_what_belongs_to_nobody_stays(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Sarah Connor's parcel is lost", "[name]'s parcel is lost"),
        ("spoke to sarah yesterday", "spoke to [name] yesterday"),
        ("Regards, J. R. Hartley", "Regards, [name]"),
        ("my card 4111 1111 1111 1111 was charged", "my card [card] was charged"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [iban] please"),
        ("iban gb29 nwbk 6016 1331 9268 19 please", "iban [iban] please"),
        ("gb29nwbk60161331926819", "[iban]"),
        ("SSN 123-45-6789", "SSN [number]"),
        ("Anna's parcel is lost", "[name]'s parcel is lost"),
        ("john smith was rude", "[name] was rude"),
        ("JOHN SMITH CALLED ME TWICE", "[name] CALLED ME TWICE"),
        ("ask @jane.doe or instagram.com/jane.doe", "ask [handle] or [link]"),
        ("jane(at)example(dot)org knows", "[mail] knows"),
        ("Frau Müller war nett", "Frau [name] war nett"),
        ("MY NAME IS JOHN SMITH AND I AM ANGRY", "MY NAME IS [name] AND I AM ANGRY"),
    ],
)
def test_examples_are_masked_exactly(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_what_was_masked_is_told_by_its_place_in_the_text() -> None:
    text = "Call Maria Lopez on +44 20 7946 0958"
    parts = mask(text).parts
    assert [(part.kind, text[part.start : part.end]) for part in parts] == [
        (Personal.NAME, "Maria Lopez"),
        (Personal.PHONE, "+44 20 7946 0958"),
    ]


def test_words_of_the_brand_are_kept() -> None:
    text = "@acme the Alexis 3 is great, thanks Alexis"
    assert mask(text, keep=["@Acme", "Alexis"]).text == text


def test_masking_twice_changes_nothing() -> None:
    for note in notes_with_people(100, seed=5):
        once = mask(note.text).text
        assert mask(once).text == once


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_what_stays_is_unchanged(text: str) -> None:
    found = mask(text)
    pieces, last = [], 0
    for part in found.parts:
        assert last <= part.start < part.end <= len(text)
        pieces += [text[last : part.start], f"[{part.kind.value}]"]
        last = part.end
    assert "".join([*pieces, text[last:]]) == found.text
