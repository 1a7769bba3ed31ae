"""Which arm fits this context? The arms ranked, with range, n and chance, or why none is recommended."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.arm_models import ArmAdvice, ArmMethod, ArmVersion, RankedArm
from learning.domain.brands import Brand
from learning.domain.components import MeanValue
from learning.domain.off_policy import OffPolicy
from learning.metrics.words import metric_words
from services.models.arm_block import read_arm_block
from services.models.arm_proposals import propose_arm
from services.models.arm_training import use_arms
from services.parameters.components import ComponentPage
from ui import runtime
from ui.actions.list import open_action
from ui.calendar_words import day_words
from ui.components.words import gain_words, mean_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "arm_fit_problem"
NONCE: Final = "_arm_fit_nonce"
ANY: Final = "any"
SHOWN: Final = 5
SURE_SHOWN: Final = 0.99
"""Chances beyond are told as beyond: they are drawn."""
METHODS: Final = {ArmMethod.ONE_ARM: "one arm for all", ArmMethod.BY_CONTEXT: "by context"}


def arm_fit_block(brand: Brand, page: ComponentPage) -> None:
    """Draw the choice of a context, and what is recommended in it."""
    show_kept_problem(PROBLEM)
    now = int(runtime.now().timestamp())
    with runtime.services().store.read() as work:
        block = read_arm_block(work, brand, page.component, {}, now)
    if block is None:
        return
    with st.container(border=True):
        st.subheader("Which arm fits this context?", anchor=False)
        st.caption(
            "Advice from decisions whose arm was drawn by chance. What programs are told changes by an action alone."
        )
        advice = block.advice
        if advice.offered:
            context = _choose(advice)
            with runtime.services().store.read() as work:
                chosen = read_arm_block(work, brand, page.component, context, now)
            advice = advice if chosen is None else chosen.advice
        _answer(advice)
        if advice.recommended and block.can_be_proposed:
            st.button(
                "Propose a step towards it",
                key="arm_fit_propose",
                icon=":material/edit_note:",
                on_click=_propose,
                args=(brand, page.component, dict(advice.context)),
                help="Drafts a change of the weights. Nothing changes before it is approved and started.",
            )
        _versions(brand, page.component, block.versions)


def _choose(advice: ArmAdvice) -> dict[str, str]:
    with st.grid(3, min_column_width=200):
        chosen = {
            name: str(st.selectbox(name.capitalize(), [ANY, *levels], key=f"arm_fit_{advice.component}_{name}"))
            for name, levels in advice.offered.items()
        }
    return {name: level for name, level in chosen.items() if level != ANY}


def _answer(advice: ArmAdvice) -> None:
    if advice.recommended:
        best = advice.ranked[0]
        st.markdown(
            f":material/recommend: **{plain(advice.recommended)}** does best here, with a chance of "
            f"{_chance_words(best.best_chance)}: {plain(metric_words(advice.metric))} a decision "
            f"{mean_words(_mean(best), advice.metric)}."
        )
    else:
        st.info(f"No arm is recommended: {plain(advice.reason)}.", icon=":material/do_not_disturb_on:")
    if advice.ranked:
        st.dataframe(
            [_row(one, advice.metric) for one in advice.ranked],
            hide_index=True,
            key="arm_fit_ranked",
            width="stretch",
            alt=f"Arms of {advice.component} in this context, the best first",
        )
    for note in advice.notes:
        st.caption(f":material/info: {plain(note)}.")
    if advice.version is not None:
        st.caption(_evidence(advice.version))


def _row(one: RankedArm, metric: str) -> dict[str, str]:
    return {
        "Arm": one.arm,
        f"{metric_words(metric).capitalize()} a decision (95 % range)": mean_words(_mean(one), metric),
        "Decisions like this": f"{one.n_here:,}",
        "Best here": f"{_chance_words(one.best_chance)} chance",
    }


def _mean(one: RankedArm) -> MeanValue:
    return MeanValue(one.expected, one.low, one.high, one.n)


def _evidence(version: ArmVersion) -> str:
    """Say what following it would have brought on decisions that it did not know."""
    scores, metric = version.scores, plain(metric_words(version.metric))
    by_context = version.method is ArmMethod.BY_CONTEXT
    shown = scores.by_context if by_context else scores.one_arm
    if shown is None:
        return ""
    told = (
        f"On {count_words(shown.n, 'later decision')} that it did not know, following version {version.version} would "
        f"have moved {metric} a decision by {_gain_words(shown, version)}, beside what was done (as much as "
        f"{count_words(round(shown.effective_n), 'decision')} of its own tell)."
    )
    if by_context and scores.context_gain is not None:
        told += f" Beside the best single arm: {_gain_words(scores.context_gain, version)}."
    return told


def _gain_words(found: OffPolicy, version: ArmVersion) -> str:
    if found.why_not or found.low is None or found.high is None:
        return f"what cannot be said ({plain(found.why_not)})"
    sign = -1.0 if version.less_is_better else 1.0
    low, high = sorted((sign * found.low, sign * found.high))
    return gain_words(sign * found.diff, low, high, version.metric)


def _chance_words(chance: float) -> str:
    if chance > SURE_SHOWN:
        return f"over {SURE_SHOWN:.0%}"
    return f"{chance:.0%}" if chance >= 1 - SURE_SHOWN else f"under {1 - SURE_SHOWN:.0%}"


def _versions(brand: Brand, component: str, versions: tuple[ArmVersion, ...]) -> None:
    if not versions:
        return
    with st.expander(f"Versions ({len(versions)})"):
        for one in versions[:SHOWN]:
            day = day_words(datetime.fromtimestamp(one.made_at, UTC).date())
            state = ":green-badge[recommends]" if one.is_live else ":gray-badge[not in use]"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"Version {one.version} ({METHODS[one.method]}) {state} {day}, from "
                    f"{count_words(one.decisions, 'decision')}: {plain(one.why)}.",
                    width="content",
                )
                if one.is_live:
                    _use_button(brand, component, None, "Recommend nothing")
                elif one.packed is not None:
                    _use_button(brand, component, one.version, "Use this version")


def _use_button(brand: Brand, component: str, version: int | None, label: str) -> None:
    key = f"arm_fit_use_{version}"
    st.button(label, key=key, type="tertiary", on_click=_use, args=(brand, component, version))


def _use(brand: Brand, component: str, version: int | None) -> None:
    with kept_problem(PROBLEM):
        use_arms(runtime.services().store, brand, component, version, who=runtime.caller())


def _propose(brand: Brand, component: str, context: dict[str, str]) -> None:
    with kept_problem(PROBLEM):
        command = f"page:{st.session_state.setdefault(NONCE, secrets.token_hex(8))}:arm"
        store, who = runtime.services().store, runtime.caller()
        record = propose_arm(store, brand, component, context, who=who, command=command)
        del st.session_state[NONCE]
        open_action(record.id)
