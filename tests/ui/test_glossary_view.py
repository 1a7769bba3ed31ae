"""What stands behind the question mark of a metric."""

from __future__ import annotations

from dataclasses import replace

from learning.domain.enums import Basis
from services.glossary import glossary
from ui.glossary_view import metric_help

ENTRY = next(entry for entry in glossary() if entry.name == "engagement_rate")


def test_a_hint_gives_formula_direction_caveat_columns_and_basis() -> None:
    columns = {"x_content": ("Likes", "Re*posts", "Impressions")}
    said = metric_help(replace(ENTRY, columns=columns, bases=(Basis.ACTIVITY, Basis.LIFETIME)))
    assert "**Engagement rate** = " in said
    assert "÷ impressions" in said
    assert "More is better." in said
    assert "Counts those of the interactions" in said
    assert (
        "X \\- Content: Likes, Re\\*posts, Impressions" in said or "X - Content: Likes, Re\\*posts, Impressions" in said
    )
    assert "Basis: activity on the day and lifetime totals, by day of publication." in said


def test_without_a_brand_there_are_no_columns() -> None:
    said = metric_help(ENTRY)
    assert "Read from" not in said
    assert "Basis" not in said


def test_many_reports_are_cut_and_counted() -> None:
    said = metric_help(replace(ENTRY, columns={f"report {place}": ("Likes",) for place in range(7)}))
    assert "and 3\u00a0more reports" in said
