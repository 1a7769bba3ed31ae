"""Of which metrics less is better."""

from __future__ import annotations

from typing import Final

from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction

METRICS_DOWN: Final = frozenset(name for name, metric in CATALOG.items() if metric.good is Direction.DOWN) | {
    "unsubscribes",
    "response_ms",
    "error_rate",
}
"""Those of the catalogue, and some that only programs report."""
