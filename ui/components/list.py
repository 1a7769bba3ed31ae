"""The components of a brand, one line each, with the way to the page of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from services.parameters.component_list import ComponentLine, list_components
from ui import runtime
from ui.addresses import go_to
from ui.calendar_words import age_words
from ui.components.words import decides_words
from ui.imports.wording import plain
from ui.numbers import count_words

PAGE: Final = "components"
COMPONENT_KEY: Final = "component"
AT_A_TIME: Final = 20
SHOWN_KEY: Final = "_components_shown"


def component_list(brand: Brand) -> None:
    """Draw the list, or what would fill it."""
    with runtime.services().store.read() as work:
        found = list_components(work, brand.id, int(runtime.now().timestamp()))
    if not found:
        st.markdown(
            ":material/widgets: **No component yet.** A component is a program that asks for its parameters or tells "
            "of its decisions. It is here from the first `bellwether parameters define`, the first proposal about it, "
            "or the first decision that it reports."
        )
        return
    limit = int(st.session_state.get(SHOWN_KEY, AT_A_TIME))
    for line in found[:limit]:
        _line(line)
    if len(found) > limit:
        st.button(
            f"Show more ({len(found) - limit:,})",
            key="more_components",
            type="tertiary",
            on_click=_show_more,
            args=(limit,),
        )


def open_component(component: str) -> None:
    """Ask for the page of a component."""
    go_to(PAGE, **{COMPONENT_KEY: component})


def component_button(component: str, *, key: str) -> None:
    """Draw the way to the page of a component."""
    st.button(
        f"Open {plain(component)}",
        key=key,
        type="tertiary",
        icon=":material/widgets:",
        help="Its strategy, its parameters, every change of it, and how it did before and after.",
        on_click=open_component,
        args=(component,),
    )


def _line(line: ComponentLine) -> None:
    with st.container(border=True, gap="xsmall", key=f"component_{line.component}"):
        live = f" :violet-badge[:material/play_arrow: {count_words(line.live, 'change')} live]" if line.live else ""
        st.markdown(f"**{plain(line.component)}**{live}")
        st.markdown(f"{count_words(line.parameters, 'parameter')}, {decides_words(line.decides)}")
        st.caption(" · ".join((_changes(line), f"{count_words(line.decisions, 'decision')} in the last 28 days")))
        component_button(line.component, key=f"open_component_{line.component}")


def _changes(line: ComponentLine) -> str:
    if not line.changes:
        return "never changed"
    told = count_words(line.changes, "change")
    if line.last_change is None:
        return f"{told} proposed, none live so far"
    return f"{told}, the last step {age_words(datetime.fromtimestamp(line.last_change, UTC), runtime.now())}"


def _show_more(limit: int) -> None:
    st.session_state[SHOWN_KEY] = limit + AT_A_TIME
