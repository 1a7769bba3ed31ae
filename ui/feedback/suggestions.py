"""What notes and reports suggest: the surest first, each with its reasons, a proposal away from an action."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback_loop import Suggestion, SuggestionState, SuggestionTarget
from services.feedback.proposing import dismiss_suggestion, propose_suggestion
from services.feedback.trialing import plan_test
from ui import runtime
from ui.addresses import go_to
from ui.experiments.list import open_test
from ui.feedback.reads import suggestions
from ui.feedback.words import NOTE_KEY
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "feedback_suggestion_problem"
SHOWN: Final = 12
NOTES: Final = 3


def suggestion_list(brand: Brand) -> None:
    """List the open suggestions, then what became of the others."""
    show_kept_problem(PROBLEM)
    every = suggestions(brand)
    waiting = [one for one in every if one.state is SuggestionState.OPEN]
    if not every:
        st.caption(
            "No suggestions yet. The system reads new notes every five minutes: three that say the same about one "
            "thing, or one idea, make a suggestion."
        )
        return
    st.caption(f"{count_words(len(waiting), 'suggestion')} from the last 90 days, the surest first.")
    for one in waiting[:SHOWN]:
        _card(brand, one)
    if len(waiting) > SHOWN:
        st.caption(f"{count_words(len(waiting) - SHOWN, 'less sure one')} not shown.")
    decided = [one for one in every if one.state is not SuggestionState.OPEN]
    if decided:
        with st.expander(f"{count_words(len(decided), 'suggestion')} decided"):
            for one in decided:
                became = f"action {one.action_id}" if one.action_id is not None else one.state.value
                became = f"test {one.experiment_id}" if one.experiment_id is not None else became
                st.markdown(f"{plain(one.suggested.change)} · {became}, by {plain(one.who)}")


def _card(brand: Brand, one: Suggestion) -> None:
    told = one.suggested
    with st.container(border=True):
        st.markdown(f"**{plain(told.change)}**")
        st.caption(f"{str(told.target).capitalize()} · confidence {told.confidence:.0%} · {plain(told.reasoning)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            if told.target is SuggestionTarget.TEST_IDEA:
                st.button(
                    "Plan a test",
                    key=f"suggestion_test_{one.id}",
                    icon=":material/science:",
                    on_click=_plan,
                    args=(brand, one),
                    help="Drafts an A/B test, its plan filled in from your posts. Nothing runs before you start it.",
                )
            else:
                st.button(
                    "Propose it",
                    key=f"suggestion_propose_{one.id}",
                    icon=":material/bolt:",
                    on_click=_decide,
                    args=(brand, one, True),
                    help="Drafts an action. Nothing changes before somebody else approves it.",
                )
            st.button(
                "Leave it",
                key=f"suggestion_leave_{one.id}",
                type="tertiary",
                on_click=_decide,
                args=(brand, one, False),
            )
            for number in told.notes[-NOTES:]:
                st.button(
                    f"Note {number}",
                    key=f"suggestion_{one.id}_note_{number}",
                    type="tertiary",
                    on_click=partial(go_to, "feedback", **{NOTE_KEY: str(number)}),
                )


def _plan(brand: Brand, one: Suggestion) -> None:
    services = runtime.services()
    with kept_problem(PROBLEM):
        planned = plan_test(services.store, brand, one.id, who=runtime.caller(), clock=services.clock)
        open_test(planned.record.id)


def _decide(brand: Brand, one: Suggestion, is_wanted: bool) -> None:  # noqa: FBT001 - the arguments of a callback
    services = runtime.services()
    now = services.clock.now()
    with kept_problem(PROBLEM):
        who = runtime.caller()
        if is_wanted:
            propose_suggestion(services.store, brand.id, one.id, who=who, now=now)
        else:
            dismiss_suggestion(services.store, brand.id, one.id, who=who, now=now)
