"""A planned post as a model takes it."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.errors import BadOption
from learning.models.outcomes.planned import offered_attributes, plan_post
from tests.learning.models.outcomes.worlds import planted

LESSON = planted(140, 5)
OFFERED = offered_attributes(LESSON)
BY_NAME = {one.name: one for one in OFFERED}


def test_what_posts_state_is_offered_with_its_posts_and_nothing_else() -> None:
    forms = BY_NAME["format"].levels
    assert set(forms) == {"image", "video", "text"}
    assert sum(forms.values()) == 140
    assert list(forms.values()) == sorted(forms.values(), reverse=True)
    assert BY_NAME["format"].usual == next(iter(forms))
    assert set(BY_NAME["weekday"].levels) <= {
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    }
    assert all(any(LESSON.known.texts[one.name]) for one in OFFERED if one.levels)
    assert "generator" not in BY_NAME or any(BY_NAME["generator"].levels)


def test_what_is_not_chosen_counts_as_usual_and_is_said() -> None:
    planned = plan_post(OFFERED, {"format": "VIDEO", "weekday": "monday"})
    assert planned.chosen == {"format": "video", "weekday": "Monday"}
    assert planned.known.texts["format"].tolist() == ["video"]
    assert planned.known.texts["weekday"].tolist() == ["0"]
    assert planned.assumed["hook"] == BY_NAME["hook"].usual
    assert planned.known.texts["hook"].tolist() == [BY_NAME["hook"].usual]
    assert planned.notes == ()


def test_weekdays_are_written_as_the_posts_have_them() -> None:
    days = np.array(LESSON.known.texts["weekday"])
    assert BY_NAME["weekday"].levels["Monday"] == int((days == "0").sum())


def test_the_usual_is_that_of_the_platform() -> None:
    platforms = LESSON.known.texts["platform"]
    one = min(set(platforms.tolist()))
    (form,) = (each for each in offered_attributes(LESSON, one) if each.name == "format")
    assert sum(form.levels.values()) == int((platforms == one).sum())


def test_a_level_that_no_post_has_is_noted_and_counts_as_not_stated() -> None:
    (note,) = plan_post(OFFERED, {"format": "hologram"}).notes
    assert note.startswith("No post with the format 'hologram'")


@pytest.mark.parametrize(
    ("name", "value"), [("mood", "good"), ("hour", "24"), ("hour", "noon"), ("length", "-1"), ("weekday", "someday")]
)
def test_what_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadOption):
        plan_post(OFFERED, {name: value})


def test_a_number_beyond_all_posts_is_noted() -> None:
    longest = BY_NAME["length"].highest
    assert longest is not None
    (note,) = plan_post(OFFERED, {"length": str(int(longest) + 1_000)}).notes
    assert note.startswith("No post had a length of")
