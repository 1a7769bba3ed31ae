"""The rule strategy: away from the approved value where operations fail, back where they succeed, never beyond."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKind, ParameterSpec
from learning.governance.envelopes import Envelope, SuccessRule, check_envelope, envelope_of, require_inside
from learning.governance.success_rule import Pace, next_value
from learning.governance.values import check_value

NUMBER = ParameterSpec(ParameterKind.NUMBER, 0, 10, 0.5)
WEIGHTS = ParameterSpec(ParameterKind.WEIGHTS)
ENVELOPE = Envelope(1.0, 99, least_weight=0.1, low=1, high=6, rule=SuccessRule())


def moved(serves, succeeded, *, spec=NUMBER, envelope=ENVELOPE, approved=2.0, operations=100, pace=Pace()):  # noqa: B008  (frozen)
    found = next_value(
        spec, envelope, approved=approved, serves=serves, operations=operations, succeeded=succeeded, pace=pace
    )
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("serves", "succeeded", "wanted"),
    [
        (2.0, 69, 2.5),
        (2.0, 70, None),
        (2.0, 90, None),
        (4.0, 91, 3.5),
        (2.0, 95, None),
        (6.0, 10, None),
        (1.5, 99, 2.0),
    ],
)
def test_it_moves_one_step_outside_of_the_two_marks_and_only_inside_the_bounds(serves, succeeded, wanted):
    assert moved(serves, succeeded) == wanted


def test_it_explores_towards_the_end_that_is_farther_from_what_was_approved():
    assert moved(5.0, 10, approved=5.0) == 4.5
    assert moved(5, 10, spec=replace(NUMBER, kind=ParameterKind.INTEGER, step=1), approved=5) == 4


def test_weights_explore_towards_equal_ones_and_come_back_to_the_approved_ones():
    approved = {"a": 0.8, "b": 0.2}
    step = replace(ENVELOPE, largest_step=0.05)
    assert moved(approved, 10, spec=WEIGHTS, envelope=step, approved=approved) == pytest.approx({"a": 0.75, "b": 0.25})
    explored = {"a": 0.52, "b": 0.48}
    assert moved(explored, 10, spec=WEIGHTS, envelope=step, approved=approved) == pytest.approx({"a": 0.5, "b": 0.5})
    assert moved(explored, 99, spec=WEIGHTS, envelope=step, approved=approved) == pytest.approx({"a": 0.57, "b": 0.43})
    assert moved({"a": 0.5, "b": 0.5}, 10, spec=WEIGHTS, envelope=step, approved=approved) is None


def test_few_operations_no_rule_no_bounds_or_a_step_that_is_too_large_move_nothing():
    assert moved(2.0, 10, operations=49) is None
    assert moved(2.0, 10, envelope=replace(ENVELOPE, rule=None)) is None
    assert moved(2.0, 10, spec=ParameterSpec(ParameterKind.NUMBER), envelope=replace(ENVELOPE, high=None)) is None
    assert moved(2.0, 10, envelope=replace(ENVELOPE, largest_step=0.1)) is None
    assert moved("a", 10, spec=ParameterSpec(ParameterKind.TEXT), approved="a") is None


def test_the_pace_says_from_how_many_operations_and_how_far_without_a_step_of_its_own():
    free = replace(NUMBER, step=None)
    assert moved(2.0, 10, spec=free) == 2.5, "a tenth of 1 to 6"
    assert moved(2.0, 10, spec=free, pace=Pace(learning_rate=0.02)) == 2.1
    assert moved(2.0, 10, spec=free, envelope=replace(ENVELOPE, largest_step=0.25)) == 2.25, "the envelope bounds it"
    assert moved(2.0, 10, operations=30, pace=Pace(fewest_operations=30)) == 2.5
    assert moved(2.0, 10, operations=99, pace=Pace(fewest_operations=100)) is None
    few = replace(ENVELOPE, rule=SuccessRule(operations=20))
    assert moved(2.0, 5, operations=20, envelope=few) == 2.5, "a rule that looks at 20 need not wait for 50"
    assert moved(2.0, 5, operations=19, envelope=few) is None


@given(st.sampled_from([0.5, 1.0, 2.0]), st.integers(0, 10), st.integers(0, 10), st.integers(0, 100))
def test_whatever_it_says_the_parameter_takes_and_the_envelope_allows(step, serves, approved, succeeded):
    spec, envelope = replace(NUMBER, step=step), replace(ENVELOPE, low=0, high=6, largest_step=2.0)
    now, base = (min(6.0, place * step) for place in (serves, approved))
    found = moved(now, succeeded, spec=spec, envelope=envelope, approved=base)
    if found is not None:
        check_value(spec, found)
        require_inside(envelope, now, found, 0)
        assert abs(found - now) == step
        assert succeeded > 90 or succeeded < 70


def test_the_rule_is_part_of_what_is_approved_and_cannot_be_nonsense():
    told = {"largest_step": 1.0, "until": 99.0, "rule_below": 0.5, "rule_operations": 40.0}
    assert envelope_of(check_envelope(told, "to")) == Envelope(1.0, 99, rule=SuccessRule(0.5, 0.9, 40))
    assert envelope_of({"largest_step": 1.0, "until": 99.0}).rule is None  # type: ignore[union-attr]  # it is open
    for wrong in ({"rule_below": 0.95}, {"rule_above": 1.2}, {"rule_operations": 0.0}):
        with pytest.raises(BadOption, match="to cannot be"):
            check_envelope(told | wrong, "to")
