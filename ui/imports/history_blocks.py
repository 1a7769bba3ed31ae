"""Reading and changing the import history, and how old the sources are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.imports import UndoReport
from learning.domain.platforms import platform_name
from services.analyses.upkeep import follow_change_beside
from services.imports.history import STALE_DAYS
from services.imports.undo import RedoRequest
from ui import reads, runtime
from ui.calendar_words import day_words, days_old_words
from ui.imports.history_view import (
    HistoryActions,
    batch_rows_words,
    chosen_step,
    confirm_undo,
    days_words,
    show_history,
)
from ui.imports.report_names import report_titles
from ui.imports.wording import plain
from ui.numbers import count_words

LATEST: Final = 5
MOST_NAMED: Final = 3
TOLD: Final = "_history_told"


def latest_imports(brand: Brand) -> None:
    """List the last few imports in one line each."""
    st.subheader("Latest imports", anchor=False)
    batches = reads.history(brand, limit=LATEST)
    if not batches:
        st.caption("Nothing was imported yet.")
    for batch in batches:
        titles = plain(report_titles(batch.templates))
        st.markdown(f"**{titles}** · {days_words(batch)}  \n:gray[{batch_rows_words(batch)}]")


def history_block(brand: Brand) -> None:
    """Show every import and do what is asked with one."""
    told = st.session_state.pop(TOLD, None)
    if told:
        st.success(told, icon=":material/undo:")
    services = runtime.services()
    step = chosen_step()
    batches = reads.history(brand)
    if step and step[0] == "redo":
        _redo(brand, step[1])
        batches = reads.history(reads.fresh(brand))
    if not batches:
        st.caption("Nothing was imported yet. What you import stands here, with its original file and an undo.")
        return
    actions = HistoryActions(
        original=lambda batch_id: b"".join(services.history.read_original(batch_id, brand_id=brand.id)),
        errors=lambda batch_id: services.history.error_file(batch_id, brand_id=brand.id),
    )
    show_history(batches, actions, zone=brand.time_zone, now=runtime.now())
    chosen = next((batch for batch in batches if step == ("undo", batch.id)), None)
    if chosen:
        confirm_undo(chosen, lambda batch_id: _undo(brand, batch_id), _tell)


def _undo(brand: Brand, batch_id: str) -> UndoReport:
    """Take an import back, and have the rest of the data looked at again."""
    services = runtime.services()
    report = services.undo.undo(batch_id, who=runtime.caller(), brand_id=brand.id)
    follow_change_beside(services.store, runtime.now(), brand.id)
    return report


def _tell(report: UndoReport) -> None:
    rows = count_words(report.removed, "figure")
    restored = f" {count_words(report.restored, 'older value')} came back." if report.restored else ""
    flagged = f" Marked 'evidence withdrawn': {named_words(report.flagged)}." if report.flagged else ""
    withdrawn = ""
    if report.withdrawn:
        withdrawn = f" Withdrawn: {named_words(report.withdrawn)}; what the rest of the data shows comes back."
    st.session_state[TOLD] = f"Taken back: {rows} went.{restored}{withdrawn}{flagged} You can import it again below."


def named_words(names: Sequence[str]) -> str:
    """Name a few things and count the rest."""
    shown = ", ".join(plain(name) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _redo(brand: Brand, batch_id: str) -> None:
    with st.spinner("Importing it again …"):
        report = runtime.services().undo.redo(RedoRequest(batch_id, runtime.caller()), brand_id=brand.id)
    follow_change_beside(runtime.services().store, runtime.now(), brand.id)
    if report.error is None:
        st.success(f"{plain(report.file)} counts again.", icon=":material/redo:")
    else:
        st.error(plain(report.error.fix), title=plain(report.error.message))


def sources_block(brand: Brand) -> None:
    """Show how far each account's data go, the oldest first."""
    sources = reads.sources(brand)
    if not sources:
        st.caption("No source yet. Each account that you import stands here with the age of its data.")
        return
    stale = sum(source.stale for source in sources)
    if stale:
        st.warning(
            f"{count_words(stale, 'source')} ended more than {STALE_DAYS} days ago. Export again and upload.",
            icon=":material/schedule:",
        )
    frame = pd.DataFrame(
        {
            "State": ["! Stale" if source.stale else "✓ Fresh" for source in sources],
            "Platform": [platform_name(source.platform) for source in sources],
            "Account": [source.account for source in sources],
            "Data as of": [day_words(source.last_day) if source.last_day else "no dates" for source in sources],
            "Age": [days_old_words(source.days_old) for source in sources],
            "Last import": [day_words(source.imported_at.date()) for source in sources],
        }
    )
    st.dataframe(frame, hide_index=True, alt="Sources of this brand with the age of their data")
