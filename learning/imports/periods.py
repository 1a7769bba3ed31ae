"""Ranges of days: stated in the preamble, in the file name, or by the tables beside it."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.errors import BadOption
from learning.domain.imports import Period, TableHead
from learning.imports.context import SiblingEvidence
from learning.imports.recognise import Surroundings
from learning.imports.values.periods import capture_in_file_name, parse_period, period_in_file_name

_DAY: Final = re.compile(r"(?<!\d)(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_PARTS: Final = re.compile(r"\s*(?:/|\.\.+|\s-\s|\s–\s|\bto\b|,)\s*")
_LAST_SECOND: Final = time(23, 59, 59)


def stated_period(head: TableHead) -> Period | None:
    """The range of days that the lines above a table state, else the one in the file's name.

    Args:
        head: the table.

    Returns:
        The range, both ends included; None where nothing states one.
    """
    days: list[date] = []
    for _, cells in head.preamble:
        line = " ".join(cell.strip() for cell in cells if cell.strip())
        found = parse_period(line) or parse_period(line.lstrip("# ").partition(":")[2].strip() or line)
        if found is not None and found.first != found.last:
            return found
        days.extend([found.first] if found is not None else _days_in(line))
    if len(days) == 2 and days[0] <= days[1]:
        return Period(days[0], days[1])
    found = parse_period(head.table) if head.table else None
    if found is None and len(days) == 1:
        found = Period(days[0], days[0])
    return found or period_in_file_name(head.file)


def _days_in(line: str) -> list[date]:
    found: list[date] = []
    for match in _DAY.finditer(line):
        try:
            found.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue
    return found


def sibling_period(template: str, platform: str | None, around: Surroundings) -> tuple[Period | None, bool]:
    """The range that the other tables of an import cover.

    Args:
        template: of the table that needs the range.
        platform: of the table; None where open.
        around: with the evidence of the other tables.

    Returns:
        (range, certain): the tables of the same platform, those of the same file first, those with days before those
        that state a range;
        certain where they agree.
    """
    same = [one for one in around.siblings if one.period is not None and _same_source(one, template, platform)]
    inside = [one for one in same if one.file.casefold() == around.name]
    for group in (inside, [one for one in same if one.has_days], same):
        whole = [one for one in group if not one.partial]
        periods = {one.period for one in whole or group if one.period is not None}
        if periods:
            widest = Period(min(p.first for p in periods), max(p.last for p in periods))
            return widest, bool(whole) and all(_nearly(period, widest) for period in periods)
    return None, False


def _nearly(one: Period, other: Period) -> bool:
    """Exports of the same range differ by a day at the ends, where a platform closes its day in another zone."""
    return abs((one.first - other.first).days) <= 1 and abs((one.last - other.last).days) <= 1


def _same_source(one: SiblingEvidence, template: str, platform: str | None) -> bool:
    if (
        template.startswith("meta_")
        and one.template.startswith("meta_")
        and (platform is None or one.platform in (None, platform))
    ):
        return True
    return platform is not None and one.platform == platform


def answered_period(text: str) -> Period:
    """The range of days of an answer.

    Args:
        text: '2026-09-01/2026-09-30', '2026-09-01 to 2026-09-30', '2026-09', '2026', or as a platform writes a range.

    Returns:
        The range.

    Raises:
        BadOption: the text is no range of days.
    """
    try:
        days = [date.fromisoformat(part) for part in _PARTS.split(text.strip()) if part]
    except ValueError:
        days = []
    if len(days) == 2 and days[0] <= days[1]:
        return Period(days[0], days[1])
    if len(days) == 1:
        return Period(days[0], days[0])
    short = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text.strip())
    if short and (short[2] is None or 1 <= int(short[2]) <= 12):
        year, month = int(short[1]), int(short[2] or 1)
        first = date(year, month, 1)
        after = date(year + 1, 1, 1) if short[2] is None or month == 12 else date(year, month + 1, 1)
        return Period(first, after - timedelta(days=1))
    found = parse_period(text)
    if found is None:
        raise BadOption("--answer period", text, "a range of days such as 2026-09-01/2026-09-30")
    return found


def last_full_month(day: date) -> Period:
    """The month before the one of a day."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def period_text(period: Period) -> str:
    """A range as answers write it."""
    return f"{period.first.isoformat()}/{period.last.isoformat()}"


def captured_at(head: TableHead, period: Period | None, *, zone: str, now: datetime) -> datetime | None:
    """The moment as of which a file's numbers stand.

    Args:
        head: the table.
        period: the range that the file states, if any.
        zone: IANA name of the brand's zone.
        now: the upload.

    Returns:
        The end of the last day that the file name or the stated range names, in UTC and never after the upload; None
        where nothing is
        named: then the upload counts.
    """
    named = [day for day in (capture_in_file_name(head.file), period.last if period else None) if day is not None]
    if not named:
        return None
    day = max(named)
    moment = datetime.combine(day, _LAST_SECOND, ZoneInfo(zone)).astimezone(UTC)
    return min(moment, now.astimezone(UTC))
