from __future__ import annotations

import pytest

from learning.imports.values.hours import hour_number, is_hour


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("9", "9"),
        ("09:00", "09"),
        ("23:59:59", "23"),
        ("9 AM", "9"),
        ("12 AM", "0"),
        ("12:30 p.m.", "12"),
        ("1pm", "13"),
        ("13 PM", "13"),
    ],
)
def test_an_hour_is_read_on_a_clock_of_24_hours(text: str, hour: str) -> None:
    assert is_hour(text)
    assert hour_number(text) == hour


@pytest.mark.parametrize("text", ["", "morning", "2026-09-01 09:00", "9 h"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert not is_hour(text)
    assert hour_number(text) == text
