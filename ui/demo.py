"""The demo brand: loaded, removed, and left for one's own brand, each in one click."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.permissions import Permission
from services.analyses.upkeep import follow_change_beside
from services.brands import FIRST_BRAND, get_import_brand
from services.demo.brand import load_demo, remove_demo
from ui import reads, runtime
from ui.addresses import go_to
from ui.frame import show_brand
from ui.problems import shown_problems


def demo_button() -> None:
    """Offer to load the demo brand."""
    if st.button("Try the demo brand", icon=":material/science:", key="load_demo"):
        services = runtime.services()
        if reads.brands():
            runtime.caller().require(services.store, None, Permission.DEMO)
        with st.spinner("Drawing 120 days of a made-up brand and importing them …"):
            brand = load_demo(services.store, services.settings, services.clock)
        follow_change_beside(services.store, services.clock.now(), brand.id)
        show_brand(brand.name)
        go_to("engagement")
        st.rerun()


def demo_notice(brand: Brand) -> None:
    """Say where one's own files go, and offer to switch there or to remove the demo."""
    st.info(
        f"{brand.name} is made up, so it takes no imports. Your files go to a brand of your own.",
        title="This is the demo brand",
        icon=":material/science:",
    )
    with st.container(horizontal=True):
        st.button("Upload to my own brand", type="primary", icon=":material/upload:", on_click=_own_brand)
        if st.button("Remove the demo brand", icon=":material/delete:", key="remove_demo"):
            _confirm_removal(brand)


def _own_brand() -> None:
    services = runtime.services()
    own = [brand for brand in reads.brands() if not brand.is_demo]
    brand = own[0] if own else get_import_brand(services.store, FIRST_BRAND, services.clock)
    show_brand(brand.name)


@st.dialog("Remove the demo brand?", icon=":material/delete:")
def _confirm_removal(brand: Brand) -> None:
    st.markdown("All of its made-up numbers go. You can load it again from the Home page at any time.")
    with st.container(horizontal=True):
        if st.button("Remove it", type="primary", key="demo_removed"):
            with shown_problems("the removal of the demo brand"):
                runtime.caller().require(runtime.services().store, brand.id, Permission.DEMO)
                remove_demo(runtime.services().store)
                st.rerun()
        if st.button("Keep it", key="demo_kept"):
            st.rerun()
