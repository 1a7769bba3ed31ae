"""What every model of a brand has to do better than what is live, before it takes its place."""

from __future__ import annotations

from typing import Final

BETTER_BY: Final = 0.05
"""By so much its error must be smaller, in relation."""
LEVEL: Final = 0.02
"""Of the paired permutation test: of equally good challengers no more go live."""
SWAPS: Final = 2_000
