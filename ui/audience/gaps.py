"""The largest real gaps in words, and who is behind: how far, how sure, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from learning.domain.audience import Gap, GapReport, GapTier, MixQuery
from learning.domain.brands import Brand
from learning.domain.trends import Scope
from learning.insights.segments import leading_gaps
from services.audience.gaps import under_performers
from services.glossary import GlossaryEntry
from ui.audience import reads as audience_reads
from ui.audience.words import (
    TIER_WORDS,
    capital,
    gap_finding,
    gap_numbers,
    looked_at_words,
    mix_words,
    segment_title,
    sureness_words,
)
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.problems import shown_problems

MOST_GAPS: Final = 5
MOST_BEHIND: Final = 5
HEADER: Final = (
    "Segment",
    "Metric",
    "How sure",
    "Value",
    "Rest",
    "Observed difference",
    "Difference after correction",
    "Low (95 %)",
    "High (95 %)",
    "Chance of no gap or the other sign",
    "q (Benjamini-Hochberg)",
    "n",
    "Counted",
    "Same posts compared",
    "About so many more needed",
)
_BADGES: Final = {GapTier.CONFIRMED: "green", GapTier.WORTH_TESTING: "orange"}


def show_gaps(brand: Brand, report: GapReport, glossary: Mapping[str, GlossaryEntry]) -> Gap | None:
    """Tell the largest gaps that are real or worth a test; return the one that somebody wants to see in detail."""
    chosen = leading_gaps(report.gaps, MOST_GAPS)
    sure = sum(gap.tier is GapTier.CONFIRMED for gap in chosen)
    st.subheader("What stands out" if sure else "Nothing stands out for certain", anchor=False)
    if report.reason:
        st.caption(f"{capital(report.reason)}.")
        return None
    opened = [gap for place, gap in enumerate(chosen) if _one_gap(place, gap, glossary[gap.metric])]
    if not chosen:
        st.markdown("No segment differs from the others by more than chance would make it. That is a result, too.")
    st.caption(looked_at_words(report))
    _export(brand, report, glossary)
    return opened[0] if opened else None


def _one_gap(place: int, gap: Gap, entry: GlossaryEntry) -> bool:
    with st.container(gap="xsmall"):
        arrow = ":material/trending_up:" if gap.shrunken > 0 else ":material/trending_down:"
        badge = f":{_BADGES[gap.tier]}-badge[{TIER_WORDS[gap.tier]}]"
        st.markdown(f"{arrow} **{gap_finding(gap, entry)}** {badge}")
        st.caption(f"{capital(gap_numbers(gap, entry))} {sureness_words(gap)}")
        return st.button("Trend and posts", key=f"gap_{place}", type="tertiary", icon=":material/chevron_right:")


def _export(brand: Brand, report: GapReport, glossary: Mapping[str, GlossaryEntry]) -> None:
    export_buttons(
        "Gaps between segments",
        HEADER,
        lambda: [_row(gap, glossary[gap.metric].label) for gap in report.gaps],
        context=context_of(brand, report.query.scope, basis=report.basis, notes=(looked_at_words(report),)),
    )


def _row(gap: Gap, label: str) -> tuple[object, ...]:
    return (
        segment_title(gap.segment),
        label,
        TIER_WORDS[gap.tier],
        gap.value,
        gap.rest,
        gap.lift,
        gap.shrunken,
        gap.low,
        gap.high,
        gap.false_sign_rate,
        gap.q_value,
        gap.n,
        gap.counted.value,
        "yes" if gap.paired else "no",
        gap.more_needed,
    )


def show_behind(brand: Brand, report: GapReport, glossary: Mapping[str, GlossaryEntry]) -> None:
    """List the segments that are behind the rest; what differs is read when somebody asks."""
    behind = leading_gaps(under_performers(report), MOST_BEHIND)
    st.subheader("Who is behind", anchor=False)
    if not behind:
        st.caption("No segment is behind the rest by more than chance would make it.")
        return
    for place, gap in enumerate(behind):
        entry = glossary[gap.metric]
        name = plain(segment_title(gap.segment))
        opened = st.expander(
            f"**{name}** · {entry.label.lower()}: {_how_far(gap, entry)} · {TIER_WORDS[gap.tier]}",
            key=f"behind_{place}",
            on_change="rerun",
        )
        if opened.open:
            with opened, shown_problems("what differs"):
                st.caption(f"{capital(gap_numbers(gap, entry))} {sureness_words(gap)}")
                _what_differs(brand, report.query.scope, gap, entry)


def _how_far(gap: Gap, entry: GlossaryEntry) -> str:
    return gap_numbers(gap, entry).split("; ", 1)[1].split(" (95", 1)[0]


def _what_differs(brand: Brand, scope: Scope, gap: Gap, entry: GlossaryEntry) -> None:
    words: Sequence[str] = mix_words(audience_reads.mix(brand, MixQuery(scope, gap.segment, gap.metric)), entry)
    st.markdown("What differs:")
    st.markdown("\n".join(f"- {one}" for one in words))
