"""How people come to a conversion: what programs report, by contacts, parts and devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.estimates import Estimate, Share
from learning.domain.journeys import Journeys
from learning.domain.trends import Scope
from learning.metrics.definitions import MetricUnit
from ui.audience import reads as audience_reads
from ui.calendar_words import range_words
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.numbers import count_words, interval_words, value_words

HEADER: Final = ("Split", "Way", "People", "With a conversion", "Share", "Low (95 %)", "High (95 %)")
OTHER_FILTERS: Final = "Programs do not report by the filters above: all of these days' contacts are counted."
CENSORED: Final = (
    "A way ends with the first conversion. Who has not converted by the last of these days may do so later, and of who "
    "came before the first the beginning is missing. People with many contacts may be those who would have converted "
    "anyway."
)
HOW: Final = (
    "Decisions with a **user_id** (or **session_id**) and a **device** in their context, and outcomes with "
    "**conversions**, fill this: see `bellwether decisions record` and `outcomes record`."
)


def show_journeys(brand: Brand, scope: Scope) -> None:
    """Show the ways of the people whom programs met on the days of a scope."""
    found = audience_reads.journeys(brand, scope.first, scope.last)
    if found.reason:
        st.info(f"Not computable: {found.reason}.", icon=":material/search_off:")
        st.caption(HOW)
        return
    st.markdown(f"##### {plain(title_words(found))}")
    st.caption(plain(subtitle_words(found, range_words(scope.first, scope.last))))
    st.markdown("\n".join(f"- {name}: {estimate_words(one, unit)}" for name, one, unit in figures_of(found)))
    splits = splits_of(found)
    for name, shares in splits:
        if shares:
            st.markdown(f"**{name}**")
            st.dataframe(share_frame(shares), hide_index=True, column_config=_COLUMNS, alt=f"{name}, people by way")
    st.caption(CENSORED + (f" {OTHER_FILTERS}" if scope.where else ""))
    export_buttons(
        "Ways to a conversion",
        HEADER,
        lambda: [
            (name, one.name, one.n, one.hits, one.rate, one.low, one.high) for name, all_ in splits for one in all_
        ],
        context=context_of(brand, scope, notes=(CENSORED,)),
    )


def title_words(found: Journeys) -> str:
    """Say how many convert, or ask."""
    if found.converted.value is None:
        return "How do people come to a conversion?"
    share = value_words(found.converted.value, MetricUnit.RATE)
    spread = interval_words(found.converted.low, found.converted.high, MetricUnit.RATE)
    return f"{share} of {count_words(found.people, 'person', 'people')} converted ({spread})"


def subtitle_words(found: Journeys, period: str) -> str:
    """Give n and what was left out."""
    parts = ["People whom programs met", count_words(found.people, "person", "people")]
    parts += [count_words(found.sessions, "session")] if found.sessions else []
    parts += [count_words(found.touches, "contact"), period]
    if found.nameless:
        parts.append(f"{count_words(found.nameless, 'contact')} left out that name nobody")
    if found.is_cut:
        parts.append("only the newest contacts of these days")
    return " · ".join(parts)


def figures_of(found: Journeys) -> tuple[tuple[str, Estimate, MetricUnit], ...]:
    """The figures with their names and units."""
    return (
        ("Contacts until the first conversion, median", found.touches_to_conversion, MetricUnit.COUNT),
        (
            "Hours from first contact to conversion, median of several contacts",
            found.hours_to_conversion,
            MetricUnit.NUMBER,
        ),
        (
            "More than one device on the way, of converted people with several contacts",
            found.cross_device,
            MetricUnit.RATE,
        ),
        ("Conversions a session", found.conversions_per_session, MetricUnit.NUMBER),
        ("Tokens a conversion", found.tokens_per_conversion, MetricUnit.COUNT),
        ("Money a conversion", found.spend_per_conversion, MetricUnit.NUMBER),
    )


def estimate_words(one: Estimate, unit: MetricUnit) -> str:
    """Write a figure with its range and n, or why there is none."""
    if one.value is None:
        return f"not computable: {plain(one.reason or 'nothing was reported')}"
    spread = interval_words(one.low, one.high, unit) or f"no range: {plain(one.reason or 'too few')}"
    return f"**{value_words(one.value, unit)}** ({spread}; {count_words(one.n, 'person', 'people')})"


def splits_of(found: Journeys) -> tuple[tuple[str, Sequence[Share]], ...]:
    """The tables with their names."""
    return (
        ("By the number of contacts", found.by_touches),
        ("By the parts on the way", found.paths),
        ("By the first and the last device, of people with several contacts", found.devices),
    )


def share_frame(shares: Sequence[Share]) -> pd.DataFrame:
    """Put shares into columns that sort as numbers."""
    return pd.DataFrame(
        {
            "Way": [plain(one.name.replace("_", " ")) for one in shares],
            "People": [one.n for one in shares],
            "Converted": [one.rate * 100 for one in shares],
            "95 % range": [interval_words(one.low, one.high, MetricUnit.RATE).removeprefix("about ") for one in shares],
        }
    )


_COLUMNS: Final = {
    "Way": st.column_config.TextColumn(width="medium", pinned=True),
    "People": st.column_config.NumberColumn(format="localized"),
    "Converted": st.column_config.NumberColumn(format="%.1f %%", help="Part of these people with a conversion"),
}
