"""Customers' words with a known feeling, from the shared public data; drawn with a seed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from learning.domain.feedback import Feeling

Noted = list[tuple[str, Feeling]]


def airline_notes(shared: Path) -> Noted:
    with (shared / "data/airline_tweets/Tweets.csv").open(encoding="utf-8", newline="") as file:
        found = {row["text"]: Feeling(row["airline_sentiment"]) for row in csv.DictReader(file)}
    return list(found.items())


def loudspeaker_notes(shared: Path) -> Noted:
    """One and two stars are negative, three neutral, the rest positive."""
    with (shared / "data/feedback_amazon_alexa/amazon_alexa.tsv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        found = {row["verified_reviews"]: _stars(int(row["rating"])) for row in rows if row["verified_reviews"].strip()}
    return list(found.items())


def _stars(rating: int) -> Feeling:
    if rating == 3:
        return Feeling.NEUTRAL
    return Feeling.POSITIVE if rating > 3 else Feeling.NEGATIVE


def drawn(notes: Noted, taught: int, judged: int, seed: int) -> tuple[Noted, Noted]:
    """Draw notes to teach by and other notes to judge by."""
    mixed = random.Random(seed).sample(notes, taught + judged)
    return mixed[:taught], mixed[taught:]


_REASONS = {
    "Customer Service Issue": "service and staff",
    "Flight Attendant Complaints": "service and staff",
    "Late Flight": "waiting and delays",
    "longlines": "waiting and delays",
    "Cancelled Flight": "booking and cancellation",
    "Flight Booking Problems": "booking and cancellation",
    "Lost Luggage": "lost or missing",
    "Damaged Luggage": "lost or missing",
    "Bad Flight": "comfort",
}
"""The reason that a person gave, by the theme that it is among ours."""


def airline_reasons(shared: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Complaints about airlines, each with the one theme that a person gave as its reason."""
    with (shared / "data/airline_tweets/Tweets.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["negativereason"] in _REASONS]
    return list({row["text"]: (_REASONS[row["negativereason"]],) for row in rows}.items())
