"""Exports in: upload, sources, history, templates, glossary."""

from __future__ import annotations

import streamlit as st

from ui import reads
from ui.addresses import TAB_KEY
from ui.empty import no_brand_yet
from ui.feedback.upload import uploaded_notes
from ui.frame import current_brand
from ui.glossary_view import show_glossary
from ui.imports import history_blocks
from ui.imports.template_view import show_templates
from ui.imports.wizard import upload_wizard
from ui.problems import shown_problems

st.title("Data", anchor=False)
brand = current_brand()
upload, sources, history, templates, glossary = st.tabs(
    ["Upload", "Sources", "Import history", "Templates", "Glossary"], key=TAB_KEY, bind="query-params"
)
if upload.open:
    with upload, shown_problems("the upload"):
        upload_wizard(brand)
if sources.open:
    with sources, shown_problems("the sources"):
        if brand:
            history_blocks.sources_block(brand)
        else:
            no_brand_yet()
if history.open:
    with history, shown_problems("the import history"):
        if brand:
            history_blocks.history_block(brand)
            uploaded_notes(brand)
        else:
            no_brand_yet()
if templates.open:
    with templates, shown_problems("the templates"):
        show_templates()
if glossary.open:
    with glossary, shown_problems("the glossary"):
        show_glossary(list(reads.glossary(brand).values()))
