"""The list of A/B tests: by status, searched and filtered, a page at a time; what waits for a person stands on top."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentQuery, ExperimentState, ListedExperiment
from services.experiments.library import ExperimentPage
from ui.addresses import go_to
from ui.clicks import take_row, watch_rows
from ui.experiments import reads as experiment_reads
from ui.experiments.words import ANSWERS, lift_cell, listed_words, name_words, state_words, wants_decision
from ui.imports.wording import plain
from ui.numbers import count_words

PAGE: Final = "ab_tests"
TEST_KEY: Final = "test"
GROUP_KEY: Final = "status"
SEARCH_KEY: Final = "search"
PLACE_KEY: Final = "page"
OPEN_UNSEEN: Final = "show_unpredicted"
PAGE_SIZE: Final = 50
ROW: Final = 35
MOST_WAITING: Final = 3
NAME_LENGTH: Final = 48
MOST_WARNED: Final = 5
MOST_PAIRS: Final = 8
FEW_RUNNING: Final = 200
"""Up to so many running tests the list looks for overlaps; beyond, each test's own page does."""
HIDDEN: Final = "after your prediction"
ANSWER_IS_IN: Final = "The answer is in: predict"
FILTERS: Final = {"metric": "Metric", "topic": "Topic", "hook": "Hook", "segment": "Segment"}
_RUNNING: Final = (ExperimentState.RUNNING,)
GROUPS: Final = {
    "All": ExperimentQuery(),
    "Needs a decision": ExperimentQuery(wants_decision=True),
    "Running": ExperimentQuery(states=_RUNNING, wants_decision=False),
    "Designed": ExperimentQuery(states=(ExperimentState.DRAFT,)),
    "Decided": ExperimentQuery(states=(ExperimentState.DECIDED,)),
    "Archived": ExperimentQuery(states=(ExperimentState.ARCHIVED,)),
}


def experiment_list(brand: Brand) -> bool:
    """Draw the list; return whether the brand has any test."""
    waiting = experiment_reads.page(brand, GROUPS["Needs a decision"], limit=MOST_WAITING)
    if not sum(waiting.states.values()):
        return False
    if waiting.total:
        _waiting_block(brand, waiting)
    _overlap_warnings(brand)
    with st.container(border=True):
        query = _choose(brand)
        place = _place()
        found = experiment_reads.page(brand, query, limit=PAGE_SIZE, offset=place * PAGE_SIZE)
        if not found.total:
            st.caption("No test fits. Take a filter away, or search for fewer words.")
            return True
        _table(brand, found)
        _pager(place, found.total)
    return True


def open_test(test: int) -> None:
    """Open one test."""
    go_to(PAGE, **{TEST_KEY: str(test)})


def is_hidden(brand: Brand, listed: ListedExperiment) -> bool:
    """Say whether the result of a test stays closed until this person has predicted it."""
    if st.session_state.get(OPEN_UNSEEN):
        return False
    state = listed.experiment.state
    return state is ExperimentState.RUNNING and listed.experiment.id not in experiment_reads.opened(brand)


def verdict_words(brand: Brand, listed: ListedExperiment) -> str:
    """Write the verdict of a listed test, or that it waits for a prediction."""
    summary = listed.summary
    if summary is not None and summary.verdict in ANSWERS and is_hidden(brand, listed):
        return ANSWER_IS_IN
    return listed_words(listed.experiment, summary)


def _waiting_block(brand: Brand, waiting: ExperimentPage) -> None:
    with st.container(border=True):
        verb = "needs" if waiting.total == 1 else "need"
        st.subheader(f"{count_words(waiting.total, 'test')} {verb} a decision", anchor=False)
        for listed in waiting.tests:
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                name = shorten(listed.experiment.name, NAME_LENGTH, placeholder=" …")
                words = f"**{plain(name)}** · {plain(verdict_words(brand, listed))}"
                st.markdown(f":material/gavel: {words}", width="stretch")
                st.button(
                    "Open",
                    key=f"waiting_{listed.experiment.id}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    on_click=open_test,
                    args=(listed.experiment.id,),
                )
        if waiting.total > len(waiting.tests):
            st.caption(f"{waiting.total - len(waiting.tests):,} more under “Needs a decision”.")


def _overlap_warnings(brand: Brand) -> None:
    """Name the pairs of running tests that get in each other's way, each once."""
    running = experiment_reads.page(brand, replace(GROUPS["Running"], finished=False), limit=MOST_WARNED)
    if running.total > FEW_RUNNING:
        return
    said: set[frozenset[int]] = set()
    lines: list[str] = []
    for listed in running.tests:
        for overlap in experiment_reads.overlaps(brand, listed.experiment.id):
            pair = frozenset((listed.experiment.id, overlap.experiment_id))
            if overlap.same_metric and pair not in said:
                said.add(pair)
                lines.append(f"**{plain(listed.experiment.name)}**: {plain(overlap.reason)}")
    if lines:
        with st.expander(
            f"{count_words(len(lines), 'pair')} of tests may get in each other's way", icon=":material/warning:"
        ):
            for line in lines[:MOST_PAIRS]:
                st.markdown(line)
            if len(lines) > MOST_PAIRS:
                st.caption(f"{len(lines) - MOST_PAIRS:,} more; each test's own page names those that concern it.")
            st.caption(
                "Versions are mixed at random, so neither is biased; but two changes at once can hide an effect."
            )


def _choose(brand: Brand) -> ExperimentQuery:
    """Draw search and filters; a new choice begins at the first page."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            "Search",
            key=SEARCH_KEY,
            placeholder="Name, idea, version, topic …",
            icon=":material/search:",
            bind="query-params",
            on_change=_first_page,
        )
        chosen = _filters(brand)
    group = st.segmented_control(
        "Status",
        list(GROUPS),
        default="All",
        key=GROUP_KEY,
        bind="query-params",
        required=True,
        on_change=_first_page,
        label_visibility="collapsed",
    )
    query = GROUPS[group or "All"]
    return replace(
        query,
        text=text or "",
        metric=chosen.get("metric"),
        topic=chosen.get("topic"),
        hook=chosen.get("hook"),
        segment=chosen.get("segment"),
    )


def _filters(brand: Brand) -> dict[str, str | None]:
    offered = {name: values for name, values in experiment_reads.tags(brand).items() if values and name in FILTERS}
    on = sum(1 for name in offered if st.session_state.get(f"by_{name}"))
    chosen: dict[str, str | None] = {}
    with st.popover(f"Filter ({on})" if on else "Filter", icon=":material/filter_list:"):
        for name, values in offered.items():
            chosen[name] = st.selectbox(
                FILTERS[name],
                values,
                index=None,
                key=f"by_{name}",
                placeholder="Any",
                bind="query-params",
                on_change=_first_page,
            )
        st.toggle(
            "Show results that I have not predicted",
            key=OPEN_UNSEEN,
            help="Tests then open at once, and it is recorded that you made no prediction.",
        )
    return chosen


def _table(brand: Brand, found: ExperimentPage) -> None:
    frame = pd.DataFrame([_row(brand, listed) for listed in found.tests])
    st.dataframe(
        frame,
        hide_index=True,
        key="tests_table",
        height=min(len(frame), 14) * ROW + ROW + 3,
        on_select=watch_rows("tests_table"),
        selection_mode="single-row",
        placeholder="",
        alt="A/B tests with status, verdict, days left, lift and people",
        column_config={
            "Test": st.column_config.TextColumn(width=180),
            "Status": st.column_config.TextColumn(width=122),
            "Verdict": st.column_config.TextColumn(width=184),
            "Days left": st.column_config.TextColumn(width=72),
            "Lift (95 % range)": st.column_config.TextColumn(width=152, help="Of the best version"),
            "People (n)": st.column_config.NumberColumn(format="localized", width=76, help="All versions together"),
            "Metric": st.column_config.TextColumn(width=90),
        },
    )
    picked = take_row("tests_table")
    if picked is not None and picked < len(found.tests):
        open_test(found.tests[picked].experiment.id)
        st.rerun()
    st.caption("Tick the box before a test to open it.")


def _row(brand: Brand, listed: ListedExperiment) -> dict[str, object]:
    record, summary = listed.experiment, listed.summary
    hidden = is_hidden(brand, listed) and summary is not None
    lift = ""
    if summary is not None and summary.lift is not None:
        lift = HIDDEN if hidden else lift_cell(summary.lift, summary.low, summary.high)
    left = summary.days_left if summary is not None and not wants_decision(record, summary) else None
    return {
        "Test": record.name,
        "Status": state_words(record, summary),
        "Verdict": verdict_words(brand, listed),
        "Lift (95 % range)": lift,
        "Days left": f"about {left}" if left and record.state is ExperimentState.RUNNING else "",
        "People (n)": pd.NA if summary is None else summary.n,
        "Metric": name_words(record.metric),
    }


def _pager(place: int, total: int) -> None:
    if total <= PAGE_SIZE:
        return
    last = (total - 1) // PAGE_SIZE
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Earlier", disabled=place == 0, on_click=_go_to_place, args=(place - 1,), key="page_back")
        st.button("Next", disabled=place >= last, on_click=_go_to_place, args=(place + 1,), key="page_next")
        st.caption(f"{place * PAGE_SIZE + 1:,}–{min((place + 1) * PAGE_SIZE, total):,} of {total:,} tests")


def _place() -> int:
    said = st.query_params.get(PLACE_KEY, "1")
    return max(int(said) - 1, 0) if said.isdecimal() else 0


def _go_to_place(place: int) -> None:
    st.query_params[PLACE_KEY] = str(place + 1)


def _first_page() -> None:
    if PLACE_KEY in st.query_params:
        del st.query_params[PLACE_KEY]
