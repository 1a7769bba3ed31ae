from __future__ import annotations

import pytest

from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKind, ParameterSpec
from learning.governance.values import check_value, kind_of

RATE = ParameterSpec(ParameterKind.NUMBER, 0.0, 1.0, 0.05)
COUNT = ParameterSpec(ParameterKind.INTEGER, 1, 20)
HOOK = ParameterSpec(ParameterKind.TEXT, options=("story", "question"))
ARMS = ParameterSpec(ParameterKind.WEIGHTS)
SWITCH = ParameterSpec(ParameterKind.SWITCH)


@pytest.mark.parametrize(
    ("spec", "value"),
    [(RATE, 0.35), (RATE, 1), (RATE, 0), (COUNT, 20), (HOOK, "story"), (SWITCH, False), (ARMS, {"a": 0.7, "b": 0.3})],
)
def test_a_value_within_type_bounds_and_step_is_taken(spec, value):
    assert check_value(spec, value) == value


@pytest.mark.parametrize(
    ("spec", "value", "words"),
    [
        (RATE, 1.05, "from 0 to 1"),
        (RATE, 0.33, "steps of 0.05"),
        (RATE, True, "a number"),
        (RATE, "0.5", "a number"),
        (RATE, float("nan"), "a number"),
        (COUNT, 2.5, "whole"),
        (COUNT, 0, "from 1 to 20"),
        (HOOK, "list", "story, question"),
        (HOOK, 3, "a text"),
        (SWITCH, 1, "true or false"),
        (ARMS, {"a": 0.7, "b": 0.2}, "adding up to 1"),
        (ARMS, {"a": 1.2, "b": -0.2}, "adding up to 1"),
        (ARMS, {}, "adding up to 1"),
        (ARMS, 0.5, "adding up to 1"),
    ],
)
def test_any_other_is_refused_with_what_is_allowed(spec, value, words):
    with pytest.raises(BadOption) as refusal:
        check_value(spec, value)
    assert words in refusal.value.fix


def test_the_type_of_a_value_is_told_apart():
    kinds = [kind_of(value) for value in (True, 1, 1.5, "a", {"a": 1.0})]
    assert kinds == [*(ParameterKind(name) for name in ("switch", "integer", "number", "text", "weights"))]
    with pytest.raises(BadOption):
        kind_of(None)
