"""Where messages go, and what became of those that were sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.channels import Channel, ChannelKind
from learning.domain.outbox import OutboxEntry, OutboxStatus
from services.delivery.channels import ask_for_test, remove_channel, send_again, switch_channel, target_of
from ui import runtime
from ui.calendar_words import age_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "channels_problem"
ICONS: Final = {ChannelKind.EMAIL: "mail", ChannelKind.WEBHOOK: "webhook", ChannelKind.CHAT: "chat"}
KIND_WORDS: Final = {ChannelKind.EMAIL: "E-mail", ChannelKind.WEBHOOK: "Webhook", ChannelKind.CHAT: "Chat"}
STATUS_WORDS: Final = {
    OutboxStatus.WAITING: "waits",
    OutboxStatus.SENT: "sent",
    OutboxStatus.FAILED: "given up",
    OutboxStatus.WITHDRAWN: "taken back",
}
MESSAGES: Final = 50


def channel_list(brand: Brand) -> None:
    """List the channels with what last happened on each."""
    show_kept_problem(PROBLEM)
    with runtime.services().store.read() as work:
        channels, entries = work.channels.list_of(brand.id), work.outbox.list_of(brand.id, limit=1_000)
    st.subheader("Where messages go", anchor=False)
    st.markdown(":material/home: Every alert stands on this page and on Home. Channels get it too, if a rule says so.")
    for channel in channels:
        # The number of a channel may have been that of a removed one.
        own = (one for one in entries if one.target == target_of(channel.id) and one.created_at >= channel.created_at)
        last = next(own, None)
        _channel(brand, channel, last)


def _channel(brand: Brand, channel: Channel, last: OutboxEntry | None) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"channel_{channel.id}"):
        with st.container(gap="xsmall", width="stretch"):
            off = "" if channel.enabled else " · switched off"
            st.markdown(f":material/{ICONS[channel.kind]}: **{plain(channel.name)}**{off}")
            # As code, or the browser would make a link of what is no address any more.
            st.caption(f"{KIND_WORDS[channel.kind]} to `{channel.shown.replace('`', '')}`")
            if last is not None:
                st.caption(_last_words(last))
        st.button(
            "Send a test", key=f"test_{channel.id}", on_click=_test, args=(brand, channel.id), icon=":material/send:"
        )
        st.button(
            "Switch off" if channel.enabled else "Switch on",
            key=f"switch_{channel.id}",
            on_click=_switch,
            args=(brand, channel),
        )
        st.button("Remove", key=f"drop_{channel.id}", on_click=_remove, args=(brand, channel.id), type="tertiary")


def _last_words(last: OutboxEntry) -> str:
    since = age_words(datetime.fromtimestamp(last.finished_at or last.created_at, UTC), runtime.now())
    if last.status is OutboxStatus.SENT:
        return f":material/check_circle: Last message sent {since}"
    if last.status is OutboxStatus.WITHDRAWN:
        return f":material/undo: Last message taken back {since}"
    if last.last_error:
        tries = count_words(last.attempts, "try", "tries")
        then = "it was given up" if last.status is OutboxStatus.FAILED else "it is tried again by itself"
        return f":material/error: {plain(last.last_error)} After {tries} {then}."
    return f":material/schedule: A message waits {since}; the worker sends it within seconds."


def message_list(brand: Brand) -> None:
    """List the newest messages, and let those that were given up be tried again."""
    with runtime.services().store.read() as work:
        entries = work.outbox.list_of(brand.id, limit=MESSAGES)
    if not entries:
        return
    given_up = [entry for entry in entries if entry.status is OutboxStatus.FAILED]
    for entry in given_up:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"given_up_{entry.id}"):
            title = plain(entry.payload.get("title", entry.kind.value))
            st.markdown(f":material/error: **{title}** was given up: {plain(entry.last_error or '')}", width="stretch")
            st.button("Try again", key=f"again_{entry.id}", on_click=_again, args=(brand, entry.id))
    with st.expander(f"Messages ({len(entries)})"):
        frame = pd.DataFrame(
            {
                "Written": [datetime.fromtimestamp(entry.created_at, UTC) for entry in entries],
                "Message": [entry.payload.get("title", entry.kind.value) for entry in entries],
                "State": [STATUS_WORDS[entry.status] for entry in entries],
                "Tries": [entry.attempts for entry in entries],
                "Why": [entry.last_error or "" for entry in entries],
                "Id": [entry.public_id[:12] for entry in entries],
            }
        )
        times = {"Written": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss", timezone="UTC")}
        st.dataframe(frame, hide_index=True, alt="Messages, the newest first", column_config=times)


def _test(brand: Brand, channel_id: int) -> None:
    with kept_problem(PROBLEM):
        ask_for_test(runtime.services().store, brand.id, channel_id, who=runtime.caller(), now=runtime.now())
        st.toast("A test message waits; the worker sends it within seconds.", icon=":material/send:")


def _switch(brand: Brand, channel: Channel) -> None:
    with kept_problem(PROBLEM):
        store = runtime.services().store
        switch_channel(store, brand.id, channel.id, who=runtime.caller(), enabled=not channel.enabled)


def _remove(brand: Brand, channel_id: int) -> None:
    with kept_problem(PROBLEM):
        remove_channel(runtime.services().store, brand.id, channel_id, who=runtime.caller(), now=runtime.now())


def _again(brand: Brand, entry_id: int) -> None:
    with kept_problem(PROBLEM):
        send_again(runtime.services().store, brand.id, entry_id, who=runtime.caller(), now=runtime.now())
