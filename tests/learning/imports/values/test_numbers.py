"""Cell texts become exact scaled numbers, whatever language wrote them."""

from __future__ import annotations

import time
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DecimalMark, PercentScale, Severity, Unit
from learning.domain.facts import MISSING, SCALE
from learning.imports.values.numbers import parse_numbers

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


def value_of(text: str, mark: DecimalMark = POINT, unit: Unit = Unit.NUMBER) -> Decimal | None:
    scaled = int(parse_numbers([text], decimal_mark=mark, unit=unit).values[0])
    return None if scaled == MISSING else Decimal(scaled) / SCALE


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1,234", POINT, "1234"),
        ("1.234,56", COMMA, "1234.56"),
        ("1.234", POINT, "1.234"),
        ("1.234", COMMA, "1234"),
        ("12 345", POINT, "12345"),
        ("12\u00a0345,6", COMMA, "12345.6"),
        ("12\u202f345", COMMA, "12345"),
        ("1'234.5", POINT, "1234.5"),
        ("1\u2019234", POINT, "1234"),
        ("12,34,567", POINT, "1234567"),
        ("1.2K", POINT, "1200"),
        ("3M", POINT, "3000000"),
        ("1,2 Mio.", COMMA, "1200000"),
        ("10 Tsd.", COMMA, "10000"),
        ("3 mil", COMMA, "3000"),
        ("5 mill.", COMMA, "5000000"),
        ("2,5 млн", COMMA, "2500000"),
        ("4.5万", POINT, "45000"),
        ("4.5만", POINT, "45000"),
        ("2천", POINT, "2000"),
        ("1億2,345万", POINT, "123450000"),
        ("1.2B", POINT, "1200000000"),
        ("(12)", POINT, "-12"),
        ("($12.50)", POINT, "-12.5"),
        ("-12", POINT, "-12"),
        ("12-", POINT, "-12"),
        ("\u221212", POINT, "-12"),
        ("+5", POINT, "5"),
        ("1203.0", POINT, "1203"),
        ("1.2E+05", POINT, "120000"),
        ("1,2E+05", COMMA, "120000"),
        ("38%", POINT, "38"),
        ("38,2 %", COMMA, "38.2"),
        ("%38", POINT, "38"),
        ("٣٤٥", POINT, "345"),
        ("１，２３４", POINT, "1234"),
        ("1,234*", POINT, "1234"),
        ("12 †", POINT, "12"),
        ('="123"', POINT, "123"),
        ("'123", POINT, "123"),
        ("₩1,000", COMMA, "1000"),
        ("434,944,680", POINT, "434944680"),
        ("2.5x", POINT, "2.5"),
    ],
)
def test_a_spelling_is_read_as_its_language_means_it(text: str, mark: DecimalMark, expected: str) -> None:
    assert value_of(text, mark) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", " ", "--", " --", "\u2014", "-", "N/A", "n/a", "NA", "undefined", "null", "NaN", "None", "#N/A", "k. A."],
)
def test_a_placeholder_is_missing_and_no_problem(text: str) -> None:
    parsed = parse_numbers([text], decimal_mark=POINT, unit=Unit.COUNT)
    assert parsed.values[0] == MISSING
    assert parsed.problems == ()


@pytest.mark.parametrize("text", ["<10", "< 10", "≤5", "> 90%", "10K+", "less than 10", "unter 10"])
def test_a_bound_is_missing_with_a_warning_that_the_platform_hides_it(text: str) -> None:
    parsed = parse_numbers([text], decimal_mark=POINT, unit=Unit.NUMBER)
    assert parsed.values[0] == MISSING
    assert [(problem.code, problem.severity) for problem in parsed.problems] == [("hidden", Severity.WARNING)]


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 34",
        "1.2.3",
        "5 min",
        "5 views",
        "∞",
        "--5",
        "1,23,45",
        "0. 0",
        "12 EUR USD",
        "9" * 500,
        "1/2",
        "=1+2",
    ],
)
def test_what_is_no_number_is_a_problem_with_a_fix(text: str) -> None:
    parsed = parse_numbers([text], decimal_mark=POINT, unit=Unit.NUMBER)
    assert parsed.values[0] == MISSING
    (problem,) = parsed.problems
    assert (problem.code, problem.severity, problem.value) == ("number", Severity.ERROR, text)
    assert problem.fix


@pytest.mark.parametrize("text", ["9000000000001", "1e300", "99999999999999999999", "9999B", "-9000000000001"])
def test_a_number_beyond_the_store_is_a_problem_and_never_wraps(text: str) -> None:
    for texts in ([text], [text] * 100):
        parsed = parse_numbers(texts, decimal_mark=POINT, unit=Unit.NUMBER)
        assert (parsed.values == MISSING).all()
        assert {problem.code for problem in parsed.problems} == {"overflow"}


def test_the_other_decimal_mark_is_read_by_its_own_spelling_with_a_warning() -> None:
    parsed = parse_numbers(["1.234,56", "1,234.56"], decimal_mark=POINT, unit=Unit.MONEY)
    assert parsed.values.tolist() == [1_234_560_000, 1_234_560_000]
    assert [(problem.index, problem.code) for problem in parsed.problems] == [(0, "decimal_mark")]


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("1.234,50 €", "EUR", "€"),
        ("US$ 12", "USD", "US$"),
        ("EGP 40", "EGP", "EGP"),
        ("R$ 1.234,56", "BRL", "R$"),
        ("£5", "GBP", "£"),
        ("₩500", "KRW", "₩"),
        ("$1.50", None, "$"),
        ("¥500", None, "¥"),
        ("12 kr", None, "kr"),
        ("zł 5", "PLN", "zł"),
    ],
)
def test_an_amount_carries_its_currency_or_the_sign_that_several_share(text: str, code: str | None, sign: str) -> None:
    mark = parse_numbers([text], decimal_mark=POINT, unit=Unit.MONEY).currencies[0]
    assert (mark.code, mark.text) == (code, sign)
    assert code is not None or len(mark.candidates) > 1


def test_a_count_with_its_share_gives_both() -> None:
    parsed = parse_numbers(["20 (1.1%)", "8 (0,5 %)"], decimal_mark=POINT, unit=Unit.COUNT)
    assert parsed.values.tolist() == [20_000_000, 8_000_000]
    assert dict(parsed.shares) == {0: 11_000, 1: 5_000}


def test_a_percent_becomes_a_rate_of_one() -> None:
    texts = ["38%", "38,2 %", "0.5"]
    assert parse_numbers(texts, decimal_mark=POINT, unit=Unit.PERCENT).values.tolist() == [380_000, 382_000, 500_000]
    of_hundred = parse_numbers(texts, decimal_mark=POINT, unit=Unit.PERCENT, percent_scale=PercentScale.PERCENT)
    assert of_hundred.values.tolist() == [380_000, 382_000, 5_000]


def test_counts_warn_of_fractions_and_of_values_below_zero_and_keep_them() -> None:
    parsed = parse_numbers(["1.5", "-3", "7"], decimal_mark=POINT, unit=Unit.COUNT)
    assert parsed.values.tolist() == [1_500_000, -3_000_000, 7_000_000]
    assert [(p.index, p.code, p.severity) for p in parsed.problems] == [
        (0, "fraction", Severity.WARNING),
        (1, "implausible", Severity.WARNING),
    ]


def test_a_rate_outside_0_to_100_percent_is_implausible() -> None:
    parsed = parse_numbers(["130%", "-1%", "99%"], decimal_mark=POINT, unit=Unit.PERCENT)
    assert [(p.index, p.code) for p in parsed.problems] == [(0, "implausible"), (1, "implausible")]


@pytest.mark.parametrize("mark", [POINT, COMMA])
@pytest.mark.parametrize("form", ["{}", "${}", "{}%", "{} €", "{}K"])
@pytest.mark.parametrize("unit", [Unit.NUMBER, Unit.PERCENT])
def test_long_columns_are_read_like_single_cells(mark: DecimalMark, form: str, unit: Unit) -> None:
    numbers = [f"{(17 * i) % 40_000 / 8:,.3f}" for i in range(600)] + [f"{i}" for i in range(400)] + ["-12.5", "1,234"]
    if mark is COMMA:
        numbers = [number.translate(str.maketrans(",.", ".,")) for number in numbers]
    texts = [form.format(number) for number in numbers] + ["", "--", "x"]
    column = parse_numbers(texts, decimal_mark=mark, unit=unit)
    singles = [parse_numbers([text], decimal_mark=mark, unit=unit) for text in texts]
    assert column.values.tolist() == [int(single.values[0]) for single in singles]
    assert [problem.code for problem in column.problems] == [p.code for single in singles for p in single.problems]
    assert dict(column.currencies) == {i: single.currencies[0] for i, single in enumerate(singles) if single.currencies}


def test_values_below_the_sixth_decimal_round_half_to_even() -> None:
    assert value_of("0.0000005") == Decimal(0)
    assert value_of("0.0000015") == Decimal("0.000002")
    assert value_of("-0.0000005") == Decimal(0)


amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=4, allow_nan=False, allow_infinity=False)


@given(amounts)
def test_every_number_format_round_trips(amount: Decimal) -> None:
    english = f"{amount:,.4f}"
    german = english.translate(str.maketrans(",.", ".,"))
    french = english.replace(",", "\u202f").replace(".", ",")
    swiss = english.replace(",", "'")
    plain = f"{amount:f}"
    for text, mark in ((english, POINT), (german, COMMA), (french, COMMA), (swiss, POINT), (plain, POINT)):
        assert value_of(text, mark) == amount
        assert value_of(f"{text} €", mark) == amount
    if amount < 0:
        assert value_of(f"({english[1:]})") == amount
        assert value_of(f"{english[1:]}-") == amount
        assert value_of(english.replace("-", "\u2212")) == amount


@given(st.integers(0, 10**11))
def test_every_whole_number_round_trips_in_every_grouping(number: int) -> None:
    grouped = f"{number:,}"
    assert value_of(grouped, POINT) == number
    assert value_of(grouped.replace(",", "."), COMMA) == number
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    assert value_of(",".join([*pairs, tail])) == number


@given(st.lists(amounts, min_size=2, max_size=30))
def test_the_order_of_numbers_is_kept(many: list[Decimal]) -> None:
    ordered = sorted(many)
    values = parse_numbers([f"{one:,.4f}" for one in ordered], decimal_mark=POINT, unit=Unit.MONEY).values
    assert (np.diff(values) >= 0).all()


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=9, allow_nan=False, allow_infinity=False))
def test_finer_numbers_round_as_decimals_do(amount: Decimal) -> None:
    assert value_of(f"{amount:f}") == amount.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


@given(st.lists(st.text(), max_size=5), st.sampled_from(list(Unit)), st.sampled_from([POINT, COMMA]))
def test_no_text_ever_raises(texts: list[str], unit: Unit, mark: DecimalMark) -> None:
    parsed = parse_numbers(texts, decimal_mark=mark, unit=unit)
    assert len(parsed.values) == len(texts)
    errors = {problem.index for problem in parsed.problems if problem.severity is Severity.ERROR}
    assert all(parsed.values[index] == MISSING for index in errors)


@given(st.text(alphabet="0123456789.,'+-()%$€ KMeE<>*万", max_size=14), st.sampled_from([POINT, COMMA]))
def test_near_numbers_never_raise_and_long_columns_agree(text: str, mark: DecimalMark) -> None:
    one = parse_numbers([text], decimal_mark=mark, unit=Unit.NUMBER)
    many = parse_numbers([text] * 70, decimal_mark=mark, unit=Unit.NUMBER)
    assert (many.values == one.values[0]).all()


@pytest.mark.parametrize("count", [1, 70])
def test_a_number_that_begins_with_zero_has_no_groups(count: int) -> None:
    parsed = parse_numbers(["0.001"] * count + ["1.234"] * count, decimal_mark=COMMA, unit=Unit.NUMBER)
    assert parsed.values.tolist() == [1_000] * count + [1_234_000_000] * count


def test_a_column_with_half_a_surrogate_pair_is_still_read() -> None:
    parsed = parse_numbers(["5"] * 80 + ["\ud83d"], decimal_mark=POINT, unit=Unit.NUMBER)
    assert parsed.values[:80].tolist() == [5_000_000] * 80
    assert [problem.index for problem in parsed.problems] == [80]


def test_half_a_million_plain_counts_take_less_than_a_sixth_of_a_second() -> None:
    texts = [str(number) for number in range(1_000_000, 1_500_000)]
    best = reference = 9.0
    for _ in range(5):
        begin = time.perf_counter()
        parsed = parse_numbers(texts, decimal_mark=POINT, unit=Unit.COUNT)
        middle = time.perf_counter()
        counted = sum(map(int, texts))
        best, reference = min(best, middle - begin), min(reference, time.perf_counter() - middle)
    assert int(parsed.values.sum()) == counted * SCALE
    # A busy machine slows both: then three times Python's own int() over the same texts is the bound.
    assert best < max(0.15, 3 * reference)
