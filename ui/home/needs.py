"""'Needs you': what waits for the person, one line each with the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.needs import Need, NeedKind
from ui import runtime
from ui.addresses import go_to
from ui.calendar_words import age_words, days_old_words
from ui.home.reads import needs as read_needs
from ui.imports.wording import plain, short_name
from ui.numbers import count_words

SHOWN: Final = 5
ICONS: Final = {
    NeedKind.HALF_DONE_UPLOAD: "upload_file",
    NeedKind.REJECTED_ROWS: "report",
    NeedKind.STALE_SOURCE: "schedule",
    NeedKind.ALERT: "notifications_active",
    NeedKind.SYSTEM: "sync_problem",
    NeedKind.LATE_FEEDBACK: "forum",
    NeedKind.TEST_HARMS: "trending_down",
    NeedKind.TEST_BROKEN: "report",
    NeedKind.TEST_ANSWERED: "science",
    NeedKind.TEST_DRAFTED: "science",
    NeedKind.ACTION_ALARM: "gpp_bad",
    NeedKind.ACTION_REVIEW: "policy",
    NeedKind.ACTION_DECISION: "gavel",
    NeedKind.ACTION_ANEW: "settings_backup_restore",
    NeedKind.ACTION_APPROVAL: "how_to_vote",
    NeedKind.SHADOW_DECISION: "visibility",
    NeedKind.PARAMETER_REVIEW: "event_repeat",
}
STEPS: Final = {
    NeedKind.HALF_DONE_UPLOAD: "Finish it",
    NeedKind.REJECTED_ROWS: "See the rows",
    NeedKind.STALE_SOURCE: "Upload",
    NeedKind.ALERT: "See it",
    NeedKind.SYSTEM: "See why",
    NeedKind.LATE_FEEDBACK: "Use or answer",
    NeedKind.TEST_HARMS: "See it",
    NeedKind.TEST_BROKEN: "See why",
    NeedKind.TEST_ANSWERED: "Decide",
    NeedKind.TEST_DRAFTED: "Look at it",
    NeedKind.ACTION_ALARM: "Open it",
    NeedKind.ACTION_REVIEW: "Look at it",
    NeedKind.ACTION_DECISION: "Decide",
    NeedKind.ACTION_ANEW: "Yes or no",
    NeedKind.ACTION_APPROVAL: "Yes or no",
    NeedKind.SHADOW_DECISION: "Go on or stop",
    NeedKind.PARAMETER_REVIEW: "Keep it or not",
}
TEST_WORDS: Final = {
    NeedKind.TEST_HARMS: (
        "a version does worse so far: stop it, or give its people to others",
        "versions do worse so far: stop them, or give their people to others",
    ),
    NeedKind.TEST_BROKEN: ("its result is not to be trusted", "their results are not to be trusted"),
    NeedKind.TEST_ANSWERED: ("it waits for your decision", "they wait for your decision"),
    NeedKind.TEST_DRAFTED: ("drafted for you; start it or put it away", "drafted for you; start them or put them away"),
}
"""Of one test, and of several."""
LINES: Final = {
    NeedKind.HALF_DONE_UPLOAD: ("Half-done upload of {}", "more file"),
    **dict.fromkeys((NeedKind.ALERT, NeedKind.ACTION_ALARM, NeedKind.SYSTEM), ("{}", "more alert")),
    NeedKind.LATE_FEEDBACK: ("A customer said {}: neither used nor answered within 24 hours", "more note"),
    NeedKind.SHADOW_DECISION: ("A mechanism has tried {} in shadow: say whether it goes on", "more value"),
    NeedKind.PARAMETER_REVIEW: ("{} differs from its base value: is that still right?", "more value"),
    NeedKind.ACTION_REVIEW: (
        "Change of {}: it was started past the approval; somebody else has to look at it",
        "more change",
    ),
    NeedKind.ACTION_DECISION: ("Change of {}: it waits for the decision how it goes on", "more change"),
    NeedKind.ACTION_ANEW: (
        "Change of {}: approved before the database was restored; it waits for another yes or no",
        "more change",
    ),
    NeedKind.ACTION_APPROVAL: ("Change of {}: it waits for your yes or no", "more change"),
}
"""The sentence about the first one, and what others are called beside it."""
LONGEST_NAME: Final = 44


def needs_block(brand: Brand, *, silent: bool = False) -> None:
    """List what waits for the person, or say that nothing does, unless it is to be silent then."""
    waiting = read_needs(brand)
    if silent and not waiting:
        return
    with st.container(border=True, height="stretch"):
        st.subheader("Needs you", anchor=False)
        if not waiting:
            st.markdown(":material/check_circle: Nothing waits for you.")
        for place, need in enumerate(waiting[:SHOWN]):
            _line(need, place)
        if len(waiting) > SHOWN:
            _rest(waiting[SHOWN:])


def _line(need: Need, place: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.markdown(f":material/{ICONS[need.kind]}: {need_words(need, runtime.now())}", width="stretch")
        st.button(
            STEPS[need.kind],
            key=f"need_{place}",
            type="tertiary",
            on_click=go_to,
            args=(need.page,),
            kwargs=dict(need.parameters),
        )


def _rest(others: Sequence[Need]) -> None:
    with st.expander(f"{count_words(len(others), 'more thing')}"):
        for need in others:
            st.markdown(f":material/{ICONS[need.kind]}: {need_words(need, runtime.now())}")


def need_words(need: Need, now: datetime) -> str:
    """Write what waits: what it is, how much, since when."""
    name = f"**{plain(short_name(need.subject, LONGEST_NAME))}**"
    since = f", {age_words(datetime.fromtimestamp(need.moment, UTC), now)}" if need.moment is not None else ""
    if need.kind in LINES:
        sentence, others = LINES[need.kind]
        more = f" and {count_words(need.count - 1, others)}" if need.count > 1 else ""
        return f"{sentence.format(name + more)}{since}"
    if need.kind is NeedKind.REJECTED_ROWS:
        return f"{count_words(need.count, 'row')} of {name} could not be read{since}"
    if need.kind in TEST_WORDS:
        one, many = TEST_WORDS[need.kind]
        return f"A/B test {name}: {one}" if need.count == 1 else f"{count_words(need.count, 'A/B test')}: {many}"
    return f"{name} is {days_old_words(need.count)} old: export it again"
