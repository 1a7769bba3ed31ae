"""How the system learns: what it takes for sure, how long, and which of its parts are on; and who changed that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from services.insights.settings import (
    DEFAULTS,
    LEAST_MARK,
    MOST_DRAFTS,
    InsightSettings,
    detector_names,
    read_settings,
    set_settings,
)
from services.jobs.board import SHORTEST_EVERY, JobBoard
from services.jobs.schedules import DAY
from services.models.training import (
    DEFAULT_RETRAIN_AFTER,
    FEWEST_NEW,
    MOST_NEW,
    read_retrain_after,
    set_retrain_after,
)
from services.setting_changes import change_settings
from ui import runtime
from ui.content import reads as content_reads
from ui.gates_view import gates_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import show_error

KEPT: Final = "_learning_kept"
CHANGES: Final = 200


def learning_settings(brand: Brand) -> None:
    """Draw the form of the learning settings."""
    with runtime.services().store.read() as work:
        held, after = read_settings(work, brand.id), read_retrain_after(work, brand.id)
    st.subheader("How insights are found and kept", anchor=False)
    kept = st.session_state.pop(KEPT, None)
    if kept is not None:
        st.success(
            f"{count_words(kept, 'setting')} changed." if kept else "Nothing to change.", icon=":material/check:"
        )
    with st.form("learning_form"):
        wanted, posts = _fields(held), _retrain_field(after)
        with st.container(horizontal=True, gap="small"):
            saved = st.form_submit_button("Save", type="primary", icon=":material/check:")
            default = st.form_submit_button("Back to the defaults", type="tertiary")
    st.caption(
        f"What a post must have before it teaches, and when it is a success, is set where posts are ranked: "
        f"{gates_words(content_reads.gates(brand))}."
    )
    if saved or default:
        _keep(brand, *((DEFAULTS, DEFAULT_RETRAIN_AFTER) if default else (wanted, posts)))


def _fields(held: InsightSettings) -> InsightSettings:
    with st.container(horizontal=True, gap="small"):
        sure = st.number_input(
            "Sure enough for a change from (%)",
            0.0,
            100.0,
            held.minimum_confidence * 100,
            5.0,
            key="learn_sure",
            width=260,
            help="The default is 70 %.",
        )
        half_life = st.number_input(
            "Half life in days",
            0.1,
            365.0,
            held.half_life_days,
            1.0,
            key="learn_half_life",
            width=200,
            help="After so many days without new data an insight counts half. The default is 7.",
        )
    efficiency, recovery, drafts = _programs_and_tests(held)
    patterns = st.toggle("Look for insights", held.pattern_recognition, key="learn_patterns")
    history = st.toggle(
        "Learn from posts of any age",
        held.historical_learning,
        key="learn_history",
        help="Else from those of the last quarter of a year.",
    )
    off = st.multiselect(
        "Leave out", detector_names(), list(held.detectors_off), key="learn_off", placeholder="nothing"
    )
    return InsightSettings(
        sure / 100, half_life, history, patterns, tuple(sorted(off)), efficiency / 100, recovery / 100, int(drafts)
    )


def _programs_and_tests(held: InsightSettings) -> tuple[float, float, int]:
    least = LEAST_MARK * 100
    with st.container(horizontal=True, gap="small"):
        efficiency = st.number_input(
            "A program's time to what succeeds, at least (%)",
            least,
            100.0,
            held.efficiency_mark * 100,
            5.0,
            key="learn_efficiency",
            width=320,
            help="Where clearly less of its time goes to what succeeds, an insight says so. The default is 70 %.",
        )
        recovery = st.number_input(
            "Its failures made good, at least (%)",
            least,
            100.0,
            held.recovery_mark * 100,
            5.0,
            key="learn_recovery",
            width=260,
            help="Within half an hour in the same session. The default is 50 %.",
        )
        drafts = st.number_input(
            "Drafts of tests that wait at once",
            0,
            MOST_DRAFTS,
            held.test_drafts,
            key="learn_drafts",
            width=260,
            help="Each night the system drafts tests of what is worth one; a person starts or removes them. "
            "The default is 3; 0 is none.",
        )
    return efficiency, recovery, drafts


def _retrain_field(after: int) -> int:
    return st.number_input(
        "New posts before a model is trained again",
        FEWEST_NEW,
        MOST_NEW,
        after,
        key="learn_retrain",
        width=320,
        help="Each Wednesday, what is told of posts beforehand is learned anew once so many came. The default is 10.",
    )


def _keep(brand: Brand, wanted: InsightSettings, retrain_after: int) -> None:
    try:
        found = change_settings(
            runtime.services().store,
            brand.id,
            lambda work: set_settings(work, brand.id, wanted),
            lambda work: set_retrain_after(work, brand.id, retrain_after),
            who=runtime.caller(),
            now=runtime.now(),
        )
    except BellwetherError as error:
        show_error(error)
    else:
        st.session_state[KEPT] = len(found)
        for key in [key for key in st.session_state if str(key).startswith("learn_")]:
            del st.session_state[key]
        st.rerun()


def job_intervals() -> None:
    """Draw how often each job runs that runs several times a day."""
    board = JobBoard(runtime.services().store)
    lines = [line for line in board.show(runtime.now()).lines if line.schedule.every < DAY]
    with st.expander("How often the worker looks"):
        st.caption("For all brands. 0 is the default; shorter is fresher, and costs more.")
        with st.grid(2, min_column_width=300):
            for line in lines:
                st.number_input(
                    f"{line.title}, every … seconds",
                    min_value=0,
                    max_value=DAY,
                    value=line.state.every_seconds or 0,
                    key=f"every_{line.name}",
                    help=f"Now {line.schedule.words}; at least {SHORTEST_EVERY} seconds.",
                    on_change=_set_interval,
                    args=(line.name,),
                )


def _set_interval(name: str) -> None:
    try:
        seconds = int(st.session_state[f"every_{name}"]) or None
        JobBoard(runtime.services().store).set_interval(name, runtime.caller(), seconds)
    except BellwetherError as error:
        st.toast(plain(f"{error.message} {error.fix}"), icon=":material/error:")


def setting_changes(brand: Brand) -> None:
    """List who changed what."""
    with runtime.services().store.read() as work:
        found = work.settings.list_changes(brand.id, limit=CHANGES)
    if not found:
        return
    with st.expander(f"Changes ({len(found)})"):
        frame = pd.DataFrame(
            {
                "When": [datetime.fromtimestamp(one.changed_at, UTC) for one in found],
                "Setting": [one.key for one in found],
                "From": [one.before or "default" for one in found],
                "To": [one.after or "default" for one in found],
                "By": [one.who for one in found],
            }
        )
        times = {"When": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss", timezone="UTC")}
        st.dataframe(frame, hide_index=True, alt="Changes of settings, the newest first", column_config=times)
