"""The script that Streamlit runs for every page: frame and navigation, then the page itself.

It stands in ui/ because a `pages/` folder beside the script would let a deep link run a page without it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import reads
from ui.filters import PLATFORM_KEY
from ui.frame import BRAND_KEY, draw_frame, next_page
from ui.navigation import NAVIGATION
from ui.problems import shown_problems
from ui.runtime import require_launcher

# What stays chosen from page to page. (Streamlit would print a string that stands alone in this script.)
KEPT = (BRAND_KEY, PLATFORM_KEY)
STATIC = Path(__file__).resolve().parent / "static"


def main() -> None:
    """Draw the frame and run the page that the address names."""
    # Before the navigation: else the browser looks for the page's menu icon at a foreign host, to show it in its tab.
    st.set_page_config(page_icon=str(STATIC / "icon.png"), layout="wide")
    require_launcher()
    pages = {
        entry.url_path: st.Page(
            entry.path,
            title=entry.title,
            icon=entry.icon,
            url_path=entry.url_path,
            default=index == 0,
            help=entry.help,
        )
        for index, entry in enumerate(NAVIGATION)
    }
    page = st.navigation(list(pages.values()))
    wanted = next_page()
    if wanted and wanted[0] in pages:
        kept = [(key, value) for key in KEPT for value in st.query_params.get_all(key)]
        st.switch_page(pages[wanted[0]], query_params=[*kept, *wanted[1].items()])
    st.set_page_config(page_title=f"{page.title} · Bellwether")
    brands = None
    with shown_problems("the brands"):
        brands = reads.brands()
    if brands is None:
        st.stop()
    with st.sidebar, shown_problems("how fresh the data is"):
        draw_frame(brands)
    page.run()


main()
