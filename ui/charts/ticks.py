"""Where an axis of differences has its ticks, and how they read: 'none' is 0, never '+0'."""

from __future__ import annotations

import math
from typing import Final

from ui.numbers import MINUS, NO_BREAK

STEPS: Final = (1.0, 2.0, 5.0, 10.0)
MOST_TICKS: Final = 6
SLACK: Final = 1e-9


def difference_ticks(low: float, high: float, *, as_share: bool = True) -> dict[str, object]:
    """Give the ticks of an axis of differences, zero among them where the axis holds it.

    Args:
        low: Where the axis begins.
        high: Where it ends, above `low`.
        as_share: Whether the values are relative differences, written in percent; else they are correlations.

    Returns:
        What the axis takes: `tickvals` at round values, at most six of them, and their `ticktext`.
    """
    step = _step(high - low)
    first, last = math.ceil(low / step - SLACK), math.floor(high / step + SLACK)
    shown = [place * step for place in range(first, last + 1)]
    digits = max(-math.floor(math.log10(step * 100 if as_share else step) + SLACK), 0)
    return {"tickvals": shown, "ticktext": [_text(one, digits, as_share=as_share) for one in shown]}


def _step(width: float) -> float:
    least = width / (MOST_TICKS - 1)
    power = float(10.0 ** math.floor(math.log10(least)))
    return next(size * power for size in STEPS if size * power >= least * (1 - SLACK))


def _text(value: float, digits: int, *, as_share: bool) -> str:
    size, unit = (abs(value) * 100, f"{NO_BREAK}%") if as_share else (abs(value), "")
    if not value:
        return f"0{unit}"
    return f"{MINUS if value < 0 else '+'}{size:,.{digits}f}{unit}"
