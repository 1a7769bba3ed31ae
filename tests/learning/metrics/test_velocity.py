from learning.domain.facts import Fact
from learning.domain.posts import Capture
from learning.metrics.velocity import velocities

PUBLISHED = 1_790_000_000


def capture(hours: float, likes: float) -> Capture:
    return Capture(PUBLISHED + round(hours * 3_600), {Fact.LIKES: likes, Fact.IMPRESSIONS: 100 * likes})


def test_a_capture_at_the_end_of_each_window_gives_interactions_per_hour() -> None:
    found = velocities(PUBLISHED, [capture(1, 12), capture(6, 30), capture(24, 48)])
    assert [one.per_hour for one in found] == [12.0, 5.0, 2.0]


def test_between_two_near_captures_the_total_is_drawn_straight() -> None:
    found = velocities(PUBLISHED, [capture(18, 40), capture(30, 60)])
    assert found[2].per_hour == 50 / 24


def test_captures_far_apart_say_nothing_of_the_hours_between() -> None:
    found = velocities(PUBLISHED, [capture(72, 60)])
    assert [one.per_hour for one in found] == [None, None, None]
    assert "no capture close enough" in (found[0].reason or "")


def test_a_post_whose_last_capture_is_too_early_is_not_extrapolated() -> None:
    found = velocities(PUBLISHED, [capture(0.5, 3), capture(1, 6)])
    assert found[0].per_hour == 6.0
    assert "before" in (found[1].reason or "")


def test_without_the_time_of_publication_nothing_is_measured() -> None:
    assert all("time of day" in (one.reason or "") for one in velocities(None, [capture(1, 2)]))
