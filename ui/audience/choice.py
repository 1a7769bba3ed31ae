"""Which metric and which dimensions the Audience page can show for a brand, and what it shows first."""

from __future__ import annotations

from typing import Final

from learning.domain.audience import AudienceOffer
from learning.domain.facts import EXTRA_PREFIX
from learning.metrics.catalog import CATALOG
from learning.metrics.personalization import PERSONALIZATION

MOST_SPLITS: Final = 6
FIRST_METRICS: Final = ("engagement_score", *PERSONALIZATION, "engagement_rate", "views", "sessions", "impressions")


def offered_metrics(offer: AudienceOffer) -> tuple[str, ...]:
    """List the metrics: the eight of personalization, measured or not; then rates, totals and what else files hold."""
    held = [name for name in CATALOG if name in offer.metrics and name not in PERSONALIZATION]
    rates = [name for name in held if CATALOG[name].denominator]
    totals = [name for name in held if name not in rates]
    extras = sorted(name for name in offer.metrics if name.startswith(EXTRA_PREFIX))
    return (*PERSONALIZATION, *rates, *totals, *extras)


def first_metric(offer: AudienceOffer) -> str:
    """Choose the metric that is shown before anybody chooses: one that the first dimension has."""
    order = [name for name in (*FIRST_METRICS, *offered_metrics(offer)) if name in offer.metrics]
    order.sort(key=lambda name: name not in offer.any_days)
    for dimension in offer.dimensions[:1]:
        for name in order:
            if dimension in offer.by(name):
                return name
    return order[0] if order else PERSONALIZATION[0]


def gap_splits(offer: AudienceOffer) -> tuple[tuple[str, ...], ...]:
    """List the ways to split that gaps are looked for in: each dimension, and persona by device."""
    found: list[tuple[str, ...]] = []
    if {"persona", "device"} <= set(offer.dimensions):
        found.append(("persona", "device"))
    found += [(name,) for name in offer.dimensions]
    return tuple(found[:MOST_SPLITS])


def gap_metrics(offer: AudienceOffer) -> tuple[str, ...]:
    """List the metrics that gaps are looked for in: the eight, or what rates the files have instead."""
    eight = tuple(name for name in PERSONALIZATION if name in offer.metrics)
    rates = tuple(name for name in offered_metrics(offer) if name in offer.metrics and _is_rate(name))
    return eight or rates


def _is_rate(name: str) -> bool:
    return name in CATALOG and bool(CATALOG[name].denominator)
