"""The fields of how insights are found and kept."""

from __future__ import annotations

import streamlit as st

from services.insights.settings import LARGEST_EFFECT, LEAST_MARK, MOST_DRAFTS, InsightSettings, detector_names


def insight_fields(held: InsightSettings) -> InsightSettings:
    """Draw them within a form, and return what they say."""
    st.markdown("**From insight to change**")
    sure, half_life, large = _changes(held)
    efficiency, recovery, drafts = _programs_and_tests(held)
    st.markdown("**What is looked for**")
    history, patterns, watch = _switches(held)
    off = st.multiselect(
        "Leave out", detector_names(), list(held.detectors_off), key="learn_off", placeholder="nothing"
    )
    return InsightSettings(
        sure / 100,
        half_life,
        history,
        patterns,
        tuple(sorted(off)),
        efficiency / 100,
        recovery / 100,
        int(drafts),
        round(large / 100, 6),
        watch,
    )


def _changes(held: InsightSettings) -> tuple[float, float, float]:
    with st.container(horizontal=True, gap="small"):
        sure = st.number_input(
            "Sure enough for a change from (%)",
            0.0,
            100.0,
            held.minimum_confidence * 100,
            5.0,
            key="learn_sure",
            width=260,
            help="The default is 70 %.",
        )
        half_life = st.number_input(
            "Half life in days",
            0.1,
            365.0,
            held.half_life_days,
            1.0,
            key="learn_half_life",
            width=200,
            help="After so many days without new data an insight counts half. The default is 7.",
        )
        large = st.number_input(
            "Large enough for a change from (%)",
            0.0,
            LARGEST_EFFECT * 100,
            held.smallest_effect * 100,
            1.0,
            key="learn_large",
            width=280,
            help="An insight whose effect is smaller, up or down, becomes no proposal. The default is 5 %.",
        )
    return sure, half_life, large


def _switches(held: InsightSettings) -> tuple[bool, bool, bool]:
    patterns = st.toggle("Look for insights", held.pattern_recognition, key="learn_patterns")
    history = st.toggle(
        "Learn from posts of any age",
        held.historical_learning,
        key="learn_history",
        help="Else from those of the last quarter of a year.",
    )
    watch = st.toggle(
        "Watch how posts do",
        held.performance_tracking,
        key="learn_watch",
        help="Posts far above or below the brand's benchmark are reported to the loop of feedback.",
    )
    return history, patterns, watch


def _programs_and_tests(held: InsightSettings) -> tuple[float, float, int]:
    least = LEAST_MARK * 100
    with st.container(horizontal=True, gap="small"):
        efficiency = st.number_input(
            "A program's time to what succeeds, at least (%)",
            least,
            100.0,
            held.efficiency_mark * 100,
            5.0,
            key="learn_efficiency",
            width=320,
            help="Where clearly less of its time goes to what succeeds, an insight says so. The default is 70 %.",
        )
        recovery = st.number_input(
            "Its failures made good, at least (%)",
            least,
            100.0,
            held.recovery_mark * 100,
            5.0,
            key="learn_recovery",
            width=260,
            help="Within half an hour in the same session. The default is 50 %.",
        )
        drafts = st.number_input(
            "Drafts of tests that wait at once",
            0,
            MOST_DRAFTS,
            held.test_drafts,
            key="learn_drafts",
            width=260,
            help="Each night the system drafts tests of what is worth one; a person starts or removes them. "
            "The default is 3; 0 is none.",
        )
    return efficiency, recovery, drafts
