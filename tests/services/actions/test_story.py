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


def tell(examples: int, steps: int) -> None:
    run_state_machine_as_test(Story, settings=settings(max_examples=examples, stateful_step_count=steps, **COMMON))


def test_every_invariant_holds_after_every_step_of_some_stories():
    tell(8, 30)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_every_invariant_holds_after_every_step_of_many_stories():
    tell(300, 60)
