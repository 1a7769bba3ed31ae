"""Saved views: keep this page with its filters under a name, open one, rename it, share it, delete it."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.views import SavedView, ViewDraft
from services.saved_views import (
    LONGEST_NAME,
    list_views,
    parameters_of,
    remove_view,
    rename_view,
    save_view,
    share_view,
)
from ui import runtime
from ui.addresses import BRAND_KEY, address_pairs, open_address
from ui.imports.wording import plain
from ui.lazy_menu import lazy_menu
from ui.problems import kept_problem, show_error, show_kept_problem, shown_problems

CURRENT_PAGE: Final = "_current_page"
MENU_KEY: Final = "views"
MANAGED: Final = "_managed_view"
TOLD: Final = "_view_told"
FAILED: Final = "_view_failed"
NAME_KEY: Final = "save_view_name"
SHARED_KEY: Final = "save_view_shared"
SHARED_HELP: Final = "Off: only you see it in this list. The link of a page always opens for everybody."


def views_menu(brand: Brand) -> None:
    """Draw the menu of saved views."""
    lazy_menu("Views", partial(_list, brand), key=MENU_KEY, icon=":material/bookmark:")
    _tell()
    chosen = st.session_state.pop(MANAGED, None)
    if isinstance(chosen, SavedView):
        _manage(brand, chosen)


def _list(brand: Brand) -> None:
    with shown_problems("your views"):
        with runtime.services().store.read() as work:
            views = list_views(work, brand.id, who=runtime.who())
        if not views:
            st.caption("Keep the filters that you come back to, such as 'Monday review'.")
        for view in views:
            _line(view)
        _save_form(brand)


def _line(view: SavedView) -> None:
    own = view.who == runtime.who()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            plain(view.name),
            key=f"view_{view.id}",
            type="tertiary",
            icon=":material/group:" if view.shared else ":material/lock:",
            help="Shared with everybody of the brand" if view.shared else "Only you see it here",
            on_click=open_address,
            args=(view.page, parameters_of(view)),
        )
        if own:
            st.button(
                "Change",
                key=f"manage_{view.id}",
                type="tertiary",
                icon=":material/edit:",
                help=f"Rename, share or delete {plain(view.name)}",
                on_click=_remember,
                args=(view,),
            )


def _remember(view: SavedView) -> None:
    st.session_state[MANAGED] = view


def _save_form(brand: Brand) -> None:
    with st.form("save_view", border=False, clear_on_submit=True, enter_to_submit=False):
        st.text_input("Save what you see as", max_chars=LONGEST_NAME, placeholder="Monday review", key=NAME_KEY)
        st.toggle("Shared with everybody of the brand", value=True, help=SHARED_HELP, key=SHARED_KEY)
        st.form_submit_button("Save this view", icon=":material/bookmark_add:", on_click=_save, args=(brand,))
    show_kept_problem(FAILED)


def _tell() -> None:
    saved = st.session_state.pop(TOLD, None)
    if saved:
        st.toast(f"Saved as {plain(str(saved))}", icon=":material/bookmark_added:")


def _save(brand: Brand) -> None:
    name, shared = str(st.session_state.get(NAME_KEY) or ""), bool(st.session_state.get(SHARED_KEY, True))
    draft = ViewDraft(name, current_page(), view_query(), shared)
    with kept_problem(FAILED):
        view = save_view(runtime.services().store, brand.id, draft, who=runtime.caller(), now=runtime.now())
        st.session_state[TOLD] = view.name


def current_page() -> str:
    """Return the page of this run, as it stands in the address."""
    return str(st.session_state.get(CURRENT_PAGE, ""))


def view_query() -> str:
    """Return the part of the address that a view keeps: everything but the brand that it belongs to."""
    return urlencode([(key, value) for key, value in address_pairs() if key != BRAND_KEY])


@st.dialog("Change a saved view", icon=":material/bookmark:")
def _manage(brand: Brand, view: SavedView) -> None:
    store = runtime.services().store
    name = st.text_input("Name", value=view.name, max_chars=LONGEST_NAME, key="view_name")
    shared = st.toggle("Shared with everybody of the brand", value=view.shared, help=SHARED_HELP, key="view_shared")
    with st.container(horizontal=True):
        save = st.button("Save", type="primary", key="view_save")
        remove = st.button("Delete", icon=":material/delete:", key="view_delete")
    try:
        if save:
            rename_view(store, brand.id, view.id, name or "", who=runtime.caller())
            share_view(store, brand.id, view.id, shared=shared, who=runtime.caller())
        if remove:
            remove_view(store, brand.id, view.id, who=runtime.caller())
    except BellwetherError as error:
        show_error(error)
    else:
        if save or remove:
            st.rerun()
