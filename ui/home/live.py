"""The last half hour of the programs of a brand, refreshed while somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.live import LiveOutcome, LiveWindow
from learning.metrics.definitions import MetricUnit
from services.live import live_window
from ui import runtime
from ui.calendar_words import age_words, moment_words
from ui.imports.wording import plain
from ui.numbers import count_words, value_words

EVERY_S: Final = 15
MOST_COMPONENTS: Final = 4
MOST_OUTCOMES: Final = 6


def live_block(brand: Brand) -> None:
    """Show what programs decide right now; nothing for a brand that no program works for."""
    if read_window(brand) is not None:
        _refreshed(brand)


def read_window(brand: Brand) -> LiveWindow | None:
    """Return the last half hour; asked anew, since decisions raise no version."""
    with runtime.services().store.read() as work:
        return live_window(work, brand.id, int(runtime.now().timestamp()))


@st.fragment(run_every=EVERY_S)
def _refreshed(brand: Brand) -> None:
    found = read_window(brand)
    if found is None:
        return
    with st.container(border=True):
        st.subheader("Right now", anchor=False)
        moment = moment_words(datetime.fromtimestamp(found.until, UTC), brand.time_zone)
        st.caption(
            f"What programs decided in the {found.minutes} minutes to {moment} · refreshed every {EVERY_S} seconds"
        )
        if not found.decisions:
            since = age_words(datetime.fromtimestamp(found.latest, UTC), runtime.now())
            st.markdown(f":material/pause_circle: Nothing in this half hour. The latest decision was {since}.")
            return
        least = "at least " if found.is_cut else ""
        st.metric(
            "Decisions",
            f"{least}{found.decisions:,}",
            chart_data=found.per_minute,
            chart_type="bar",
            help="One bar a minute, the newest at the right.",
        )
        st.caption(component_words(found))
        st.markdown("  \n".join(outcome_words(one) for one in found.outcomes[:MOST_OUTCOMES]) or "No outcome yet.")


def component_words(found: LiveWindow) -> str:
    """Say which components decided how often."""
    named = [f"{plain(name)} {count:,}" for name, count in found.by_component[:MOST_COMPONENTS]]
    rest = len(found.by_component) - MOST_COMPONENTS
    return " · ".join([*named, *([count_words(rest, "more component")] if rest > 0 else [])])


def outcome_words(one: LiveOutcome) -> str:
    """Write an outcome: its mean of a decision with its range and n."""
    low, high = (value_words(value, MetricUnit.NUMBER) if value is not None else None for value in (one.low, one.high))
    spread = f"about {low} to {high}" if low and high else "range not known"
    name = plain(one.metric.replace("_", " "))
    mean = value_words(one.mean, MetricUnit.NUMBER)
    return f"{name}: **{mean}** a decision ({spread}; {count_words(one.n, 'decision')} with a report)"
