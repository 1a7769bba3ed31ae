"""The script that Streamlit runs for every page: frame and navigation, then the page itself.

It stands in ui/ because a `pages/` folder beside the script would let a deep link run a page without it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException

from services.log_lines import logged_with, new_id
from services.operations import track_operation
from ui import reads
from ui.actions.badge import titled, waiting_badge
from ui.addresses import next_address, next_page
from ui.filters.bar import draw_filters
from ui.filters.views_menu import CURRENT_PAGE
from ui.frame import current_brand, draw_frame
from ui.later import count_run
from ui.navigation import NAVIGATION
from ui.problems import shown_problems
from ui.runtime import require_launcher
from ui.sign_in_gate import admitted, watch_session
from ui.turns import TURNS
from ui.visits import note_visit

STATIC = Path(__file__).resolve().parent / "static"


def main() -> None:
    """Draw the frame and run the page that the address names."""
    # Before the navigation: else the browser looks for the page's menu icon at a foreign host, to show it in its tab.
    st.set_page_config(page_icon=str(STATIC / "icon.png"), layout="wide")
    require_launcher()
    count_run()
    if not admitted():
        return
    brands = None
    with shown_problems("the brands"):
        brands = reads.brands()
    if brands is None:
        st.stop()
    badge = waiting_badge(brands)
    entries = {titled(entry, badge): entry for entry in NAVIGATION}
    pages = {
        entry.url_path: st.Page(
            entry.path,
            title=title,
            icon=entry.icon,
            url_path=entry.url_path,
            default=index == 0,
            help=entry.help,
        )
        for index, (title, entry) in enumerate(entries.items())
    }
    page = st.navigation(list(pages.values()))
    wanted = next_page()
    if wanted and wanted.page in pages:
        st.switch_page(pages[wanted.page], query_params=next_address(wanted))
    shown = entries[page.title]
    st.set_page_config(page_title=f"{shown.title} · Bellwether")
    st.session_state[CURRENT_PAGE] = shown.url_path
    with st.sidebar, shown_problems("how fresh the data is"):
        draw_frame(brands)
    brand = current_brand()
    if brand is not None:
        note_visit(brand)
    if shown.filters:
        with shown_problems("the filters"):
            draw_filters(brand)
    watch_session()
    with track_operation("page", shown.url_path, no_failures=(ScriptControlException,)):
        page.run()


with logged_with(request=new_id()), TURNS.taken():
    main()
