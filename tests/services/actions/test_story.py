"""The story of the actions of a brand, again and again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from learning.domain.actions import ActionCommand as Command
from learning.domain.policies import Policy
from tests.services.actions.bench import ActionBench, open_action_bench
from tests.services.actions.story import Story
from tests.services.actions.story_draws import STEPS, WHO, Draw

COMMON = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.generate,),
    "derandomize": True,
    "database": None,
}
"""Shrinking takes longer than reading a story; the same stories come in every run."""


_numbers = itertools.count(1)


def tell(examples: int, steps: int, story: type[Story] = Story) -> int:
    """Tell stories until an invariant does not hold; give how many were told to their end."""
    before = Story.told
    run_state_machine_as_test(story, settings=settings(max_examples=examples, stateful_step_count=steps, **COMMON))
    return Story.told - before


def tell_in_turn(kind: type[Story] = Story) -> int:
    """Tell two stories in which every step comes, one after the other, and give how many steps they had.

    What chance leads to late comes early here.
    """
    commands, before = tuple(Command), Story.steps
    for round_of, (quorum, limit, yes) in enumerate(((1, 5, True), (2, 2, False))):
        told = kind()
        try:
            told.open(quorum, limit, False)
            for place, step in enumerate(kind.in_turn, start=round_of):
                who, command = WHO[place % len(WHO)], commands[place % len(commands)]
                told.take(step, Draw(place % 10, who, yes, 1 + place % 3, command))
        finally:
            told.teardown()
    return Story.steps - before


def test_every_invariant_holds_after_every_step_that_there_is():
    assert tell_in_turn() == 2 * len(set(STEPS))


def test_every_invariant_holds_after_every_step_of_some_stories():
    assert tell(6, 25) >= 6


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_every_invariant_holds_after_every_step_of_many_stories():
    assert tell(300, 60) >= 300


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(3_600)
def test_every_invariant_holds_on_postgres_too(postgres_server: str):
    class StoryOnPostgres(Story):
        def fresh_bench(self, policy: Policy) -> AbstractContextManager[ActionBench]:
            return postgres_bench(postgres_server, self.folder, policy)

    assert tell(6, 25, StoryOnPostgres) >= 6


@contextmanager
def postgres_bench(server: str, folder: Path, policy: Policy) -> Iterator[ActionBench]:
    """Give a brand with people in a database of its own."""
    name = f"story_{next(_numbers)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        with open_action_bench(folder, url, policy) as bench:
            yield bench
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()
