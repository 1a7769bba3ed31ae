"""Everything that is read out of a note."""

from __future__ import annotations

import pytest

from learning.domain.feedback import FeedbackKind, Feeling, Reading
from learning.models.feedback.cleaning import plain_words
from learning.models.feedback.language import detect_language
from learning.models.feedback.reading import read_notes
from learning.models.feedback.topics import topics_of


def read(note: str) -> Reading:
    return read_notes([note])[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Versand war viel zu langsam und niemand hat geantwortet", "de"),
        ("Très déçu par le service client", "fr"),
        ("Excelente producto, llegó muy rápido", "es"),
        ("Ótimo produto, chegou rápido", "pt"),
        ("Heel blij met de levering", "nl"),
        ("Bardzo dobra jakość", "pl"),
        ("Çok kötü bir hizmet", "tr"),
        ("Не работает", "ru"),
        ("配送が遅い", "ja"),
        ("너무 좋아요", "ko"),
        ("خدمة سيئة", "ar"),
    ],
)
def test_other_languages_are_detected(text: str, code: str) -> None:
    assert detect_language(text).code == code


@pytest.mark.parametrize(
    "text",
    ["Love it!", "meh", "Works fine!!", "I LIKE IT ALL", "ok", "Cool", "10/10 would buy", "yikes", "Good value",
     "Music", "lol", "#LAX #sunrise UAL212", "Y'all need to fix ur app asap", "super"],
)  # fmt: skip
def test_short_english_is_never_called_foreign(text: str) -> None:
    assert detect_language(plain_words(text)).code in {"en", None}


def test_a_note_in_another_language_is_said_to_be_unread() -> None:
    found = read("Très déçu par le service client, rien ne marche")
    assert (found.feeling, found.score, found.kind, found.themes) == (None, None, None, ())
    assert found.reason == "only English is read; this is fr"


@pytest.mark.parametrize("note", ["", "   ", "12345", "@someone https://example.com", "[name]"])
def test_a_note_without_words_says_so(note: str) -> None:
    found = read(note)
    assert found.feeling is None
    assert found.reason == "there are no words in it"


@pytest.mark.parametrize(
    ("note", "feeling"),
    [("😍", Feeling.POSITIVE), ("👍🏽", Feeling.POSITIVE), ("🔥🔥🔥", Feeling.POSITIVE), ("👎", Feeling.NEGATIVE),
     ("😡😡", Feeling.NEGATIVE), ("🤮", Feeling.NEGATIVE)],
)  # fmt: skip
def test_emoji_are_read_in_any_language(note: str, feeling: Feeling) -> None:
    assert read(note).feeling is feeling


@pytest.mark.parametrize("note", ["⭐", "✅", "🙏", "\N{THINKING FACE}"])
def test_emoji_that_tell_no_feeling_are_not_guessed(note: str) -> None:
    assert read(note).feeling is None


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Absolutely love the new videos!", FeedbackKind.PRAISE),
        ("The parcel never arrived and nobody answers.", FeedbackKind.COMPLAINT),
        ("When does the sale start?", FeedbackKind.QUESTION),
        ("You should post more recipes for beginners.", FeedbackKind.IDEA),
        ("It would be great if the app had a dark mode.", FeedbackKind.IDEA),
        ("Why is my order late again? Third time, not acceptable.", FeedbackKind.COMPLAINT),
        ("Can you tell me the size of the blue one?", FeedbackKind.QUESTION),
    ],
)
def test_a_note_praises_complains_asks_or_suggests(note: str, kind: FeedbackKind) -> None:
    assert read(note).kind is kind


def test_a_note_that_wants_nothing_says_so() -> None:
    found = read("Bought it in March.")
    assert found.kind is None
    assert found.reason is not None


@pytest.mark.parametrize(
    ("note", "cause"),
    [
        ("I cancelled because the delivery took three weeks.", "the delivery took three weeks"),
        ("Very disappointed due to the rude staff.", "the rude staff"),
        ("Thanks for the quick reply!", "the quick reply"),
        ("We had lunch there. The waiter was rude and the food was cold. It rained.",
         "The waiter was rude and the food was cold."),
    ],
)  # fmt: skip
def test_the_reason_is_the_clause_that_gives_it(note: str, cause: str) -> None:
    assert read(note).cause == cause


def test_a_note_without_a_reason_has_none() -> None:
    assert read("Terrible.").cause is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("way too expensive for what it is", "price"),
        ("the courier never showed up with my parcel", "delivery"),
        ("your app crashes at checkout", "app and website"),
        ("I want my money back", "payment and refund"),
        ("more videos like this", "posts and videos"),
        ("the flight attendants were rude", "service and staff"),
    ],
)
def test_themes_are_named_in_words(text: str, topic: str) -> None:
    assert topic in topics_of(text)


def test_readings_come_in_the_order_of_the_notes() -> None:
    notes = ["I love it", "Ich liebe es sehr und kaufe es wieder", "I hate it"]
    assert [one.feeling for one in read_notes(notes)] == [Feeling.POSITIVE, None, Feeling.NEGATIVE]
