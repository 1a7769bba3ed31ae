from __future__ import annotations

import pytest

from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKind, ParameterSpec
from learning.governance.values import check_value, kind_of, step_towards

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


ARMS = ParameterSpec(ParameterKind.WEIGHTS)
WORDS = ParameterSpec(ParameterKind.TEXT, options=("short", "Long"))


@pytest.mark.parametrize(
    ("spec", "value", "level", "more", "wanted"),
    [
        (ARMS, {"a": 0.5, "b": 0.25, "c": 0.25}, "A", True, {"a": 0.6, "b": 0.2, "c": 0.2}),
        (ARMS, {"a": 0.5, "b": 0.5}, "a", False, {"a": 0.4, "b": 0.6}),
        (ARMS, {"a": 0.95, "b": 0.05}, "a", True, {"a": 1.0, "b": 0.0}),
        (ARMS, {"a": 1.0, "b": 0.0}, "a", True, None),
        (ARMS, {"a": 0.0, "b": 1.0}, "a", False, None),
        (ARMS, {"a": 1.0}, "a", False, None),
        (ARMS, {"a": 0.5, "b": 0.5}, "d", True, None),
        (WORDS, "short", "long", True, "Long"),
        (WORDS, "Long", "long", True, None),
        (WORDS, "Long", "long", False, None),
        (ParameterSpec(ParameterKind.NUMBER), 3.0, "4", True, None),
    ],
)
def test_a_step_goes_towards_a_level_that_the_parameter_knows_and_stays_a_value_it_takes(
    spec, value, level, more, wanted
):
    found = step_towards(spec, value, level, more=more)
    assert found == (pytest.approx(wanted) if isinstance(wanted, dict) else wanted)
    if found is not None:
        check_value(spec, found)
