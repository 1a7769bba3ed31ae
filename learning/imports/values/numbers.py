"""Cell texts to exact scaled integers, with what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import DecimalMark, PercentScale, Severity, Unit
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints
from learning.imports.values.affixes import common_affixes, read_behind
from learning.imports.values.currency import CurrencyMark
from learning.imports.values.fast_lane import read_plain_numbers
from learning.imports.values.number_forms import LARGEST, NumberFault, NumberReading, read_number
from learning.imports.values.problems import ValueProblem

_FAULTS: Final = {
    NumberFault.HIDDEN: (
        "the platform gives only a bound here, not the number",
        "Nothing to do: the value counts as not reported.",
        Severity.WARNING,
    ),
    NumberFault.OVERFLOW: (
        f"the number is beyond {LARGEST:,}",
        "Correct the cell; an id in a column of numbers can be mapped as an id.",
        Severity.ERROR,
    ),
    NumberFault.UNREADABLE: (
        "this is not a number",
        "Correct the cell, or map the column as text.",
        Severity.ERROR,
    ),
}
_NEVER_NEGATIVE: Final = frozenset(
    {Unit.COUNT, Unit.SECONDS, Unit.MINUTES, Unit.HOURS, Unit.MILLISECONDS, Unit.DURATION}
)


@dataclass(frozen=True, slots=True)
class ParsedNumbers:
    """The values of a sequence of texts."""

    values: Ints
    """Scaled by SCALE; MISSING for blanks, placeholders, hidden values and errors. For Unit.PERCENT a rate: 38 % is
    0.38."""
    problems: tuple[ValueProblem, ...]
    currencies: Mapping[int, CurrencyMark]
    """Place -> currency, only for texts that carry a sign or a code."""
    shares: Mapping[int, int]
    """Place -> scaled share (0-1) behind a count, as in `20 (1.1%)`."""


def parse_numbers(
    texts: Sequence[str], *, decimal_mark: DecimalMark, unit: Unit, percent_scale: PercentScale | None = None
) -> ParsedNumbers:
    """Read cell texts as numbers.

    Args:
        texts: n texts, best distinct ones; long columns of plain digits are quick either way.
        decimal_mark: the file's mark; a text that can only be read with the other one is read so, with a warning.
        unit: COUNT warns of fractions and negative values, PERCENT returns rates of 1, all others values as written.
        percent_scale: for PERCENT, what a text without a percent sign counts to; None reads it as a fraction of 1.

    Returns:
        n values scaled by SCALE, exact to the sixth decimal (half to even), with the problems; a bad text never raises.
    """
    values, done = read_plain_numbers(texts, decimal_mark)
    plain = done & (values != MISSING)
    if unit is Unit.PERCENT and percent_scale is PercentScale.PERCENT:
        values[plain] = _hundredths(values[plain])
    signed = unit is Unit.PERCENT
    currencies: dict[int, CurrencyMark] = {}
    for affix in common_affixes(texts, done, decimal_mark):
        places, amounts = read_behind(affix, texts, done, decimal_mark)
        values[places] = (
            _hundredths(amounts) if signed and (affix.percent or percent_scale is PercentScale.PERCENT) else amounts
        )
        done[places] = True
        if affix.currency is not None:
            currencies |= dict.fromkeys(places.tolist(), affix.currency)
    problems: list[ValueProblem] = []
    shares: dict[int, int] = {}
    for index in np.flatnonzero(~done).tolist():
        reading = read_number(texts[index], decimal_mark)
        if reading.value is not None:
            of_hundred = signed and (reading.percent or percent_scale is PercentScale.PERCENT)
            values[index] = int(_hundredths(np.array([reading.value]))[0]) if of_hundred else reading.value
        if reading.currency is not None:
            currencies[index] = reading.currency
        if reading.share is not None:
            shares[index] = reading.share
        problem = _problem_of(index, texts[index], reading)
        if problem is not None:
            problems.append(problem)
    problems.extend(_doubts(texts, values, unit))
    problems.sort(key=lambda problem: problem.index)
    return ParsedNumbers(values, tuple(problems), currencies, shares)


def _hundredths(values: Ints) -> Ints:
    """Values / 100, half to even, without a float on the way."""
    quotient, rest = np.divmod(values, 100)
    up = (rest > 50) | ((rest == 50) & (quotient % 2 == 1))
    return np.asarray(quotient + up, dtype=np.int64)


def _problem_of(index: int, text: str, reading: NumberReading) -> ValueProblem | None:
    if reading.fault is not None:
        reason, fix, severity = _FAULTS[reading.fault]
        return ValueProblem(index, text, reason, fix, reading.fault.value, severity)
    if reading.foreign:
        return ValueProblem(
            index,
            text,
            "written with another decimal mark than the rest of the file",
            "Compare the value with the platform's screen; it was read as its own spelling says.",
            "decimal_mark",
            Severity.WARNING,
        )
    return None


def _doubts(texts: Sequence[str], values: Ints, unit: Unit) -> list[ValueProblem]:
    """Values that were read but cannot well be true."""
    known = values != MISSING
    found: list[tuple[int, str, str]] = []
    if unit is Unit.COUNT:
        fractions = np.flatnonzero(known & (values % SCALE != 0)).tolist()
        found += [(index, "a count should have no fraction", "fraction") for index in fractions]
    if unit in _NEVER_NEGATIVE:
        below = np.flatnonzero(known & (values < 0)).tolist()
        found += [(index, "this cannot be below zero", "implausible") for index in below]
    if unit is Unit.PERCENT:
        outside = np.flatnonzero(known & ((values < 0) | (values > SCALE))).tolist()
        found += [(index, "a rate outside 0-100 %", "implausible") for index in outside]
    fix = "Check the cell against the platform's screen."
    return [ValueProblem(index, texts[index], reason, fix, code, Severity.WARNING) for index, reason, code in found]
