"""Hours of the day beside a date: `9`, `09:00`, `9 AM`, `12:30 p.m.`."""

import re
from typing import Final

_HOUR: Final = re.compile(r"(\d{1,2})(?::\d{2}(?::\d{2})?)?(?:\s*([ap])\.?\s?m\.?)?", re.IGNORECASE)
_NOON: Final = 12


def is_hour(text: str) -> bool:
    """Whether a text is an hour of the day without a date.

    Args:
        text: a cell's text.

    Returns:
        True also for a number beyond 23, which is judged where it is read.
    """
    return _HOUR.fullmatch(text.strip()) is not None


def hour_number(text: str) -> str:
    """The number of an hour as a text, on a clock of 24 hours.

    Args:
        text: a cell's text.

    Returns:
        `13` for `1:30 PM`, `0` for `12 AM`; the text itself where it is no hour.
    """
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        return text
    if found[2] is None or not 1 <= int(found[1]) <= _NOON:
        return found[1]
    return str(int(found[1]) % _NOON + (_NOON if found[2] in "pP" else 0))
