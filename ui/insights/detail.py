"""One insight from the sentence down to the last run: chart, reasons, doubts, posts, tests, notes, history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.insights import Insight, InsightStatus
from learning.domain.platforms import platform_name
from learning.domain.trends import Scope
from services.actions.damping import hold_words
from services.glossary import GlossaryEntry
from services.insights.deciding import mark_seen
from services.insights.detail import InsightDetail
from services.insights.sentences import advice_of, title_of
from ui import reads, runtime
from ui.addresses import go_to
from ui.calendar_words import age_words, day_words, range_words
from ui.content.drilldown import open_post, open_posts
from ui.content.post_words import post_words, published_words
from ui.experiments.list import TEST_KEY
from ui.imports.wording import plain
from ui.insights import reads as insight_reads
from ui.insights.charts import confidence_figure, metrics_figure
from ui.insights.decide import decide_bar
from ui.insights.list import PAGE, arrow_of, badges_of
from ui.insights.operation_words import operation_words
from ui.insights.quotes import quote_block
from ui.insights.words import (
    IMPLEMENTATION_WORDS,
    PRIORITY_HELP,
    PRIORITY_WORDS,
    STANCE_WORDS,
    confidence_words,
    driver_words,
    impact_words,
    is_correlation,
    mind_words,
    numbers_words,
    rival_words,
    theme_words,
    why_words,
)
from ui.numbers import change_words, count_words
from ui.problems import shown_problems

MOST_POSTS: Final = 8
MOST_DRIVERS: Final = 5
TESTS_PAGE: Final = "ab_tests"
POST_FILTERS: Final = ("platform", "account", "format", "topic", "hook", "generator", "strategy", "campaign")
SEGMENT_FILTERS: Final = ("persona", "device", "channel")


def insight_detail(brand: Brand, insight_id: int) -> None:
    """Draw one insight; looking at it marks it as seen."""
    if insight_reads.detail(brand, insight_id).listed.insight.status is InsightStatus.NEW:
        mark_seen(runtime.services().store, brand.id, insight_id)
    detail = insight_reads.detail(brand, insight_id)
    entry = reads.glossary(brand).get(detail.listed.insight.finding.candidate.subject.metric)
    _head(brand, detail, entry)
    with shown_problems("what can be done about it"):
        decide_bar(brand, detail)
    insight_blocks(brand, detail, entry)


def insight_blocks(brand: Brand, detail: InsightDetail, entry: GlossaryEntry | None) -> None:
    """Draw everything behind an insight, as it stands in the record: of now, or of an earlier decision."""
    with shown_problems("the figure"), st.container(border=True):
        _figure(detail)
    with st.grid(2, min_column_width=320):
        with shown_problems("the reasons"), st.container(border=True, height="stretch"):
            _why(detail, entry)
        with shown_problems("what would change it"), st.container(border=True, height="stretch"):
            _mind(detail)
        with shown_problems("what else it could be"), st.container(border=True, height="stretch"):
            _rivals(detail)
        with shown_problems("tests and notes"), st.container(border=True, height="stretch"):
            _bearings(detail)
    with shown_problems("the posts"), st.container(border=True):
        _posts(brand, detail)
    with shown_problems("the history"), st.container(border=True):
        _history(detail)


def _head(brand: Brand, detail: InsightDetail, entry: GlossaryEntry | None) -> None:
    one = detail.listed.insight
    st.button(
        "All insights", icon=":material/arrow_back:", type="tertiary", on_click=go_to, args=(PAGE,), key="all_insights"
    )
    st.title(plain(title_of(one.finding)), anchor=False)
    st.markdown(f"{arrow_of(detail.listed)} {numbers_words(one.finding, entry)} {badges_of(detail.listed)}")
    parts = [
        confidence_words(one.confidence),
        f"{PRIORITY_WORDS[one.priority]} priority",
        impact_words(one, reads.glossary(brand)),
        f"renewed {age_words(_moment(one.renewed_at), runtime.now())}",
        IMPLEMENTATION_WORDS[detail.implementation],
        f"data version {one.data_version}",
    ]
    st.caption(" · ".join(part for part in parts if part), help=PRIORITY_HELP)
    if one.mark:
        st.warning(plain(one.mark), icon=":material/history_toggle_off:")
    held = detail.listed.held_by
    if held is not None:
        st.info(
            f"Shown below others: {plain(hold_words(held))} It can be proposed with a reason that says what is "
            "different now.",
            icon=":material/history:",
        )
    damped = detail.listed.damped_by
    if damped is not None:
        st.info(f"Shown below all others: {plain(damped.who)} dismissed findings like it, “{plain(damped.reason)}”.")


def _figure(detail: InsightDetail) -> None:
    rows = [detail.listed, *detail.like]
    known = [row.insight.finding for row in rows if row.insight.finding.low is not None]
    st.subheader(
        "How large is it?" if len(known) < 2 else "How large is it, and on which metrics does it show?", anchor=False
    )
    if not known:
        st.caption("This is a count, not an estimate: it has no range.")
        return
    metrics = f"{count_words(len(known), 'metric')} on which it stands · " if len(known) > 1 else ""
    what = (
        "rank correlation (0 is no connection, +1 and −1 a complete one)"
        if any(is_correlation(one) for one in known)
        else "relative difference"
    )
    words = f"{metrics}{what} with its 95 % range, corrected for having been picked out"
    st.caption(words[:1].upper() + words[1:])
    st.plotly_chart(metrics_figure(known), key="insight_figure", width="stretch", config={"displayModeBar": False})


def _why(detail: InsightDetail, entry: GlossaryEntry | None) -> None:
    st.subheader("Why?", anchor=False)
    candidate = detail.listed.insight.finding.candidate
    _lines(
        [
            *theme_words(candidate),
            *operation_words(candidate),
            *why_words(detail.explanation.why, entry, detail.listed.insight.finding),
        ]
    )
    if candidate.evidence.drivers:
        st.markdown("**What explains it**")
        _lines([driver_words(one) for one in candidate.evidence.drivers[:MOST_DRIVERS]])
    first, last = candidate.evidence.first, candidate.evidence.last
    if first is not None and last is not None:
        st.caption(f"Days looked at: {range_words(first, last)}{_filters_words(candidate.evidence.filters)}")
    advice = advice_of(detail.listed.insight.finding)
    if advice:
        st.markdown("**What to do**")
        _lines([plain(one) for one in advice])


def _filters_words(filters: Sequence[tuple[str, str]]) -> str:
    named = [f"{name} {platform_name(value) if name == 'platform' else value}" for name, value in filters]
    return plain(f" · shown by the filters {', '.join(named)}") if named else ""


def _mind(detail: InsightDetail) -> None:
    st.subheader("What would change my mind?", anchor=False)
    finding = detail.listed.insight.finding
    _lines([mind_words(one, finding) for one in detail.explanation.mind])
    half_life = detail.settings.half_life_days
    st.caption(f"Without new evidence its confidence halves every {half_life:g} days.")


def _rivals(detail: InsightDetail) -> None:
    st.subheader("What else could it be?", anchor=False)
    if not detail.explanation.rivals:
        st.caption("Nothing else that is known differs along with it.")
        return
    _lines([rival_words(one) for one in detail.explanation.rivals])


def _bearings(detail: InsightDetail) -> None:
    st.subheader("What else is known?", anchor=False)
    why = detail.explanation.why
    for one in why.tests:
        st.markdown(
            f":material/science: The test “{plain(one.test.name)}” {STANCE_WORDS[one.stance]}: "
            f"{change_words(one.test.low)} to {change_words(one.test.high)} (95 % interval, randomised)."
        )
        st.button(
            "Open the test",
            key=f"test_{one.test.id}",
            type="tertiary",
            on_click=go_to,
            args=(TESTS_PAGE,),
            kwargs={TEST_KEY: str(one.test.id)},
        )
    quote_block(why.quotes)
    for note in why.notes:
        st.markdown(f":material/sticky_note_2: {range_words(note.first, note.last)}: {plain(note.text)}")
    if not (why.tests or why.quotes or why.notes):
        st.caption("No test on it has ended, and nobody noted anything for these days.")


def _posts(brand: Brand, detail: InsightDetail) -> None:
    candidate = detail.listed.insight.finding.candidate
    cards = [detail.cards[one] for one in candidate.evidence.posts if one in detail.cards]
    noun = candidate.counted.value.removesuffix("s")
    st.subheader("Which posts show it?" if cards or noun == "post" else "What does it rest on?", anchor=False)
    if cards:
        st.caption("The most telling first, among those that many saw.")
    for card in cards[:MOST_POSTS]:
        if st.button(
            f"{plain(post_words(card, 90))} · {published_words(card)}",
            key=f"evidence_{card.content_id}",
            type="tertiary",
            icon=":material/article:",
        ):
            open_post(brand, card)
    scope = _scope(brand, detail.listed.insight)
    if scope is None:
        if not cards:
            st.caption(f"It rests on {count_words(candidate.n, noun, noun + 's')} together, not on single ones.")
        return
    metric = candidate.subject.metric
    if st.button("All posts behind it", key="evidence_all", icon=":material/manage_search:"):
        open_posts(brand, scope, metric, title_of(detail.listed.insight.finding))


def _scope(brand: Brand, one: Insight) -> Scope | None:
    """The days and filters under which the posts of an insight are found; None where no filter names them."""
    evidence = one.finding.candidate.evidence
    span = reads.available(brand).span
    known = {*POST_FILTERS, *SEGMENT_FILTERS} & {*reads.available(brand).dimensions, "platform", "account"}
    filters = {name: (value,) for name, value in evidence.filters if name in known}
    if span is None or not filters or len(filters) < len(evidence.filters):
        return None
    first, last = evidence.first or span[0], evidence.last or span[1]
    return Scope(brand.id, first, max(last, first + timedelta(days=1)), filters)


def _history(detail: InsightDetail) -> None:
    one = detail.listed.insight
    st.subheader("How sure was each run?", anchor=False)
    found = sum(line.confidence is not None for line in detail.sightings)
    runs = count_words(len(detail.sightings), "run")
    st.caption(f"Found by {found} of {runs} since {day_words(_moment(one.first_seen).date())}")
    if len(detail.sightings) > 1:
        figure = confidence_figure(detail.sightings, one, int(runtime.now().timestamp()), detail.settings)
        st.plotly_chart(figure, key="insight_history", width="stretch", config={"displayModeBar": False})
    if one.decided_at is not None:
        word = {InsightStatus.DISMISSED: "Dismissed", InsightStatus.ACCEPTED: "Accepted"}.get(one.status, "Decided")
        reason = f": {plain(one.reason)}" if one.reason else ""
        st.markdown(f"{word} by {plain(one.who)} on {day_words(_moment(one.decided_at).date())}{reason}")


def _lines(words: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {one}" for one in words))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
