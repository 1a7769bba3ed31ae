"""What is said of the words of a post, and of earlier posts that are like it."""

from __future__ import annotations

import pytest

from learning.domain.estimates import Estimate
from learning.domain.holdings import ContentCard
from learning.domain.posts import AlikePost, AlikePosts, PostRow, PostText
from ui.content.alike_block import alike_frame, alike_words
from ui.content.post_view import text_words

CARD = ContentCard(7, "x", "default", "x7", "Pasta", None, "javascript:alert(1)", None, 20_000, None)


def found(*rows: AlikePost, **more: object) -> AlikePosts:
    nobody = Estimate(None, None, None, 0, "no post")
    told = {"compared": 12, "together": nobody} | more
    return AlikePosts("engagement_rate", rows, **told)  # type: ignore[arg-type] - fields of the record


def test_what_the_words_tell_and_what_they_do_not_is_said() -> None:
    told = text_words(PostText(("pasta", "basil"), 0.38, "food")).replace("\\", "")
    assert "Keywords: pasta, basil" in told
    assert "subject area food" in told
    assert "0.38 of 1" in told
    nothing = text_words(PostText()).replace("\\", "")
    assert "name no subject area" in nothing
    assert "not computable" in nothing


def test_what_alike_posts_got_together_has_its_range_and_n() -> None:
    row = AlikePost(0.8712, PostRow(CARD, 0.031, 0.02, 0.045, None, 1_000.0, 31.0))
    words = alike_words(found(row, together=Estimate(0.031, 0.021, 0.046, 3))).replace("\u00a0", " ")
    assert "12 earlier posts" in words
    assert "3.10 % (about 2.10 % to 4.60 %; 3 posts)" in words
    frame = alike_frame(found(row))
    assert frame["Engagement rate"].tolist() == pytest.approx([3.1])
    assert frame["Likeness"].tolist() == [0.87]
    assert "Link" not in frame, "what does not lead to the web is no link"


def test_where_nothing_is_alike_the_closest_is_named() -> None:
    words = alike_words(found(closest=0.214, reason="none of them is alike"))
    assert "none of them is alike" in words
    assert "0.21 of 1" in words
