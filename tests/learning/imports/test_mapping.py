"""What a person maps wins; what cannot work is refused with the reason."""

import pytest

from learning.domain.enums import Role
from learning.domain.errors import BadMapping, BadOption
from learning.imports.fields import FIELDS, find_field, get_field
from tests.learning.imports.table_making import context, fields_of, plan, table

HEAD = table("when|what|seen|pressed", "2026-09-14|a|10|1", "2026-09-15|b|20|2")


def test_mapped_columns_take_their_fields_and_the_rest_is_kept() -> None:
    found = plan(HEAD, context(mapping={"when": "date", "WHAT": "content_id", "seen": "impressions"}))
    assert fields_of(found) == {"when": "date", "what": "content_id", "seen": "impressions", "pressed": "extra.pressed"}
    assert found.dimensions == ("content",)


def test_a_duplicate_header_is_mapped_by_its_position() -> None:
    head = table(("date", "n", "n"), "2026-09-14|1|2")
    found = plan(head, context(mapping={"3": "likes"}))
    assert [column.field for column in found.columns] == ["date", "extra.n", "likes"]
    with pytest.raises(BadMapping, match="2 columns 'n'"):
        plan(head, context(mapping={"n": "likes"}))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"seen": "likes", "pressed": "likes"}, "Two columns are mapped to 'likes'"),
        ({"nowhere": "likes"}, "There is no column 'nowhere'"),
        ({"seen": "lkes"}, "There is no field 'lkes'"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_with_the_reason(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(BadMapping, match=message):
        plan(HEAD, context(mapping=mapping))


def test_near_field_names_are_offered() -> None:
    with pytest.raises(BadMapping) as refusal:
        get_field("impresions")
    assert "impressions" in refusal.value.fix


def test_two_columns_may_both_be_ignored() -> None:
    found = plan(HEAD, context(mapping={"what": "ignore", "pressed": "ignore"}))
    assert [column.role for column in found.columns if column.header in ("what", "pressed")] == [
        Role.IGNORED,
        Role.IGNORED,
    ]


def test_a_mapping_overrides_what_the_template_says() -> None:
    head = table("Date|Impressions|Likes|Unfollows", "2026-09-14|5|1|0")
    found = plan(head, context(mapping={"Likes": "saves"}))
    assert (found.template, fields_of(found)["Likes"]) == ("x_overview", "saves")


def test_a_remembered_mapping_is_used_without_being_asked_for() -> None:
    found = plan(HEAD, context(remembered={"Seen": "impressions", "gone": "likes"}))
    assert fields_of(found)["seen"] == "impressions"
    over = plan(HEAD, context(remembered={"seen": "impressions"}, mapping={"pressed": "impressions"}))
    assert (fields_of(over)["seen"], fields_of(over)["pressed"]) == ("extra.seen", "impressions")


def test_a_forced_template_that_does_not_fit_says_what_is_missing_and_what_the_file_looks_like() -> None:
    head = table("Date|Video Views|Profile Views|Likes|Comments|Shares", "2026-08-31|1|1|1|0|0")
    with pytest.raises(BadMapping) as refusal:
        plan(head, context(template="tiktok_content"))
    assert "permalink" in refusal.value.message
    assert "TikTok Studio - Overview" in refusal.value.fix
    assert "Analytics > Content" in refusal.value.fix


def test_a_forced_template_fits_once_its_marks_are_mapped() -> None:
    head = table("clip|address|shown on|hearts|seen", "a|https://www.tiktok.com/@me/video/7|2026-08-31|5|9")
    mapping = {"clip": "title", "address": "permalink", "shown on": "published_at", "hearts": "likes", "seen": "views"}
    found = plan(head, context(template="tiktok_content", mapping=mapping))
    assert (found.template, found.platform, found.confidence) == ("tiktok_content", "tiktok", 1.0)


def test_an_unknown_template_is_refused_with_their_names() -> None:
    with pytest.raises(BadOption) as refusal:
        plan(HEAD, context(template="myspace"))
    assert "x_content" in refusal.value.fix


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("extra.quokkas", Role.MEASURE),
        ("dimension.shoe_size", Role.DIMENSION),
        ("attribute.mood", Role.ATTRIBUTE),
        ("country", Role.DIMENSION),
        ("watch_seconds", Role.FACT),
    ],
)
def test_open_families_and_fixed_fields_are_found(name: str, role: Role) -> None:
    field = find_field(name)
    assert field is not None
    assert field.role is role


def test_every_field_has_a_description() -> None:
    assert [name for name, field in FIELDS.items() if not field.description.strip()] == []
