"""What automatic rules changed, week by week, and what came of each change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.brands import Brand
from services.actions.automatic import AutomaticChange, AutomaticReport, automatic_report
from services.actions.policies import policy_of
from ui import runtime
from ui.actions.list import open_button
from ui.actions.words import at_words, lift_words, state_badge, title_words
from ui.addresses import go_to
from ui.calendar_words import range_words
from ui.imports.wording import plain
from ui.numbers import count_words

BACK_KEY: Final = "_rules_weeks_back"
MOST_BACK: Final = 520
DAYS: Final = 7


def rules_week(brand: Brand) -> None:
    """Draw what rules changed in one week, with the way to the weeks before and after."""
    back = int(st.session_state.get(BACK_KEY, 0))
    monday = _monday(brand) - timedelta(days=DAYS * back)
    report = _report(brand, monday)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader("What rules changed", anchor=False)
        with st.container(horizontal=True, gap="small", width="content"):
            _step("Earlier week", "chevron_left", back + 1, disabled=back >= MOST_BACK)
            _step("Later week", "chevron_right", back - 1, disabled=back == 0)
    now = "so far this week, " if back == 0 else ""
    st.caption(
        f"{range_words(monday, monday + timedelta(days=DAYS - 1))} ({brand.time_zone}) · "
        f"{now}{count_words(len(report.changes), 'change')} without a person's approval"
    )
    if not report.changes:
        st.markdown(":material/check_circle: No rule approved anything in this week.")
    for change in report.changes:
        _line(brand, change)
    _standing(brand, report if back == 0 else _report(brand, _monday(brand)))


def _step(label: str, icon: str, wanted: int, *, disabled: bool) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"rules_{icon}",
        type="tertiary",
        disabled=disabled,
        on_click=_go,
        args=(wanted,),
    )


def _go(wanted: int) -> None:
    st.session_state[BACK_KEY] = max(wanted, 0)


def _line(brand: Brand, change: AutomaticChange) -> None:
    record, end = change.action, change.ledger
    with st.container(border=True, gap="xsmall", key=f"rule_change_{record.id}"):
        st.markdown(f"**{plain(title_words(record.draft))}** {state_badge(record.state)}")
        came = "not measured yet" if end is None else f"{plain(lift_words(end))}, {count_words(end.n, 'unit')}"
        st.markdown(f"Measured effect: {came}")
        st.caption(
            f"Action {record.id} · by the rule {plain(change.vote.reason)} on {at_words(brand, change.vote.at)}"
            + (f" · {plain(record.progress.cause)}" if record.progress.cause else "")
        )
        open_button(record.id, key=f"rule_open_{record.id}")


def _standing(brand: Brand, report: AutomaticReport) -> None:
    if report.rules:
        rules = "\n".join(
            f"- {plain(rule.title)}, at most {rule.per_day} a day, until {at_words(brand, rule.until)}"
            for rule in report.rules
        )
        st.markdown(f"**Rules that stand**\n\n{rules}")
    else:
        st.caption("No rule stands: every change needs a person.")
    st.caption("The same goes to every channel each Monday, as long as a rule stands or has changed something.")
    st.button("Rules and policy", type="tertiary", on_click=go_to, args=("settings",), kwargs={"view": "Changes"})


def _report(brand: Brand, monday: date) -> AutomaticReport:
    since, end = (_midnight(brand, day) for day in (monday, monday + timedelta(days=DAYS)))
    until = min(end - 1, int(runtime.now().timestamp()))
    with runtime.services().store.read() as work:
        return automatic_report(work, brand.id, policy_of(work, brand.id), since=since, until=until)


def _monday(brand: Brand) -> date:
    today = runtime.today(brand)
    return today - timedelta(days=today.weekday())


def _midnight(brand: Brand, day: date) -> int:
    return int(datetime.combine(day, time(), ZoneInfo(brand.time_zone)).timestamp())
