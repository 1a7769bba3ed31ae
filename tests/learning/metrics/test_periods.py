from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from learning.metrics.periods import HeldPeriod, choose_periods, covered_days


def period(first: int, last: int, newest: int = 1) -> HeldPeriod:
    return HeldPeriod(last, first, newest)


def test_overlapping_periods_are_never_both_chosen() -> None:
    chosen = choose_periods([period(0, 6), period(5, 9)], 0, 30)
    assert chosen == (period(0, 6),)


def test_the_choice_covers_the_most_days() -> None:
    weeks = [period(0, 6), period(7, 13), period(14, 20)]
    assert choose_periods([*weeks, period(3, 16)], 0, 30) == tuple(weeks)


def test_a_period_that_reaches_beyond_the_range_is_not_used() -> None:
    assert choose_periods([period(0, 30)], 0, 29) == ()


def test_of_equal_choices_the_newest_import_wins() -> None:
    assert choose_periods([period(0, 6, newest=1), period(0, 6, newest=5)], 0, 30) == (period(0, 6, newest=5),)
    halves = [period(0, 2, newest=7), period(3, 6, newest=7)]
    assert choose_periods([*halves, period(0, 6, newest=1)], 0, 30) == tuple(halves)


def test_of_equally_new_choices_the_one_with_fewer_periods_wins() -> None:
    assert choose_periods([period(0, 2), period(3, 6), period(0, 6)], 0, 30) == (period(0, 6),)


def test_covered_days_are_those_of_the_periods() -> None:
    assert covered_days([period(1, 2), period(5, 5)]) == {1, 2, 5}


spans = st.tuples(st.integers(0, 20), st.integers(0, 8), st.integers(1, 3)).map(
    lambda t: period(t[0], t[0] + t[1], t[2])
)


def is_apart(periods: tuple[HeldPeriod, ...]) -> bool:
    return all(one.last < two.first or two.last < one.first for one, two in combinations(periods, 2))


@given(st.lists(spans, max_size=7, unique=True))
def test_no_other_choice_covers_more_days(periods: list[HeldPeriod]) -> None:
    inside = [one for one in periods if one.last <= 22]
    chosen = choose_periods(periods, 0, 22)
    best = max(
        len(covered_days(some))
        for size in range(len(inside) + 1)
        for some in combinations(inside, size)
        if is_apart(some)
    )
    assert is_apart(chosen)
    assert len(covered_days(chosen)) == best
