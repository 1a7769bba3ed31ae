"""Ticks of axes of differences."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.ticks import difference_ticks


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-0.36, 0.02, ["−30 %", "−20 %", "−10 %", "0 %"]),
        (-0.01, 0.19, ["0 %", "+5 %", "+10 %", "+15 %"]),
        (-0.012, 0.011, ["−1.0 %", "−0.5 %", "0 %", "+0.5 %", "+1.0 %"]),
        (-0.5, 12.0, ["0 %", "+500 %", "+1,000 %"]),
    ],
)
def test_no_difference_reads_0_and_never_plus_0(low: float, high: float, texts: list[str]) -> None:
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in _texts(low, high)] == texts


def test_a_correlation_is_no_percentage() -> None:
    assert _texts(-0.02, 0.26, as_share=False) == ["0", "+0.1", "+0.2"]


@given(st.floats(-5, 0), st.floats(0.001, 20))
def test_an_axis_has_a_few_ticks_in_order_and_zero_among_them(low: float, high: float) -> None:
    ticks: dict[str, Any] = difference_ticks(low, high)
    shown = ticks["tickvals"]
    assert 2 <= len(shown) <= 6
    assert 0 in shown
    assert shown == sorted(shown)
    assert len(set(ticks["ticktext"])) == len(shown)


def _texts(low: float, high: float, *, as_share: bool = True) -> list[str]:
    ticks: dict[str, Any] = difference_ticks(low, high, as_share=as_share)
    return list(ticks["ticktext"])
