"""Whole columns of plainly written numbers, parsed at once: the only place here that knows Arrow."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from learning.domain.enums import DecimalMark
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints

_WHOLE: Final = r"^-?[0-9]{1,12}$"
_PLAIN: Final = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
_COMMA_PLAIN: Final = r"^-?[0-9]{1,12}(,[0-9]{1,6})?$"
_GROUPED: Final = r"^-?[1-9][0-9]{0,2}(,[0-9]{3}){1,3}(\.[0-9]{1,6})?$"
_COMMA_GROUPED: Final = r"^-?[1-9][0-9]{0,2}(\.[0-9]{3}){1,3}(,[0-9]{1,6})?$"
"""A group never begins with a zero: `0.001` is a thousandth in a file with decimal commas, too."""
_SMALL: Final = 64
"""Below so many texts the reading one by one is as quick."""

Mask = NDArray[np.bool_]


def read_plain_numbers(texts: Sequence[str], mark: DecimalMark) -> tuple[Ints, Mask]:
    """Read the texts that are written as plain digits, with groups and decimals of the file's own mark.

    Args:
        texts: n texts.
        mark: the file's decimal mark.

    Returns:
        n values scaled by SCALE (MISSING where blank or not read) and n flags: True where the text is read or blank.
        What is not read here may well be a number: `$5`, `1.2K`, `12 345`, or one written with the other mark.
    """
    values = np.full(len(texts), MISSING, dtype=np.int64)
    done = np.zeros(len(texts), dtype=np.bool_)
    if len(texts) < _SMALL:
        return values, done
    try:
        cells = pa.array(texts, type=pa.string())
    except (UnicodeEncodeError, pa.ArrowInvalid, pa.ArrowTypeError):
        # Half a surrogate pair cannot be stored as UTF-8: such a column takes the slow way.
        return values, done
    whole = _matches(cells, _WHOLE)
    if whole.all():
        return np.asarray(cells.cast(pa.int64())) * SCALE, whole
    done |= np.asarray(pc.equal(cells, ""), dtype=np.bool_)
    plain, grouped = (_COMMA_PLAIN, _COMMA_GROUPED) if mark is DecimalMark.COMMA else (_PLAIN, _GROUPED)
    _read_into(values, done, cells, _matches(cells, plain), mark)
    if not done.all():
        _read_into(values, done, cells, _matches(cells, grouped) & ~done, mark)
    return values, done


def texts_with_marks(texts: Sequence[str]) -> Sequence[str]:
    """The texts that hold a point or a comma, which alone can tell the decimal mark.

    Args:
        texts: any texts.

    Returns:
        Those with a point or a comma, in order.
    """
    return [text for text in texts if "." in text or "," in text or "\u066b" in text]


def _matches(cells: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.match_substring_regex(cells, pattern), dtype=np.bool_)


def _read_into(values: Ints, done: Mask, cells: pa.Array, mask: Mask, mark: DecimalMark) -> None:
    """Read the masked cells, whose shape is known, into `values`."""
    if not mask.any():
        return
    chosen = cells.filter(pa.array(mask))
    group = "." if mark is DecimalMark.COMMA else ","
    chosen = pc.replace_substring(chosen, pattern=group, replacement="")
    if mark is DecimalMark.COMMA:
        chosen = pc.replace_substring(chosen, pattern=",", replacement=".")
    decimals = chosen.cast(pa.decimal128(25, 6))
    if isinstance(decimals, pa.ChunkedArray):
        decimals = decimals.combine_chunks()
    # A decimal128 is two little-endian words; |value| < 10^18 lies in the low one.
    words = np.frombuffer(decimals.buffers()[1], dtype="<i8")
    begin = 2 * decimals.offset
    values[mask] = words[begin : begin + 2 * len(decimals) : 2]
    done |= mask
