"""The table holds every row of the specification, and nothing that leads out of an end."""

from __future__ import annotations

import pytest

from learning.domain.actions import LIVE_STATES, OPEN_STATES, TERMINAL_STATES
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.governance.guards import CHECKS
from learning.governance.transitions import TRANSITIONS, Guard, Party, commands_in, find_transition

WRITTEN = {Guard.KEY_KNOWN}
"""Checked where a first draft is written: there is no action to look at yet."""


def test_the_states_fall_into_open_live_and_ended_ones():
    assert {state.value for state in OPEN_STATES} == {"draft", "in_review", "approved", "scheduled"}
    assert {state.value for state in LIVE_STATES} == {"rolling", "paused", "awaiting_decision"}
    assert len(TERMINAL_STATES) == 7
    assert len(OPEN_STATES | LIVE_STATES | TERMINAL_STATES) == 14


def test_every_row_of_the_specification_is_there_once():
    numbers = [each.number for each in TRANSITIONS]
    assert len(numbers) == len(set(numbers))
    wanted = {*(str(number) for number in range(1, 18)), "3b", "4b"}
    assert wanted <= set(numbers)


def test_no_row_leads_out_of_an_end_and_each_command_has_one_row_for_a_state():
    for row in TRANSITIONS:
        leads_on = [state for state in row.before & TERMINAL_STATES if row.after and row.after != (state,)]
        assert leads_on == [], row.number
    pairs = [(row.command, state) for row in TRANSITIONS for state in row.before or {None}]
    assert len(pairs) == len(set(pairs))


def test_every_guard_is_a_check_and_every_check_guards_something():
    used = {guard for row in TRANSITIONS for guard in row.guards}
    assert used - WRITTEN == set(CHECKS)


@pytest.mark.parametrize("state", sorted(LIVE_STATES))
def test_a_rollback_is_open_to_every_operator_without_any_guard(state):
    row = find_transition(Command.ROLLBACK, state)
    assert row is not None
    assert row.guards == ()
    assert set(row.parties) == {Party.OPERATOR, Party.SCHEDULER}


def test_what_can_be_done_in_review_is_what_a_reviewer_and_an_author_need():
    assert set(commands_in(State.IN_REVIEW)) >= {
        *(Command.APPROVE, Command.REJECT, Command.REQUEST_CHANGES, Command.EDIT, Command.WITHDRAW, Command.EXPIRE),
    }
    assert Command.ADVANCE not in commands_in(State.PAUSED)
