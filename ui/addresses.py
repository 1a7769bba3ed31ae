"""Going from page to page: which address comes next, what of the present one it keeps, and what is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.filters.state import is_filter_key

BRAND_KEY: Final = "brand"
TAB_KEY: Final = "view"
NEXT_PAGE: Final = "_next_page"
Parameters = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class NextPage:
    """The page that a click asked for."""

    page: str
    parameters: Parameters
    only: bool
    """True where the parameters are the whole address beside the brand; else the filters that are on stay."""


def go_to(page: str, **parameters: str | Sequence[str]) -> None:
    """Ask the entry to open another page; a callback cannot do it itself.

    Filters among the parameters take the place of all that are on; without any, those that are on stay.
    """
    open_address(page, parameters, only=any(is_filter_key(key) for key in parameters))


def open_address(page: str, parameters: Parameters, *, only: bool = True) -> None:
    """Ask the entry to open a page as it stands under these parameters."""
    st.session_state[NEXT_PAGE] = NextPage(page, dict(parameters), only)


def next_page() -> NextPage | None:
    """Return the page that a click asked for, once."""
    wanted: NextPage | None = st.session_state.pop(NEXT_PAGE, None)
    return wanted


def next_address(wanted: NextPage) -> list[tuple[str, str]]:
    """Give the address to open next, and let go of what the widgets hold that it says otherwise."""
    found = [(key, text) for key, value in wanted.parameters.items() for text in _texts(value)]
    for key, value in address_pairs():
        if key not in wanted.parameters and (key == BRAND_KEY or (is_filter_key(key) and not wanted.only)):
            found.append((key, value))
    kept = {key for key, _ in found if key not in wanted.parameters}
    forgotten = {*st.query_params, *wanted.parameters} - kept
    if wanted.only:
        forgotten |= {str(key) for key in st.session_state if is_filter_key(str(key))}
    for key in forgotten & set(map(str, st.session_state)):
        del st.session_state[key]
    release(key for key, _ in found)
    return found


def release(parameters: Iterable[str]) -> None:
    """Let parts of the address be set although a widget of the present page is bound to them.

    Streamlit refuses to open a page with them otherwise, and has no public way: a test in the browser watches over it.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    with context.session_state.query_params() as held:
        for key in parameters:
            binding = held.get_binding_for_param(key)
            if binding is not None:
                held.unbind_widget(binding.widget_id)


def address_pairs() -> list[tuple[str, str]]:
    """Return the pairs of the present address; a key that has several values stands several times."""
    return [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]


def _texts(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value
