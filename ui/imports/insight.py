"""The first insight after an import, on the same screen, as soon as it is there."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from services.insights.grouping import group_insights
from ui import reads
from ui.insights import reads as insight_reads
from ui.insights.list import insight_card

EVERY_SECONDS: Final = 1.5
LOOKING: Final = "Looking for what stands out …"
NOTHING: Final = (
    "Nothing in these data stands out for certain yet. That is a result, too: {looked:,} comparisons were looked at."
)


def first_insight(brand: Brand) -> None:
    """Show the most important insight of the newest data; until they were looked at, say so and look again."""
    if _is_looked_at(brand):
        _card(brand)
        return

    @st.fragment(run_every=EVERY_SECONDS)
    def wait() -> None:
        if _is_looked_at(brand):
            st.rerun()
        st.caption(f":material/search: {LOOKING}")

    wait()


def _is_looked_at(brand: Brand) -> bool:
    found = insight_reads.insights(brand)
    return not found.settings.pattern_recognition or (
        found.run is not None and found.run.data_version >= reads.fresh(brand).data_version
    )


def _card(brand: Brand) -> None:
    found = insight_reads.insights(brand)
    groups = group_insights(found.shown, [goal.metric for goal in reads.goals(brand)])
    if groups:
        st.subheader("What stands out", anchor=False)
        insight_card(groups[0], reads.glossary(brand), key="import")
    elif found.run is not None and found.run.looked_at:
        st.caption(NOTHING.format(looked=found.run.looked_at))
