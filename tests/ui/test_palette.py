"""The palette of both themes: text that can be read, and chart colours that the colour-blind can tell apart."""

from __future__ import annotations

import itertools
import math

import pytest

from tests.ui.test_chart_contrast import THEME, contrast

Colour = tuple[float, float, float]
TEXT = 4.5
MODES = ("light", "dark")
DISTANCE = 11.0
"""In CIE Lab (1976): about five times the 2.3 that a practised eye can just tell apart side by side."""

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to CIE XYZ (IEC 61966-2-1), and the white point D65.
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.95047, 1.0, 1.08883)


def linear(text: str) -> Colour:
    red, green, blue = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    one, two, three = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    )
    return one, two, three


def turned(matrix: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    one, two, three = (sum(part * by for part, by in zip(row, colour, strict=True)) for row in matrix)
    return one, two, three


def lab(colour: Colour) -> Colour:
    inside: Colour = tuple(min(max(part, 0.0), 1.0) for part in colour)  # type: ignore[assignment]  # three stay three
    scaled = [part / white for part, white in zip(turned(XYZ, inside), WHITE, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("mode", MODES)
def test_text_and_links_reach_the_contrast_of_text_on_every_background(mode: str) -> None:
    theme = THEME[mode]
    for background in ("backgroundColor", "secondaryBackgroundColor"):
        for name in ("textColor", "linkColor"):
            assert contrast(theme[name], theme[background]) >= TEXT, (name, background)


@pytest.mark.parametrize("mode", MODES)
def test_the_words_on_a_primary_button_can_be_read(mode: str) -> None:
    assert contrast("#FFFFFF", THEME[mode]["primaryColor"]) >= TEXT


@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_good_bad_and_warning_are_text_on_every_light_background(background: str) -> None:
    for name in ("greenColor", "redColor", "orangeColor"):
        assert contrast(THEME["light"][name], THEME["light"][background]) >= TEXT, name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", BLINDNESS)
def test_the_lines_of_a_chart_differ_for_every_eye(mode: str, eye: str) -> None:
    seen = [lab(turned(BLINDNESS[eye], linear(text))) for text in THEME[mode]["chartCategoricalColors"]]
    near = [pair for pair in itertools.combinations(seen, 2) if math.dist(*pair) < DISTANCE]
    assert not near
