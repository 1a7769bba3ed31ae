"""What is written on charts can be read in both themes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ui.charts.marks import FLAG, FLAG_INK

THEME = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit/config.toml").read_text("utf-8"))["theme"]


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_number_in_a_flag_is_text_and_can_be_read() -> None:
    assert contrast(FLAG, FLAG_INK) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_flags_and_lines_stand_out_from_the_page(mode: str) -> None:
    page = THEME[mode]["backgroundColor"]
    assert contrast(FLAG, page) >= 3
    assert all(contrast(colour, page) >= 3 for colour in THEME[mode]["chartCategoricalColors"])
