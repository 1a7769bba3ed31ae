"""What an action rests on: in short on its card, and as it stood when somebody decided."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback_entries import LinkKind
from services.actions.cards import ActionCard
from services.insights.detail import InsightDetail
from services.insights.sentences import title_of
from ui import reads
from ui.actions import reads as action_reads
from ui.actions.reads import ACTION_KEY, PAGE
from ui.actions.then import feedback_then, proposal_then, test_then
from ui.actions.words import at_words, lift_words, sizes_words, title_words, verdict_words
from ui.addresses import go_to
from ui.content.post_words import post_words
from ui.experiments.list import PAGE as TESTS_PAGE
from ui.experiments.list import TEST_KEY
from ui.feedback.reads import behind
from ui.feedback.words import BEHIND_KEY
from ui.imports.wording import plain
from ui.insights.detail import insight_blocks
from ui.insights.list import badges_of, open_insight
from ui.insights.words import confidence_words, numbers_words
from ui.numbers import count_words

EVENT_KEY: Final = "as_of"
POSTS_NAMED: Final = 3
NOTES_NAMED: Final = 2
EXPERIMENT: Final = "experiment:"
FEEDBACK: Final = "feedback:"
BY_HAND: Final = "by hand"


def evidence_block(brand: Brand, card: ActionCard) -> None:
    """Draw why a change is proposed, and what that rests on: numbers with n and range, posts, the way to all of it."""
    draft = card.record.draft
    st.subheader("Why", anchor=False)
    st.markdown(plain(draft.reason))
    if card.insight is not None:
        _insight_in_short(brand, card.insight)
    elif draft.evidence.startswith(EXPERIMENT):
        number = draft.evidence.removeprefix(EXPERIMENT).split(":")[0]
        st.markdown(":material/science: A randomised A/B test showed it.")
        st.button(
            "Open the test",
            key="action_test",
            type="tertiary",
            on_click=go_to,
            args=(TESTS_PAGE,),
            kwargs={TEST_KEY: number},
        )
    elif draft.undo_of is not None:
        st.button(
            f"Open action {draft.undo_of}, which it takes back",
            key="action_undone",
            type="tertiary",
            on_click=go_to,
            args=(PAGE,),
            kwargs={ACTION_KEY: str(draft.undo_of)},
        )
    elif draft.evidence.startswith(FEEDBACK):
        st.markdown(":material/forum: What customers say suggests it.")
    else:
        words = "No data stands behind it: a person proposed it." if draft.evidence == BY_HAND else draft.evidence
        st.caption(f"Evidence: {plain(words)}")
    _notes(brand, card.record.id)


def _notes(brand: Brand, action_id: int) -> None:
    """The notes of customers that led to a change, and the way to their threads."""
    notes = behind(brand, LinkKind.ACTION, str(action_id))
    if not notes:
        return
    st.markdown(f":material/format_quote: **{count_words(len(notes), 'note')} of customers led to it**")
    for note in notes[-NOTES_NAMED:]:
        st.markdown(f"\u201c{plain(note.text)}\u201d")
    st.button(
        "Open the notes",
        key="action_notes",
        type="tertiary",
        icon=":material/account_tree:",
        on_click=go_to,
        args=("feedback",),
        kwargs={BEHIND_KEY: f"{LinkKind.ACTION}: {action_id}"},
    )


def _insight_in_short(brand: Brand, detail: InsightDetail) -> None:
    finding = detail.listed.insight.finding
    entry = reads.glossary(brand).get(finding.candidate.subject.metric)
    st.markdown(f":material/lightbulb: **{plain(title_of(finding))}** {badges_of(detail.listed)}")
    st.caption(f"{numbers_words(finding, entry)} · {confidence_words(detail.listed.insight.confidence)}")
    posts = [detail.cards[one] for one in finding.candidate.evidence.posts if one in detail.cards][:POSTS_NAMED]
    for post in posts:
        st.markdown(f"- {plain(post_words(post, 90))}")
    st.caption("Seen together in the data, not randomised: what goes together need not be the cause.")
    st.button(
        "Open the evidence",
        key="action_insight",
        type="tertiary",
        icon=":material/chevron_right:",
        on_click=open_insight,
        args=(detail.listed.insight.id,),
    )


def open_as_it_was(action_id: int, event_id: int) -> None:
    """Ask for the evidence as it stood at a line of the history."""
    go_to(PAGE, **{ACTION_KEY: str(action_id), EVENT_KEY: str(event_id)})


def page_as_it_was(brand: Brand, action_id: int, event_id: int) -> None:
    """Draw the evidence exactly as it stood when somebody decided."""
    page = action_reads.page_as_it_was(brand, action_id, event_id)
    record = action_reads.actions(brand, (action_id,))[0]
    st.button(
        f"Back to action {action_id}",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=go_to,
        args=(PAGE,),
        kwargs={ACTION_KEY: str(action_id)},
        key="back_to_action",
    )
    st.title(plain(title_words(record.draft)), anchor=False)
    st.info(f"The page as it stood on {at_words(brand, page.at)}. What is of today says so.", icon=":material/history:")
    st.markdown(f"**Why:** {plain(page.reason)}")
    if page.judgement is not None:
        st.markdown(verdict_words(page.judgement))
        st.caption(f"{sizes_words(page.judgement)}; {lift_words(page.judgement.primary)}")
    now = action_reads.evidence_now(brand, action_id)
    if page.proposal is not None:
        proposal_then(page, now)
    if page.test is not None:
        test_then(page.test, now.test)
    elif page.feedback is not None:
        feedback_then(brand, page.feedback, now.feedback)
    if page.insight is None:
        st.caption(f"Evidence: {plain(page.evidence)}")
        return
    _insight_now(brand, page.insight, now.insight)
    finding = page.insight.listed.insight.finding
    entry = reads.glossary(brand).get(finding.candidate.subject.metric)
    st.subheader(plain(title_of(finding)), anchor=False)
    st.markdown(f"{numbers_words(finding, entry)} {badges_of(page.insight.listed)}")
    st.caption(
        f"{confidence_words(page.insight.listed.insight.confidence)} · data version "
        f"{page.insight.listed.insight.data_version}"
    )
    insight_blocks(brand, page.insight, entry)


def _insight_now(brand: Brand, then: InsightDetail, now: InsightDetail | None) -> None:
    """Say in a line what the finding says today, beside the page of then."""
    if now is None:
        st.warning("This insight is gone today: the data behind it were taken back.", icon=":material/link_off:")
        return
    before, after = then.listed.insight, now.listed.insight
    same = before.data_version == after.data_version and before.finding == after.finding
    entry = reads.glossary(brand).get(after.finding.candidate.subject.metric)
    today = "the same" if same else numbers_words(after.finding, entry)
    st.caption(
        f":material/today: Today: {today} · {confidence_words(after.confidence)} · data version {after.data_version}"
    )
