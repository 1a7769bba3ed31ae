"""What is said of effects by persona."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from learning.domain.estimates import Estimate
from learning.domain.persona_effects import LevelEffect, PersonaEffect, PersonaEffects, PersonaQuery
from learning.domain.trends import Scope
from ui.audience.persona_effects import effects_frame, title_words

QUERY = PersonaQuery(Scope(1, date(2026, 9, 1), date(2026, 9, 30)), "engagement_rate")
ONE = PersonaEffect("video", "Hikers", Estimate(0.9, 0.2, 2.1, 12), Estimate(0.4, 0.1, 0.8, 12), 0.45, 0.03)
FOUND = PersonaEffects(QUERY, (LevelEffect("video", Estimate(0.3, 0.1, 0.5, 40), 0.2),), (ONE,), None, {}, 0)


def test_who_differs_is_named_with_the_pooled_effect() -> None:
    assert title_words(FOUND).replace("\u00a0", " ") == "Another effect than for all: “video” for Hikers (+40 %)"


def test_where_nobody_clearly_differs_it_says_so() -> None:
    unsure = replace(FOUND, effects=(replace(ONE, q_value=0.4),))
    assert title_words(unsure).startswith("No persona clearly responds")
    assert effects_frame(unsure)["Differs from all"].tolist() == ["–", "could be chance"]


def test_raw_and_pooled_stand_side_by_side_with_ranges_and_n() -> None:
    whole, row = effects_frame(FOUND).to_dict("records")
    told = [
        str(row[name]).replace("\u00a0", " ") for name in ("As measured", "95 % range", "Drawn to all", "95 % range ")
    ]
    assert told == ["+90 %", "+20 % to +210 %", "+40 %", "+10 % to +80 %"]
    assert row["Posts seen"] == 12
    assert (whole["Persona"], whole["Posts seen"]) == ("all together", 40)
