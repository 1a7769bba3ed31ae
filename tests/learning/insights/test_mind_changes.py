"""How many further posts would turn a verdict."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.explanations import MindChange, MindChangeKind
from learning.domain.insights import InsightKind, Measured, Tier
from learning.insights.mind_changes import mind_changes
from tests.learning.insights.findings import finding


def by_kind(changes: tuple[MindChange, ...]) -> dict[MindChangeKind, MindChange]:
    return {one.kind: one for one in changes}


def stands(measured: Measured, n: int, bound: float, more: int, difference: float) -> bool:
    """Whether the estimate still passes with so many more posts."""
    estimate = (n * measured.estimate + more * difference) / (n + more)
    return estimate >= bound / measured.error * measured.error * math.sqrt(n / (n + more))


@given(st.floats(0.1, 0.8), st.integers(5, 500), st.floats(0.3, 0.95), st.booleans())
def test_the_number_of_posts_is_the_first_at_which_it_falls(size: float, n: int, share: float, turned: bool) -> None:
    measured, bound = Measured(-size if turned else size, 0.05, 40.0), size * share
    found = by_kind(mind_changes(finding(measured=measured, n=n, stands_above=bound)))
    up = Measured(size, 0.05, 40.0)
    for kind, difference in ((MindChangeKind.NO_DIFFERENCE, 0.0), (MindChangeKind.OPPOSITE, -size)):
        more = found[kind].more
        assert more is not None
        assert not stands(up, n, bound, more + 1, difference)
        assert more == 1 or stands(up, n, bound, more - 1, difference)
    assert (found[MindChangeKind.OPPOSITE].more or 0) <= (found[MindChangeKind.NO_DIFFERENCE].more or 0)
    assert found[MindChangeKind.SMALLER].effect == pytest.approx(math.expm1(math.copysign(bound, measured.estimate)))


def test_the_further_it_is_from_its_bound_the_more_it_takes() -> None:
    near, far = (by_kind(mind_changes(finding(stands_above=bound))) for bound in (0.29, 0.1))
    assert near[MindChangeKind.NO_DIFFERENCE].more == 3
    # Nine times as many posts in all dilute it to a third.
    assert far[MindChangeKind.NO_DIFFERENCE].more == 320


def test_what_is_worth_testing_says_what_would_confirm_it() -> None:
    worth = finding(tier=Tier.WORTH_TESTING, stands_above=0.27, confirmed_above=0.36)
    same = by_kind(mind_changes(worth))[MindChangeKind.SAME]
    # 40 ((.36 / .3)^2 - 1) = 17.6
    assert same.more == 18
    assert same.effect == pytest.approx(math.expm1(0.3))
    assert MindChangeKind.SAME not in by_kind(mind_changes(finding()))


def test_a_correlation_is_told_as_one() -> None:
    found = by_kind(mind_changes(finding(measured=Measured(0.5, 0.1, 40.0, is_log_ratio=False), stands_above=0.3)))
    assert found[MindChangeKind.SMALLER].effect == pytest.approx(math.tanh(0.3))
    assert found[MindChangeKind.OPPOSITE].effect == pytest.approx(-math.tanh(0.5))


def test_a_counted_fact_only_ends() -> None:
    fact = finding(kind=InsightKind.DATA_QUALITY, measured=None, stands_above=None)
    assert mind_changes(fact) == (MindChange(MindChangeKind.FACT_ENDS, None, None),)
