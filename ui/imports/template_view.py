"""Which exports are known, where to find them on each platform, and empty files to fill by hand."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.platforms import platform_name
from learning.imports.empty_templates import TemplateListing, column_notes, empty_template, list_templates
from ui.wording import BASIS_WORDS

ANY: Final = "Any table"
BYTE_ORDER_MARK: Final = "\ufeff"


def show_templates() -> None:
    """Show every report by platform, with its click path, its columns and an empty file."""
    st.markdown("Any of these is recognised by its columns, in any order and in several languages. Pick one to see it.")
    listed = sorted(list_templates(), key=lambda one: (_platform(one) == ANY, _platform(one).casefold()))
    names = {name: list(found) for name, found in groupby(listed, key=_platform)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        platform = st.selectbox("Platform", list(names), key="template_platform", width=240)
        titles = {one.title: one for one in names[platform]}
        title = st.selectbox("Report", list(titles), key="template_report", width=380)
    _one(titles[title])


def _platform(template: TemplateListing) -> str:
    return ANY if template.platform == "generic" else platform_name(template.platform)


def _one(template: TemplateListing) -> None:
    with st.container(border=True):
        st.subheader(template.title, anchor=False)
        st.caption(f"Gives {BASIS_WORDS[template.basis]}.")
        if template.where:
            st.markdown(f"**Where to find it:** {template.where}")
        for caveat in template.caveats:
            st.caption(caveat)
        notes = column_notes(template.name)
        frame = pd.DataFrame({"Column": [note.header for note in notes], "Meaning": [note.note for note in notes]})
        st.dataframe(
            frame,
            hide_index=True,
            alt=f"Columns of {template.title}",
            column_config={"Meaning": st.column_config.TextColumn(width="large")},
        )
        st.download_button(
            "Download an empty file with one example row",
            (BYTE_ORDER_MARK + empty_template(template.name)).encode(),
            file_name=f"{template.name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
