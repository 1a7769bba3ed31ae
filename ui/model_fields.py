"""The fields of when a brand's models learn anew."""

from __future__ import annotations

import streamlit as st

from services.models.rhythm import TrainingRhythm
from services.models.training import FEWEST_NEW, MOST_NEW


def model_fields(retrain_after: int, rhythm: TrainingRhythm) -> tuple[int, TrainingRhythm]:
    """Draw them within a form, and return what they say."""
    st.markdown("**Models of posts**")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        posts = st.number_input(
            "New posts before a model is trained again",
            FEWEST_NEW,
            MOST_NEW,
            retrain_after,
            key="learn_retrain",
            width=320,
            help="What is told of posts beforehand is learned anew once so many came. The default is 10.",
        )
        chosen = st.selectbox(
            "Learn anew",
            [one.value for one in TrainingRhythm],
            list(TrainingRhythm).index(rhythm),
            format_func=str.capitalize,
            key="learn_rhythm",
            width=200,
            help="On Wednesdays, or on the first one of the month. What was never learned is learned within the hour.",
        )
    return posts, TrainingRhythm(chosen)
