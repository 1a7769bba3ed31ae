"""The thread of one note: what was said, where it was used, what it led to, what came of it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback_entries import Attachment
from services.feedback.threads import Thread, ThreadAction, ThreadTest
from ui import runtime
from ui.actions.reads import ACTION_KEY, PAGE
from ui.addresses import go_to
from ui.experiments.history import CHOICE_WORDS
from ui.experiments.list import open_test
from ui.experiments.words import STATE_WORDS
from ui.feedback.reads import attachment, desk_of, now_seconds, thread
from ui.feedback.words import clock_words, entered_words, masked_words, state_words, unread_words
from ui.imports.wording import plain
from ui.insights.words import STANCE_WORDS
from ui.numbers import change_words, count_words
from ui.problems import kept_problem, show_kept_problem

INSIGHTS: Final = "insights"
PROBLEM: Final = "feedback_thread_problem"


def thread_view(brand: Brand, entry_id: int) -> None:
    """Draw the steps of a note in their order, each with its way on."""
    show_kept_problem(PROBLEM)
    found = thread(brand, entry_id)
    st.button("All feedback", icon=":material/arrow_back:", type="tertiary", on_click=go_to, args=("feedback",))
    with st.container(border=True):
        _said(brand, found)
    with st.container(border=True):
        _used(found)
    with st.container(border=True):
        _led(found)
    with st.container(border=True):
        _result(found)


def _said(brand: Brand, found: Thread) -> None:
    note = found.note
    st.subheader("What was said", anchor=False)
    st.markdown(f"\u201c{plain(note.text)}\u201d")
    told = [*([note.source] if note.source else []), *([note.persona] if note.persona else []), *note.themes]
    if told:
        st.caption(" · ".join(plain(one) for one in told))
    st.caption(f":material/schedule: {entered_words(note)}, {clock_words(note, now_seconds())}")
    for told_of in (masked_words(note.masked), unread_words(note)):
        if told_of:
            st.caption(told_of)
    came = attachment(brand, note.id)
    if came is not None:
        _attached(came)
    if found.same:
        st.markdown(f"**{count_words(len(found.same), 'other note')} said the same**")
        for one in found.same:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"\u201c{plain(one.text)}\u201d · {plain(one.persona or one.who)}")
                st.button(
                    "Not the same",
                    key=f"thread_apart_{one.id}",
                    type="tertiary",
                    on_click=_part,
                    args=(brand, one.id),
                )


def _part(brand: Brand, entry_id: int) -> None:
    with kept_problem(PROBLEM):
        desk_of(brand).stand_alone(entry_id, who=runtime.caller())


def _attached(came: Attachment) -> None:
    if came.media_type.startswith("image/"):
        st.image(came.content, caption=plain(came.name), width=480)
    else:
        st.code(came.content.decode("utf-8"), language=None, wrap_lines=True)


def _used(found: Thread) -> None:
    st.subheader("Used in", anchor=False)
    for one in found.insights:
        stance = "" if one.stance is None else f" The note {STANCE_WORDS[one.stance]}."
        st.button(
            plain(one.title),
            key=f"thread_insight_{one.insight.id}",
            type="tertiary",
            icon=":material/lightbulb:",
            on_click=go_to,
            args=(INSIGHTS,),
            kwargs={"insight": str(one.insight.id)},
        )
        st.caption(f"Insight {one.insight.id}, {one.insight.status.value.replace('_', ' ')}.{stance}")
    if not found.insights:
        waits = found.note.read_at is None
        st.caption("The system has not read it yet: it does within five minutes." if waits else "No insight yet.")


def _led(found: Thread) -> None:
    st.subheader("Led to", anchor=False)
    for one in found.actions:
        draft = one.action.draft
        st.markdown(f":material/bolt: **Action {one.action.id}**: {plain(str(draft.to_value))}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{one.action.state.value.replace('_', ' ').capitalize()} · proposed by {plain(draft.author)}")
            st.button(
                "Open the action",
                key=f"thread_action_{one.action.id}",
                type="tertiary",
                on_click=go_to,
                args=(PAGE,),
                kwargs={ACTION_KEY: str(one.action.id)},
            )
    for test in found.tests:
        st.markdown(f":material/science: **Test**: {plain(test.test.name)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{STATE_WORDS[test.test.state]} · by {plain(test.test.created_by)}")
            st.button(
                "Open the test",
                key=f"thread_test_{test.test.id}",
                type="tertiary",
                on_click=open_test,
                args=(test.test.id,),
            )
    if found.note.answer:
        st.markdown(f"No change, because {plain(found.note.answer)}")
    elif not (found.actions or found.tests):
        st.caption("No action and no test yet.")


def _result(found: Thread) -> None:
    st.subheader("Result", anchor=False)
    for one in found.actions:
        st.markdown(_outcome_words(one))
    for test in found.tests:
        st.markdown(_decision_words(test))
    if not (found.actions or found.tests):
        st.caption(f"{state_words(found.note)}.")


def _decision_words(one: ThreadTest) -> str:
    if one.decision is None:
        return f"{plain(one.test.name)}: not decided yet."
    note = f" {plain(one.decision.note)}" if one.decision.note else ""
    return f"{plain(one.test.name)}: **{CHOICE_WORDS[one.decision.choice]}**, by {plain(one.decision.who)}.{note}"


def _outcome_words(one: ThreadAction) -> str:
    row = one.outcome
    if row is None:
        return f"Action {one.action.id}: not measured yet."
    if row.effect is None or row.low is None or row.high is None:
        return f"Action {one.action.id}: {row.decision.replace('_', ' ')}, no effect told: {plain(row.reason)}"
    return (
        f"Action {one.action.id}: **{change_words(row.effect)}** {row.metric.replace('_', ' ')} "
        f"({change_words(row.low)} to {change_words(row.high)}, 95 %, n = {row.n:,}), {row.decision.replace('_', ' ')}."
    )
