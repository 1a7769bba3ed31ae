"""The story of the actions of a brand, again and again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.actions.story import Story

COMMON = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.generate,),
    "derandomize": True,
    "database": None,
}
"""Shrinking takes longer than reading a story; the same stories come in every run."""


def test_every_invariant_holds_after_every_step_of_some_stories():
    run_state_machine_as_test(Story, settings=settings(max_examples=8, stateful_step_count=30, **COMMON))


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_every_invariant_holds_after_every_step_of_many_stories():
    run_state_machine_as_test(Story, settings=settings(max_examples=300, stateful_step_count=60, **COMMON))
