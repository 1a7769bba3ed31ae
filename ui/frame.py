"""What stands around every page: the brand that is looked at, how fresh its data is, the link to copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.platforms import platform_name
from learning.metrics.cuts import DEFAULT_ACCOUNT
from services.imports.history import SourceAge
from ui import reads
from ui.actions.acting import acting_as
from ui.addresses import BRAND_KEY, TAB_KEY, address_pairs, go_to
from ui.calendar_words import day_words, days_old_words
from ui.feedback.origin import open_feedback
from ui.filters.state import dimension_of
from ui.filters.views_menu import views_menu
from ui.imports.wording import plain
from ui.lazy_menu import lazy_menu
from ui.numbers import count_words

CURRENT: Final = "_current_brand"
MOST_STALE: Final = 3
"""The oldest sources are named beside every page, the rest on the Data page."""
NEXT_BRAND: Final = "_next_brand"
TITLE_WIDTH: Final = 240
"""Pixels: where the window has less than twice that, title and menus stand below each other."""
DEMO_NOTE: Final = ":material/science: Made-up data to try things out. Nothing here is real."


def draw_frame(brands: Sequence[Brand]) -> None:
    """Draw what stands in the sidebar of every page."""
    brand = brand_switch(brands)
    if brand is not None:
        acting_as(brand)
        data_as_of(brand)
        st.button(
            "+ Feedback",
            icon=":material/add_comment:",
            type="tertiary",
            on_click=open_feedback,
            help="Keep what a customer said about what you are looking at.",
            key="frame_feedback",
        )
    st.button(
        "What do these mean?",
        icon=":material/help:",
        type="tertiary",
        on_click=go_to,
        args=("data",),
        kwargs={TAB_KEY: "Glossary"},
        help="Every metric with its formula, the columns it is read from, and what to beware of.",
        key="frame_glossary",
    )


def data_as_of(brand: Brand) -> None:
    """Say how far the data go, name the oldest sources beside it, and list all of them on a click."""
    span = reads.available(brand).span
    if span is None:
        st.caption("No data yet")
        return
    sources = reads.sources(brand)
    stale = [source for source in sources if source.stale]
    lazy_menu(
        f"Data as of {day_words(span[1])}", partial(_all_sources, sources), key="as_of", icon=":material/schedule:"
    )
    for source in stale[:MOST_STALE]:
        st.caption(f":material/warning: {source_name(source)} is {days_old_words(source.days_old)} old")


def _all_sources(sources: Sequence[SourceAge]) -> None:
    stale = sum(source.stale for source in sources)
    mark = f" · {count_words(stale, 'source')} stale" if stale else ""
    st.markdown(f"**How far each source goes**{mark}")
    for source in reversed(sources):
        st.markdown(source_words(source))
    st.button("Upload newer exports", icon=":material/upload:", on_click=go_to_upload, key="as_of_upload")


def source_words(source: SourceAge) -> str:
    """Write a source with its last day; a stale one is marked by a sign and a word."""
    name = f"**{source_name(source)}**"
    if source.last_day is None:
        day = f"no dates, imported on {day_words(source.imported_at.date())}"
    else:
        day = f"to {day_words(source.last_day)}"
    if not source.stale:
        return f":material/check_circle: {name} {day}"
    return f":material/warning: {name} {day}, stale: {days_old_words(source.days_old)} old"


def source_name(source: SourceAge) -> str:
    """Name a source by its platform, and its account where the file named one."""
    name = platform_name(source.platform)
    return plain(name if source.account == DEFAULT_ACCOUNT else f"{name} {source.account}")


def brand_switch(brands: Sequence[Brand]) -> Brand | None:
    """Draw the brand switch in the sidebar and note the chosen brand for the page; None where there is none."""
    if not brands:
        st.session_state[CURRENT] = None
        return None
    ordered = _ordered(brands)
    by_name = {brand.name: brand for brand in ordered}
    wanted = st.session_state.pop(NEXT_BRAND, None)
    if wanted in by_name:
        _drop_parts()
        st.session_state[BRAND_KEY] = wanted
    elif BRAND_KEY in st.session_state and st.session_state[BRAND_KEY] not in by_name:
        del st.session_state[BRAND_KEY]
    name = st.selectbox("Brand", list(by_name), key=BRAND_KEY, bind="query-params", on_change=_drop_parts)
    brand = by_name.get(name, ordered[0])
    if brand.is_demo:
        st.caption(DEMO_NOTE)
    st.session_state[CURRENT] = brand
    return brand


def chosen_brand(brands: Sequence[Brand]) -> Brand | None:
    """Return the brand that the switch is going to show, before it is drawn: the menu stands above it."""
    ordered = _ordered(brands)
    wanted = (st.session_state.get(NEXT_BRAND), st.session_state.get(BRAND_KEY), st.query_params.get(BRAND_KEY))
    named = (brand for name in wanted for brand in ordered if brand.name == name)
    return next(named, next(iter(ordered), None))


def _ordered(brands: Sequence[Brand]) -> list[Brand]:
    return sorted(brands, key=lambda brand: (brand.data_version == 0, brand.is_demo, brand.name))


def _drop_parts() -> None:
    """Another brand has other campaigns and personas; the days stay chosen."""
    for key in list(st.session_state):
        if isinstance(key, str) and dimension_of(key) is not None:
            st.session_state[key] = []


def current_brand() -> Brand | None:
    """Return the brand that the frame of this run shows."""
    brand: Brand | None = st.session_state.get(CURRENT)
    return brand


def title_line(title: str, words: str) -> None:
    """Draw a page's title with what it shows, the saved views, and the link that shows the same to others."""
    with st.grid(2, min_column_width=TITLE_WIDTH, gap="small"):
        with st.container(gap="xsmall"):
            st.title(title, anchor=False)
            st.caption(words)
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", gap="small"):
            brand = current_brand()
            if brand is not None:
                views_menu(brand)
            lazy_menu("Copy link", partial(_link, brand), key="copy_link", icon=":material/link:")


def _link(brand: Brand | None) -> None:
    st.caption("Opens this page with these filters.")
    pairs = _whole_address(brand)
    st.code(f"{st.context.url}{'?' if pairs else ''}{urlencode(pairs)}", language=None, wrap_lines=True)


def _whole_address(brand: Brand | None) -> list[tuple[str, str]]:
    """Name the brand too: the first one stands in no address, and need not be the first for good."""
    pairs = address_pairs()
    if brand is None or any(key == BRAND_KEY for key, _ in pairs):
        return pairs
    return [(BRAND_KEY, brand.name), *pairs]


def show_brand(name: str) -> None:
    """Switch to a brand with the next run; the switch of this one is drawn already."""
    st.session_state[NEXT_BRAND] = name


def go_to_upload() -> None:
    """Open the upload."""
    go_to("data")
