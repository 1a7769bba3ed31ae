"""What chance draws for the story of the actions: which step, on which action, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.actions import ActionCommand as Command
from tests.services.actions.bench import PEOPLE

NAMES = ("hook", "length")
VALUES = ("story", "question", "list", "number")
WHO = tuple(PEOPLE)
RAMPS = (((0.5, 1.0), 0.5), ((0.5, 1.0), 0.3), ((0.25, 0.5, 1.0), 0.5))
"""Stages and holdout."""
SEVERAL = 4
"""Actions at a time: enough to meet on a parameter."""
STEPS = (
    *(["walk_on"] * 6),
    *(["run_up"] * 4),
    *(["new_day"] * 4),
    *(["propose", "approve", "approve_own", "approve_edited", "edit", "edit_and_start", "unseen"] * 2),
    *("yes_before_and_after_an_edit", "yes_before_and_after_an_edit", "as_many_as_possible"),
    *(["see_it_through"] * 3),
    *(["advance_blindly", "roll_back", "bypass", "start_after_a_stop", "start_what_was_overtaken"] * 2),
    *("anything", "anything", "end_and_leave", "take_back", "let_it_expire", "start_with_a_disabled_approver"),
    *("wait", "tick", "tick", "report_outcomes", "stop_or_go", "stop_or_go", "disable_or_enable"),
    *("say_it_again", "use_a_key_twice", "come_too_late", "ask_as_a_stranger"),
    *(["a_small_step", "adjust", "adjust"] * 3),
    *("open_envelope", "open_envelope", "by_hand", "by_hand", "confirm", "confirm", "schedule_some", "schedule_some"),
    *(["act_as_the_scheduler"] * 3),
    *("come_late", "come_late", "skew", "go_stale", "look_at_a_bypass", "change_quorum", "after_the_end"),
    *("change_the_quorum_between", "pass_with_hardly_any_units", "break_a_guardrail", "break_a_guardrail"),
    *("confirm_late", "starve_an_arm", "ask_a_rule", "ask_a_rule", "hand_in_poorly", "say_nothing", "stop_reporting"),
    *("keep_what_is_not_clear", "schedule_wrongly", "say_yes_too_late", "turn_the_clock_back", "break_starts"),
    *("stop_as_a_viewer", "roll_back_while_stopped", "take_back_what_was_kept", "bypass_what_waits"),
    *("try_a_new_mechanism", "try_a_new_mechanism", "try_a_new_mechanism"),
    *("let_it_go_on_while_stopped", "let_it_go_on_while_stopped", "ask_once_more", "ask_once_more"),
    *("say_yes_unseen", "expire_early_start_late", "go_on_at_once", "be_overtaken", "disable_who_said_yes"),
    *("say_yes_to_their_own", "end_early", "go_on_with_old_data"),
    *("approve_their_edit", "look_at_their_bypass", "back_by_hand", "stop_what_was_adjusted"),
    *("wear_out_a_rule", "wear_out_a_rule", "ask_a_rule_after_a_failure"),
)
"""One rule draws from them, so that a story is never without the steps that lead on."""


@dataclass(frozen=True)
class Draw:
    """What chance gives to a step: which action, by whom, and how."""

    number: int
    who: str
    yes: bool
    to: int
    command: Command


def other_than(value: str, places: int) -> str:
    return VALUES[(VALUES.index(value) + places) % len(VALUES)]
