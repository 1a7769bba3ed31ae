"""Which of several places (weekdays, hours) stands out, once it is counted how many were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

FAMILY_ALPHA: Final = 0.05
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class StandingOut:
    """The places that surely lie above and below the mean of all; None where none does."""

    highest: int | None
    lowest: int | None


def standing_out(
    estimates: Sequence[float | None], lows: Sequence[float | None], highs: Sequence[float | None]
) -> StandingOut:
    """Find the highest and the lowest place whose difference from zero survives looking at all of them.

    Each 95 % interval is widened, each side by itself, to the level 1 - 0.05 / m (m = places with an interval), so that
    the chance of naming any place where none differs is at most 5 % (Bonferroni).

    Args:
        estimates: Differences from the mean of all places (logs of ratios, or differences), one per place;
            None = unknown.
        lows: Lower ends of their 95 % intervals, same length.
        highs: Upper ends, same length.

    Returns:
        Indices of the highest place surely above zero and of the lowest surely below.

    Source: Dunn (1961), Multiple comparisons among means, JASA 56(293): 52-64.
    """
    known = [
        (index, estimate, low, high)
        for index, (estimate, low, high) in enumerate(zip(estimates, lows, highs, strict=True))
        if estimate is not None and low is not None and high is not None
    ]
    if not known:
        return StandingOut(None, None)
    wider = _NORMAL.inv_cdf(1 - FAMILY_ALPHA / (2 * len(known))) / _NORMAL.inv_cdf(1 - 0.05 / 2)
    above = [(estimate, index) for index, estimate, low, _ in known if estimate - wider * (estimate - low) > 0]
    below = [(estimate, index) for index, estimate, _, high in known if estimate + wider * (high - estimate) < 0]
    return StandingOut(max(above)[1] if above else None, min(below)[1] if below else None)
