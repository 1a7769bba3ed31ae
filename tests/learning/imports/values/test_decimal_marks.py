"""The decimal mark of a file follows from its cells, then from the language of its headers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DecimalMark, Unit
from learning.imports.values.decimal_marks import decide_decimal_mark, decimal_votes

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


def decimal_evidence(texts: list[str], *, unit: Unit = Unit.NUMBER, language: str | None = None) -> DecimalMark | None:
    """The mark of a single column."""
    return decide_decimal_mark(decimal_votes(texts, unit=unit), language=language)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1.234,56"], COMMA),
        (["1,234.56"], POINT),
        (["1,234,567"], POINT),
        (["1.234.567"], COMMA),
        (["0,5"], COMMA),
        (["38.2%"], POINT),
        (["38,2 %"], COMMA),
        (["1,2 Mio."], COMMA),
        (["12 345,6"], COMMA),
        (["1.234,50 €", "12 €"], COMMA),
        (["$1,234.50"], POINT),
        (["(1.234,5)"], COMMA),
        (["12", "13"], None),
        (["--", ""], None),
        (["0.123"], POINT),
    ],
)
def test_a_spelling_with_one_meaning_decides(texts: list[str], expected: DecimalMark | None) -> None:
    assert decimal_evidence(texts) is expected


def test_counts_have_no_fraction_so_the_mark_groups() -> None:
    assert decimal_evidence(["1.234", "532"], unit=Unit.COUNT) is COMMA
    assert decimal_evidence(["1,234", "532"], unit=Unit.COUNT) is POINT


def test_the_language_of_the_headers_decides_where_the_cells_do_not() -> None:
    assert decimal_evidence(["1.234"], language="de") is COMMA
    assert decimal_evidence(["1.234"], language="en") is POINT
    assert decimal_evidence(["1,234"], language="fr") is COMMA
    assert decimal_evidence(["1.5"], language="de") is POINT


def test_whole_numbers_beside_open_ones_tell_a_group_from_a_fraction() -> None:
    assert decimal_evidence(["1.234", "8.137", "12.887"]) is POINT
    assert decimal_evidence(["1.234", "532", "12.887"]) is COMMA
    assert decimal_evidence(["1,234", "1532"]) is COMMA
    assert decimal_evidence(["1,234", "532"]) is POINT


def test_the_columns_of_a_file_vote_together() -> None:
    counts = decimal_votes(["1.234"], unit=Unit.NUMBER)
    money = decimal_votes(["1.234,56", "7,00"])
    assert decide_decimal_mark(counts) is POINT
    assert decide_decimal_mark(counts + money) is COMMA


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1))
def test_amounts_with_cents_always_tell(amounts: list[object]) -> None:
    english = [f"{amount:,.2f}" for amount in amounts]
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    assert decimal_evidence(english) is POINT
    assert decimal_evidence(german) is COMMA


@given(st.lists(st.text()))
def test_no_text_ever_raises(texts: list[str]) -> None:
    decimal_evidence(texts)
