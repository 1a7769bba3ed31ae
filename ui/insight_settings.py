"""How insights are looked for: the settings of a brand, behind a button on their page."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from services.insights.settings import InsightSettings, detector_names, read_settings, set_settings
from ui import runtime
from ui.problems import shown_problems


def settings_button(brand: Brand) -> None:
    """Offer the settings."""
    with st.popover(
        "Settings", icon=":material/tune:", type="tertiary", key="insight_settings", on_change="rerun"
    ) as it:
        if it.open:
            with shown_problems("the settings"):
                _form(brand)


def _form(brand: Brand) -> None:
    with runtime.services().store.read() as work:
        known = read_settings(work, brand.id)
    with st.form("insight_settings_form", border=False):
        sure = st.slider(
            "Sure enough for a change from",
            0,
            100,
            round(known.minimum_confidence * 100),
            format="%d %%",
            help="Only insights of this confidence may become proposals.",
        )
        half_life = st.number_input(
            "Half life of confidence, in days", 0.1, 365.0, float(known.half_life_days), step=1.0
        )
        looks = st.toggle("Look for patterns", known.pattern_recognition)
        history = st.toggle(
            "Learn from all of history", known.historical_learning, help="Off: only posts of the last 91 days teach."
        )
        off = st.multiselect(
            "Do not look for",
            detector_names(),
            [name for name in known.detectors_off if name in detector_names()],
            format_func=lambda name: name.replace("_", " "),
        )
        if st.form_submit_button("Save", type="primary"):
            wanted = InsightSettings(sure / 100, float(half_life), history, looks, tuple(sorted(off)))
            with runtime.services().store.write() as work:
                set_settings(work, brand.id, wanted)
                work.commit()
            st.rerun()
