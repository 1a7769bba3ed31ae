"""What stands around every page: the brand that is looked at, how fresh its data is, the link to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.platforms import platform_name
from ui import reads
from ui.calendar_words import day_words

BRAND_KEY: Final = "brand"
CURRENT: Final = "_current_brand"
MOST_STALE: Final = 3
"""The oldest sources are named beside every page, the rest on the Data page."""
NEXT_PAGE: Final = "_next_page"
NEXT_BRAND: Final = "_next_brand"
TAB_KEY: Final = "view"
DEMO_NOTE: Final = ":material/science: Made-up data to try things out. Nothing here is real."


def draw_frame(brands: Sequence[Brand]) -> None:
    """Draw what stands in the sidebar of every page."""
    brand = brand_switch(brands)
    if brand is not None:
        span = reads.available(brand).span
        st.caption(f"Data as of **{day_words(span[1])}**" if span else "No data yet")
        for source in reads.sources(brand)[:MOST_STALE]:
            if source.stale and source.last_day:
                st.caption(f":material/schedule: {platform_name(source.platform)} ends {day_words(source.last_day)}")


def brand_switch(brands: Sequence[Brand]) -> Brand | None:
    """Draw the brand switch in the sidebar and note the chosen brand for the page; None where there is none."""
    if not brands:
        st.session_state[CURRENT] = None
        return None
    ordered = sorted(brands, key=lambda brand: (brand.data_version == 0, brand.is_demo, brand.name))
    by_name = {brand.name: brand for brand in ordered}
    wanted = st.session_state.pop(NEXT_BRAND, None)
    if wanted in by_name:
        st.session_state[BRAND_KEY] = wanted
    elif BRAND_KEY in st.session_state and st.session_state[BRAND_KEY] not in by_name:
        del st.session_state[BRAND_KEY]
    name = st.selectbox("Brand", list(by_name), key=BRAND_KEY, bind="query-params")
    brand = by_name.get(name, ordered[0])
    if brand.is_demo:
        st.caption(DEMO_NOTE)
    st.session_state[CURRENT] = brand
    return brand


def current_brand() -> Brand | None:
    """Return the brand that the frame of this run shows."""
    brand: Brand | None = st.session_state.get(CURRENT)
    return brand


def title_line(title: str, words: str) -> None:
    """Draw a page's title with what it shows, and the link that shows the same to others."""
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    with head.container(gap="xsmall", width="stretch"):
        st.title(title, anchor=False)
        st.caption(words)
    with head.popover("Copy link", icon=":material/link:", type="tertiary"):
        st.caption("Opens this page with these filters.")
        pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
        st.code(f"{st.context.url}{'?' if pairs else ''}{urlencode(pairs)}", language=None, wrap_lines=True)


def show_brand(name: str) -> None:
    """Switch to a brand with the next run; the switch of this one is drawn already."""
    st.session_state[NEXT_BRAND] = name


def go_to(page: str, **parameters: str) -> None:
    """Ask the entry to open another page with filters; a callback cannot do it itself."""
    st.session_state[NEXT_PAGE] = (page, parameters)


def next_page() -> tuple[str, dict[str, str]] | None:
    """Return the page that a callback asked for and its filters, once."""
    wanted: tuple[str, dict[str, str]] | None = st.session_state.pop(NEXT_PAGE, None)
    return wanted


def go_to_upload() -> None:
    """Open the upload."""
    go_to("data")
