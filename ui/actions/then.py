"""What somebody saw when they decided, beside what the same says today."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.metrics.words import metric_words
from services.actions.evidence import Evidence, FeedbackEvidence, ProposalEvidence, TestEvidence
from services.actions.pages import EvidencePage
from ui.actions import reads as action_reads
from ui.actions.words import value_words
from ui.experiments.effects import version_rows
from ui.experiments.words import headline_words
from ui.imports.wording import plain
from ui.numbers import change_words, count_words

QUOTES: Final = 5


def proposal_then(page: EvidencePage, now: Evidence) -> None:
    """Draw the proposal that was decided about, beside what it and the data are today."""
    then, today = page.proposal, now.proposal
    if then is None:
        return
    rows = [
        ("Round", f"{then.round}", f"{today.round}"),
        ("Change", _change(then), _change(today)),
        ("For", _people(then), _people(today)),
        ("Expected", _expected(then), _expected(today)),
        ("Guardrails", _rails(then), _rails(today)),
        ("Stages", _stages(then), _stages(today)),
        (
            "Programs get",
            f"{plain(value_words(then.live_value))} (version {then.live_version})",
            f"{plain(value_words(today.live_value))} (version {today.live_version})",
        ),
        ("Version of the data", f"{then.data_version:,}", f"{today.data_version:,}"),
    ]
    lines = ["| | Then | Today |", "|---|---|---|"]
    lines += [f"| {name} | {before} | {'the same' if before == after else after} |" for name, before, after in rows]
    st.markdown("\n".join(lines))


def test_then(then: TestEvidence, now: TestEvidence | None) -> None:
    """Draw the numbers of a test as whoever decided saw them."""
    design, report = then.read()
    st.subheader(f"A/B test: {plain(then.name)}", anchor=False)
    chosen = f" {plain(then.arm)}" if then.arm else ""
    note = f": “{plain(then.note)}”" if then.note else ""
    st.markdown(f"**{plain(headline_words(design, report))}**")
    st.caption(f"{plain(then.who)} decided: {then.choice.replace('_', ' ')}{chosen}{note}")
    st.dataframe(
        version_rows(design, report, design.primary),
        hide_index=True,
        alt=f"Versions of {then.name} as they stood then, by {design.primary.name}",
    )
    st.caption(f"{report.n:,.0f} people, data version {report.data_version} of the test.")
    if now is None:
        st.warning("This test is gone today: the files behind it were taken back.", icon=":material/link_off:")
    elif now.data_version != report.data_version:
        st.warning(
            f"Data of this test came or went since: it is at version {now.data_version} today. The decision stays as "
            "it was, with these numbers.",
            icon=":material/history_toggle_off:",
        )
    else:
        st.caption(":material/today: Today: the data of the test are the same.")


def feedback_then(brand: Brand, then: FeedbackEvidence, now: FeedbackEvidence | None) -> None:
    """Draw the suggestion that was decided about, and which of its notes are still there."""
    st.subheader("What customers said", anchor=False)
    st.markdown(f"{plain(then.change)}. {plain(then.reasoning)}; confidence {then.confidence:.2f}.")
    for text in action_reads.notes_of(brand, then)[:QUOTES]:
        st.markdown(f"> {plain(text)}")
    gone = len(then.notes) - len(now.notes if now is not None else ())
    if gone > 0:
        st.warning(f"{count_words(gone, 'note')} behind it was removed since.", icon=":material/link_off:")
    else:
        st.caption(f":material/today: Today: all {count_words(len(then.notes), 'note')} behind it are there.")


def _change(one: ProposalEvidence) -> str:
    return f"{plain(value_words(one.from_value))} → {plain(value_words(one.to_value))}"


def _people(one: ProposalEvidence) -> str:
    return plain(" · ".join(one.context.values())) or "everybody"


def _expected(one: ProposalEvidence) -> str:
    low, high = one.expected.low, one.expected.high
    span = "no range" if low is None or high is None else f"{change_words(low)} to {change_words(high)}"
    return f"{plain(metric_words(one.expected.metric))}: {span}"


def _rails(one: ProposalEvidence) -> str:
    told = [f"{plain(metric_words(rail.metric))} may fall by {rail.margin:.0%}" for rail in one.guardrails]
    return ", ".join(told) or "none"


def _stages(one: ProposalEvidence) -> str:
    return f"{' → '.join(f'{share:.0%}' for share in one.ramp)}, {one.holdout:.0%} held out"
