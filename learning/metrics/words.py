"""How a metric is named within a sentence."""

from __future__ import annotations

from learning.metrics.catalog import CATALOG


def metric_words(name: str) -> str:
    """Name a metric within a sentence."""
    return CATALOG[name].label.lower() if name in CATALOG else name.removeprefix("extra.").replace("_", " ")


def more_words(name: str, effect: float) -> str:
    """Say that there is more (or less) of a metric: 'a higher engagement rate', 'fewer impressions'."""
    words = metric_words(name)
    if is_plural(words):
        return f"{'more' if effect > 0 else 'fewer'} {words}"
    return f"a {'higher' if effect > 0 else 'lower'} {words}"


def is_plural(words: str) -> bool:
    """Tell whether a metric is a number of things: 'impressions', 'follows per 1,000 impressions'."""
    return words.split(" ", 1)[0].endswith("s")
