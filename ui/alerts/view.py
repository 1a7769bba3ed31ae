"""Alerts that wait to be seen, the rules behind them, and what was told before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import pandas as pd
import streamlit as st

from learning.domain.action_alarms import ActionAlarm
from learning.domain.alerts import Alert, AlertDraft, AlertRule, AlertStatus, CausePost
from learning.domain.brands import Brand
from learning.domain.timekeys import day_of
from services.actions.alarms import see_alarms
from services.alerts.rules import acknowledge, mute_rule, remove_rule
from services.alerts.sentences import days_words, post_words, rule_words, segment_lines
from ui import runtime
from ui.addresses import go_to
from ui.alerts.form import change_form
from ui.calendar_words import age_words, moment_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

SHOWN: Final = 20
URL_SAFE: Final = "%/:=&?~#+!$,;'@"
MUTE_DAYS: Final = 7
PROBLEM: Final = "alerts_problem"
HOURS_OF_A_DAY: Final = 24
STATUS_WORDS: Final = {
    AlertStatus.OPEN: "open",
    AlertStatus.ACKNOWLEDGED: "seen",
    AlertStatus.WITHDRAWN: "taken back",
}


def open_alerts(brand: Brand) -> None:
    """List the alerts that nobody has seen, or say that there are none."""
    with runtime.services().store.read() as work:
        found = work.alerts.list_of(brand.id, (AlertStatus.OPEN,))
        alarms = work.action_alarms.list_open(brand.id)
        rules = {rule.id: rule for rule in work.alerts.list_rules(brand.id)}
    st.subheader("Open alerts", anchor=False)
    show_kept_problem(PROBLEM)
    for alarm in alarms[:SHOWN]:
        _alarm(brand, alarm)
    if not found and not alarms:
        watched = f"{count_words(len(rules), 'rule')} look at the data after each change." if rules else ""
        st.markdown(f":material/check_circle: No open alerts. {watched}")
    for alert in found[:SHOWN]:
        _open_alert(brand, alert, rules[alert.rule_id])
    if len(found) > SHOWN:
        st.caption(f"{count_words(len(found) - SHOWN, 'more alert')}; they follow when these are seen.")


def _alarm(brand: Brand, alarm: ActionAlarm) -> None:
    with st.container(border=True, key=f"alarm_{alarm.id}"):
        st.markdown(f":material/gpp_bad: **{alarm.title}**")
        since = age_words(datetime.fromtimestamp(alarm.raised_at, UTC), runtime.now())
        st.caption(f"{plain(alarm.cause)}. Raised {since}")
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Open it",
                key=f"open_alarm_{alarm.id}",
                on_click=go_to,
                args=("actions",),
                kwargs={"action": str(alarm.action_id)},
                icon=":material/arrow_forward:",
                type="primary",
            )
            st.button("Seen", key=f"seen_alarm_{alarm.id}", on_click=_saw, args=(brand, alarm), icon=":material/check:")


def _open_alert(brand: Brand, alert: Alert, rule: AlertRule) -> None:
    finding = alert.finding
    with st.container(border=True, key=f"alert_{alert.id}"):
        st.markdown(f":material/notifications_active: **{plain(finding.words)}**")
        lines = [f"- {plain(line)}" for line in segment_lines(finding)]
        lines += [_post_line(post, rule.draft) for post in finding.posts]
        if finding.earlier_days:
            lines.append(f"- The same on {days_words(finding.earlier_days)}")
        if lines:
            st.markdown("\n".join(lines))
        since = age_words(datetime.fromtimestamp(alert.raised_at, UTC), runtime.now())
        st.caption(f"Raised {since} by the rule {plain(rule.draft.name)}")
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Seen",
                key=f"seen_{alert.id}",
                on_click=_see,
                args=(brand, alert.id),
                icon=":material/check:",
                type="primary",
            )
            st.button(
                f"Mute for {MUTE_DAYS} days",
                key=f"quiet_{alert.id}",
                on_click=_mute,
                args=(brand, rule.id, MUTE_DAYS),
                icon=":material/notifications_paused:",
            )


def _post_line(post: CausePost, draft: AlertDraft) -> str:
    name, told = plain(post.name), post_words(post, draft)
    is_link = post.permalink is not None and post.permalink.startswith(("https://", "http://"))
    shown = f"[{name}]({quote(post.permalink or '', safe=URL_SAFE)})" if is_link else name
    return f"- {shown}: {plain(told)}" if told else f"- {shown}"


def alert_rules(brand: Brand) -> None:
    """List what is watched, with what may be done about it."""
    with runtime.services().store.read() as work:
        rules = work.alerts.list_rules(brand.id)
        names = {channel.id: channel.name for channel in work.channels.list_of(brand.id)}
    st.subheader("What is watched", anchor=False)
    if not rules:
        st.caption("Nothing yet. The first alert is written below; the past shows how often it would have spoken.")
    for rule in rules:
        _rule(brand, rule, names)


def _rule(brand: Brand, rule: AlertRule, names: dict[int, str]) -> None:
    muted = rule.muted_until is not None and rule.muted_until > runtime.now().timestamp()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"rule_{rule.id}"):
        with st.container(gap="xsmall", width="stretch"):
            words = rule_words(rule.draft)
            st.markdown(f"**{plain(rule.draft.name)}**" + (f" · {plain(words)}" if words != rule.draft.name else ""))
            told = ["this page", *(plain(names[one]) for one in rule.draft.channels if one in names)]
            silence = "" if not muted else f" · muted until {_moment_words(brand, rule.muted_until or 0)}"
            st.caption(f"Tells {', '.join(told)}; at most once in {_hours_words(rule.draft.cooldown_hours)}{silence}")
        st.button(
            "Unmute" if muted else "Mute",
            key=f"mute_{rule.id}",
            on_click=_mute,
            args=(brand, rule.id, 0 if muted else MUTE_DAYS),
            help=f"Silent for {MUTE_DAYS} days" if not muted else "Let it speak again",
        )
        st.button("Remove", key=f"remove_{rule.id}", on_click=_remove, args=(brand, rule.id), type="tertiary")
    with st.expander("Change", icon=":material/edit:", key=f"change_{rule.id}", on_change="rerun") as menu:
        if menu.open:
            change_form(brand, rule)
            _changes(brand, rule)


def _changes(brand: Brand, rule: AlertRule) -> None:
    """Say who wrote the rule, and who changed it from what."""
    with runtime.services().store.read() as work:
        changes = work.alerts.list_rule_changes(rule.id)
    lines = [f"Written by {plain(rule.who)}, {_moment_words(brand, rule.created_at)}"]
    lines += [
        f"Changed by {plain(one.who)}, {_moment_words(brand, one.changed_at)}; before: {plain(_said(one.before))}"
        for one in changes
    ]
    st.caption("\n\n".join(lines))


def _said(draft: AlertDraft) -> str:
    words = rule_words(draft)
    named = "" if draft.name == words else f"{draft.name}, "
    return f"{named}{words}, at most once in {_hours_words(draft.cooldown_hours)}"


def earlier_alerts(brand: Brand) -> None:
    """List what was told before."""
    with runtime.services().store.read() as work:
        found = work.alerts.list_of(brand.id, (AlertStatus.ACKNOWLEDGED, AlertStatus.WITHDRAWN))
    if not found:
        return
    with st.expander(f"Earlier alerts ({len(found)})"):
        frame = pd.DataFrame(
            {
                "Day": [day_of(one.day) for one in found],
                "Alert": [one.finding.words for one in found],
                "State": [STATUS_WORDS[one.status] for one in found],
                "By": [one.who for one in found],
                "Note": [one.note for one in found],
            }
        )
        st.dataframe(frame, hide_index=True, alt="Alerts that were seen or taken back, the newest first")


def _hours_words(hours: int) -> str:
    if hours % HOURS_OF_A_DAY == 0:
        return count_words(hours // HOURS_OF_A_DAY, "day")
    return count_words(hours, "hour")


def _moment_words(brand: Brand, seconds: int) -> str:
    return moment_words(datetime.fromtimestamp(seconds, UTC), brand.time_zone)


def _see(brand: Brand, alert_id: int) -> None:
    with kept_problem(PROBLEM):
        acknowledge(runtime.services().store, brand.id, alert_id, who=runtime.caller(), note="", now=runtime.now())


def _saw(brand: Brand, alarm: ActionAlarm) -> None:
    with kept_problem(PROBLEM):
        see_alarms(runtime.services().store, brand, alarm.action_id, runtime.caller())


def _mute(brand: Brand, rule_id: int, days: int) -> None:
    with kept_problem(PROBLEM):
        mute_rule(runtime.services().store, brand.id, rule_id, days, who=runtime.caller(), now=runtime.now())


def _remove(brand: Brand, rule_id: int) -> None:
    with kept_problem(PROBLEM):
        remove_rule(runtime.services().store, brand.id, rule_id, who=runtime.caller(), now=runtime.now())
