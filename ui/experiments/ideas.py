"""What the finished tests of a brand teach: ideas for the next one, what usually works here, who predicted well."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_records import SYSTEM
from learning.experiments.library import TagEffect
from services.experiments.library import Suggestion, Tag
from services.experiments.prediction_scores import PredictionScore
from ui.addresses import TAB_KEY, go_to
from ui.experiments import reads as experiment_reads
from ui.experiments.charts import EffectRow, effect_figure
from ui.experiments.list import PAGE
from ui.experiments.words import chance_words, lift_range_words
from ui.imports.wording import plain
from ui.numbers import change_words, count_words

NEW_TAB: Final = "New test"
IDEA: Final = "_idea"
TAG_WORDS: Final = {Tag.HOOK: "Hook", Tag.TOPIC: "Topic", Tag.SEGMENT: "Segment"}


def ideas_block(brand: Brand) -> None:
    """Draw ideas for the next test, those first whose answer is worth most."""
    st.subheader("What to test next", anchor=False)
    found = experiment_reads.suggestions(brand, None)
    if not found:
        st.markdown(
            "**Start from a hook.** Take your best post, change only its first line to a question, a number or a "
            "story, and show each version to half of the people."
        )
        st.button("Design this test", icon=":material/science:", key="idea_first", on_click=_use, args=("", "question"))
        return
    st.caption("Those first whose answer is worth most: much to gain, and not known yet.")
    for place, idea in enumerate(found):
        _idea(idea, place)


def _idea(idea: Suggestion, place: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap="xsmall", width="stretch"):
            st.markdown(f"**{TAG_WORDS.get(idea.tag, 'Idea')}: {plain(idea.value)}** · {plain(idea.reason)}")
            expected = f"Expect {change_words(idea.expected)} ({lift_range_words(idea.low, idea.high)})"
            worth = f"testing instead of guessing is worth about {change_words(idea.worth)}"
            st.caption(f"{expected}, chance to win {chance_words(idea.chance_to_win)}; {worth}.")
        topic, hook = (idea.value if idea.tag is tag else "" for tag in (Tag.TOPIC, Tag.HOOK))
        st.button("Design it", key=f"idea_{place}", type="tertiary", on_click=_use, args=(topic, hook))


def _use(topic: str, hook: str) -> None:
    st.session_state[IDEA] = (topic, hook)
    go_to(PAGE, **{TAB_KEY: NEW_TAB})


def works_block(brand: Brand) -> None:
    """Draw what usually works here, by hook, topic or segment."""
    names = {words: tag for tag, words in TAG_WORDS.items()}
    metrics = experiment_reads.tags(brand).get("metric", ())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.segmented_control("By", list(names), default="Hook", key="works_by", required=True)
        metric = st.selectbox("Metric", metrics, index=None, placeholder="Any metric", key="works_metric")
    tag = names[chosen or "Hook"]
    found = experiment_reads.works(brand, tag, metric)
    if not found:
        st.subheader("What usually works here", anchor=False)
        st.caption(f"No finished test carries a {tag.value} yet. Name it when you design or import a test.")
        return
    best = max(found, key=lambda one: one.lift)
    sure = best.low > 0
    finding = f"{best.tag} usually helps" if sure else f"No {tag.value} stands out yet"
    st.subheader(plain(f"{finding[0].upper()}{finding[1:]}"), anchor=False)
    tests = sum(one.tests for one in found)
    st.caption(f"Mean lift by {tag.value}, with 95 % range · {count_words(tests, 'finished test')}")
    rows = [_tag_row(one) for one in sorted(found, key=lambda one: -one.lift)]
    st.plotly_chart(
        effect_figure(rows),
        config={"displayModeBar": False},
        key="works_chart",
        alt=f"Mean lift of finished tests by {tag.value}, with 95 % ranges",
    )
    st.caption(
        "Random-effects mean of the finished tests of each tag, drawn towards that of all tests: few tests say little. "
        "Each test was randomised; which tests were run was not."
    )


def _tag_row(one: TagEffect) -> EffectRow:
    name = f"{one.tag} ({count_words(one.tests, 'test')})"
    hover = f"{name}: {change_words(one.lift)} ({lift_range_words(one.low, one.high)}), alone {change_words(one.raw)}"
    return EffectRow(name, one.lift, one.low, one.high, hover)


def scores_block(brand: Brand) -> None:
    """Draw how good the predictions of people and of Bellwether were."""
    st.subheader("Who predicts well", anchor=False)
    found = experiment_reads.scores(brand)
    if not any(one.predictions for one in found):
        st.caption("Nobody's prediction can be scored yet: that takes a decided test with a clear answer.")
        return
    st.dataframe(
        pd.DataFrame([_score_row(one) for one in found]),
        hide_index=True,
        alt="Predictions of people and of Bellwether: how many, how often right, Brier score",
    )
    st.caption(
        "Right = the version named came out, or none did where none was named. Brier score: the squared miss of the "
        "stated chance; 0 is best, always saying 50 % gives 0.25. Few predictions tell little."
    )


def _score_row(one: PredictionScore) -> dict[str, object]:
    accuracy = "–" if one.accuracy is None else f"{one.accuracy:.0%} ({one.right} of {one.predictions})"
    return {
        "Who": "Bellwether" if one.who == SYSTEM else one.who,
        "Predictions (n)": one.predictions,
        "Right": accuracy,
        "Brier score": "–" if one.brier is None else f"{one.brier:.3f}",
        "Lift missed by": "–" if one.lift_error is None else f"{100 * one.lift_error:.1f} points",
        "Opened without": one.skipped,
    }
