"""The filters as a record: what they ask, how they are written, what stands in the address."""

from __future__ import annotations

from datetime import date

import pytest

from learning.domain.brands import Brand
from learning.domain.imports import Period
from learning.domain.trends import Comparison
from ui.filters.periods import Compare, Preset, choose_period, natural_against
from ui.filters.state import (
    NOT_STATED,
    Filters,
    dimension_key,
    dimension_label,
    dimension_of,
    is_filter_key,
    link_of,
    scope_of,
)

DATA = Period(date(2026, 1, 1), date(2026, 11, 20))
BRAND = Brand(3, "Acme", "UTC", False, 1, 1, 1, 1)
CHOSEN = choose_period(Preset.LAST_7, DATA, date(2026, 11, 21))


def test_every_filter_reaches_the_question() -> None:
    where = {"platform": ("x",), "persona": ("Parents", ""), "country": ("Peru",)}
    scope = scope_of(BRAND, Filters(CHOSEN, Compare.LAST_YEAR, where))
    assert (scope.brand_id, scope.first, scope.last) == (3, date(2026, 11, 14), date(2026, 11, 20))
    assert scope.where == where
    assert scope.compare is Comparison.LAST_YEAR
    assert (scope.compare_first, scope.compare_last) == (None, None)


def test_a_comparison_of_ones_own_choice_reaches_the_question_and_only_then() -> None:
    against = Period(date(2026, 10, 1), date(2026, 10, 14))
    scope = scope_of(BRAND, Filters(CHOSEN, Compare.CUSTOM, {}, against))
    assert (scope.compare_first, scope.compare_last) == (against.first, against.last)
    assert scope_of(BRAND, Filters(CHOSEN, Compare.OFF, {}, against)).compare_first is None


@pytest.mark.parametrize(
    ("against", "said"),
    [
        (Period(date(2026, 11, 7), date(2026, 11, 13)), None),
        (Period(date(2026, 10, 1), date(2026, 10, 14)), "Unequal lengths: 7 days here, 14 in 1–14 Oct 2026"),
        (Period(date(2026, 11, 10), date(2026, 11, 16)), "overlaps"),
    ],
)
def test_an_unequal_comparison_is_said(against: Period, said: str | None) -> None:
    words = Filters(CHOSEN, Compare.CUSTOM, {}, against).against_words
    assert words is None if said is None else said in (words or "")


def test_the_words_name_every_filter() -> None:
    words = Filters(CHOSEN, where={"platform": ("tiktok", "x"), "persona": ("Parents",), "traffic_source": ("",)}).words
    assert words == f"Last 7 days, 14–20 Nov 2026 · TikTok and X · persona Parents · traffic source {NOT_STATED}"


def test_a_dimension_that_a_file_named_like_something_else_stands_apart_in_the_address() -> None:
    for name in ("page", "period", "brand", "query"):
        assert dimension_key(name) == f"dim.{name}"
        assert dimension_of(dimension_key(name)) == name
    assert dimension_key("persona") == "persona"
    assert dimension_of("metric") is None
    assert [is_filter_key(key) for key in ("period", "platform", "dim.age", "metric", "brand")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_link_holds_what_the_choices_are_called() -> None:
    assert link_of({"platform": ("x",), "age": ("18-24", "")}) == {"platform": ["X"], "dim.age": ["18-24", NOT_STATED]}
    assert dimension_label("traffic_source") == "Traffic source"


def test_the_days_proposed_for_a_comparison_lie_before_those_shown_or_where_the_data_begin() -> None:
    assert natural_against(CHOSEN.period, DATA) == Period(date(2026, 11, 7), date(2026, 11, 13))
    everything = natural_against(DATA, DATA)
    assert everything.first == DATA.first
    assert everything.last <= DATA.last
