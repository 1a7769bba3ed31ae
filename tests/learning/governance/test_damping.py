"""What failed holds its like down: the same parameter, people and direction, for a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ExpectedEffect
from learning.governance.damping import Failed, held_down
from tests import drafts

DAY = 86_400
DRAFT = replace(drafts.DRAFT, to_value=50, expected=ExpectedEffect("clicks", 0.0, 0.1), guardrails=())


def failed(at: int = 0, number: int = 1, **changes: object) -> Failed:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # a test names its changes
    return Failed(number, draft, rolled_back=True, at=at, who="ben", reason="complaints")


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({}, True),
        ({"from_value": 10, "to_value": 12}, True),
        ({"from_value": 50, "to_value": 40}, False),
        ({"from_value": 60, "to_value": 50}, True),
        ({"name": "hour"}, False),
        ({"component": "blog"}, False),
        ({"operation": "less"}, False),
        ({"context": {"platform": "x"}}, False),
        ({"undo_of": 3}, False),
        ({"from_value": False, "to_value": True}, False),
        ({"from_value": "a", "to_value": "b"}, False),
    ],
)
def test_alike_is_the_same_parameter_and_people_in_the_same_direction_or_to_the_same_value(
    changes: dict[str, object], held: bool
) -> None:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # a test names its changes
    assert (held_down(draft, [failed()], DAY, 28 * DAY) is not None) is held


def test_texts_are_alike_where_they_end_the_same() -> None:
    text = replace(DRAFT, from_value="story", to_value="question")
    assert held_down(text, [failed(from_value="list", to_value="question")], 1, DAY)
    assert held_down(text, [failed(from_value="story", to_value="number")], 1, DAY) is None


def test_the_newest_failure_counts_and_only_for_its_span() -> None:
    past = [failed(at=0, number=1), failed(at=3 * DAY, number=2)]
    hold = held_down(DRAFT, past, 4 * DAY, 10 * DAY)
    assert hold is not None
    assert (hold.by.action_id, hold.until) == (2, 13 * DAY)
    assert held_down(DRAFT, past, 13 * DAY - 1, 10 * DAY) is not None
    assert held_down(DRAFT, past, 13 * DAY, 10 * DAY) is None
    assert held_down(DRAFT, past, 2 * DAY, 10 * DAY) == held_down(DRAFT, past[:1], 2 * DAY, 10 * DAY)
    assert held_down(DRAFT, past, 4 * DAY, 0) is None
