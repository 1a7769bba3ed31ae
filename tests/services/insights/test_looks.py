"""What is seen in posts comes with an export, by its header or a mapping, and is part of the formulas for pictures."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from learning.domain.formulas import FormulaSource
from learning.imports.headers import header_key
from learning.imports.lexicon.index import senses_of
from services.insights.formula_list import list_formulas
from services.insights.running import run_insights
from tests.services.imports.workshop import open_workshop
from ui.content.formula_block import formula_line

COLOURS, PEOPLE, ANGLES = ("warm", "cold"), ("none", "one", "many"), ("money", "time")


def posts(headers: tuple[str, str, str]) -> str:
    """An export in which warm pictures of one person do well, whatever the columns are called."""
    rng = np.random.default_rng(1)
    lines = [f"content_id,published_at,platform,format,impressions,likes,clicks,{','.join(headers)}"]
    for number in range(300):
        day = date(2026, 3, 1) + timedelta(days=number // 2)
        colour, people, angle = (str(rng.choice(names)) for names in (COLOURS, PEOPLE, ANGLES))
        seen = int(rng.integers(2_000, 4_000))
        rate = 0.06 if (colour, people) == ("warm", "one") else 0.02
        likes = rng.poisson(seen * rate)
        lines.append(f"p{number},{day} 12:00,instagram,image,{seen},{likes},{seen // 100},{colour},{people},{angle}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (("Dominant colour", "People in picture", "Angle"), {}),
        (("Hauptfarbe", "Personen im Bild", "Blickwinkel"), {}),
        (("Visual colour", "visual_people", "Angle"), {}),
        (
            ("tone", "who", "why"),
            {"tone": "attribute.visual_colour", "who": "attribute.visual_people", "why": "attribute.angle"},
        ),
    ],
)
def test_what_is_seen_becomes_a_formula(tmp_path: Path, headers: tuple[str, str, str], mapping: dict[str, str]) -> None:
    with open_workshop(tmp_path) as shop:
        (report,) = shop.commit(shop.file("posts.csv", posts(headers)), mapping=mapping)
        assert report.batch_id is not None, report
        run_insights(shop.store, shop.brand.id, shop.clock.now())
        with shop.store.read() as work:
            columns = work.figures.list_posts(shop.brand.id, peers=False).texts
            found = list_formulas(work, shop.brand.id)
    assert {"angle", "visual.colour", "visual.people"} <= set(columns)
    seen = [one for one in found.formulas if one.source is FormulaSource.VISUAL]
    best = max(seen, key=lambda one: one.successes / one.n)
    assert {("visual.colour", "warm"), ("visual.people", "one")} <= set(best.structure)
    assert "colour: warm · people: one" in formula_line(best, "")["Structure"]


def test_posts_without_a_look_have_no_columns_for_it(tmp_path: Path) -> None:
    with open_workshop(tmp_path) as shop:
        shop.commit(shop.file("posts.csv", posts(("Remark", "Note", "Owner"))))
        with shop.store.read() as work:
            texts = work.figures.list_posts(shop.brand.id, peers=False).texts
    assert not [name for name in texts if name.startswith("visual.") or name == "angle"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Image style", "attribute.visual_style"),
        ("Text im Bild", "attribute.visual_text"),
        ("Tipo de plano", "attribute.visual_shot"),
        ("Thumbnail type", "attribute.visual_cover"),
    ],
)
def test_headers_of_looks_are_known_in_several_languages(header: str, field: str) -> None:
    assert senses_of(header_key(header))[0].field == field
