"""Tables of nobody in particular: what they are taken for, what splits them, what is left out."""

import pytest

from learning.domain.enums import Basis, Grain, Role
from learning.imports.plan import gather_evidence
from tests.learning.imports.table_making import context, plan, table


def test_a_generic_table_maps_every_standard_column() -> None:
    found = plan(
        table(
            (
                "content_id|time|persona|device|channel|strategy|topic|hook|format|generator|impressions|clicks"
                "|revenue|currency|mood"
            ),
            "p1|2026-09-14 10:00|busy parents|mobile|organic|control|summer|question|video|team|10|1|2.5|EUR|4",
        )
    )
    assert (found.basis, found.grain) == (Basis.ACTIVITY, Grain.HOUR)
    assert found.dimensions == ("channel", "content", "device", "persona", "strategy")
    assert found.columns[-1].field == "extra.mood"
    assert {c.field for c in found.columns if c.role is Role.ATTRIBUTE} == {"topic", "hook", "format", "generator"}


def test_an_unknown_text_column_is_a_dimension_only_where_rows_need_it() -> None:
    apart = plan(table("date|tier|visits", "2026-09-14|gold|3", "2026-09-14|tin|4", "2026-09-15|gold|5"))
    alone = plan(table("date|tier|visits", "2026-09-14|gold|3", "2026-09-15|tin|4"))
    assert (apart.dimensions, alone.dimensions) == (("tier",), ())
    assert any("tier" in note for note in alone.notes)


def test_blank_and_equal_duplicates_are_left_out_and_others_kept() -> None:
    rows = ("2026-09-14|3|3|5", "2026-09-15|4|4|6")
    found = plan(table(("date", "views", "views", "views"), *rows))
    assert [column.field for column in found.columns] == ["date", "views", "extra.views_2", "extra.views_3"]
    assert [column.role for column in found.columns[2:]] == [Role.IGNORED, Role.MEASURE]


def test_a_header_alone_is_planned_without_rows() -> None:
    found = plan(table("Search Appearance|Clicks|Impressions|CTR|Position"))
    assert (found.template, found.dimensions) == ("search_console", ("search_appearance",))


@pytest.mark.parametrize("header", ["date|hour|clicks", "date|time|clicks"])
def test_an_hour_of_the_day_beside_a_date_makes_hours(header: str) -> None:
    found = plan(table(header, "2026-09-14|10:00|3", "2026-09-14|11:30|4"))
    assert (found.grain, found.columns[1].field) == (Grain.HOUR, "hour")


def test_an_hour_without_a_date_only_describes() -> None:
    found = plan(table("content_id|hour|likes", "a|10|3", "b|11|4"))
    assert (found.basis, found.columns[1].field) == (Basis.LIFETIME, "attribute.hour")


def test_posts_that_occur_once_each_have_a_day_of_publication_and_series_of_posts_have_days() -> None:
    once = plan(table("date|caption|likes", "2026-09-14|a|3", "2026-09-15|b|4"))
    series = plan(table("date|content_id|likes", "2026-09-14|a|3", "2026-09-15|a|4"))
    assert (once.basis, once.columns[0].field) == (Basis.LIFETIME, "published_at")
    assert (series.basis, series.columns[0].field) == (Basis.ACTIVITY, "date")


def test_equal_tables_of_one_file_are_stored_once_and_other_months_are_not_taken_for_them() -> None:
    first = table("Page path and screen class|Views", "/|5", "/a|3", index=0)
    second = table("Page path and screen class|Views|Active users", "/|5|4", "/a|3|2", index=1)
    other = table("Page path and screen class|Views|Active users", "/|9|4", "/a|8|2", index=1)
    with_second = context(*(gather_evidence(one, context()) for one in (first, second)))
    with_other = context(*(gather_evidence(one, context()) for one in (first, other)))
    assert plan(first, with_second).ignored_reason is not None
    assert plan(second, with_second).ignored_reason is None
    assert plan(first, with_other).ignored_reason is None
