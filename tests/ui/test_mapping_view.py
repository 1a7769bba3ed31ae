"""A mapping that cannot work is refused with its reason."""

from learning.domain.enums import Role, Unit
from learning.domain.imports import BoundColumn
from ui.imports.mapping_view import field_choices, mapping_frame, mapping_problem

COLUMNS = (
    BoundColumn(0, "Likes", "likes", Role.FACT, Unit.COUNT),
    BoundColumn(1, "Hearts", "extra.hearts", Role.MEASURE, Unit.COUNT),
    BoundColumn(2, "No.", "ignore", Role.IGNORED, Unit.TEXT),
    BoundColumn(3, "Row", "ignore", Role.IGNORED, Unit.TEXT),
)


def test_two_columns_cannot_be_the_same_fact() -> None:
    chosen = {"Likes": "likes", "Hearts": "likes", "No.": "ignore", "Row": "ignore"}
    problem = mapping_problem(COLUMNS, chosen)
    assert problem is not None
    assert "“Likes”, “Hearts” cannot all be likes" in problem


def test_any_number_of_columns_may_be_left_out() -> None:
    chosen = {column.header: column.field for column in COLUMNS}
    assert mapping_problem(COLUMNS, chosen) is None


def test_a_column_may_always_keep_its_own_name() -> None:
    assert "extra.hearts" in field_choices(COLUMNS)


def test_what_happens_to_each_column_is_said() -> None:
    frame = mapping_frame(COLUMNS, {"Likes": ("1", "2", "3")})
    assert list(frame["First values"])[:2] == ["1 · 2 · 3", "–"]
    assert list(frame["Kept as"])[1:3] == ["extra, count", "left out"]
