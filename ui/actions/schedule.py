"""Letting an approved change start at a time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.actions import ActionCommand
from learning.domain.brands import Brand
from learning.governance.situation import Wish
from services.actions.cards import ActionCard
from ui import runtime
from ui.actions.orders import give, say_done
from ui.actions.words import at_words, what_happens
from ui.problems import shown_problems


def pick_moment(brand: Brand, key: str) -> int:
    """Ask for a day and a time where the brand is, and return it in UTC seconds."""
    zone = ZoneInfo(brand.time_zone)
    tomorrow = runtime.now().astimezone(zone) + timedelta(days=1)
    with st.container(horizontal=True, gap="small"):
        day = st.date_input("Day", tomorrow.date(), min_value=runtime.today(brand), key=f"{key}_day")
        hour = st.time_input(f"Time ({brand.time_zone})", time(9, 0), key=f"{key}_time")
    return int(datetime.combine(day, hour, zone).timestamp())


@st.dialog("When should it start?", icon=":material/schedule:")
def schedule_dialog(brand: Brand, card: ActionCard) -> None:
    """Ask for the time and schedule it."""
    at = pick_moment(brand, "schedule")
    st.caption(what_happens(card, brand, at))
    if st.button("Schedule", type="primary", icon=":material/schedule:", key="sure_schedule"):
        with shown_problems("the schedule"):
            give(brand, card, ActionCommand.SCHEDULE, Wish(at=at))
            say_done(f"It starts on {at_words(brand, at)}.")
