"""One cell text to one exact number: the forms in which exports write counts, amounts and rates."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from learning.domain.enums import DecimalMark
from learning.domain.facts import SCALE
from learning.imports.values.cell_text import is_placeholder, plain_text
from learning.imports.values.currency import CurrencyMark, currency_mark
from learning.imports.values.magnitudes import compound_parts, split_magnitude

LARGEST: Final = 9_000_000_000_000
"""Largest absolute value that fits a scaled int64 with room to negate."""

_LONGEST: Final = 80
_DECIMALS: Final = 6
_WHOLE_CURRENCIES: Final = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"})
"""Currencies without a minor unit (ISO 4217): a mark before three digits groups."""
_BODY: Final = re.compile(
    r"(?P<lead>[-+~\u2248]?)\s*(?P<before>[^\d\s.,+\-(][^\d,+\-(]*?)?\s*(?P<sign>[-+]?)\s*"
    r"(?P<body>[.,]?\d(?:[\d.,' ]*\d)?[.,]?)(?P<exponent>[eE][-+]?\d{1,3})?\s*(?P<after>\D*)"
)
_HIDDEN: Final = re.compile(
    r"(?:[<>\u2264\u2265\u2a7d\u2a7e]=?|under|below|less than|fewer than|more than|over|unter|\u00fcber|"
    r"weniger als|mehr als|menos de|m\u00e1s de|moins de|plus de)"
    r"\s*(?P<of>[-+]?[\d.,' ]*\d.*)|(?P<plus>\d[\d.,' ]*\s*\w{0,4})\+",
    re.IGNORECASE,
)
_WITH_SHARE: Final = re.compile(r"(?P<count>[^()]*\d[^()]*?)\s*\(\s*(?P<share>[^()]*\d[^()]*?\s*%)\s*\)")
_FOOTNOTE: Final = re.compile(r"(?<=[\d%)])\s*(?:[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070-\u2079]+|\[\w{1,2}\])$")
_GROUPED: Final = re.compile(r"\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")


class NumberFault(StrEnum):
    """Why a text gives no number."""

    HIDDEN = "hidden"
    """A bound such as `<10`."""
    OVERFLOW = "overflow"
    UNREADABLE = "number"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What one text says."""

    value: int | None
    """Scaled by SCALE (a percent as written: 38 % is 38); None where blank or faulty."""
    fault: NumberFault | None = None
    percent: bool = False
    foreign: bool = False
    """Written with the other decimal mark than the file's, beyond doubt."""
    currency: CurrencyMark | None = None
    share: int | None = None
    """Scaled share (0-1) in brackets behind a count."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a number, its marks resolved."""

    whole: str
    fraction: str
    mark: DecimalMark | None
    """The decimal mark that the spelling proves; None where it proves none."""
    open_mark: str = ""
    """The one mark that may group or may part the fraction, as in 1.234 or 1,234."""


BLANK: Final = NumberReading(None)
UNREADABLE: Final = NumberReading(None, NumberFault.UNREADABLE)


def split_digits(body: str, mark: DecimalMark) -> Digits | None:
    """Resolve the marks within the digits of a number.

    Args:
        body: digits with points, commas, spaces and apostrophes, e.g. `1.234,56`.
        mark: the file's decimal mark, used only where the spelling leaves it open (1.234 and 1,234).

    Returns:
        The digits; None where the marks make no number (1.23.4, 12 34).
    """
    last = max(body.rfind("."), body.rfind(","))
    head, tail, sign = (body[:last], body[last + 1 :], body[last]) if last >= 0 else (body, "", "")
    if not sign:
        return Digits(_ungrouped(body), "", None) if body.isdecimal() or _GROUPED.fullmatch(body) else None
    if tail and not tail.isdecimal():
        return None
    marks = body.count(sign)
    others = set(head) - set("0123456789") - {sign}
    if others:
        if marks > 1 or not (_GROUPED.fullmatch(head) or _INDIAN.fullmatch(head)) or not tail:
            return None
        return Digits(_ungrouped(head), tail, _as_mark(sign))
    if marks > 1:
        if not (_GROUPED.fullmatch(body) or (sign == "," and _INDIAN.fullmatch(body))):
            return None
        return Digits(_ungrouped(body), "", DecimalMark.COMMA if sign == "." else DecimalMark.POINT)
    return _single_mark(head, tail, sign, mark)


def read_number(text: str, mark: DecimalMark) -> NumberReading:
    """Read one number.

    Args:
        text: a cell's text.
        mark: the file's decimal mark.

    Returns:
        The reading; never raises.
    """
    plain = plain_text(text)
    if is_placeholder(plain):
        return BLANK
    if len(plain) > _LONGEST:
        return UNREADABLE
    if _HIDDEN.fullmatch(plain):
        return NumberReading(None, NumberFault.HIDDEN)
    plain = _FOOTNOTE.sub("", plain)
    shared = _WITH_SHARE.fullmatch(plain)
    if shared:
        count, share = _read_signed(shared["count"], mark), _read_signed(shared["share"], mark)
        if count.value is None or share.value is None or count.percent:
            return UNREADABLE
        return NumberReading(count.value, foreign=count.foreign, share=_divide(share.value, 100))
    if plain.startswith("(") and plain.endswith(")"):
        return _negated(_read_signed(plain[1:-1].strip(), mark))
    if plain.startswith("-(") and plain.endswith(")"):
        return _negated(_read_signed(plain[2:-1].strip(), mark))
    return _read_signed(plain, mark)


def _single_mark(head: str, tail: str, sign: str, mark: DecimalMark) -> Digits:
    """The digits around the only mark: three behind it leave its meaning to the file."""
    if len(tail) != 3 or not 1 <= len(head) <= 3 or head.startswith("0"):
        return Digits(head or "0", tail, _as_mark(sign))
    if _as_mark(sign) is mark:
        return Digits(head, tail, None, sign)
    return Digits(head + tail, "", None, sign)


def _read_signed(plain: str, mark: DecimalMark) -> NumberReading:
    parts = compound_parts(plain)
    if parts is not None:
        readings = [split_digits(digits, DecimalMark.POINT) for digits, _ in parts]
        values = [_scaled(d, factor, 0) for d, (_, factor) in zip(readings, parts, strict=True) if d is not None]
        return _bounded(sum(values)) if len(values) == len(parts) else UNREADABLE
    found = _BODY.fullmatch(plain)
    if found is None:
        return UNREADABLE
    digits = split_digits(found["body"].strip(), mark)
    if digits is None:
        return UNREADABLE
    factor, after = split_magnitude(found["after"])
    trailing = after.startswith("-") or after.endswith("-")
    after = after.strip("- ")
    signs = [found["lead"], found["sign"], "-" if trailing else ""]
    before = (found["before"] or "").strip()
    percent = "%" in (before, after)
    rest = [word for word in (before, after) if word not in ("", "%")]
    currency = currency_mark(" ".join(rest)) if rest else None
    if (rest and currency is None and rest not in (["x"], ["\u00d7"])) or sum(
        s in ("-", "+") and s != "" for s in signs
    ) > 1:
        return UNREADABLE
    if currency is not None and currency.code in _WHOLE_CURRENCIES and digits.open_mark and digits.fraction:
        digits = Digits(digits.whole + digits.fraction, "", None, digits.open_mark)
    exponent = int(found["exponent"][1:]) if found["exponent"] else 0
    if abs(exponent) > _LONGEST:
        return NumberReading(None, NumberFault.OVERFLOW)
    value = _scaled(digits, factor, exponent)
    if "-" in signs:
        value = -value
    foreign = digits.mark is not None and digits.mark is not mark
    return _bounded(value, percent=percent, foreign=foreign, currency=currency)


def _bounded(
    value: int, *, percent: bool = False, foreign: bool = False, currency: CurrencyMark | None = None
) -> NumberReading:
    if abs(value) > LARGEST * SCALE:
        return NumberReading(None, NumberFault.OVERFLOW)
    return NumberReading(value, None, percent, foreign, currency)


def _negated(reading: NumberReading) -> NumberReading:
    if reading.value is None or reading.value < 0:
        return UNREADABLE if reading.value is not None else reading
    return NumberReading(-reading.value, None, reading.percent, reading.foreign, reading.currency)


def _scaled(digits: Digits, factor: int, exponent: int) -> int:
    """Digits x factor x 10^exponent x SCALE, half to even."""
    number = int(digits.whole + digits.fraction) * factor
    power = exponent + _DECIMALS - len(digits.fraction)
    return number * 10**power if power >= 0 else _divide(number, 10**-power)


def _divide(number: int, divisor: int) -> int:
    """The quotient of integers, half to even."""
    quotient, rest = divmod(number, divisor)
    if 2 * rest > divisor or (2 * rest == divisor and quotient % 2):
        quotient += 1
    return quotient


def _ungrouped(body: str) -> str:
    return re.sub(r"[.,' ]", "", body)


def _as_mark(sign: str) -> DecimalMark:
    return DecimalMark.POINT if sign == "." else DecimalMark.COMMA
