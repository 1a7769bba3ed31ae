"""The complexity of texts in several languages."""

from __future__ import annotations

import pytest

from learning.stats.readability import complexity_of


def test_it_is_words_a_sentence_and_long_words_a_hundred() -> None:
    # Eight words in two sentences, one of them of more than six letters: 4 + 12.5.
    assert complexity_of("The dog runs home. It sleeps outside tonight!") == pytest.approx((4 + 100 * 2 / 8) / 100)


@pytest.mark.parametrize(
    ("plain", "complex_"),
    [
        (
            "We went out. The sun was up. We had tea by the sea.",
            "Notwithstanding considerable organisational uncertainty, stakeholders recommended restructuring.",
        ),
        (
            "Wir gehen raus. Die Sonne ist da. Wir sind am See.",
            "Die Verbrauchsgüterpreisentwicklung beeinträchtigt die Wettbewerbsfähigkeit mittelständischer Betriebe.",
        ),
        ("Мы идём в парк. Там тепло. Мы пьём чай.", "Законодательное регулирование предпринимательской деятельности."),
    ],
)
def test_long_words_in_long_sentences_are_more_complex_in_any_language(plain: str, complex_: str) -> None:
    low, high = complexity_of(plain), complexity_of(f"{complex_[:-1]} sowie und so weiter.")
    assert low is not None
    assert high is not None
    assert 0 <= low < 0.3 < high <= 1


@pytest.mark.parametrize(
    "text", ["", "Two words", "🎉 #sale https://a.example/b @me", "私たちは海へ行きました とても 楽しい 一日 でした ね"]
)
def test_too_few_words_and_scripts_without_spaces_have_none(text: str) -> None:
    assert complexity_of(text) is None


def test_links_hashtags_and_names_do_not_count() -> None:
    text = "We went to the sea today."
    assert complexity_of(
        f"{text} #extraordinarily https://example.example/extraordinary @someverylongname"
    ) == complexity_of(text)
