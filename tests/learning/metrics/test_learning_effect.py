"""How well the learning does, on what is known."""

from __future__ import annotations

from learning.domain.insight_log import Sighting
from learning.domain.learning_effect import FollowedInsight, Guesses
from learning.metrics.learning_effect import NO_CHANGES, NONE_KEPT, NONE_LATER, describe_learning

DAY = 86_400


def followed(
    effect: float | None, later: float | None, *, days: int = 10, found: bool = True, undone: bool = False
) -> FollowedInsight:
    last = Sighting(1, days * DAY, 2, 0.9 if found else None, later)
    return FollowedInsight(Sighting(1, 0, 1, 0.8, effect), last, undone)


def test_an_insight_held_up_if_later_data_find_it_again_with_its_sign() -> None:
    seen = [
        followed(0.2, 0.1),
        followed(-0.2, -0.3),
        followed(0.2, -0.1),
        followed(0.2, None, found=False),
        followed(0.2, 0.2, days=3),
        followed(0.2, 0.2, undone=True),
    ]
    held = describe_learning([], [], seen, []).insights_held
    assert (held.value, held.n) == (0.5, 4)
    assert held.low is not None


def test_the_same_data_looked_at_again_is_no_later_data() -> None:
    again = FollowedInsight(Sighting(1, 0, 1, 0.8, 0.2), Sighting(1, 30 * DAY, 1, 0.8, 0.2), undone=False)
    assert describe_learning([], [], [again], []).insights_held.reason == NONE_LATER


def test_guesses_speed_and_kept_changes_have_ranges_and_reasons() -> None:
    guesses = [Guesses("Mia", "changes", 8, 6), Guesses("Bellwether", "A/B tests", 0, 0)]
    found = describe_learning(guesses, [(0, days * DAY) for days in range(10, 20)], [], [True, True, False])
    assert [(one.name, one.hits, one.n) for one in found.guesses] == [("Mia, changes", 6, 8)]
    assert found.days_to_measured.value == 14.5
    assert (found.days_to_measured.low, found.days_to_measured.high) == (11, 18)
    assert found.kept_held.value == 2 / 3
    empty = describe_learning([], [], [], [])
    assert [one.reason for one in (empty.days_to_measured, empty.insights_held, empty.kept_held)] == [
        NO_CHANGES,
        NONE_LATER,
        NONE_KEPT,
    ]
