from __future__ import annotations

import itertools

import pytest

from learning.domain.errors import Refused
from learning.domain.experiment_records import Choice, ExperimentState
from learning.domain.experiment_verdicts import Rule, Verdict, VerdictWord
from learning.experiments.lifecycle import TRANSITIONS, Command, check_choice, next_step

ORDER = [ExperimentState.DRAFT, ExperimentState.RUNNING, ExperimentState.DECIDED, ExperimentState.ARCHIVED]


def test_a_test_only_ever_moves_forward():
    for (state, _), step in TRANSITIONS.items():
        assert ORDER.index(step.state) >= ORDER.index(state)


def test_what_is_not_in_the_table_is_refused_in_words():
    for state, command in itertools.product(ExperimentState, Command):
        if (state, command) in TRANSITIONS:
            assert next_step(state, command).state in ORDER
            continue
        with pytest.raises(Refused) as refusal:
            next_step(state, command)
        assert refusal.value.code == "wrong_state"


def test_a_design_is_fixed_once_the_test_runs():
    allowed = {state for state, command in TRANSITIONS if command is Command.EDIT}
    assert allowed == {ExperimentState.DRAFT}


@pytest.mark.parametrize("rule", [Rule.UNEVEN_SPLIT, Rule.SEEN_TWICE, Rule.NO_DATA])
def test_no_winner_is_chosen_from_data_that_cannot_be_trusted(rule):
    verdict = Verdict(VerdictWord.DONT_TRUST, rule, "Uneven split: 54 to 46.")
    with pytest.raises(Refused) as refusal:
        check_choice(Choice.CHOOSE, verdict)
    assert "54 to 46" in refusal.value.message
    for other in (Choice.KEEP, Choice.STOP, Choice.RUN_LONGER):
        check_choice(other, verdict)


def test_a_person_may_choose_against_the_advice_where_the_data_are_sound():
    check_choice(Choice.CHOOSE, Verdict(VerdictWord.TOO_CLOSE, Rule.END_WITHOUT_WINNER, "Too close."))
