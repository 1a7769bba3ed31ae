"""The blocks of the Audience page: each asks for one thing, draws it, and fails alone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.audience import AudienceOffer, Gap, GapQuery, GapReport, Segment
from learning.domain.brands import Brand
from learning.domain.trends import Scope
from services.glossary import GlossaryEntry
from ui import reads
from ui.audience import reads as audience_reads
from ui.audience.choice import gap_metrics, gap_splits
from ui.audience.detail import open_segment
from ui.audience.gaps import show_behind, show_gaps
from ui.audience.grid import choose_grid, show_grid
from ui.audience.journeys import show_journeys
from ui.audience.persona_effects import rate_of, show_persona_effects
from ui.audience.splits import show_devices, show_splits
from ui.frame import go_to_upload
from ui.imports.wording import plain
from ui.problems import shown_problems
from ui.wording import listed_words

NARROWEST: Final = 340
SPLITS_KEY: Final = "splits_menu"
DEVICES_KEY: Final = "devices_menu"
EFFECTS_KEY: Final = "persona_effects_menu"
JOURNEYS_KEY: Final = "journeys_menu"


def audience_page(brand: Brand, scope: Scope) -> None:
    """Draw everything below the filters."""
    offer = audience_reads.offer(brand)
    if not offer.dimensions:
        explain_missing_segments()
        _journeys(brand, scope)
        return
    glossary = reads.glossary(brand)
    # Lists, since a block that fails leaves them empty and the others stand.
    reports: list[GapReport] = []
    with shown_problems("the gaps"):
        reports.append(audience_reads.gaps(brand, GapQuery(scope, gap_splits(offer), gap_metrics(offer))))
    gaps = [gap for report in reports for gap in report.gaps]
    clicked: Segment | None = None
    entries: list[GlossaryEntry] = []
    picked: list[Gap] = []
    with shown_problems("the grid"), st.container(border=True):
        head = st.container(gap="xsmall")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            query = choose_grid(offer, glossary, scope)
        entries.append(glossary[query.metric])
        clicked = show_grid(brand, entries[0], query, gaps, head)
    for report in reports:
        picked += _gaps(brand, report, glossary)
    if not entries:
        return
    entry = entries[0]
    clicked = _below(brand, entry, scope, offer) or clicked
    _journeys(brand, scope)
    if picked:
        open_segment(brand, glossary[picked[0].metric], scope, picked[0].segment, gaps)
    elif clicked:
        open_segment(brand, entry, scope, clicked, gaps)


def _below(brand: Brand, entry: GlossaryEntry, scope: Scope, offer: AudienceOffer) -> Segment | None:
    """Draw what lies below the first screen when it is opened; return the segment that was clicked there."""
    clicked: Segment | None = None
    splits = offer.by(entry.name)
    if len(splits) > 1:
        names = listed_words([name.replace("_", " ") for name in splits])
        opened = st.expander(plain(f"{entry.label} by {names}"), key=SPLITS_KEY, on_change="rerun")
        if opened.open:
            with opened, shown_problems("the splits"):
                clicked = show_splits(brand, entry, scope, offer)
    if "device" in offer.beside(entry.name, "persona"):
        opened = st.expander("One persona across devices", key=DEVICES_KEY, on_change="rerun")
        if opened.open:
            with opened, shown_problems("the devices"):
                clicked = show_devices(brand, entry, scope) or clicked
    if "persona" in offer.by(entry.name):
        opened = st.expander("What works for whom", key=EFFECTS_KEY, on_change="rerun")
        if opened.open:
            with opened, shown_problems("what works for whom"):
                show_persona_effects(brand, rate_of(entry.name), scope)
    return clicked


def _journeys(brand: Brand, scope: Scope) -> None:
    opened = st.expander("Ways to a conversion, over parts and devices", key=JOURNEYS_KEY, on_change="rerun")
    if opened.open:
        with opened, shown_problems("the ways to a conversion"):
            show_journeys(brand, scope)


def _gaps(brand: Brand, report: GapReport, glossary: dict[str, GlossaryEntry]) -> list[Gap]:
    """Draw what stands out and who is behind; return the gap that somebody wants to see in detail."""
    picked: list[Gap] = []
    with st.grid(1 if report.reason else 2, min_column_width=NARROWEST):
        with shown_problems("the gaps"), st.container(border=True, height="stretch"):
            wanted = show_gaps(brand, report, glossary)
            picked += [wanted] if wanted else []
        if not report.reason:
            with shown_problems("who is behind"), st.container(border=True, height="stretch"):
                show_behind(brand, report, glossary)
    return picked


def explain_missing_segments() -> None:
    """Say which file would bring an audience, and lead to the upload."""
    with st.container(border=True):
        st.subheader("Need a persona column or tag rule; add in Data", anchor=False)
        st.markdown(
            "The exports of this brand tell what content did, not who saw it. An audience comes with any table that "
            "has a column **Persona**, **Device**, **Channel**, **Strategy**, **Country**, **Age** or **Gender** "
            "beside its numbers: an export of your own events, GA4 by device or country, YouTube by geography or "
            "viewer age, Google Ads by device."
        )
        st.button("Upload such an export", type="primary", icon=":material/upload:", on_click=go_to_upload)
