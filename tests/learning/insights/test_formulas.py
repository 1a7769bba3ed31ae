"""Formulas from four sources, and the section for a prompt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning.domain.formulas import FormulaSource
from learning.insights.formula_prompts import prompt_section
from learning.insights.formulas import winning_formulas
from tests.learning.insights.post_frames import brand_with, made_posts


def planted(seed: int, count: int = 300, lift: float = 1.0, **columns: object) -> pd.DataFrame:
    """Video stories of the assistant get much more."""
    bare = made_posts(count, np.random.default_rng(seed))
    hit = (bare["hook"] == "story") & (bare["format"] == "video") & (bare["generator"] == "assistant")
    return made_posts(count, np.random.default_rng(seed), lift=np.where(hit, lift, -0.6), **columns)


def test_own_successes_give_a_formula_with_its_figures_over_all_and_for_its_generator() -> None:
    posts = planted(1, follows=4.0)
    found = [one for one in winning_formulas(brand_with(posts)) if one.source is FormulaSource.OWN]
    structure = (("hook", "story"), ("format", "video"))
    mine = next(one for one in found if one.generator == "assistant" and one.structure == structure)
    own = posts[(posts["hook"] == "story") & (posts["format"] == "video") & (posts["generator"] == "assistant")]
    assert mine.n == len(own)
    assert mine.name == "story + video"
    assert mine.average_views == pytest.approx(own["impressions"].mean())
    assert mine.engagement_rate == pytest.approx(own["likes"].sum() / own["impressions"].sum())
    assert mine.follows_per_1000 == pytest.approx(4_000 * len(own) / own["impressions"].sum())
    assert mine.confidence > 0.95
    assert mine.usual_success < mine.success_low < mine.success_high < 1
    assert mine.successes == ((own["likes"] / own["impressions"] >= 0.02) & (own["likes"] >= 5)).sum()
    assert mine.example in own["content_id"].tolist()
    assert not [one for one in found if one.generator == "editor" and one.structure == structure]


def test_noise_has_hardly_any_formula() -> None:
    found = [
        one for seed in range(6) for one in winning_formulas(brand_with(made_posts(200, np.random.default_rng(seed))))
    ]
    assert len(found) <= 2


def test_replies_count_from_ten_thousand_views_on_and_stay_apart_from_posts() -> None:
    rng = np.random.default_rng(2)
    hook = rng.choice(np.array(["number", "story"], dtype=object), 120)
    topic = rng.choice(np.array(["gear", "trails"], dtype=object), 120)
    views = np.where((hook == "number") & (topic == "gear"), 30_000.0, 900.0) * rng.uniform(0.5, 1.5, 120)
    replies = made_posts(120, rng, text="@someone this is how", hook=hook, topic=topic).assign(views=views)
    found = winning_formulas(brand_with(replies))
    assert {one.source for one in found} <= {FormulaSource.REPLIES, FormulaSource.VISUAL}
    best = next(one for one in found if one.source is FormulaSource.REPLIES and not one.generator)
    assert set(best.structure) >= {("hook", "number"), ("topic", "gear")}
    assert (best.average_views or 0) > 10_000


def test_what_is_seen_in_pictures_is_a_source_of_its_own() -> None:
    rng = np.random.default_rng(3)
    colour = rng.choice(np.array(["warm", "cold"], dtype=object), 300)
    faces = rng.choice(np.array(["none", "one"], dtype=object), 300)
    lift = np.where((colour == "warm") & (faces == "one"), 1.0, 0.0)
    posts = made_posts(300, rng, lift=lift).assign(**{"visual.colour": colour, "visual.faces": faces})
    found = [one for one in winning_formulas(brand_with(posts)) if one.source is FormulaSource.VISUAL]
    assert (("visual.colour", "warm"), ("visual.faces", "one")) in {one.structure for one in found}


def test_peers_are_never_mixed_with_own_posts() -> None:
    own, peers = made_posts(100, np.random.default_rng(4)), planted(5)
    found = winning_formulas(brand_with(own, peers=peers))
    assert {one.source for one in found if one.structure == (("hook", "story"), ("format", "video"))} == {
        FormulaSource.PEERS
    }
    assert all(one.n <= len(peers) for one in found)


def test_the_section_for_a_prompt_has_the_generator_first_and_peers_apart() -> None:
    found = winning_formulas(brand_with(planted(1), peers=planted(5)))
    section = prompt_section(found, "assistant")
    lines = section.splitlines()
    assert lines[0] == "Structures that did well in your own posts:"
    assert lines[1].startswith("- hook: story, format: video (")
    assert "Structures that did well for others (context, not proof):" in lines
    assert prompt_section((), "assistant") == ""
    assert "your own posts" not in prompt_section(found, "editor")


def test_a_brand_without_posts_has_no_formula() -> None:
    assert winning_formulas(brand_with(made_posts(30, np.random.default_rng(6)).iloc[:0])) == ()
