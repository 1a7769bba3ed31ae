"""One cell text taken apart into date, time of day and offset; the order of a numeric date stays open."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from learning.domain.enums import DateOrder
from learning.imports.values.calendar_words import CONNECTORS, MONTHS, WEEKDAY_OR_MONTH, WEEKDAYS, fold
from learning.imports.values.cell_text import is_placeholder, plain_text
from learning.imports.values.clock_forms import WrittenTime, cut_time

_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2099
_PIVOT: Final = 69
"""Two-digit years from here on lie in the 1900s, as POSIX strptime has it."""

_LONGEST: Final = 60
_SERIAL_ORIGIN: Final = date(1899, 12, 30)
"""Day 0 of spreadsheet serial numbers, which count a 29 February 1900 that never was."""

_LIFETIME: Final = frozenset(
    fold(word)
    for word in (
        "lifetime",
        "all time",
        "gesamte laufzeit",
        "gesamtlaufzeit",
        "laufzeit",
        "durée de vie",
        "durée totale",
        "à vie",
        "ciclo de vida",
        "vida útil",
        "total de la vida",
        "vitalício",
        "desde o início",
        "desde el inicio",
        "dall'inizio",
        "전체 기간",
        "평생",
        "全期間",
        "累計",
        "通算",
        "ライフタイム",
    )
)
_EAST_WEEKDAY: Final = re.compile(
    r"\(?(?:[月火水木金土日](?:曜日|曜)|[월화수목금토일]요일|(?:星期|周|週)[一二三四五六日天])\)?|\([月火水木金土日월화수목금토일]\)"
)
_EAST: Final = re.compile(
    r"(?:(?P<y>\d{2,4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일号號]?\s*[.,]?"
)
_EAST_MONTH: Final = re.compile(r"\d{4}\s*[年년]\s*\d{1,2}\s*[月월]")
_TRIPLE: Final = re.compile(r"(?P<a>\d{1,4})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<c>\d{1,4})\s?\.?")
_PAIR: Final = re.compile(r"(?P<a>\d{1,2})(?:(?P<s>[-/])(?P<b>\d{1,2})|\.\s?(?P<b2>\d{1,2})\.)")
_BASIC_ISO: Final = re.compile(r"(\d{8})t(\d{4}(?:\d{2})?)(z?)")
_DIGITS: Final = re.compile(r"[0-9]+|[0-9]{5}\.[0-9]{1,15}")
_TOKEN: Final = re.compile(r"\d+|[^\s\d,./()\-]+")
_LOOSE_DOT: Final = re.compile(r"(?<!\d)\.|\.(?!\d)")
_MONTH_YEAR: Final = re.compile(r"[^\W\d_]+\.?-\d{2}")
_NO_DAY: Final = re.compile(r"(?:19|20)\d{2}[-/.]?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d{2}")
_WEEK: Final = re.compile(
    r"(?:(?:19|20)\d{2})?[-\s]?(?:w|kw|week|woche|semaine|semana)\s?\d{1,2}(?:[-\s,/]*(?:19|20)\d{2})?"
)


@dataclass(frozen=True, slots=True)
class CalendarParts:
    """A date as written."""

    year: int | None
    """None where the text gives none."""
    month: int
    day: int

    def on(self, year: int) -> date | None:
        """The date in its own year, or in the given one; None where there is no such day."""
        try:
            return date(self.year if self.year is not None else year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class NumericDate:
    """Two or three numbers whose order is not yet known."""

    first: int
    second: int
    third: int | None
    """None in a date without a year."""
    separator: str
    year_first: bool
    """The first number has four digits: no other order is possible."""
    long_year: bool
    """The last number has four digits."""

    def reading(self, order: DateOrder) -> CalendarParts | None:
        """The date under an order; None where it would be no date."""
        if self.third is None:
            day, month = (self.first, self.second) if order is DateOrder.DMY else (self.second, self.first)
            return _checked(None, month, day)
        if self.year_first:
            return _checked(self.first, self.second, self.third)
        if order is DateOrder.YMD:
            return None if self.long_year else _checked(_full_year(self.first), self.second, self.third)
        day, month = (self.first, self.second) if order is DateOrder.DMY else (self.second, self.first)
        return _checked(_full_year(self.third), month, day)


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """What one text says of a moment. No date in it: `fault` says why."""

    parts: CalendarParts | None = None
    numeric: NumericDate | None = None
    time: WrittenTime | None = None
    blank: bool = False
    lifetime: bool = False
    fault: str = ""

    @property
    def is_date(self) -> bool:
        """Whether there is a date in the text, its order known or not."""
        return self.parts is not None or self.numeric is not None


_BLANK: Final = WrittenMoment(blank=True)
_LIFE: Final = WrittenMoment(lifetime=True)
_NO_DATE: Final = WrittenMoment(fault="this is not a date")
_A_MONTH: Final = WrittenMoment(fault="this is a month, not a day")
_A_WEEK: Final = WrittenMoment(fault="this is a week, not a day")
_IMPOSSIBLE: Final = WrittenMoment(fault="there is no such day")


def read_moment(text: str) -> WrittenMoment:
    """Take a text apart.

    Args:
        text: a cell's text.

    Returns:
        The moment as written; never raises.
    """
    plain = plain_text(text)
    if is_placeholder(plain):
        return _BLANK
    if len(plain) > _LONGEST:
        return _NO_DATE
    folded = fold(plain)
    if folded in _LIFETIME:
        return _LIFE
    if _DIGITS.fullmatch(folded):
        return _read_digits(folded)
    basic = _BASIC_ISO.fullmatch(folded)
    if basic:
        moment = _read_digits(basic[1] + basic[2])
        return replace(moment, time=replace(moment.time, offset=0)) if basic[3] and moment.time else moment
    rest, time = cut_time(folded)
    if time is None and ":" in folded:
        return _NO_DATE
    moment = _read_date(rest)
    return replace(moment, time=time) if time is not None and moment.is_date else moment


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _checked(year: int | None, month: int, day: int) -> CalendarParts | None:
    if not 1 <= month <= 12 or day < 1 or (year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    # Without a year 29 February may exist.
    return CalendarParts(year, month, day) if day <= monthrange(2000 if year is None else year, month)[1] else None


def _sure(year: int | None, month: int, day: int) -> WrittenMoment:
    parts = _checked(None if year is None else _full_year(year), month, day)
    return _IMPOSSIBLE if parts is None else WrittenMoment(parts)


def _read_digits(digits: str) -> WrittenMoment:
    """Dates without marks: YYYYMMDD, with hour, minute and second, Unix time, spreadsheet serials."""
    if "." not in digits and len(digits) in (8, 10, 12, 14) and digits[:2] in ("19", "20"):
        parts = _checked(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        clock = [int(digits[at : at + 2]) for at in (8, 10, 12) if digits[at : at + 2]] + [0, 0, 0]
        if parts is not None and clock[0] < 24 and clock[1] < 60 and clock[2] < 60:
            time = WrittenTime(clock[0] * 3_600 + clock[1] * 60 + clock[2]) if len(digits) > 8 else None
            return WrittenMoment(parts, time=time)
        if len(digits) == 8:
            return _IMPOSSIBLE
    if _NO_DAY.fullmatch(digits):
        return _A_MONTH
    if len(digits) in (10, 13) and digits[0] in "123" and "." not in digits:
        days, clock_seconds = divmod(int(digits[:10]), 86_400)
        day = date(1970, 1, 1) + timedelta(days=days)
        return WrittenMoment(CalendarParts(day.year, day.month, day.day), time=WrittenTime(clock_seconds, 0))
    serial, _, fraction = digits.partition(".")
    if len(serial) == 5 and 25_569 <= int(serial) <= 73_050:
        seconds = round(float(f"0.{fraction or 0}") * 86_400)
        day = _SERIAL_ORIGIN + timedelta(days=int(serial) + seconds // 86_400)
        time = WrittenTime(seconds % 86_400) if seconds % 86_400 else None
        return WrittenMoment(CalendarParts(day.year, day.month, day.day), time=time)
    return _NO_DATE


@lru_cache(maxsize=8192)
def _read_date(text: str) -> WrittenMoment:
    """A date without a time of day, folded."""
    bare = _EAST_WEEKDAY.sub(" ", text).strip(" ,;")
    east = _EAST.fullmatch(bare)
    if east:
        return _sure(int(east["y"]) if east["y"] else None, int(east["m"]), int(east["d"]))
    if _EAST_MONTH.fullmatch(bare) or _NO_DAY.fullmatch(bare):
        return _A_MONTH
    if _WEEK.fullmatch(bare):
        return _A_WEEK
    if any(character.isalpha() for character in bare):
        digits_only = _without_words(bare)
        return _read_words(bare) if digits_only is None else _read_numeric(digits_only)
    return _read_numeric(bare)


def _without_words(text: str) -> str | None:
    """The numeric part of a text whose words are all weekdays and connectors; None where other words occur."""
    words = re.findall(r"[^\s\d,./()\-']+", _LOOSE_DOT.sub("", text))
    if not all(word in WEEKDAYS or word in CONNECTORS or word in WEEKDAY_OR_MONTH or word == "t" for word in words):
        return None
    numeric = re.search(r"\d[\d\s./-]*\d\.?", text)
    return numeric[0] if numeric and re.search(r"[./-]", numeric[0]) and len(re.findall(r"\d+", text)) == 3 else None


def _read_numeric(text: str) -> WrittenMoment:
    if _DIGITS.fullmatch(text):
        return _read_digits(text)
    triple = _TRIPLE.fullmatch(text)
    if triple:
        a, b, c = triple["a"], triple["b"], triple["c"]
        if len(a) == 3 or len(c) == 3 or (len(a) == 4 and len(c) == 4):
            return _NO_DATE
        found = NumericDate(int(a), int(b), int(c), triple["s"], year_first=len(a) == 4, long_year=len(c) == 4)
    else:
        pair = _PAIR.fullmatch(text)
        if pair is None:
            return _NO_DATE
        found = NumericDate(
            int(pair["a"]), int(pair["b"] or pair["b2"]), None, pair["s"] or ".", year_first=False, long_year=False
        )
    if all(found.reading(order) is None for order in DateOrder):
        return _IMPOSSIBLE
    return WrittenMoment(numeric=found)


def _read_words(text: str) -> WrittenMoment:
    """A date with the name of a month, in any order of day, month and year."""
    if _MONTH_YEAR.fullmatch(text) and fold(text[:-3].rstrip(".")) in MONTHS:
        return _A_MONTH
    tokens = _TOKEN.findall(_LOOSE_DOT.sub("", text.replace("'", " ")))
    numbers = [token for token in tokens if token.isdecimal()]
    words = [token for token in tokens if not token.isdecimal()]
    months = [word for word in words if word in MONTHS]
    if len(months) == 2 and months[0] in WEEKDAY_OR_MONTH:
        months = months[1:]
    strangers = [
        word for word in words if word not in MONTHS and word not in WEEKDAYS and word not in CONNECTORS and word != "t"
    ]
    if strangers or len(months) != 1 or not numbers or len(numbers) > 2:
        return _NO_DATE
    month = MONTHS[months[0]]
    if any(len(number) in (3, 5) or len(number) > 5 for number in numbers):
        return _NO_DATE
    if len(numbers) == 1:
        return _A_MONTH if len(numbers[0]) == 4 else _sure(None, month, int(numbers[0]))
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return _NO_DATE if len(day) > 2 else _sure(int(year), month, int(day))
