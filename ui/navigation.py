"""The pages of the dashboard, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One line of the menu."""

    file: str
    title: str
    icon: str
    url_path: str
    help: str
    """What the page is for; its tooltip in the menu."""

    @property
    def path(self) -> Path:
        """The page's file; absolute, because Streamlit would look beside the entry script."""
        return PAGES / self.file


NAVIGATION = (
    PageEntry("home.py", "Home", ":material/home:", "home", "The brand in three numbers, and what was imported last."),
    PageEntry(
        "engagement.py",
        "Engagement",
        ":material/monitoring:",
        "engagement",
        "How content does over time, and which posts did best and worst.",
    ),
    PageEntry(
        "data.py",
        "Data",
        ":material/database:",
        "data",
        "Upload exports, see what was imported and take it back, look up what a metric means.",
    ),
)
