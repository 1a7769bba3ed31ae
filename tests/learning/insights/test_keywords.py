"""The words that tell what posts are about."""

from __future__ import annotations

from learning.insights.keywords import keywords_of

TEXTS = [
    f"{about} for the whole family {number}"
    for about in ("tents", "zelte", "kayaks", "boots", "maps", "stoves", "ropes")
    for number in range(6)
]


def test_the_word_that_few_posts_share_is_first_and_words_of_all_posts_are_none() -> None:
    found = keywords_of(TEXTS)
    assert [own[0] for own in found[::6]] == ["tents", "zelte", "kayaks", "boots", "maps", "stoves", "ropes"]
    assert not {"family", "for", "the"} & {word for own in found for word in own}


def test_links_and_names_of_accounts_are_no_keywords() -> None:
    asides = [f"{text} https://tents.example/shop @harbour" for text in TEXTS]
    assert keywords_of(asides) == keywords_of(TEXTS)


def test_few_texts_or_none_have_no_keywords() -> None:
    assert keywords_of(["tents"] * 3) == ((), (), ())
    assert keywords_of([""] * 40) == ((),) * 40
    assert keywords_of(["🎉 🎉"] * 40) == ((),) * 40
