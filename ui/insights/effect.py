"""How well the learning of a brand does: guesses, speed, and what held up later."""

from __future__ import annotations

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.estimates import Estimate, Share
from learning.metrics.definitions import MetricUnit
from services.learning_effect import read_learning_effect
from ui import runtime
from ui.imports.wording import plain
from ui.numbers import count_words, interval_words, value_words
from ui.problems import shown_problems

KEY = "learning_effect"


def effect_block(brand: Brand) -> None:
    """Offer the measures of the learning; they are read when somebody opens them."""
    opened = st.expander("How well does the learning do?", key=KEY, on_change="rerun")
    if opened.open:
        with opened, shown_problems("how well the learning does"):
            _show(brand)


def _show(brand: Brand) -> None:
    found = read_learning_effect(runtime.services().store, brand)
    st.markdown("**Were guesses right, made before the result was seen?**")
    lines = [guess_words(one) for one in found.guesses]
    st.markdown("\n".join(f"- {line}" for line in lines) or "Not computable: nobody has guessed what is decided yet.")
    st.markdown(
        "\n".join(
            (
                f"- From an insight to the measured end of its change: {days_words(found.days_to_measured)}",
                f"- Insights found again on later data with the same sign: {part_words(found.insights_held)}",
                f"- Kept changes that nobody took back since: {part_words(found.kept_held, 'change')}",
            )
        )
    )
    st.caption("Each test, change and insight counts once. Insights whose data was taken back count nowhere.")


def guess_words(one: Share) -> str:
    """Write how often somebody was right."""
    spread = interval_words(one.low, one.high, MetricUnit.RATE)
    rate = value_words(one.rate, MetricUnit.RATE)
    return f"{plain(one.name)}: **{one.hits:,} of {one.n:,} right**, {rate} ({spread})"


def part_words(one: Estimate, noun: str = "insight") -> str:
    """Write a part with its range and n, or why there is none."""
    if one.value is None:
        return f"not computable: {one.reason}"
    spread = interval_words(one.low, one.high, MetricUnit.RATE)
    return f"**{value_words(one.value, MetricUnit.RATE)}** ({spread}; {count_words(one.n, noun)})"


def days_words(one: Estimate) -> str:
    """Write a median of days with its range and n, or why there is none."""
    if one.value is None:
        return f"not computable: {one.reason}"
    spread = interval_words(one.low, one.high, MetricUnit.NUMBER) or f"no range: {one.reason}"
    return (
        f"**{value_words(one.value, MetricUnit.NUMBER)} days**, the median ({spread}; {count_words(one.n, 'change')})"
    )
