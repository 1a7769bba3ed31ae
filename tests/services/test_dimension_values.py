"""What the filters offer: the values that the brand's data have, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from learning.domain.dimension_values import DimensionValues
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from services.figures.availability import available
from services.figures.dimension_values import dimension_values, filter_dimensions
from tests.services.hand_made import HandMade, Row, make, spec

DAY = date(2026, 11, 1)


@pytest.fixture
def brand(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def row(content: str = "", *, format: str | None = None, **segment: object) -> Row:  # noqa: A002 - the dimension's name
    return Row(DAY, {Fact.IMPRESSIONS: 1}, content=content, format=format, segment=SegmentKey(**segment))  # type: ignore[arg-type]  # a test names its parts


def ask(brand: HandMade, limit: int = 200) -> dict[str, DimensionValues]:
    with brand.read() as work:
        found = dimension_values(work, brand.brand_id, available(work, brand.brand_id), limit=limit)
    return {values.dimension: values for values in found}


def test_attributes_of_posts_are_counted_by_posts_the_most_frequent_first_and_unstated_last(brand: HandMade) -> None:
    rows = [row("a", format="reel"), row("b", format="reel"), row("c", format="image"), row("d"), row("e"), row("f")]
    brand.put(spec("x", Basis.LIFETIME, "content"), rows)
    found = ask(brand)["format"]
    assert [(value.text, value.count) for value in found.values] == [("reel", 2), ("image", 1), ("", 3)]
    assert found.is_choice


def test_an_attribute_that_no_post_states_is_no_choice(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [row("a"), row("b")])
    found = ask(brand)
    assert found["topic"].values == ()
    assert not found["topic"].is_choice
    assert not found["platform"].is_choice


def test_segments_only_tell_of_cuts_that_were_reported_by_them(brand: HandMade) -> None:
    """The account's own total has no persona: that does not make 'not stated' one of the personas."""
    brand.put(spec("x", Basis.ACTIVITY), [row()])
    brand.put(spec("web", Basis.ACTIVITY, "persona"), [row(persona="Parents"), row(persona="Students")])
    assert ask(brand)["persona"].texts == ("Parents", "Students")


def test_named_dimensions_come_last_and_rows_without_a_value_are_not_stated(brand: HandMade) -> None:
    brand.put(
        spec("youtube", Basis.ACTIVITY, "country"),
        [row(named=(("country", "Germany"),)), row(named=(("country", "Peru"),)), row()],
    )
    found = ask(brand)
    assert list(found)[-1] == "country"
    assert found["country"].texts == ("Germany", "Peru", "")


def test_a_campaign_of_ads_and_one_of_posts_stand_in_one_list(brand: HandMade) -> None:
    brand.put(spec("google_ads", Basis.ACTIVITY, "campaign"), [row(named=(("campaign", "Search"),))])
    brand.put(spec("x", Basis.LIFETIME, "content"), [row("a")])
    assert set(ask(brand)["campaign"].texts) >= {"Search"}


def test_an_undone_import_leaves_no_value_behind(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [row("a", format="reel")])
    batch = brand.put(spec("web", Basis.ACTIVITY, "content", "persona"), [row("b", format="story", persona="Parents")])
    with brand.store.write() as work:
        work.importing.undo(batch)
        work.commit()
    found = ask(brand)
    assert found["format"].texts == ("reel",)
    assert "persona" not in found or found["persona"].texts == ()


def test_a_long_list_is_cut_and_tells_how_many_there_are(brand: HandMade) -> None:
    rows = [row(str(place), format=f"format {place:03d}") for place in range(30)]
    brand.put(spec("x", Basis.LIFETIME, "content"), rows)
    found = ask(brand, limit=10)["format"]
    assert (len(found.values), found.total) == (10, 30)


def test_another_brands_values_are_not_offered(brand: HandMade) -> None:
    with brand.store.write() as work:
        other = work.brands.add("Other", time_zone="UTC", created_at=1)
        work.commit()
    twin = HandMade(brand.store, other.id)
    twin.put(spec("x", Basis.ACTIVITY, "content", "persona"), [row("a", format="reel", persona="Parents")])
    brand.put(spec("x", Basis.ACTIVITY, "content", "persona"), [row("b", persona="Students")])
    found = ask(brand)
    assert found["persona"].texts == ("Students",)
    assert found["format"].texts == ()


def test_the_dimensions_stand_in_one_order_whatever_the_data(brand: HandMade) -> None:
    brand.put(
        spec("web", Basis.ACTIVITY, "content", "persona", "device", "age"), [row("a", persona="P", device="phone")]
    )
    with brand.read() as work:
        names = filter_dimensions(available(work, brand.brand_id))
    assert names[:4] == ("platform", "campaign", "persona", "device")
    assert names[-2:] == ("account", "age")
