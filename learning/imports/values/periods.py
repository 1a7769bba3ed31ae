"""Ranges of days in the lines above a table and in file names."""

import re
from calendar import monthrange
from datetime import date, timedelta
from pathlib import PurePath
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.calendar_words import CONNECTORS, MONTHS, fold
from learning.imports.values.cell_text import plain_text
from learning.imports.values.date_forms import CalendarParts, read_moment

_SEPARATORS: Final = (
    re.compile(
        r"\s+(?:-+|~|to|until|through|thru|bis|bis zum|al|hasta(?: el)?|au|jusqu'au|a|ate|até|t/m|tot|do|till|til|->|"
        r"\u2192|\u5230|\u81f3)\s+",
        re.IGNORECASE,
    ),
    re.compile(r"\s*(?:~|->|\u2192|\.\.+|\uff5e|\u304b\u3089|\ubd80\ud130)\s*"),
    re.compile(r"(?<=\d)\s*(?:-|_|/)\s*(?=\d)"),
    re.compile(r"(?<=[\w.])\s*-\s*(?=\w)"),
    re.compile(r"(?<=\d{4}),\s*(?=[^\W\d])"),
)
_ZONE_BEHIND: Final = re.compile(r"[,\s]+\(?[A-Z]{3,4}\)?$")
_LEADING: Final = re.compile(r"^[^\d:]*:\s*")
_LEADING_WORD: Final = re.compile(r"^[^\W\d]+[.,]?\s+")
_EAST_SIGNS: Final = frozenset("年月년월")
_AT_MOST: Final = 160
_WORDS_BEFORE: Final = 4
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_IN_NAME: Final = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<y>(?:19|20)\d{2})(?P<s>[-._]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})"
    r"|(?P<a>\d{1,2})(?P<t>[-._])(?P<b>\d{1,2})(?P=t)(?P<c>(?:19|20)\d{2})"
    r"|(?P<w1>[^\W\d_]{3,10})\.?[-_. ]+(?P<d1>\d{1,2})[-_., ]+(?P<y1>(?:19|20)\d{2})"
    r"|(?P<d2>\d{1,2})[-_. ]+(?P<w2>[^\W\d_]{3,10})\.?[-_. ]+(?P<y2>(?:19|20)\d{2})"
    r")(?![0-9])"
)
_WORD_FIRST: Final = re.compile(
    r"(?<![^\W\d_])(?P<w1>[^\W\d_]{3,10})\.?[-_. ]+(?P<d1>\d{1,2})[-_., ]+(?P<y1>(?:19|20)\d{2})(?![0-9])"
)


def parse_period(text: str, *, order: DateOrder | None = None) -> Period | None:
    """Read a range of days.

    Args:
        text: e.g. `September 1, 2026 - September 30, 2026`, `20260501-20260531`, `Zeitraum: 1. - 30. September 2026`,
            `2021-08-22`, `September 2026`.
        order: of numeric dates; where None, only one order may make a range of them.

    Returns:
        The range, a single day or a whole month; None for `All time` and every other text.
    """
    plain = plain_text(text)
    if len(plain) > _AT_MOST or not any(character.isdecimal() for character in plain):
        return None
    orders = (DateOrder.DMY, DateOrder.MDY) if order is None else (order,)
    for candidate in _without_labels(plain):
        found = {period for one in orders if (period := _range(candidate, one)) is not None}
        if len(found) == 1:
            return found.pop()
        if len(found) > 1:
            # Dots are written with the day first; slashes stay open.
            return _range(candidate, DateOrder.DMY) if "." in candidate and "/" not in candidate else None
    return None


def period_in_file_name(name: str) -> Period | None:
    """The range that a file name states by two dates.

    Args:
        name: e.g. `account_analytics_content_2026-01-01_2026-01-31.csv`, `Jan-14-2025_Apr-14-2025_1396.csv`.

    Returns:
        The range; None unless the name holds exactly two dates in order. Where both are the first of a month, as in
        `_20161201_20170101_en`, the last is the first day that is no longer covered: an export of one such day more
        than whole months would be an odd wish, and the exports that are named so end on the last day of the month.
    """
    days = _days_in_name(name)
    if len(days) != 2 or days[0] > days[1]:
        return None
    first, last = days
    if first.day == 1 and last.day == 1 and last > first:
        last -= timedelta(days=1)
    return Period(first, last)


def capture_in_file_name(name: str) -> date | None:
    """The day as of which a file was made, by its name.

    Args:
        name: e.g. `data-export_2021-08-22.csv`, or one with a range.

    Returns:
        The single date or the end of the range; None where there is neither.
    """
    period = period_in_file_name(name)
    if period is not None:
        return period.last
    days = _days_in_name(name)
    return days[0] if len(days) == 1 else None


def _without_labels(plain: str) -> list[str]:
    """The text, then the text without a label (`Date range:`) and without words before it."""
    plain = _ZONE_BEHIND.sub("", plain)
    found = [plain]
    inner = re.search(r"\(([^()]*\d[^()]*)\)", plain)
    labelled = _LEADING.sub("", plain)
    if labelled != plain:
        found.append(labelled)
    if inner:
        found.append(inner[1].strip())
    rest = labelled
    for _ in range(_WORDS_BEFORE):
        shorter = _LEADING_WORD.sub("", rest)
        if shorter == rest:
            break
        found.append(shorter)
        rest = shorter
    return found


def _range(text: str, order: DateOrder) -> Period | None:
    whole = _parts(text, order)
    if whole is not None and whole.year is not None:
        return _period(whole, whole)
    month = _month(text)
    if month is not None:
        return month
    for separator in _SEPARATORS:
        for found in separator.finditer(text):
            period = _ends(text[: found.start()].strip(" ,;\"'"), text[found.end() :].strip(" ,;\"'"), order)
            if period is not None:
                return period
    return None


def _ends(left: str, right: str, order: DateOrder) -> Period | None:
    """The range between two texts, of which the first may lack its year or month."""
    last = _parts(right, order)
    if last is None and left and right:
        last = _parts(_completed(right, left), order)
    if last is None:
        return None
    first = _parts(left, order)
    if first is None:
        first = _parts(_completed(left, right), order)
    if first is None:
        return None
    if last.year is None:
        # '2026年9月1日~9月30日' gives the year once, in front.
        last = CalendarParts(first.year, last.month, last.day)
        if last.year is None:
            return None
        if (last.month, last.day) < (first.month, first.day):
            last = CalendarParts(last.year + 1, last.month, last.day)
    if first.year is None and last.year is not None:
        turned = (first.month, first.day) > (last.month, last.day)
        first = CalendarParts(last.year - turned, first.month, first.day)
    return _period(first, last)


def _completed(part: str, other: str) -> str:
    """A bare day with the month of the other end: `1.` of `1. - 30. September 2026`, `30, 2026` of `Sep 1 - 30, 2026`.

    A part that names its own month stays as it is.
    """
    words = re.findall(r"[^\W\d_]+\.?", other)
    month = next((word for word in words if fold(word).strip(".") in MONTHS), None)
    if month is None or re.search(r"[^\W\d_]{3,}", part):
        return part
    return f"{month} {part.rstrip('.')}"


def _parts(text: str, order: DateOrder) -> CalendarParts | None:
    moment = read_moment(text)
    return moment.parts if moment.numeric is None else moment.numeric.reading(order)


def _period(first: CalendarParts, last: CalendarParts) -> Period | None:
    if first.year is None or last.year is None:
        return None
    begin, end = first.on(first.year), last.on(last.year)
    return Period(begin, end) if begin is not None and end is not None and begin <= end else None


def _month(text: str) -> Period | None:
    """A whole month: `September 2026`, `2026-09`, `2026年9月`."""
    words = re.findall(r"\d+|[^\s\d,.\-/]+", fold(text))
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    known = MONTHS.keys() | CONNECTORS | _EAST_SIGNS
    others = [word for word in words if not word.isdecimal() and word not in known]
    years = [int(number) for number in numbers if _YEAR.fullmatch(number)]
    if others or len(years) != 1:
        return None
    if not months:
        short = [int(number) for number in numbers if len(number) <= 2]
        months = short if len(numbers) == 2 and len(short) == 1 and 1 <= short[0] <= 12 else []
        numbers = numbers[:1]
    if len(months) != 1 or len(numbers) != 1:
        return None
    last = monthrange(years[0], months[0])[1]
    return Period(date(years[0], months[0], 1), date(years[0], months[0], last))


def _days_in_name(name: str) -> tuple[date, ...]:
    """The dates in a file name without its folders, in their order; dates of unclear order are left out."""
    stem = plain_text(PurePath(name.replace("\\", "/")).name)
    day_first, month_first = (_days_under(stem, order) for order in (DateOrder.DMY, DateOrder.MDY))
    if day_first == month_first or len(day_first) > len(month_first):
        return day_first
    return month_first if len(month_first) > len(day_first) else ()


def _days_under(stem: str, order: DateOrder) -> tuple[date, ...]:
    days: list[date] = []
    at = 0
    while (found := _IN_NAME.search(stem, at)) is not None:
        day = _named_day(found, order) or _named_day(_WORD_FIRST.search(stem, found.start()), order)
        if day is not None:
            days.append(day)
        at = found.end() if day is not None else found.start() + 1
    return tuple(days)


def _named_day(found: re.Match[str] | None, order: DateOrder) -> date | None:
    if found is None:
        return None
    groups = found.groupdict()
    if groups.get("y"):
        text = f"{groups['y']}-{groups['m']}-{groups['d']}"
    elif groups.get("c"):
        text = f"{groups['a']}-{groups['b']}-{groups['c']}"
    elif groups.get("w1"):
        text = f"{groups['w1']} {groups['d1']} {groups['y1']}"
    else:
        text = f"{groups['d2']} {groups['w2']} {groups['y2']}"
    parts = _parts(text, order)
    return parts.on(parts.year) if parts is not None and parts.year is not None else None
