"""What became of an import: rows, the first chart, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.enums import Outcome
from learning.domain.imports import FileReport, Period
from learning.domain.trends import Comparison, Scope, TrendQuery
from services.analyses.upkeep import follow_change_beside
from ui import reads, runtime
from ui.addresses import go_to
from ui.engagement_blocks import headline_names
from ui.filters.state import ALL_DATA
from ui.imports.insight import first_insight
from ui.imports.view import files_table
from ui.imports.wording import outcome, plain, row_words
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem, shown_problems
from ui.trend.layers import Layers
from ui.trend.lines import trend_chart
from ui.trend.view import natural_bucket, show_finding, show_trend

PROBLEM: Final = "undo_result_problem"
UNDONE: Final = "_undone_from_result"


def show_result(brand: Brand, files: Sequence[FileReport]) -> None:
    """Draw the outcome of a finished import."""
    stored = [file for file in files if file.batch_id and not file.error]
    failed = [file for file in files if file.error]
    tables = [table for file in files for table in file.tables]
    if stored:
        changed = outcome(tables, Outcome.ADDED) + outcome(tables, Outcome.UPDATED)
        title = f"{count_words(len(stored), 'file')} imported" if changed else "Everything was here already"
        st.success(f"{row_words(tables)}.", title=title, icon=":material/check_circle:")
    for file in failed:
        if file.error:
            st.error(plain(file.error.fix), title=plain(file.error.message), icon=":material/error:")
    if len(files) > 1:
        with st.expander("File by file", icon=":material/list:"):
            files_table(files)
    if stored:
        with shown_problems("the first insight"):
            first_insight(brand)
    with shown_problems("the first chart"):
        _first_chart(brand, stored)
    with st.container(horizontal=True):
        st.button(
            "See it in Engagement",
            type="primary",
            icon=":material/monitoring:",
            on_click=_open_engagement,
            key="to_chart",
        )
        _undo_button(brand, stored)


def _first_chart(brand: Brand, stored: Sequence[FileReport]) -> None:
    """Show the best-known metric over the imported days: the first thing that the file tells."""
    tables = [table for file in stored for table in file.tables if table.date_min and table.date_max]
    firsts = [table.date_min for table in tables if table.date_min]
    lasts = [table.date_max for table in tables if table.date_max]
    if not firsts or not lasts:
        return
    platforms = tuple(sorted({table.platform for table in tables}))
    available = reads.available(brand)
    names = [m.name for m in available.metrics if set(m.platforms) & set(platforms)]
    wanted = [name for name in headline_names(available) if name in names] or names
    if not wanted:
        return
    period = Period(min(firsts), max(lasts))
    scope = Scope(brand.id, period.first, period.last, {"platform": platforms}, compare=Comparison.OFF)
    query = TrendQuery(scope, wanted[0], natural_bucket(period))
    entry = reads.glossary(brand)[wanted[0]]
    result = reads.trend(brand, query)
    with st.container(border=True):
        show_finding(entry, result)
        layers = Layers(notes=reads.notes(brand, period.first, period.last))
        show_trend(entry, result, reads.figure(brand, query, trend_chart(entry, result, layers)))


def _open_engagement() -> None:
    go_to("engagement", **ALL_DATA)


def _undo_button(brand: Brand, stored: Sequence[FileReport]) -> None:
    show_kept_problem(PROBLEM)
    fresh = [file.batch_id for file in stored if file.batch_id and not file.reused]
    if st.session_state.get(UNDONE) == fresh and fresh:
        st.caption("This import was taken back. It can be imported again from the import history.")
    elif fresh:
        st.button(
            "Undo this import", icon=":material/undo:", on_click=_undo_all, args=(brand.id, fresh), key="undo_result"
        )


def _undo_all(brand_id: int, batches: list[str]) -> None:
    """Take back the newest first, as one would by hand."""
    with kept_problem(PROBLEM):
        undo, who = runtime.services().undo, runtime.caller()
        for batch in reversed(batches):
            undo.undo(batch, who=who, brand_id=brand_id)
        follow_change_beside(runtime.services().store, runtime.now(), brand_id)
        st.session_state[UNDONE] = batches
