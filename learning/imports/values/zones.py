"""Wall clocks to UTC and back, whole arrays at once, and the zones that texts name."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from learning.domain.errors import BadOption
from learning.domain.facts import MISSING
from learning.domain.observations import Ints

_QUARTER: Final = 900
"""Seconds: every change of an offset since 1970 falls on a quarter of an hour."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

ZONE_HOURS: Final[dict[str, float]] = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "bst": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "sast": 2,
    "eest": 3,
    "msk": 3,
    "trt": 3,
    "gst": 4,
    "pkt": 5,
    "ist": 5.5,
    "ict": 7,
    "wib": 7,
    "hkt": 8,
    "sgt": 8,
    "awst": 8,
    "jst": 9,
    "kst": 9,
    "acst": 9.5,
    "aest": 10,
    "acdt": 10.5,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
    "brt": -3,
    "art": -3,
    "clt": -4,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
    "akdt": -8,
    "akst": -9,
    "hst": -10,
}
"""Hours east of UTC. BST, IST and CST are read as British, Indian and North American."""

_CITIES: Final = {
    "pacific time": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "mountain time": "America/Denver",
    "central time": "America/Chicago",
    "eastern time": "America/New_York",
    "et": "America/New_York",
}
_OFFSET: Final = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_IANA: Final = re.compile(
    r"(?<![A-Za-z])((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[\w/+\-]+)", re.ASCII
)
_WORD: Final = re.compile(r"(?<![A-Za-z])([A-Z]{2,4}|(?i:pacific|mountain|central|eastern) [Tt]ime)(?![A-Za-z])")


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Args:
        name: e.g. `Europe/Berlin`, `UTC`.

    Returns:
        The zone.

    Raises:
        BadOption: no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadOption("time_zone", name, "an IANA name such as Europe/Berlin or UTC") from None


def utc_of_wall(wall_seconds: Ints, zone: str) -> Ints:
    """UTC seconds of wall-clock times.

    Args:
        wall_seconds: n wall-clock times as seconds since 1970-01-01 00:00 of the same clock; MISSING stays MISSING.
        zone: IANA name.

    Returns:
        n UTC seconds. A time that autumn repeats is its first occurrence; a time that spring skips moves forward by the
        skipped hour (PEP 495, fold 0).

    Raises:
        BadOption: no such zone.
    """
    info = zone_named(zone)

    def offset(second: int) -> int:
        moment = (_EPOCH + timedelta(seconds=second)).replace(tzinfo=info)
        return _whole_seconds(moment.utcoffset())

    return _shifted(wall_seconds, offset, -1)


def local_day_and_hour(seconds: Ints, zone: str) -> tuple[Ints, Ints]:
    """The local day and hour of moments.

    Args:
        seconds: n UTC seconds; MISSING stays MISSING.
        zone: IANA name.

    Returns:
        n epoch days and n local hour keys (24 x day + hour of the wall clock).

    Raises:
        BadOption: no such zone.
    """
    info = zone_named(zone)

    def offset(second: int) -> int:
        return _whole_seconds((_EPOCH + timedelta(seconds=second)).astimezone(info).utcoffset())

    wall = _shifted(seconds, offset, 1)
    known = wall != MISSING
    days = np.where(known, wall // 86_400, MISSING)
    return days, np.where(known, wall // 3_600, MISSING)


def hour_start(hour_keys: Ints, zone: str) -> Ints:
    """The moment at which each local hour begins.

    Args:
        hour_keys: n local hour keys; MISSING stays MISSING.
        zone: IANA name.

    Returns:
        n UTC seconds; of a repeated hour the first beginning.

    Raises:
        BadOption: no such zone.
    """
    known = hour_keys != MISSING
    return utc_of_wall(np.where(known, np.where(known, hour_keys, 0) * 3_600, MISSING), zone)


def zone_in_text(text: str) -> str | None:
    """The zone that a header or a line above the table names.

    Args:
        text: e.g. `Publish time (PST)`, `Time zone: (GMT+01:00) Berlin`, `Date (UTC)`.

    Returns:
        An IANA name; None where no zone, or one with a part of an hour that has no such name, is there.
    """
    city = _IANA.search(text)
    if city:
        try:
            return zone_named(city[1]).key
        except BadOption:
            return None
    offset = _OFFSET.search(text)
    if offset:
        hours = int(offset[2]) * (1 if offset[1] == "+" else -1)
        return _fixed(hours) if (offset[3] or "00") == "00" else None
    for word in _WORD.findall(text):
        if word.casefold() in _CITIES:
            return _CITIES[word.casefold()]
        hours_east = ZONE_HOURS.get(word.casefold())
        if hours_east is not None and hours_east == int(hours_east):
            return _fixed(int(hours_east))
    return None


def _fixed(hours: int) -> str | None:
    """The IANA name of a whole offset, whose sign is the opposite of everyday use."""
    if hours == 0:
        return "UTC"
    return f"Etc/GMT{-hours:+d}" if -12 <= hours <= 14 else None


def _whole_seconds(offset: timedelta | None) -> int:
    return int(offset.total_seconds()) if offset is not None else 0


def _shifted(seconds: Ints, offset: Callable[[int], int], direction: int) -> Ints:
    """Seconds moved by the offset of their quarter of an hour, looked up once per distinct quarter."""
    known = seconds != MISSING
    quarters, place = np.unique(seconds[known] // _QUARTER, return_inverse=True)
    offsets = np.array([offset(int(quarter) * _QUARTER) for quarter in quarters], dtype=np.int64)
    moved = seconds.copy()
    moved[known] += direction * offsets[place] if len(offsets) else 0
    return moved
