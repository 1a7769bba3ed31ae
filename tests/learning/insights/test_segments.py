import numpy as np

from learning.domain.audience import Gap, GapTier
from learning.domain.figures import CountedUnit
from learning.insights.segments import judge_gaps, leading_gaps, order_gaps


def gap(segment: dict[str, str], lift: float, **changes: object) -> Gap:
    values: dict[str, object] = {
        "segment": tuple(segment.items()),
        "metric": "click_through_rate",
        "tier": GapTier.CONFIRMED,
        "better": lift > 0,
        "value": 0.03,
        "rest": 0.02,
        "lift": lift,
        "shrunken": lift,
        "low": lift - 0.1,
        "high": lift + 0.1,
        "false_sign_rate": 0.01,
        "q_value": 0.01,
        "n": 50,
        "counted": CountedUnit.POSTS,
        "paired": True,
        "more_needed": None,
    }
    return Gap(**(values | changes))  # type: ignore[arg-type] - fields of the record by name


def test_each_tier_is_given_by_its_rule() -> None:
    noise = np.linspace(-1.5, 1.5, 60)
    ratios = np.concatenate([[0.9, 0.33], 0.1 * noise, [0.3]])
    errors = np.concatenate([[0.1, 0.1], np.full(60, 0.1), [2.0]])
    degrees = np.full(len(ratios), 200.0)
    found = judge_gaps(ratios, errors, degrees, [40] * len(ratios))
    assert found.tiers[0] is GapTier.CONFIRMED
    assert found.false_sign_rate[0] < 0.05
    assert found.tiers[1] is not GapTier.CONFIRMED
    assert found.tiers[-1] is GapTier.NOT_ENOUGH
    assert (found.more_needed[-1] or 0) > 40 * 100
    precise = judge_gaps(ratios[2:-1] / 10, errors[2:-1] / 10, degrees[2:-1], [40] * 60)
    assert set(precise.tiers) == {GapTier.SILENT}


def test_the_posts_that_are_asked_for_would_show_a_gap_of_a_fifth() -> None:
    errors = np.full(30, 0.15)
    found = judge_gaps(np.zeros(30), errors, np.full(30, 100.0), [100] * 30)
    more = found.more_needed[0]
    assert more is not None
    shrunk = judge_gaps(np.zeros(30), errors * np.sqrt(100 / (100 + more)), np.full(30, 100.0), [100 + more] * 30)
    assert shrunk.tiers[0] is GapTier.SILENT


def test_what_is_sure_comes_first_and_of_it_the_largest() -> None:
    small, large = gap({"device": "mobile"}, 0.2), gap({"device": "tablet"}, -0.4)
    unsure = gap({"device": "desktop"}, 2.0, tier=GapTier.NOT_ENOUGH)
    assert order_gaps([unsure, small, large]) == (large, small, unsure)


def test_a_part_of_a_segment_that_was_named_is_not_named_again() -> None:
    whole = gap({"persona": "Parents"}, 0.5)
    part = gap({"persona": "Parents", "device": "mobile"}, 0.45)
    other_way = gap({"persona": "Parents", "device": "tablet"}, -0.4)
    other_metric = gap({"persona": "Parents"}, 0.5, metric="bounce_rate")
    found = leading_gaps(order_gaps([whole, part, other_way, other_metric]), 10)
    assert part not in found
    assert {whole, other_way, other_metric} <= set(found)


def test_a_part_whose_gap_is_much_larger_is_named_too() -> None:
    whole, part = gap({"persona": "Parents"}, 0.3), gap({"persona": "Parents", "device": "mobile"}, 0.9)
    assert leading_gaps(order_gaps([whole, part]), 10) == (part,)
    assert leading_gaps([whole, part], 10) == (whole, part)


def test_the_other_half_of_a_split_in_two_is_the_same_story() -> None:
    one = gap({"device": "mobile"}, 0.5, value=0.03, rest=0.02)
    mirror = gap({"device": "desktop"}, -0.33, value=0.02, rest=0.03)
    assert leading_gaps([one, mirror], 10) == (one,)


def test_only_so_many_are_named_and_never_what_is_not_sure() -> None:
    gaps = [gap({"country": str(place)}, 0.5 + place / 10) for place in range(8)]
    assert len(leading_gaps(order_gaps(gaps), 3)) == 3
    assert leading_gaps([gap({"country": "X"}, 3.0, tier=GapTier.NOT_ENOUGH)], 3) == ()
