"""The brand's own past through naive and honest rules: tests of nothing, so every winner would be a false one."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from ui.experiments import reads as experiment_reads
from ui.experiments.charts import CourseLine, course_figure
from ui.experiments.words import lift_words
from ui.numbers import count_words


def replay_block(brand: Brand) -> None:
    """Draw how often each rule would have called a winner where there was none."""
    st.subheader("What would have fooled us", anchor=False)
    found = experiment_reads.replay(brand)
    past = experiment_reads.traffic(brand)
    if found is None:
        st.caption("This needs impressions and clicks by day, at least two days of them. Upload a daily export.")
        return
    days = count_words(len(past.days), "day")
    st.markdown(
        f"We split the last {days} of this brand at random into two halves, {found.tests:,} times. "
        "Nothing differed between them, so every winner is a false one. Then we looked every day."
    )
    with st.grid(3, min_column_width=210):
        _rule("Naive: p below 0.05", found.naive, "the usual calculator, looked at every day")
        _rule("Naive: chance to win over 95 %", found.naive_bayes, "a Bayesian tool with a flat prior")
        _rule("The rule used here", found.honest, "a range that holds at every look, and one look at the end")
    if found.example:
        _example(found.example, found.example_low, found.example_high)
    st.caption(f"Impressions and clicks of {days}; {found.tests:,} made-up tests; looked at {found.looks} times each.")


def _rule(name: str, share: float, words: str) -> None:
    with st.container(border=True, height="stretch"):
        st.metric(name, f"{100 * share:.1f}\u00a0%", help="Share of tests of nothing that it would have called.")
        st.caption(f"false winners, by {words}")


def _example(lifts: tuple[float, ...], lows: tuple[float, ...], highs: tuple[float, ...]) -> None:
    st.markdown(
        "**One of them.** The naive rule calls this one a winner on some day; the range here always holds zero."
    )
    days = tuple(float(day) for day in range(1, len(lifts) + 1))
    hover = tuple(
        f"day {day:g}: {lift_words(lift, low, high)}"
        for day, lift, low, high in zip(days, lifts, lows, highs, strict=True)
    )
    st.plotly_chart(
        course_figure([CourseLine("lift", days, lifts, lows, highs, hover)]),
        config={"displayModeBar": False},
        key="replay_chart",
        alt="Lift of a made-up test of nothing over the days, with the range that holds at every look",
    )
