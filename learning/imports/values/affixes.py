"""Signs that a whole column of numbers carries: `$1,234.50`, `38.2%`, `12,00 EUR`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import DecimalMark
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints
from learning.imports.values.currency import CurrencyMark
from learning.imports.values.fast_lane import Mask, read_plain_numbers
from learning.imports.values.number_forms import read_number

_MANY: Final = 256
"""Fewer texts than this are read one by one."""

_KINDS: Final = 4
"""Different signs looked for in one column."""

_SHAPE: Final = re.compile(
    r"(?P<before>[^\d.,+\-()'\"=<>\s]{0,4}[ \u00a0\u202f]?)\d(?:.*\d)?"
    r"(?P<after>[ \u00a0\u202f]?[^\d.,+\-()'\"<>\s]{0,4})"
)


@dataclass(frozen=True, slots=True)
class Affix:
    """The text before and after the digits, and what it means."""

    before: str
    after: str
    percent: bool
    currency: CurrencyMark | None


def common_affixes(texts: Sequence[str], done: Mask, mark: DecimalMark) -> Iterator[Affix]:
    """Find the signs that many of the unread texts share.

    Args:
        texts: n texts.
        done: n flags; the caller sets those that it reads before it asks for the next affix.
        mark: the file's decimal mark.

    Yields:
        An affix that changes no magnitude, taken from the first unread text.
    """
    for _ in range(_KINDS):
        unread = np.flatnonzero(~done)
        if len(unread) < _MANY:
            return
        shape = _SHAPE.fullmatch(texts[unread[0]])
        if shape is None or not (shape["before"] or shape["after"]):
            return
        one = read_number(f"{shape['before']}1{shape['after']}", mark)
        if one.value != SCALE:
            return
        yield Affix(shape["before"], shape["after"], one.percent, one.currency)


def read_behind(affix: Affix, texts: Sequence[str], done: Mask, mark: DecimalMark) -> tuple[NDArray[np.intp], Ints]:
    """Read the unread texts that carry an affix around plain digits.

    Args:
        affix: from `common_affixes`.
        texts: n texts.
        done: n flags of what is read already.
        mark: the file's decimal mark.

    Returns:
        The places of the texts that were read and their values scaled by SCALE.
    """
    before, after = affix.before, affix.after
    end = -len(after) or None
    unread = np.flatnonzero(~done).tolist()
    places = [place for place in unread if texts[place].startswith(before) and texts[place].endswith(after)]
    inner = [texts[place][len(before) : end] for place in places]
    # A second minus behind the sign ('$-5') is read one by one, with the other odd spellings.
    values, read = read_plain_numbers(inner, mark)
    read &= values != MISSING
    return np.asarray(places, dtype=np.intp)[read], values[read]
