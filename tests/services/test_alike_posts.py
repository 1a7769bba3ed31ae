"""What the words of a post tell, and the earlier posts of its account that are like it, with what they got."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.posts import AlikePosts
from services.content.alike import LEAST_LIKENESS, alike_posts
from services.content.detail import post_detail
from services.content.texts import joined_text, read_keywords, read_text_space
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)
POSTS = spec("x", Basis.LIFETIME, "content")
PASTA = "Fresh pasta with basil and tomatoes, our favourite dinner"
BOOTS = "How to waterproof leather boots before the autumn rain begins"


def row(name: str, text: str | None, offset: int, likes: int = 20, account: str = "default") -> Row:
    facts = {Fact.IMPRESSIONS: 1_000.0, Fact.LIKES: float(likes)}
    return Row(FIRST + timedelta(days=offset), facts, content=name, text=text, hour=9, account=account)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    others = [
        row(f"other {number}", f"Quiet morning number {number} beside the harbour wall", number // 3)
        for number in range(24)
    ]
    made.put(
        POSTS,
        [
            *others,
            row("pasta", PASTA, 8, likes=50),
            row("pasta again", f"{PASTA} tonight", 9, likes=30),
            row("boots", BOOTS, 10),
            row("asked", f"{PASTA} once more", 12),
            row("later", PASTA, 20, likes=900),
            row("elsewhere", PASTA, 3, likes=900, account="second"),
            row("alone", None, 14),
        ],
    )
    return made


def number_of(brand: HandMade, name: str) -> int:
    with brand.read() as work:
        columns = work.figures.list_posts(brand.brand_id)
    return int(columns.ids[list(columns.texts["title"]).index(f"Post {name}")])


def alike(brand: HandMade, name: str) -> AlikePosts:
    with brand.read() as work:
        return alike_posts(work, brand.brand_id, number_of(brand, name), read_text_space(work, brand.brand_id))


def test_earlier_posts_of_the_account_with_the_same_words_come_first_with_what_they_got(brand: HandMade) -> None:
    found = alike(brand, "asked")
    assert {one.row.card.external_id for one in found.rows[:2]} == {"pasta again", "pasta"}
    assert sorted(one.row.value or 0 for one in found.rows[:2]) == pytest.approx([0.03, 0.05])
    assert found.rows[0].likeness >= found.rows[1].likeness
    assert all((one.row.low or 1) < (one.row.value or 0) < (one.row.high or 0) for one in found.rows)
    assert all(1 >= one.likeness >= LEAST_LIKENESS for one in found.rows)
    assert not {"later", "elsewhere", "asked"} & {one.row.card.external_id for one in found.rows}
    assert found.compared == 27


def test_what_they_got_together_has_its_range_over_posts(brand: HandMade) -> None:
    found = alike(brand, "asked")
    together = found.together
    likes = [(one.row.value or 0) * (one.row.exposure or 0) for one in found.rows]
    assert together.n == len(found.rows) > 1
    assert together.value == pytest.approx(sum(likes) / (1_000 * len(likes)))
    assert together.low is not None
    assert together.high is not None
    assert together.low < (together.value or 0) < together.high


def test_without_words_or_without_earlier_posts_there_is_a_reason(brand: HandMade) -> None:
    assert alike(brand, "other 0").reason == "the account has no earlier post with words"
    unlike = alike(brand, "boots")
    assert not unlike.rows
    assert unlike.reason == "none of them is alike"
    assert unlike.closest is not None
    assert unlike.closest < LEAST_LIKENESS


def test_the_words_of_a_post_tell_keywords_complexity_and_subject_area(brand: HandMade) -> None:
    brand.put(
        POSTS,
        [
            row(f"run {number}", f"Marathon training week {number} of the running club", 21 + number)
            for number in range(5)
        ],
    )
    with brand.read() as work:
        keywords = read_keywords(work, brand.brand_id)
        number = number_of(brand, "run 1")
        text = post_detail(work, brand.brand_id, number, keywords=keywords.get(number, ())).text
        boots = post_detail(work, brand.brand_id, number_of(brand, "boots")).text
    assert "marathon" in text.keywords
    assert text.domain == "sport"
    assert text.complexity is not None
    assert boots.keywords == ()


def test_what_came_after_the_last_publication_counts_too(sqlite_url: str) -> None:
    made = make(sqlite_url)
    published = [row(f"pasta {number}", f"{PASTA}, evening {number}", number) for number in range(6)]
    made.put(POSTS, [replace(one, facts={Fact.SHARES: 0.0}) for one in published])
    daily = spec("x", Basis.ACTIVITY, "content")
    seen = {Fact.IMPRESSIONS: 1_000.0, Fact.LIKES: 10.0}
    made.put(daily, [Row(FIRST + timedelta(days=20), seen, content=f"pasta {number}") for number in range(6)])
    found = alike(made, "pasta 5")
    assert [one.row.value for one in found.rows] == pytest.approx([0.01] * 5)


def test_title_and_text_are_read_once() -> None:
    assert joined_text("Pasta", "Pasta for dinner") == "Pasta for dinner"
    assert joined_text("Pasta", "For dinner") == "Pasta\nFor dinner"
    assert joined_text("Pasta", "") == "Pasta"
