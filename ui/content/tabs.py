"""The posts behind the figures: the best and the worst, and what works where and when; each built when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.trends import Available, Scope
from ui.best_times.block import best_time_block
from ui.content.block import content_block
from ui.content.follower_block import follower_block
from ui.content.forecast_block import forecast_block
from ui.content.format_block import format_block
from ui.content.peer_block import peer_block
from ui.problems import shown_problems

Block = Callable[[Brand, Available, Scope], None]
TABS_KEY: Final = "works"
TABS: Final[dict[str, tuple[str, Block]]] = {
    "Best and worst posts": ("the posts", content_block),
    "What works where": ("what works where", format_block),
    "Best times": ("the best times", best_time_block),
    "Plan a post": ("the forecast", forecast_block),
    "Followers": ("follower growth", follower_block),
    "Peers": ("the peers", peer_block),
}
"""Name -> what an error calls it, and the block."""


def content_tabs(brand: Brand, available: Available, scope: Scope) -> None:
    """Draw the views in tabs; one that fails leaves the others."""
    tabs = st.tabs(list(TABS), key=TABS_KEY, on_change="rerun")
    for tab, (what, block) in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab, shown_problems(what):
                block(brand, available, scope)
