"""Figures to sentences, by the product's copy rules.

Short verbs; 'about' with ranges; every percentage with its n; causal words never, since nothing here is randomised:
a figure 'went up after', it is not 'raised by'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.metrics.definitions import MetricUnit
from ui.numbers import interval_words

BASIS_WORDS: Final = {
    Basis.ACTIVITY: "activity on the day",
    Basis.LIFETIME: "lifetime totals, by day of publication",
    Basis.PERIOD: "totals of stated periods",
}
BASIS_HELP: Final = {
    Basis.ACTIVITY: "What happened on each day, whenever the content was published.",
    Basis.LIFETIME: (
        "The running total of each post as of the latest export, placed on the day it was published. "
        "Young posts still grow, so the newest days look lower than they will end."
    ),
    Basis.PERIOD: "Totals that a report gives for a range of days, without its days. They are never spread over days.",
}
_ONE: Final = {
    CountedUnit.POSTS: "post",
    CountedUnit.DAYS: "day",
    CountedUnit.PERIODS: "period",
    CountedUnit.UNITS: "post or day",
}


def n_words(value: MetricValue) -> str:
    """Write the number of independent units behind a figure."""
    return f"{value.n:,}\u00a0{value.counted.value}" if value.n != 1 else f"1\u00a0{_ONE[value.counted]}"


def range_and_n(value: MetricValue, unit: MetricUnit) -> str:
    """Write the 95 % range and n of a figure, or why there is no range."""
    shown = interval_words(value.low, value.high, unit, currency=value.currency)
    if not shown and value.reason:
        shown = f"no range: {value.reason}"
    return f"{shown}  \n{n_words(value)}" if shown else n_words(value)


def cuts_words(cuts: Mapping[str, str]) -> str:
    """Say which reports a figure was read from: 'X and TikTok by post; YouTube by day'."""
    grouped: dict[str, list[str]] = {}
    for platform in sorted(cuts):
        name, by, dimensions = cuts[platform].partition(" by ")
        grouped.setdefault(by + dimensions, []).append(name)
    return "; ".join(f"{listed_words(names)}{dimensions}" for dimensions, names in grouped.items())


def listed_words(names: Sequence[str]) -> str:
    """Write a list: 'X, TikTok and YouTube'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
