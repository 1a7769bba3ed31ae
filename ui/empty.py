"""What stands where there is nothing to show: why, and the next step."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.trends import Available
from ui.demo import demo_button
from ui.frame import go_to_upload
from ui.imports.wording import plain


def explain_missing_data(brand: Brand | None, available: Available | None) -> None:
    """Say that there is nothing to draw yet, why, and lead to the next step."""
    if brand and available and available.metrics:
        _explain_undated(brand)
        return
    with st.container(border=True):
        st.subheader("No data yet", anchor=False)
        name = f"**{plain(brand.name)}** has no figures yet." if brand else "There is no brand yet."
        st.markdown(f"{name} Upload one export, and the first trend stands here a moment later.")
        st.button(
            "Upload an export", type="primary", icon=":material/upload:", on_click=go_to_upload, key="empty_upload"
        )


def _explain_undated(brand: Brand) -> None:
    st.info(
        f"The posts of {plain(brand.name)} carry no date of publication, so there is no trend to draw. "
        "Export them with their publish time and import that file: it completes them.",
        title="No dates",
        icon=":material/event_busy:",
    )


def offer_first_steps(brand: Brand | None, available: Available | None) -> None:
    """Offer the two ways to begin: one's own export, or the demo brand."""
    if brand and available and available.metrics:
        _explain_undated(brand)
        return
    st.markdown("No data yet. Upload one export, or try the demo brand.")
    with st.grid(2, min_column_width=300):
        with st.container(border=True, height="stretch"):
            st.subheader("Your own numbers", anchor=False)
            st.markdown(
                "Drop an export of X, Instagram, Facebook, LinkedIn, TikTok, YouTube, Pinterest, GA4, Google Ads, "
                "Meta Ads, Search Console or Mailchimp, or any table. It is recognised, checked and shown to you "
                "before anything is stored."
            )
            st.space("stretch")
            st.button("Upload an export", type="primary", icon=":material/upload:", on_click=go_to_upload)
        with st.container(border=True, height="stretch"):
            st.subheader("A brand to try things on", anchor=False)
            st.markdown(
                "120 days of a made-up brand with four channels. It is marked as a demo everywhere, never mixed with "
                "your numbers, and gone in one click."
            )
            st.space("stretch")
            demo_button()


def no_brand_yet() -> None:
    """Say that this place fills with the first import."""
    st.caption("There is no brand yet. The first import makes one, and this place fills.")
