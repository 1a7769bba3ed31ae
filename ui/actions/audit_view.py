"""The audit trail on the page: filters, rows in words, the file, and whether it is whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from learning.domain.audit import AuditQuery
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.governance.chain import ChainCheck
from services.actions.audit_reading import AuditLine, audit_actors, audit_kinds, export_lines, read_audit
from services.actions.step_words import kind_words
from ui import runtime
from ui.calendar_words import minute_words
from ui.imports.wording import plain
from ui.numbers import count_words

AT_A_TIME: Final = 50
MOST_EXPORTED: Final = 100_000
CHECKED: Final = "_audit_checked"
PERIODS: Final = {"Last 7 days": 7, "Last 28 days": 28, "Last 90 days": 90, "All": None}
EVERYBODY: Final = "Everybody"


def trail_state() -> None:
    """Say how long the trail is, and check it when asked."""
    services = runtime.services()
    with services.store.read() as work:
        head = work.audit.find_head()
    st.markdown(
        "Every change, every sign-in and every refused attempt, each row sealed together with the one before. "
        "Nothing is ever changed or removed here."
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button("Check the trail", key="check_trail", icon=":material/verified:"):
            st.session_state[CHECKED] = (services.trail.verify(services.store), services.clock.now())
        st.caption(f"{count_words(head.sequence, 'row')}, newest seal {head.seal[:16] or 'none'}")
    held: tuple[ChainCheck, object] | None = st.session_state.get(CHECKED)
    if held is None:
        return
    found = held[0]
    if found.sound:
        st.success(f"{count_words(found.rows, 'row')}, all as they were written.", icon=":material/verified:")
        return
    st.error(
        f"{plain(found.reason)}. Keep the database as it is for an inquiry, and compare it with the last good backup.",
        title=f"The trail is broken at row {found.broken_at}",
        icon=":material/gpp_bad:",
    )


def trail_list(brand: Brand) -> None:
    """Draw the rows that fit the filters, the newest first, and offer them as a file."""
    if runtime.role(brand) is None:
        raise RuleRefused("not_allowed", "You do not belong to this brand.", "Ask one of its administrators.")
    query = _query(brand)
    place = int(st.session_state.get("_audit_place", 0))
    with runtime.services().store.read() as work:
        page = read_audit(work, query, limit=AT_A_TIME, offset=place * AT_A_TIME)
        if not page.lines and place:
            place = 0
            page = read_audit(work, query, limit=AT_A_TIME)
    if not page.lines:
        st.caption("No row fits. Choose a longer time, or take a filter away.")
        return
    first = place * AT_A_TIME
    shown = f"{first + 1:,} to {first + len(page.lines):,} are shown"
    st.caption(f"{count_words(page.total, 'row')} fit; {shown}. Times of {brand.time_zone}.")
    st.dataframe(
        [_row(brand, line) for line in page.lines],
        hide_index=True,
        key="audit_rows",
        width="stretch",
        height="content",
        column_config={"About": st.column_config.TextColumn(width="medium")},
    )
    _turn(place, page.total)
    st.download_button(
        "Export these rows",
        data=lambda: _export(query),
        file_name="audit.jsonl",
        mime="application/x-ndjson",
        icon=":material/download:",
        key="audit_export",
        on_click="ignore",
    )


def _query(brand: Brand) -> AuditQuery:
    with runtime.services().store.read() as work:
        actors, kinds = audit_actors(work), audit_kinds(work, brand.id)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        days = PERIODS[str(st.selectbox("When", list(PERIODS), index=1, key="audit_days", on_change=_first_page))]
        name = str(st.selectbox("Who", [EVERYBODY, *actors], key="audit_who", on_change=_first_page))
        kind = st.multiselect(
            "What",
            kinds,
            format_func=kind_words,
            key="audit_kind",
            placeholder="Everything",
            on_change=_first_page,
        )
        number = st.text_input("Action", key="audit_action", placeholder="Number", on_change=_first_page)
    only = st.toggle("Only refused attempts", key="audit_refused", on_change=_first_page)
    since = None if days is None else int((runtime.now() - timedelta(days=days)).timestamp())
    return AuditQuery(
        brand.id,
        kinds=("refused",) if only else tuple(kind),
        actor=actors.get(name, ""),
        subject=f"action:{number.strip()}" if number and number.strip().isdecimal() else "",
        since=since,
    )


def _row(brand: Brand, line: AuditLine) -> dict[str, str | int]:
    return {
        "Row": line.sequence,
        "When": minute_words(datetime.fromtimestamp(line.at, UTC), brand.time_zone),
        "Who": line.who,
        "What": line.what,
        "About": line.subject,
        "Reason": line.reason,
    }


def _turn(place: int, total: int) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Newer", key="audit_newer", disabled=place == 0, on_click=_go, args=(place - 1,))
        is_last = (place + 1) * AT_A_TIME >= total
        st.button("Older", key="audit_older", disabled=is_last, on_click=_go, args=(place + 1,))


def _go(place: int) -> None:
    st.session_state["_audit_place"] = place


def _first_page() -> None:
    st.session_state["_audit_place"] = 0


def _export(query: AuditQuery) -> str:
    with runtime.services().store.read() as work:
        return export_lines(read_audit(work, query, limit=MOST_EXPORTED).lines)
