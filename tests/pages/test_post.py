"""One post as its dialog shows it: what its words tell, and earlier posts like it when they are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import open_menu, texts
from tests.pages.test_content import POSTS, posts
from tests.services.hand_made import HandMade

PAGE = str(Path(__file__).with_name("post_page.py"))


def shown() -> AppTest:
    return AppTest.from_file(PAGE, default_timeout=60).run()


def test_the_words_of_a_post_and_what_is_like_it_are_shown_with_range_and_n(acme: HandMade, store_url: str) -> None:
    words = ("Fresh pizza with basil and tomatoes for a quick dinner", "Quiet morning beside the harbour wall")
    acme.put(POSTS, [replace(one, text=words[place % 2]) for place, one in enumerate(posts(30))])
    app = shown()
    said = texts(app).replace("\\", "")
    assert "subject area food" in said
    assert "complexity 0." in said
    assert "earlier posts of the account" not in said, "they are read when somebody opens them"
    open_menu(app, "alike_posts_11")
    said = texts(app).replace("\\", "").replace("\u00a0", " ")
    assert "The posts below together: engagement rate" in said
    assert " posts). What they got is no promise" in said
    frame = next(one.value for one in app.dataframe if "Likeness" in one.value.columns)
    assert 2 <= len(frame) <= 5
    assert frame["95 % range"].str.contains("to").all()


def test_a_post_without_words_says_so(acme: HandMade, store_url: str) -> None:
    acme.put(POSTS, posts(30))
    said = texts(shown()).replace("\\", "")
    assert "its words name no subject area" in said
    assert "complexity not computable" in said
