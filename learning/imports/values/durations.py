"""Cell texts to seconds."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from learning.domain.enums import DecimalMark, Severity, Unit
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints
from learning.imports.values.cell_text import is_placeholder, plain_text
from learning.imports.values.fast_lane import read_plain_numbers
from learning.imports.values.number_forms import LARGEST, NumberFault, read_number
from learning.imports.values.numbers import ParsedNumbers
from learning.imports.values.problems import ValueProblem

_CLOCK: Final = re.compile(r"(-?)(?:(?:(\d{1,5}) ?d(?:ays?)?,? )?(\d{1,6}):)?(\d{1,6}):(\d{1,2})(?:[.,](\d{1,6})\d*)?")
_WORDS: Final = (
    ("ms|msec|millis", 1_000),
    ("w|wk|wks|weeks?", 604_800 * SCALE),
    ("d|days?|tage?|t|d\u00edas?|dias?|jours?|j|\uc77c|\u65e5", 86_400 * SCALE),
    ("h|hrs?|hours?|std|stunden?|heures?|horas?|ore|uur|\uc2dc\uac04|\u6642\u9593|\u5c0f\u65f6", 3_600 * SCALE),
    ("m|mins?|minutes?|minuten?|minutos?|minuti|\ubd84|\u5206|\u5206\u949f", 60 * SCALE),
    ("s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|secondi|seg|\ucd08|\u79d2", SCALE),
)
_PART: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?")
_FACTORS: Final = {
    Unit.MILLISECONDS: (1, 1_000),
    Unit.SECONDS: (1, 1),
    Unit.DURATION: (1, 1),
    Unit.MINUTES: (60, 1),
    Unit.HOURS: (3_600, 1),
}


def parse_durations(texts: Sequence[str], *, unit: Unit, decimal_mark: DecimalMark) -> ParsedNumbers:
    """Read cell texts as durations.

    Args:
        texts: n texts, best distinct ones.
        unit: what a plain number counts: SECONDS, MINUTES, HOURS, MILLISECONDS; DURATION takes it for seconds.
        decimal_mark: the file's mark, for plain numbers.

    Returns:
        n seconds scaled by SCALE (half to even), with the problems. Two numbers with a colon are minutes and seconds
        (0:12, 75:30), three are hours, minutes and seconds (0:02:35, 123:04:05): no export is known that writes h:mm
        without seconds, except under a header that says hours (unit HOURS), where two numbers are hours and minutes.
        Texts with words (1h 2m 3s, 2 min) carry their own unit.
    """
    up, down = _FACTORS.get(unit, (1, 1))
    plain, done = read_plain_numbers(texts, decimal_mark)
    values = plain.copy()
    known = done & (plain != MISSING)
    values[known] = _times(plain[known], up, down)
    problems: list[ValueProblem] = []
    for index in np.flatnonzero(~done | (known & (values == MISSING))).tolist():
        value, fault = _read(texts[index], unit, decimal_mark)
        values[index] = MISSING if value is None else value
        if fault is not None:
            problems.append(_problem(index, texts[index], fault))
    for index in np.flatnonzero((values != MISSING) & (values < 0)).tolist():
        fix = "Check the cell against the platform's screen."
        problems.append(
            ValueProblem(index, texts[index], "a duration cannot be below zero", fix, "implausible", Severity.WARNING)
        )
    problems.sort(key=lambda problem: problem.index)
    return ParsedNumbers(values, tuple(problems), {}, {})


def _times(values: Ints, up: int, down: int) -> Ints:
    """Values x up / down, half to even; MISSING where the product would not fit."""
    if down > 1:
        quotient, rest = np.divmod(values, down)
        half = down // 2
        return np.asarray(quotient + ((rest > half) | ((rest == half) & (quotient % 2 == 1))), dtype=np.int64)
    fits = np.abs(values) <= LARGEST * SCALE // up
    return np.where(fits, np.where(fits, values, 0) * up, MISSING)


def _read(text: str, unit: Unit, mark: DecimalMark) -> tuple[int | None, NumberFault | None]:
    plain = plain_text(text).casefold()
    if is_placeholder(plain):
        return None, None
    clock = _CLOCK.fullmatch(plain)
    if clock:
        return _clock_value(clock, unit)
    worded = _worded_value(plain)
    if worded is not None:
        return worded, None
    reading = read_number(plain, mark)
    if reading.value is None or reading.percent or reading.currency is not None:
        return None, reading.fault or NumberFault.UNREADABLE
    up, down = _FACTORS.get(unit, (1, 1))
    value = reading.value * up
    if abs(value) > LARGEST * SCALE:
        return None, NumberFault.OVERFLOW
    return (value if down == 1 else int(_times(np.array([value]), 1, down)[0])), None


def _clock_value(clock: re.Match[str], unit: Unit) -> tuple[int | None, NumberFault | None]:
    sign, days, hours, minutes, seconds, fraction = clock.groups()
    if hours is None and unit is Unit.HOURS:
        hours, minutes, seconds = minutes, seconds, "0"
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None, NumberFault.UNREADABLE
    total = int(days or 0) * 86_400 + int(hours or 0) * 3_600 + int(minutes) * 60 + int(seconds)
    value = total * SCALE + int((fraction or "").ljust(6, "0"))
    return (-value if sign else value), None


def _worded_value(plain: str) -> int | None:
    parts = _PART.findall(plain)
    if not parts or _PART.sub("", plain).strip():
        return None
    total, largest = 0, 10**18
    for number, word in parts:
        factor = next((one for words, one in _WORDS if re.fullmatch(words, word)), None)
        if factor is None or factor >= largest:
            return None
        largest = factor
        whole, _, fraction = number.replace(",", ".").partition(".")
        if len(whole) > 9:
            return None
        total += int(whole) * factor + (int(fraction[:9]) * factor // 10 ** len(fraction[:9]) if fraction else 0)
    return total if total <= LARGEST * SCALE else None


def _problem(index: int, text: str, fault: NumberFault) -> ValueProblem:
    if fault is NumberFault.HIDDEN:
        fix = "Nothing to do: the value counts as not reported."
        return ValueProblem(
            index, text, "the platform gives only a bound here, not the duration", fix, "hidden", Severity.WARNING
        )
    reason = "the duration is too large" if fault is NumberFault.OVERFLOW else "this is not a duration"
    return ValueProblem(index, text, reason, "Write seconds or h:mm:ss, or map the column as text.", "duration")
