"""How a metric is named within a sentence."""

from __future__ import annotations

from learning.metrics.catalog import CATALOG


def metric_words(name: str) -> str:
    """Name a metric within a sentence."""
    return CATALOG[name].label.lower() if name in CATALOG else name.removeprefix("extra.").replace("_", " ")
