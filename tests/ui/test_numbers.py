"""Values are written so that a person reads them once."""

import pytest

from learning.metrics.definitions import MetricUnit
from ui.numbers import change_words, count_words, interval_words, value_words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, MetricUnit.COUNT, "–"),
        (0, MetricUnit.COUNT, "0"),
        (9_999, MetricUnit.COUNT, "9,999"),
        (12_430, MetricUnit.COUNT, "12.4 k"),
        (999_960, MetricUnit.COUNT, "1.00 M"),
        (3_210_000, MetricUnit.COUNT, "3.21 M"),
        (-1_200, MetricUnit.COUNT, "−1,200"),
        (0.0321, MetricUnit.RATE, "3.21 %"),
        (0, MetricUnit.RATE, "0 %"),
        (0.00004, MetricUnit.RATE, "0.0040 %"),
        (1, MetricUnit.RATE, "100 %"),
        (80, MetricUnit.SECONDS, "1 min 20 s"),
        (7_260, MetricUnit.SECONDS, "2 h 1 min"),
        (12.4, MetricUnit.SECONDS, "12.4 s"),
        (0.075, MetricUnit.NUMBER, "0.075"),
        (2.5, MetricUnit.NUMBER, "2.50"),
    ],
)
def test_a_value_is_written_with_its_unit(value: float | None, unit: MetricUnit, words: str) -> None:
    assert value_words(value, unit).replace("\u00a0", " ") == words


def test_money_carries_its_currency() -> None:
    assert value_words(12.5, MetricUnit.MONEY, currency="EUR").replace("\u00a0", " ") == "12.50 EUR"
    assert value_words(81_000, MetricUnit.MONEY, currency="USD").replace("\u00a0", " ") == "81.0 k USD"


def test_counts_are_written_out_where_people_compare_them() -> None:
    assert value_words(1_234_567, MetricUnit.COUNT, full=True) == "1,234,567"


def test_a_range_says_about_and_collapses_when_its_ends_read_the_same() -> None:
    assert interval_words(0.031, 0.034, MetricUnit.RATE).replace("\u00a0", " ") == "about 3.10 % to 3.40 %"
    assert interval_words(0.0311, 0.03110001, MetricUnit.RATE).replace("\u00a0", " ") == "about 3.11 %"
    assert interval_words(None, 2, MetricUnit.RATE) == ""


@pytest.mark.parametrize(
    ("lift", "words"),
    [(0.0412, "+4.1 %"), (-0.5, "−50 %"), (0.00001, "±0 %"), (0.997, "+100 %"), (11, "× 12.0"), (-1, "−100 %")],
)
def test_a_change_always_has_its_sign(lift: float, words: str) -> None:
    assert change_words(lift).replace("\u00a0", " ") == words


def test_one_thing_is_singular() -> None:
    assert count_words(1, "file") == "1\u00a0file"
    assert count_words(37, "file") == "37\u00a0files"
    assert count_words(2, "category", "categories") == "2\u00a0categories"
