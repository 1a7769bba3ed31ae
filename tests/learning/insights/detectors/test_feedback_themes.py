"""Themes of notes: a planted rise is found with its sign, a new theme too, noise seldom, one loud day never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Candidate
from learning.domain.timekeys import day_key
from learning.insights.brand_data import NOTE_COLUMNS, POST_COLUMNS, BrandData
from learning.insights.control import control
from learning.insights.detectors.feedback_themes import FeedbackThemes
from tests.learning.insights.post_frames import brand_with

TODAY = date(2026, 11, 21)
END = day_key(TODAY)
THEMES = tuple(f"theme {number}" for number in range(20))


def data_of(rows: list[tuple[int, int, str, int]]) -> BrandData:
    nothing = brand_with(pd.DataFrame(columns=list(POST_COLUMNS)))
    return replace(nothing, today=TODAY, notes=pd.DataFrame(rows, columns=list(NOTE_COLUMNS)))


def world(seed: int, *, rise: float = 1.0, a_day: int = 3) -> BrandData:
    """Notes about twenty themes on 112 days; the first is `rise` times as frequent in the last four weeks."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(a_day * 112):
        day = END - 112 + number // a_day
        weights = np.ones(len(THEMES))
        weights[0] = rise if day >= END - 28 else 1.0
        theme = THEMES[int(rng.choice(len(THEMES), p=weights / weights.sum()))]
        rows.append((number, day, theme, -1))
    return data_of(rows)


def of(found: list[Candidate] | tuple[Candidate, ...], theme: str) -> Candidate:
    return next(one for one in found if dict(one.subject.what)["theme"] == theme)


def test_a_theme_that_rises_stands_and_is_bad_news_where_it_is_negative() -> None:
    found = FeedbackThemes().detect(world(1, rise=6.0))
    assert len(found) == len(THEMES), "every theme is told, for the control of false discoveries"
    risen = of(found, "theme 0")
    assert risen.measured is not None
    assert risen.measured.estimate > 1
    assert (risen.good, risen.counted) == (False, "notes")
    (standing,) = [one for one in control(found) if one.candidate is risen]
    assert standing.low is not None
    assert standing.low > 0


def test_a_new_theme_is_compared_though_nobody_spoke_of_it_before() -> None:
    before = world(2)
    rows = [*before.notes.itertuples(index=False, name=None)]
    rows += [(9_000 + number, END - 1 - number % 20, "returns", 1) for number in range(20)]
    found = FeedbackThemes().detect(data_of(rows))
    new = of(found, "returns")
    assert new.evidence.numbers["notes_before"] == 0
    assert new.good is True
    assert new in [one.candidate for one in control(found)]


def test_one_loud_day_counts_as_one_voice() -> None:
    rows = [*world(3).notes.itertuples(index=False, name=None)]
    rows += [(9_000 + number, END - 2, "theme 1", -1) for number in range(30)]
    found = FeedbackThemes().detect(data_of(rows))
    assert of(found, "theme 1") not in [one.candidate for one in control(found)]


@pytest.mark.parametrize("rows", [[], [(1, END - 1, "price", 0)], [(n, END - 1, "price", 0) for n in range(50)]])
def test_too_few_notes_or_days_propose_nothing(rows: list[tuple[int, int, str, int]]) -> None:
    assert FeedbackThemes().detect(data_of(rows)) == ()


def test_noise_seldom_finds_anything() -> None:
    found = [bool(control(FeedbackThemes().detect(world(seed)))) for seed in range(60)]
    assert sum(found) <= 9, "P(any) <= .10, four deviations off"
