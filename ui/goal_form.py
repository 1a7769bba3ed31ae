"""Setting a goal: a number, for the brand or one platform, and a day if there is one."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.goals import Goal, GoalDraft
from learning.domain.platforms import platform_name
from learning.metrics.definitions import MetricUnit
from services.glossary import GlossaryEntry
from services.goals import is_total, remove_goal, set_goal
from ui import runtime
from ui.goal_words import goal_name
from ui.imports.wording import plain
from ui.lazy_menu import lazy_menu
from ui.problems import show_error

PERCENT: Final = 100.0
NARROW: Final = 300


def goal_form(brand: Brand, entry: GlossaryEntry, goal: Goal | None, platform: str | None) -> None:
    """Draw the small form of the goal of a metric, for the platform that the page shows or the whole brand."""
    lazy_menu(
        "Set a goal" if goal is None else "Goal",
        partial(_menu, brand, entry, goal, platform),
        icon=":material/flag:",
        tip="What this figure should reach",
        # A goal that was set or removed closes the menu: it is another one then.
        key=f"goal_menu_{entry.name}_{goal.id if goal else 0}_{goal.created_at if goal else 0}",
    )


def _menu(brand: Brand, entry: GlossaryEntry, goal: Goal | None, platform: str | None) -> None:
    with st.container(width=NARROW):
        whose = platform_name(platform) if platform else "the whole brand"
        st.markdown(f"**{plain(entry.label)}**, {plain(whose)}")
        own = goal if goal is not None and goal.platform == platform else None
        if goal is not None and own is None:
            st.caption(f"{plain(goal_name(entry, goal))} counts here; one of its own goes before it.")
        _form(brand, entry, own, platform)


def _form(brand: Brand, entry: GlossaryEntry, own: Goal | None, platform: str | None) -> None:
    key = f"goal_{entry.name}_{platform}_{own.created_at if own else 0}"
    scale = PERCENT if entry.unit is MetricUnit.RATE else 1.0
    with st.form(key, border=False):
        target = st.number_input(
            _target_label(entry),
            min_value=0.0,
            value=own.target * scale if own else None,
            format="%.2f" if entry.unit is MetricUnit.RATE else "%.6g",
            placeholder="3.5" if entry.unit is MetricUnit.RATE else "1000",
            key=f"{key}_target",
        )
        deadline = st.date_input(
            "By (if there is a day)", value=own.deadline if own else None, format="YYYY-MM-DD", key=f"{key}_deadline"
        )
        saved = st.form_submit_button("Set the goal", type="primary")
    if saved and target is None:
        st.caption(":material/error: Give a number above 0.")
    elif saved and target is not None:
        _save(brand, GoalDraft(entry.name, target / scale, platform, deadline=deadline))
    if own is not None and st.button("Remove the goal", icon=":material/delete:", type="tertiary", key=f"{key}_remove"):
        _remove(brand, own)


def _target_label(entry: GlossaryEntry) -> str:
    if entry.unit is MetricUnit.RATE:
        return "Target in %"
    unit = " in seconds" if entry.unit is MetricUnit.SECONDS else ""
    return f"Target{unit}{' for one day' if is_total(entry.name) else ''}"


def _save(brand: Brand, draft: GoalDraft) -> None:
    try:
        set_goal(runtime.services().store, brand.id, draft, who=runtime.caller(), now=runtime.now())
    except BellwetherError as error:
        show_error(error)
    else:
        st.rerun()


def _remove(brand: Brand, goal: Goal) -> None:
    try:
        remove_goal(runtime.services().store, brand.id, goal.id, who=runtime.caller())
    except BellwetherError as error:
        show_error(error)
    else:
        st.rerun()
