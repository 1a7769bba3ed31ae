"""The week in sentences: what moved, how sure, where; never more than the numbers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from learning.domain.digest import LeadingPost, LeftOut, MainPart, Movement, Sureness, WeekDigest
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.holdings import ContentCard
from learning.domain.intervals import Change
from services.glossary import glossary
from ui.home.wording import digest_sentences

GLOSSARY = {entry.name: entry for entry in glossary()}
WEEK = WeekDigest(1, 5, date(2026, 11, 14), date(2026, 11, 20), date(2026, 11, 7), date(2026, 11, 13), looked_at=24)
CARD = ContentCard(7, "x", "acme", "17", "Ten *bold* ways", None, None, None, None, None)


def value(amount: float, n: int = 14) -> MetricValue:
    return MetricValue(amount, None, None, n, CountedUnit.POSTS, Basis.ACTIVITY, {})


def rise(metric: str = "engagement_rate", **changes: object) -> Movement:
    movement = Movement(
        metric, {"platform": ("x",)}, value(0.03), value(0.02), Change(0.01, 0.5, 0.2, 0.9), Sureness.REAL, 0.01
    )
    return replace(movement, **changes)  # type: ignore[arg-type]  # a test names what is different


def text(digest: WeekDigest) -> str:
    return " ".join(f"{one.text} {one.badge}" for one in digest_sentences(digest, GLOSSARY)).replace("\u00a0", " ")


def test_a_movement_says_what_by_how_much_with_range_and_n() -> None:
    said = text(replace(WEEK, movements=(rise(),), real=1))
    assert "Engagement rate on X went up by about 50 % (+20 % to +90 %; 14 posts) to 3.00 %" in said
    assert ":green-badge[better, likely real]" in said


def test_a_fall_of_what_should_be_low_is_for_the_better() -> None:
    fall = rise("bounce_rate", change=Change(-0.1, -0.3, -0.5, -0.1), where={})
    said = text(replace(WEEK, movements=(fall,), real=1))
    assert "Bounce rate went down by about 30 %" in said
    assert ":green-badge[better, likely real]" in said
    worse = text(replace(WEEK, movements=(replace(fall, metric="clicks"),), real=1))
    assert ":red-badge[worse, likely real]" in worse


def test_where_it_comes_from_and_the_post_are_named_and_text_of_a_file_stays_text() -> None:
    movement = rise(where={}, part=MainPart("platform", "tiktok", 0.7), post=LeadingPost(CARD, 0.8, earlier=False))
    said = text(replace(WEEK, movements=(movement,), real=1))
    assert "Most of it comes from TikTok." in said
    assert "Most of it goes with one post: “Ten \\*bold\\* ways”." in said
    earlier = replace(movement, part=MainPart("persona", "Parents", 1.2), post=LeadingPost(CARD, 0.8, earlier=True))
    said = text(replace(WEEK, movements=(earlier,), real=1))
    assert "All of it comes from Parents." in said
    assert "one post of the week before" in said


def test_a_quiet_week_says_so_plainly_and_names_the_nearest() -> None:
    nearest = rise("sessions", sureness=Sureness.CHANCE, where={"persona": ("Parents",)})
    said = text(replace(WEEK, next_largest=nearest))
    assert "**Nothing moved** beyond chance: 24 figures compared with the week before." in said
    assert "Sessions among Parents: about +50 % (+20 % to +90 %; 14 posts)" in said
    assert ":gray-badge[could be chance]" in said
    assert "likely real" not in said


def test_one_finding_is_followed_by_what_did_not_move() -> None:
    sentences = digest_sentences(replace(WEEK, movements=(rise(),), real=1, next_largest=rise("clicks")), GLOSSARY)
    assert len(sentences) == 2
    assert sentences[1].text.startswith("Nothing else moved beyond chance")


def test_more_findings_than_sentences_are_counted() -> None:
    movements = (rise(), rise("clicks"), rise("follows"))
    said = text(replace(WEEK, movements=movements, real=5, untold=2))
    assert "2 more figures of 24 moved beyond chance" in said
    assert len(digest_sentences(replace(WEEK, movements=movements, real=3), GLOSSARY)) == 3


def test_what_could_not_be_compared_is_said_with_its_reason() -> None:
    said = text(replace(WEEK, too_early=1, left_out=(LeftOut("tiktok", date(2026, 11, 12)),)))
    assert "1 figure has too little data" in said
    assert "TikTok (data to 12 Nov 2026)" in said
    assert ":gray-badge[too early to say]" in said
    nothing = text(replace(WEEK, looked_at=0))
    assert "too little data" in nothing
    assert "Nothing moved" not in nothing


def test_totals_that_still_grow_are_said_not_to_be_compared() -> None:
    said = text(replace(WEEK, looked_at=1, growing=("impressions", "follows")))
    assert "Totals of new posts still grow, so impressions and follows are not compared by week" in said


def test_no_sentence_claims_more_than_the_numbers() -> None:
    said = text(replace(WEEK, movements=(rise(), rise("clicks")), real=2, next_largest=rise("follows"), too_early=3))
    for word in ("significant", "proved", "because", "caused", "thanks to"):
        assert word not in said
