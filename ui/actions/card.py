"""One action on its card: what changes, why, what is expected, the risk, the plan, the way back, what was measured."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.actions import LIVE_STATES, ActionState
from learning.domain.brands import Brand
from learning.domain.judgements import HOLDOUT, Judgement
from learning.governance.reasons import reason_of
from learning.governance.risk import risk_of
from learning.metrics.words import metric_words
from services.actions.cards import ActionCard
from services.actions.damping import hold_words
from ui.actions import reads as action_reads
from ui.actions.alarm import alarm_block, restored_block
from ui.actions.decide import decide_bar
from ui.actions.evidence import evidence_block
from ui.actions.history import history_block, votes_block
from ui.actions.reads import PAGE
from ui.actions.words import (
    BY_ADVICE,
    FINDING_WORDS,
    affected_words,
    at_words,
    context_words,
    expected_words,
    lift_words,
    risk_badge,
    risk_words,
    sentence,
    sizes_words,
    stage_words,
    state_badge,
    title_words,
    value_words,
    verdict_words,
)
from ui.addresses import go_to
from ui.components.list import component_button
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

RANDOMISED: Final = "The holdout never met the change, so the difference is what the change did."
BEFORE_AND_AFTER: Final = "Compared with the time before, not with a holdout: it suggests an effect at most."


def action_card(brand: Brand, action_id: int) -> None:
    """Draw one action as it stands at this moment."""
    card = action_reads.card(brand, action_id)
    _head(brand, card)
    with shown_problems("what can be done about it"):
        decide_bar(brand, card)
    if card.record.state in LIVE_STATES or card.report is not None or card.ledger is not None:
        with shown_problems("what was measured"), st.container(border=True):
            _measured(brand, card)
    with st.grid(2, min_column_width=320):
        with shown_problems("the change"), st.container(border=True, height="stretch"):
            _change(card)
        with shown_problems("the reasons"), st.container(border=True, height="stretch"):
            evidence_block(brand, card)
        with shown_problems("the expectation"), st.container(border=True, height="stretch"):
            _expected(card)
        with shown_problems("the plan"), st.container(border=True, height="stretch"):
            _plan(brand, card)
        with shown_problems("the way back"), st.container(border=True, height="stretch"):
            _undo(card)
        with shown_problems("the approvals"), st.container(border=True, height="stretch"):
            votes_block(brand, card)
    with shown_problems("the history"), st.container(border=True):
        history_block(brand, card)


def _head(brand: Brand, card: ActionCard) -> None:
    record, draft = card.record, card.record.draft
    st.button(
        "All actions", icon=":material/arrow_back:", type="tertiary", on_click=go_to, args=(PAGE,), key="all_actions"
    )
    st.title(plain(title_words(draft)), anchor=False)
    st.markdown(f"{state_badge(record.state)} {risk_badge(risk_of(draft))}")
    parts = [
        f"Action {record.id}",
        f"proposed by {plain(draft.author)} on {at_words(brand, draft.created_at)}",
        f"round {record.round}" if record.round else "",
        stage_words(record),
    ]
    st.caption(" · ".join(part for part in parts if part))
    alarm_block(brand, card)
    if card.hold is not None:
        st.warning(
            f"{plain(hold_words(card.hold))} The reason of this proposal should say what is different now.",
            title="Something like this failed lately",
            icon=":material/history:",
        )
    if card.pinned:
        st.warning(
            f"{sentence(plain(card.pinned))} It can be approved all the same; it starts once the pin is over or "
            f"somebody unpins it on the page of {plain(draft.component)}.",
            title="Pinned: it does not start now",
            icon=":material/keep:",
        )
    if card.flag:
        st.warning(f"{sentence(plain(card.flag))}.", icon=":material/link_off:")
    if record.state is ActionState.PAUSED:
        st.warning(f"Paused: {plain(record.progress.cause)}.", icon=":material/pause:")
    elif record.progress.cause and record.state is ActionState.IN_REVIEW:
        st.warning(
            f"{sentence(plain(record.progress.cause))}. Earlier approvals no longer count, and it does not start by "
            "itself. Ask whether it was started, changed or withdrawn since then; then approve, reject or withdraw it.",
            title="Approved before the database was restored",
            icon=":material/settings_backup_restore:",
        )
    elif record.progress.cause and record.state is not ActionState.ROLLED_BACK:
        st.info(plain(record.progress.cause), icon=":material/info:")
    if card.review is not None:
        st.warning(
            f"{plain(card.review.bypassed_by)} started this past the approval. Somebody else owes it a look until "
            f"{at_words(brand, card.review.due_at)}.",
            icon=":material/policy:",
        )
    restored_block(brand, card)


def _change(card: ActionCard) -> None:
    draft = card.record.draft
    st.subheader("What changes", anchor=False)
    before, after = (plain(value_words(value)) for value in (draft.from_value, draft.to_value))
    now = "Before" if card.record.progress.started_at is not None else "Now"
    st.markdown(f"| {now} | After |\n|---|---|\n| {before} | **{after}** |")
    if draft.operation in BY_ADVICE:
        st.caption(f"For {context_words(draft)}. No program reads it: a person does it.")
    else:
        st.caption(
            f"Parameter **{plain(draft.name)}** of {plain(draft.component)} ({plain(draft.operation)}), for "
            f"{context_words(draft)}. Version {card.live_version} serves now."
        )
    st.markdown(f":material/groups: {affected_words(card)}")
    if not draft.by_hand:
        component_button(draft.component, key="action_component")
    if (
        card.starts_refusal is not None
        and not card.pinned
        and card.record.state
        in {
            ActionState.IN_REVIEW,
            ActionState.APPROVED,
            ActionState.SCHEDULED,
        }
    ):
        st.caption(
            f":material/block: It could not start now: {plain(card.starts_refusal.message)} "
            f"{plain(card.starts_refusal.fix)}"
        )
    if card.taken_back_by:
        numbers = ", ".join(f"action {number}" for number in card.taken_back_by)
        st.caption(f":material/undo: Proposed to be taken back by {numbers}.")
    if draft.undo_of is not None:
        st.caption(f":material/undo: It takes action {draft.undo_of} back; one approver is enough.")


def _expected(card: ActionCard) -> None:
    draft = card.record.draft
    st.subheader("What is expected, and the risk", anchor=False)
    st.markdown(f":material/target: {expected_words(draft)}")
    st.markdown(f":material/warning: {risk_words(risk_of(draft))}")
    judged = "compared with the days before" if draft.by_hand else "measured on the holdout"
    st.caption(f"The expected effect is what the evidence shows; what it really does is {judged}.")


def _plan(brand: Brand, card: ActionCard) -> None:
    record, draft, policy = card.record, card.record.draft, card.policy
    st.subheader("How it is tried", anchor=False)
    if draft.pin_until is not None:
        st.markdown(f":material/keep: From its start on it is pinned, until {at_words(brand, draft.pin_until)}.")
    if draft.by_hand:
        st.markdown(
            ":material/pan_tool: A person makes this change elsewhere, for everybody at once, and confirms it here. "
            "Nothing can roll it back by itself, and its effect is compared with the time before: suggestive at most."
        )
        if not draft.context:
            st.caption(
                ":material/info: It is meant for everybody, so nothing is left to compare it with, and its effect may "
                "stay unknown. A test, or one platform first, tells more."
            )
        return
    marks = []
    for place, share in enumerate(draft.ramp):
        here = place == record.progress.stage and record.state in LIVE_STATES
        marks.append(f"**{share:.0%} :material/arrow_left: now**" if here else f"{share:.0%}")
    st.markdown(f"Stages: {' → '.join(marks)} of the units that are not held out.")
    hours = policy.bake_seconds / 3600
    st.markdown(
        f"- Each stage lasts {hours:,.3g} hours and needs {policy.minimum_sample:,} units on each side.\n"
        f"- {draft.holdout:.0%} of the units keep the old value until the end, {policy.window_seconds / 86400:,.3g} "
        "days after the start."
    )
    for rail in draft.guardrails:
        st.markdown(
            f"- :material/shield: It rolls itself back if **{plain(metric_words(rail.metric))}** is worse by more than "
            f"{rail.margin:.0%} for sure."
        )
    if not draft.guardrails:
        st.markdown("- :material/gpp_bad: No guardrail: nothing would stop it by itself.")
    if record.progress.scheduled_at is not None and record.progress.stage is None:
        st.markdown(f"- :material/schedule: Starts on {at_words(brand, record.progress.scheduled_at)}.")


def _undo(card: ActionCard) -> None:
    draft = card.record.draft
    st.subheader("How it is undone", anchor=False)
    st.markdown(plain(draft.undo) or "The parameter goes back to its value from before.")
    back = "asks whoever made it to take it back" if draft.by_hand else "brings the exact old value back at once"
    st.caption(
        f"Rolling back is always allowed until it is kept, needs no approval, and {back}. After that, taking it back "
        "is a proposal that one approver decides."
    )


def _measured(brand: Brand, card: ActionCard) -> None:
    st.subheader("What it did", anchor=False)
    if card.unmeasured:
        st.caption(
            f":material/keep: {sentence(plain(card.unmeasured))} Everybody gets what was approved until then, so none "
            "of it is measured; what was reported before counts."
        )
    judged = card.report or card.judgement
    if judged is None:
        if card.ledger is not None:
            st.markdown(f"{plain(lift_words(card.ledger))}, {count_words(card.ledger.n, 'unit')}.")
        return
    st.markdown(verdict_words(judged))
    how = BEFORE_AND_AFTER if card.record.draft.by_hand else RANDOMISED
    span = "over the whole measurement" if card.report else "in this stage so far"
    st.caption(f"{sizes_words(judged)} {span}, looked at on {at_words(brand, judged.at)}. {how}")
    _numbers(judged)
    if card.report is None and reason_of(judged):
        st.caption(f"Not ready for the next stage: {plain(reason_of(judged))}.")


def _numbers(judged: Judgement) -> None:
    beside = "against the holdout" if judged.method == HOLDOUT else "beside what it did not reach"
    lines = [f"| Metric | Change {beside} | May worsen by | |", "|---|---|---|---|"]
    for one in dict.fromkeys((judged.primary, *judged.guardrails)):
        margin = "–" if one.margin is None else f"{one.margin:.0%}"
        finding = "the aim" if one.margin is None else FINDING_WORDS[one.finding]
        lines.append(f"| {plain(metric_words(one.metric))} | {plain(lift_words(one))} | {margin} | {finding} |")
    st.markdown("\n".join(lines))
    if any(one.metric == judged.primary.metric for one in judged.guardrails):
        st.caption("The same figure has a wider range as a guardrail: that one may be looked at at any time.")
