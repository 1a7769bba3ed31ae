"""Numbers among the stored settings of a brand."""

from __future__ import annotations

import math
from collections.abc import Mapping


def stored_number(stored: Mapping[str, str], key: str, default: float, *, low: float, high: float) -> float:
    """Read a number; the default where nobody set it, or what somebody wrote by hand is none within its bounds."""
    try:
        value = float(stored.get(key, default))
    except ValueError:
        return default
    return value if math.isfinite(value) and low <= value <= high else default
