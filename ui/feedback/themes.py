"""What notes are about: how many, what share, whether that changes, what was said; and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.models.feedback.theme_trends import RECENT_DAYS, ThemeTrend
from services.callers import Caller
from services.feedback.themes import LONGEST_NAME, FoundTheme, ThemeDesk, ThemePage
from ui import runtime
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

QUOTES: Final = 3
SHOWN: Final = 15
PROBLEM: Final = "feedback_theme_problem"
LOOKED: Final = "feedback_themes_looked"


def theme_list(brand: Brand) -> None:
    """List the themes, the most frequent first, each with its quotes and what can be done with it."""
    show_kept_problem(PROBLEM)
    page = _desk(brand).show()
    if not page.trends and not page.archived:
        st.caption("No note says yet what it is about.")
        return
    for trend in page.trends[:SHOWN]:
        with st.expander(_title(trend), key=f"theme_{trend.name}", on_change="rerun") as part:
            if part.open:
                _theme(brand, trend, page)
    if page.archived:
        st.caption("Archived, not listed")
        for name in page.archived:
            _act(f"Restore {plain(name)}", f"theme_restore_{name}", partial(_restore, brand, name))
    _further(brand)


def _title(trend: ThemeTrend) -> str:
    share = f"{trend.share:.0%} of {count_words(trend.of, 'note')}"
    return f"{plain(trend.name)}: {count_words(trend.n, 'note')}, {share}, {trend.negative:,} negative"


def _theme(brand: Brand, trend: ThemeTrend, page: ThemePage) -> None:
    with st.grid(2, min_column_width=260):
        st.metric(
            "Notes by week, the last half year",
            f"{trend.recent:,} in the last {RECENT_DAYS} days",
            chart_data=list(trend.weeks),
            chart_type="bar",
        )
        with st.container():
            spread = f"{trend.low:.0%} to {trend.high:.0%}, 95 %, n = {trend.of:,}"
            st.markdown(f"**{trend.share:.0%}** of all notes ({spread})")
            st.markdown(trend_words(trend))
    for note in page.quotes[trend.name][:QUOTES]:
        st.markdown(f"\u201c{plain(note.text)}\u201d")
    _by_hand(brand, trend, page)


def trend_words(trend: ThemeTrend) -> str:
    """Write how a share changed: 'Up 12 points on the 28 days before (3 to 21, 95 %).'"""
    if trend.change is None or trend.change_low is None or trend.change_high is None:
        return f"Trend not told: {trend.reason}."
    way = "Up" if trend.change > 0 else "Down" if trend.change < 0 else "No change,"
    low, high = round(100 * trend.change_low), round(100 * trend.change_high)
    sure = "" if low * high > 0 else " It may be chance."
    return (
        f"{way} {abs(100 * trend.change):.0f} points on the {RECENT_DAYS} days before "
        f"({low:+d} to {high:+d}, 95 %, n = {trend.recent_of:,} and {trend.before_of:,}).{sure}"
    )


def _by_hand(brand: Brand, trend: ThemeTrend, page: ThemePage) -> None:
    name, desk = trend.name, _desk(brand)
    others = [one.name for one in page.trends if one.name != name]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.popover("Rename", key=f"theme_rename_{name}"):
            new = st.text_input("New name", key=f"theme_new_{name}", max_chars=LONGEST_NAME)
            _act("Rename", f"theme_rename_go_{name}", partial(desk.rename, name, new))
        with st.popover("Merge into", key=f"theme_merge_{name}"):
            into = st.selectbox("Theme", others, key=f"theme_into_{name}")
            if into:
                _act("Merge", f"theme_merge_go_{name}", partial(desk.rename, name, into))
        with st.popover("Split", key=f"theme_split_{name}"):
            word = st.text_input("Notes that hold the word", key=f"theme_word_{name}", max_chars=LONGEST_NAME)
            part = st.text_input("are about", key=f"theme_part_{name}", max_chars=LONGEST_NAME)
            _act("Split", f"theme_split_go_{name}", partial(desk.split, name, word, part))
        _act("Archive", f"theme_archive_{name}", partial(desk.archive, name))
    st.caption("What you say here holds for new notes too.")


def _further(brand: Brand) -> None:
    """Themes that the words of notes without a topic keep coming back to, once somebody asks for them."""
    if not st.toggle("Look for further themes in notes without a topic", key=LOOKED):
        return
    found = _desk(brand).find()
    if not found:
        st.caption("Too few notes without a topic, or nothing that they have in common.")
    for one in found:
        _found(brand, one)


def _found(brand: Brand, one: FoundTheme) -> None:
    name = one.theme.name
    with st.container(border=True):
        told = f"{count_words(len(one.notes), 'note')}, coherence {one.theme.coherence:.2f} (0 is chance, 1 the most)"
        st.markdown(f"**{plain(name)}**: {told}")
        for note in one.notes[:QUOTES]:
            st.caption(f"\u201c{plain(note.text)}\u201d")
        wanted = st.text_input("Call it", name, key=f"theme_call_{name}", max_chars=LONGEST_NAME)
        numbers = [note.id for note in one.notes]
        _act("Keep as a topic", f"theme_adopt_{name}", partial(_desk(brand).adopt, wanted, numbers))


def _act(label: str, key: str, act: Callable[..., object]) -> None:
    st.button(label, key=key, on_click=_try, args=(act,))


def _restore(brand: Brand, name: str, *, who: Caller) -> None:
    _desk(brand).archive(name, who=who, restore=True)


def _try(act: Callable[..., object]) -> None:
    with kept_problem(PROBLEM):
        act(who=runtime.caller())


def _desk(brand: Brand) -> ThemeDesk:
    own = runtime.services()
    return ThemeDesk(own.store, brand, own.clock)
