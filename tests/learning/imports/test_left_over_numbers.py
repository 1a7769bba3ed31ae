"""Numbers under headers that nobody knows, and halves of what would have placed a row."""

import pytest

from learning.domain.enums import MeasureKind, Role
from learning.domain.imports import BoundColumn, TablePlan
from learning.imports.plan import plan_table
from tests.learning.imports.table_making import context, table


def bound(plan: TablePlan, header: str) -> BoundColumn:
    """The column of a header."""
    return next(column for column in plan.columns if column.header == header)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("0.42", "1.7", "3.15"), MeasureKind.AVERAGE),
        (("0,42", "1,7", "3,15"), MeasureKind.AVERAGE),
        (("12", "7", "3"), MeasureKind.ADDITIVE),
        (("1,204", "7,310", "3,999"), MeasureKind.ADDITIVE),
        (("1203.0", "12", "18"), MeasureKind.ADDITIVE),
    ],
)
def test_unknown_fractions_are_never_summed_and_unknown_counts_are(cells: tuple[str, ...], kind: MeasureKind) -> None:
    rows = [[f"2026-09-{day:02d}", "100", cell] for day, cell in enumerate(cells, start=13)]
    [plan] = plan_table(table(["Date", "Impressions", "Glorps"], *rows), context())
    assert bound(plan, "Glorps").kind is kind


def test_one_end_of_a_range_alone_places_no_row() -> None:
    head = table(
        "Reporting ends | Campaign name | Amount spent (USD) | Impressions",
        "2026-09-30 | Fall | 12.50 | 1000",
        preamble=["September 1, 2026 - September 30, 2026"],
    )
    [plan] = plan_table(head, context())
    assert bound(plan, "Reporting ends").role is Role.IGNORED
    assert plan.settings.period is not None
    assert not plan.questions


def test_the_links_of_a_mailing_are_not_counted_beside_its_total() -> None:
    [plan] = plan_table(table("URL | Total Clicks | Unique Clicks", "https://a.example/ | 90 | 50"), context())
    assert plan.template == "mailchimp_links"
    assert plan.ignored_reason is not None
