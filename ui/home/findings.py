"""The latest changes of level, and what to do where an analysis failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.findings import FailedAnalysis, Finding, Findings
from learning.domain.platforms import platform_name
from services.analyses.refresh import refresh_analyses
from services.glossary import GlossaryEntry
from ui import reads, runtime
from ui.addresses import go_to
from ui.calendar_words import day_words
from ui.filters.periods import Preset
from ui.filters.state import PERIOD_KEY, PLATFORM_KEY, option_of
from ui.home.reads import findings as read_findings
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.trend.layers import shift_words

METRIC_KEY: Final = "metric"
MOST_DETAILS: Final = 10


def findings_block(brand: Brand) -> None:
    """Show what changed its level lately; nothing before the first analysis."""
    found = read_findings(brand)
    if found.failed:
        _failure(brand, found.failed)
    if found.findings:
        _findings(brand, found)


def _findings(brand: Brand, found: Findings) -> None:
    glossary = reads.glossary(brand)
    known = [finding for finding in found.findings if finding.series.metric in glossary]
    with st.container(border=True):
        st.subheader("What changed its level lately?", anchor=False)
        looked = count_words(found.looked_at, "series", "series")
        st.caption(f"{looked} looked at, weekdays taken out · ranges are 95 % intervals")
        for place, finding in enumerate(known):
            entry = glossary[finding.series.metric]
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.markdown(f":material/stacked_line_chart: {finding_words(entry, finding)}.", width="stretch")
                st.button(
                    "See the trend",
                    key=f"finding_{place}",
                    type="tertiary",
                    icon=":material/monitoring:",
                    on_click=go_to,
                    args=("engagement",),
                    kwargs=finding_link(entry, finding),
                )


def finding_words(entry: GlossaryEntry, finding: Finding) -> str:
    """Say what changed, where, by how much and when."""
    words = shift_words(entry, finding.point, finding.scale)
    platform = finding.series.platform
    return f"{plain(platform_name(platform))}: {words}" if platform else words


def finding_link(entry: GlossaryEntry, finding: Finding) -> dict[str, str | list[str]]:
    """Return the filters of Engagement that show a change of level."""
    link: dict[str, str | list[str]] = {METRIC_KEY: entry.label, PERIOD_KEY: Preset.LAST_90.value}
    if finding.series.platform:
        link[PLATFORM_KEY] = [option_of(PLATFORM_KEY, finding.series.platform)]
    return link


def _failure(brand: Brand, failed: Sequence[FailedAnalysis]) -> None:
    """Say that the last analysis failed and as of when the results are; the figures themselves are not affected."""
    with st.container(border=True):
        st.markdown(f":material/sync_problem: **{failure_words(failed, runtime.today(brand), brand.time_zone)}**")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button("Retry", icon=":material/refresh:", key="retry_analyses"):
                with st.spinner("Analysing …"):
                    refresh_analyses(runtime.services().store, brand.id, runtime.now(), again=True)
                st.rerun()
            with st.popover("Details", type="tertiary", key="failed_details"):
                glossary = reads.glossary(brand)
                for one in failed[:MOST_DETAILS]:
                    entry = glossary.get(one.series.metric)
                    name = entry.label if entry else one.series.metric
                    where = f" on {platform_name(one.series.platform)}" if one.series.platform else ""
                    st.markdown(f"**{plain(name + where)}**: {plain(one.failure)}")
                if len(failed) > MOST_DETAILS:
                    st.caption(f"and {count_words(len(failed) - MOST_DETAILS, 'more series', 'more series')}")


def failure_words(failed: Sequence[FailedAnalysis], today: date, zone: str) -> str:
    """Write when the last analysis failed and from when the results are that still stand."""
    latest = _day(max(one.failed_at for one in failed), zone)
    when = {0: "Today's analysis", 1: "Yesterday's analysis"}.get(
        (today - latest).days, f"The analysis of {day_words(latest)}"
    )
    kept = [one.computed_at for one in failed if one.computed_at is not None]
    numbers = f"numbers are from {day_words(_day(min(kept), zone))}" if kept else "there are no earlier ones"
    return f"{when} of season and changes failed for {count_words(len(failed), 'series', 'series')}; {numbers}."


def _day(moment: int, zone: str) -> date:
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).date()
