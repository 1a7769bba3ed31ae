from __future__ import annotations

import pytest

from learning.domain.errors import BadOption, NotFound
from services.experiments.analysing import (
    effects_by_day,
    effects_by_segment,
    effects_over_time,
    looks_of,
    novelty_of,
    segment_dimensions,
)
from services.experiments.planning import (
    baseline_of_test,
    baseline_of_traffic,
    make_wish,
    plan_for_days,
    plan_for_lift,
)
from services.experiments.replay import DailyTraffic, replay_brand
from tests.services.experiments.bench import Bench, daily_file


def by_device(days: int = 14) -> str:
    lines = ["variant,date,device,users,clicks"]
    for day in range(1, days + 1):
        for device, extra in (("phone", 25), ("desktop", 0)):
            lines += [f"A,2026-10-{day:02d},{device},700,35", f"B,2026-10-{day:02d},{device},700,{35 + extra}"]
    return "\n".join(lines)


def take(bench: Bench, text: str) -> int:
    report = bench.take("t.csv", text, control="A", planned_n=39_000, days=14)
    assert report.error is None
    return report.tests[0].id or 0


def test_every_look_tells_what_was_shown_then_and_never_ships_in_the_first_week(bench: Bench):
    test = take(bench, by_device())
    looks = looks_of(bench.store, bench.brand, test)
    assert [look.days for look in looks] == list(range(1, 15))
    assert looks[-1].n == 39_200
    assert {look.verdict.word.value for look in looks[:6]} == {"keep running"}
    points = effects_over_time(bench.store, bench.brand, test, "clicks")
    assert [point.day for point in points] == [look.days for look in looks]
    for point, look in zip(points, looks, strict=True):
        assert point.lift == pytest.approx(look.lift)
        assert (point.low, point.high) == pytest.approx((look.low, look.high))


def test_days_alone_and_their_halves_are_told_apart(small_bench: Bench):
    fading = by_device().replace("B,2026-10-1", "X").replace("700,60", "700,80").replace("X", "B,2026-10-1")
    test = take(small_bench, fading)
    days = effects_by_day(small_bench.store, small_bench.brand, test, "clicks")
    assert len(days) == 14
    assert all(point.n > 0 for point in days)
    assert set(novelty_of(small_bench.store, small_bench.brand, test)) == {"B"}
    with pytest.raises(NotFound):
        effects_by_day(small_bench.store, small_bench.brand, test, "sales")


def test_segments_are_compared_by_one_dimension_at_a_time(bench: Bench):
    test = take(bench, by_device())
    assert segment_dimensions(bench.store, bench.brand, test) == ("device",)
    found = effects_by_segment(bench.store, bench.brand, test, "device")
    assert found is not None
    raw = {effect.segment: effect.raw for effect in found.effects}
    assert raw == {"phone": pytest.approx(25 / 35), "desktop": pytest.approx(0.0)}
    assert effects_by_segment(bench.store, bench.brand, test, "country") is None


def test_a_test_without_days_has_one_answer_and_no_course(small_bench: Bench):
    test = take(small_bench, "variant,users,clicks\nA,1000,50\nB,1010,60\n")
    store, brand = small_bench.store, small_bench.brand
    assert looks_of(store, brand, test) == ()
    assert effects_over_time(store, brand, test, "clicks") == ()
    assert novelty_of(store, brand, test) == {}
    assert segment_dimensions(store, brand, test) == ()


def test_a_plan_follows_from_traffic_or_from_a_test_of_ones_own(small_bench: Bench):
    test = take(small_bench, daily_file(10, (1000, 50), (1000, 60)))
    now = int(small_bench.clock.now().timestamp())
    baseline, per_day = baseline_of_test(small_bench.store, small_bench.brand, test, now)
    assert (baseline.mean, per_day) == (pytest.approx(0.05), pytest.approx(2000))
    wish = make_wish({"A": 1.0, "B": 1.0}, "A", 2000.0)
    size = plan_for_lift(baseline, 0.1, wish)
    assert size.units is not None
    assert 50_000 < size.units < 100_000
    assert size.days is not None
    assert size.days % 7 == 0
    assert plan_for_days(baseline, size.days, wish).lift == pytest.approx(0.1, rel=0.1)
    traffic = baseline_of_traffic(DailyTraffic((), (1000, 900), (50, 45)))
    assert traffic.mean == pytest.approx(0.05)


def test_a_plan_without_anything_to_go_by_is_refused(small_bench: Bench):
    with pytest.raises(BadOption):
        baseline_of_traffic(DailyTraffic((), (), ()))
    record = small_bench.start(small_bench.create())
    with pytest.raises(BadOption):
        baseline_of_test(small_bench.store, small_bench.brand, record.id, 0)
    for weights, control, per_day in (
        ({"A": 1.0}, "A", 9.0),
        ({"A": 1.0, "B": 1.0}, "Z", 9.0),
        ({"A": 1.0, "B": 1.0}, "A", 0.0),
    ):
        with pytest.raises(BadOption):
            make_wish(weights, control, per_day)
    assert replay_brand(DailyTraffic((), (), ())) is None


def test_the_past_of_a_brand_shows_what_looking_daily_does():
    days = 20
    traffic = DailyTraffic((), (800,) * days, (40,) * days)
    found = replay_brand(traffic, tests=300)
    assert found is not None
    assert found.naive > 0.1
    assert found.honest <= 0.05
    assert replay_brand(traffic, tests=300) == found
