"""A big number never claims more than its range allows."""

from __future__ import annotations

from datetime import date

import pytest

from learning.domain.digest import Sureness
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.intervals import Change
from learning.domain.trends import Headline
from services.glossary import GlossaryEntry, glossary
from ui.headlines import card

ENTRIES = {entry.name: entry for entry in glossary()}
RATE = ENTRIES["engagement_rate"]
TOTAL = ENTRIES["impressions"]
BOUNCE = ENTRIES["bounce_rate"]


def value(amount: float | None = 0.032, *, reason: str | None = None) -> MetricValue:
    return MetricValue(amount, 0.03, 0.034, 212, CountedUnit.POSTS, Basis.LIFETIME, {"x": "X by post"}, reason=reason)


def headline(
    metric: str,
    change: Change | None,
    sureness: Sureness = Sureness.EARLY,
    *,
    unequal: tuple[int, int] | None = None,
    now: MetricValue | None = None,
    looked_at: int = 1,
) -> Headline:
    first, last = date(2026, 5, 24), date(2026, 8, 21)
    return Headline(
        metric, now or value(), value(), change, first, last, unequal, sureness=sureness, looked_at=looked_at
    )


@pytest.mark.parametrize(
    ("entry", "change", "sureness", "colour", "words"),
    [
        (RATE, Change(0.01, 0.2, 0.1, 0.3), Sureness.REAL, "green", "better, likely real"),
        (RATE, Change(-0.01, -0.2, -0.3, -0.1), Sureness.REAL, "red", "worse, likely real"),
        (RATE, Change(0.01, 0.2, -0.1, 0.5), Sureness.CHANCE, "gray", "could be chance"),
        (RATE, Change(0.01, 0.2, None, None, "a single post"), Sureness.EARLY, "gray", "too early to say"),
        (BOUNCE, Change(0.01, 0.2, 0.1, 0.3), Sureness.REAL, "red", "worse, likely real"),
    ],
)
def test_colour_speaks_only_for_changes_that_are_likely_real(
    entry: GlossaryEntry, change: Change, sureness: Sureness, colour: str, words: str
) -> None:
    shown = card(entry, headline(entry.name, change, sureness))
    assert shown.colour == colour
    assert words in shown.footnote
    assert "212\u00a0posts" in shown.footnote


def test_a_change_that_stands_out_alone_but_not_among_four_is_not_called_real() -> None:
    shown = card(RATE, headline("engagement_rate", Change(0.01, 0.2, 0.01, 0.4), Sureness.CHANCE, looked_at=4))
    assert shown.colour == "gray"
    assert "could be chance, as one of 4 figures" in shown.footnote
    assert "4 figures are looked at side by side" in shown.help


def test_totals_of_unequal_lengths_are_not_compared_and_say_why() -> None:
    change = Change(9.0, 2.0, 1.5, 2.5)
    shown = card(TOTAL, headline("impressions", change, unequal=(55, 21)))
    assert shown.delta is None
    assert "55 days with data against 21" in shown.footnote


def test_a_total_is_not_compared_with_a_time_before_the_data_begin() -> None:
    shown = card(TOTAL, headline("impressions", Change(9.0, 2.0, 1.5, 2.5)), date(2026, 7, 24))
    assert shown.delta is None
    assert "the data begin on 24 Jul 2026" in shown.footnote


def test_a_rate_may_be_compared_over_unequal_lengths() -> None:
    assert card(RATE, headline("engagement_rate", Change(0.01, 0.2, 0.1, 0.3), unequal=(55, 21))).delta


def test_what_cannot_be_computed_is_a_dash_with_its_reason() -> None:
    shown = card(RATE, headline("engagement_rate", None, now=value(None, reason="no post was seen")))
    assert shown.value == "–"
    assert "no post was seen" in shown.footnote


def test_the_help_gives_the_formula_and_what_was_compared() -> None:
    shown = card(RATE, headline("engagement_rate", Change(0.01, 0.2, 0.1, 0.3)))
    assert RATE.formula in shown.help
    assert "24 May – 21 Aug 2026" in shown.help
