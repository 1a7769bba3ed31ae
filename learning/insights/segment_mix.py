"""How much of the gap between a segment and the rest goes along with another mix of content?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learning.domain.audience import LevelShare, MixDifference

Floats = NDArray[np.float64]


def decompose_mix(
    attribute: str,
    levels: Sequence[str],
    *,
    segment: tuple[Floats, Floats],
    rest: tuple[Floats, Floats],
) -> MixDifference | None:
    """Part the gap of two ratios of sums into mix and rates.

    Args:
        attribute: What content is told apart by, e.g. 'format'.
        levels: Its levels.
        segment: Numerator and denominator of the segment by level, shape (levels,) each, at least 0.
        rest: Those of the rest.

    Returns:
        With shares s of the denominator and rates r by level, all relative to the rest's rate R:
        mix = sum((s_segment - s_rest) (r_segment + r_rest) / 2) / R and inside = sum((s_segment + s_rest) / 2
        (r_segment - r_rest)) / R, which add up to the gap (Kitagawa 1955, J. Am. Stat. Assoc. 50). A level that one
        side has nothing of takes the other side's rate: all of its part is mix. A level's contribution to the mix is
        taken against the overall mean rate, so that having more of what does better counts up (Oaxaca 1973 discusses
        the choice). An association, not a cause. None where either side has no denominator or the rest's rate is zero.
    """
    (x, y), (u, v) = segment, rest
    if y.sum() <= 0 or v.sum() <= 0 or u.sum() <= 0:
        return None
    share, other = y / y.sum(), v / v.sum()
    rate = np.divide(x, y, out=np.full(len(x), np.nan), where=y > 0)
    base = np.divide(u, v, out=np.full(len(u), np.nan), where=v > 0)
    filled, against = np.where(np.isnan(rate), base, rate), np.where(np.isnan(base), rate, base)
    seen = ~np.isnan(filled)
    whole = float(u.sum() / v.sum())
    mean = (filled + against)[seen] / 2
    differs = (share - other)[seen]
    centre = float((((share + other) / 2)[seen] * mean).sum())
    parts = differs * (mean - centre) / whole
    inside = float((((share + other) / 2)[seen] * (filled - against)[seen]).sum()) / whole
    found = [
        LevelShare(
            level=levels[place],
            segment_share=float(share[place]),
            rest_share=float(other[place]),
            segment_rate=_known(rate[place]),
            rest_rate=_known(base[place]),
            contribution=float(part),
        )
        for place, part in zip(np.flatnonzero(seen).tolist(), parts.tolist(), strict=True)
    ]
    found.sort(key=lambda one: -abs(one.contribution))
    return MixDifference(attribute, float(parts.sum()), inside, tuple(found))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
