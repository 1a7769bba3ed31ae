"""How the system learns: what it takes for sure, how long, and which of its parts are on; and who changed that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from services.insights.settings import (
    DEFAULTS,
    InsightSettings,
    read_settings,
    set_settings,
)
from services.jobs.board import SHORTEST_EVERY, JobBoard
from services.jobs.schedules import DAY
from services.models.rhythm import TrainingRhythm, read_rhythm, set_rhythm
from services.models.training import DEFAULT_RETRAIN_AFTER, read_retrain_after, set_retrain_after
from services.parameters.adaptation_settings import (
    ADAPTATION,
    AdaptationSettings,
    read_adaptation,
    set_adaptation,
)
from services.setting_changes import change_settings
from ui import runtime
from ui.adaptation_fields import adaptation_fields
from ui.content import reads as content_reads
from ui.gates_view import gates_words
from ui.imports.wording import plain
from ui.insight_fields import insight_fields
from ui.model_fields import model_fields
from ui.numbers import count_words
from ui.problems import show_error

KEPT: Final = "_learning_kept"
CHANGES: Final = 200


@dataclass(frozen=True, slots=True)
class LearningSettings:
    """What the form holds."""

    insights: InsightSettings = DEFAULTS
    retrain_after: int = DEFAULT_RETRAIN_AFTER
    rhythm: TrainingRhythm = TrainingRhythm.WEEKLY
    adaptation: AdaptationSettings = ADAPTATION


def learning_settings(brand: Brand) -> None:
    """Draw the form of the learning settings."""
    with runtime.services().store.read() as work:
        held = LearningSettings(
            read_settings(work, brand.id),
            read_retrain_after(work, brand.id),
            read_rhythm(work, brand.id),
            read_adaptation(work, brand.id),
        )
    st.subheader("How the system learns", anchor=False)
    kept = st.session_state.pop(KEPT, None)
    if kept is not None:
        st.success(
            f"{count_words(kept, 'setting')} changed." if kept else "Nothing to change.", icon=":material/check:"
        )
    with st.form("learning_form"):
        wanted = LearningSettings(
            insight_fields(held.insights),
            *model_fields(held.retrain_after, held.rhythm),
            adaptation_fields(held.adaptation),
        )
        with st.container(horizontal=True, gap="small"):
            saved = st.form_submit_button("Save", type="primary", icon=":material/check:")
            default = st.form_submit_button("Back to the defaults", type="tertiary")
    st.caption(
        f"What a post must have before it teaches, and when it is a success, is set where posts are ranked: "
        f"{gates_words(content_reads.gates(brand))}."
    )
    if saved or default:
        _keep(brand, LearningSettings() if default else wanted)


def _keep(brand: Brand, wanted: LearningSettings) -> None:
    try:
        found = change_settings(
            runtime.services().store,
            brand.id,
            lambda work: set_settings(work, brand.id, wanted.insights),
            lambda work: set_retrain_after(work, brand.id, wanted.retrain_after),
            lambda work: set_rhythm(work, brand.id, wanted.rhythm),
            lambda work: set_adaptation(work, brand.id, wanted.adaptation),
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
