"""Metrics that are a quantile of another one: their names, and what a name asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from learning.domain.experiments import MetricKind, MetricRole, MetricSpec

LEVELS: Final = {"median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99}
"""Which quantiles there are; files of units are read for all of them."""
_NAME: Final = re.compile(rf"({'|'.join(LEVELS)})[ _]of[ _](.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuantileOf:
    """A quantile and the metric that it is of."""

    word: str
    """As in `LEVELS`."""
    metric: str

    @property
    def level(self) -> float:
        """The quantile, 0-1."""
        return LEVELS[self.word]

    @property
    def name(self) -> str:
        """The name of the metric: 'median_of_rounds'."""
        return f"{self.word}_of_{self.metric}"


def read_quantile(name: str) -> QuantileOf | None:
    """Read the name of a metric as a quantile of another one.

    Args:
        name: Such as 'median_of_rounds' or 'p90 of revenue'.

    Returns:
        The quantile; None where the name asks for none.
    """
    found = _NAME.fullmatch(name.strip())
    return None if found is None else QuantileOf(found[1].lower(), found[2].strip())


def quantile_spec(name: str, metrics: Iterable[MetricSpec]) -> MetricSpec | None:
    """Return a quantile of one of the metrics of a test.

    Args:
        name: Its name.
        metrics: The metrics that the test has.

    Returns:
        A secondary metric, good in the way of the metric that it is of; None where the name asks for no quantile, or
        for one of something that is no number per unit.
    """
    asked = read_quantile(name)
    if asked is None:
        return None
    known = (metric for metric in metrics if metric.kind is MetricKind.MEAN)
    of = next((metric for metric in known if metric.name in {asked.metric, asked.metric.replace(" ", "_")}), None)
    if of is None:
        return None
    named = QuantileOf(asked.word, of.name).name
    return MetricSpec(named, MetricKind.QUANTILE, of.good, MetricRole.SECONDARY, currency=of.currency)
