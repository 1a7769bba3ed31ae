"""Whether the rates of a column count to 1 or to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import DecimalMark, PercentScale, Unit
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints
from learning.imports.values.numbers import parse_numbers

_NEAR: Final = 2.0
"""Factor within which a rate counts as recomputed: rounding and other definitions move it less, the scales differ by
100."""

_AGREE: Final = 0.9
"""Share of the rows that must agree with one scale."""

_ENOUGH: Final = 2
"""Rows from which agreement is no accident: the scales differ by a factor of 100."""


@dataclass(frozen=True, slots=True)
class PercentEvidence:
    """What a column of rates shows."""

    scale: PercentScale | None
    """None where open."""
    proposed: PercentScale
    """Equals `scale` where that is decided."""
    reasons: tuple[str, ...]


def percent_evidence(
    texts: Sequence[str],
    *,
    decimal_mark: DecimalMark,
    header: str = "",
    numerators: Ints | None = None,
    denominators: Ints | None = None,
) -> PercentEvidence:
    """Decide what a column of rates counts to.

    Args:
        texts: the column's texts; distinct ones, or those of the rows of the two arrays.
        decimal_mark: the file's mark.
        header: of the column; `(%)` in it says percent.
        numerators: what the rate may count, row by row (clicks, say), in any one scale; MISSING where unknown.
        denominators: what it may be divided by (impressions, say), in the same scale.

    Returns:
        The scale, decided by a percent sign, by values above 1, by recomputing the rate or by the header; open where
        all values lie within 0 to 1 and some are not 0 or 1, with a fraction as the proposal.
    """
    if any("%" in text or "\u066a" in text or "\uff05" in text for text in texts):
        return _decided(PercentScale.PERCENT, "the values carry a percent sign")
    parsed = parse_numbers(texts, decimal_mark=decimal_mark, unit=Unit.NUMBER)
    known = parsed.values != MISSING
    if numerators is not None and denominators is not None:
        recomputed = _recomputed(parsed.values, numerators, denominators)
        if recomputed is not None:
            return _decided(recomputed, "the rates follow from two other columns")
    if bool((np.abs(parsed.values[known]) > SCALE).any()):
        return _decided(PercentScale.PERCENT, "some values are above 1")
    if "%" in header:
        return _decided(PercentScale.PERCENT, "the header says %")
    if not bool(((parsed.values[known] != 0) & (np.abs(parsed.values[known]) != SCALE)).any()):
        if not bool((parsed.values[known] != 0).any()):
            return _decided(PercentScale.FRACTION, "all values are zero")
        return PercentEvidence(
            None, PercentScale.FRACTION, ("the values are only 0 and 1: 1 may be all or one in a hundred",)
        )
    return PercentEvidence(
        None, PercentScale.FRACTION, ("all values lie between 0 and 1: 0.5 may be half or one in two hundred",)
    )


def _decided(scale: PercentScale, reason: str) -> PercentEvidence:
    return PercentEvidence(scale, scale, (reason,))


def _recomputed(rates: Ints, numerators: Ints, denominators: Ints) -> PercentScale | None:
    """The scale under which nearly all rates equal numerator / denominator."""
    usable = (rates != MISSING) & (rates != 0) & (numerators != MISSING) & (numerators > 0)
    usable &= (denominators != MISSING) & (denominators > 0)
    if int(usable.sum()) < _ENOUGH:
        return None
    ratios = (rates[usable] / SCALE) / (numerators[usable] / denominators[usable])
    for scale, factor in ((PercentScale.FRACTION, 1.0), (PercentScale.PERCENT, 100.0)):
        if float(((ratios > factor / _NEAR) & (ratios < factor * _NEAR)).mean()) >= _AGREE:
            return scale
    return None
