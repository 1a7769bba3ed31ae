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
    filters: bool = False
    """Whether the global filters stand on top of it."""
    charts: bool = False
    """Whether its first screen has charts of the large library."""

    @property
    def path(self) -> Path:
        """The page's file; absolute, because Streamlit would look beside the entry script."""
        return PAGES / self.file


NAVIGATION = (
    PageEntry(
        "home.py",
        "Home",
        ":material/home:",
        "home",
        "What moved this week and how sure that is, what needs you, what is new.",
        filters=True,
    ),
    PageEntry(
        "insights.py",
        "Insights",
        ":material/lightbulb:",
        "insights",
        "What is likely real in your data, what is worth a test, and why.",
        filters=True,
    ),
    PageEntry(
        "engagement.py",
        "Engagement",
        ":material/monitoring:",
        "engagement",
        "How content does over time, and which posts did best and worst.",
        filters=True,
        charts=True,
    ),
    PageEntry(
        "audience.py",
        "Audience",
        ":material/groups:",
        "audience",
        "Who responds how: personas, devices, channels, and where the real gaps are.",
        filters=True,
        charts=True,
    ),
    PageEntry(
        "ab_tests.py",
        "A/B tests",
        ":material/science:",
        "ab_tests",
        "What is tried on whom, what it showed, what to do about it, and what to test next.",
    ),
    PageEntry(
        "actions.py",
        "Actions",
        ":material/rule:",
        "actions",
        "What waits for a yes or a no, what is live and being measured, and what came of it.",
    ),
    PageEntry(
        "components.py",
        "Components",
        ":material/widgets:",
        "components",
        "What decides in each program, its parameters, its changes, and how it did before and after.",
    ),
    PageEntry(
        "feedback.py",
        "Feedback",
        ":material/forum:",
        "feedback",
        "What customers say, how long it waits, what it is about, and what came of it.",
    ),
    PageEntry(
        "data.py",
        "Data",
        ":material/database:",
        "data",
        "Upload exports, see what was imported and take it back, look up what a metric means.",
    ),
    PageEntry(
        "settings.py",
        "Settings",
        ":material/settings:",
        "settings",
        "What you are told of, who may do what, what a change needs, how the system learns.",
    ),
    PageEntry(
        "audit.py",
        "Audit",
        ":material/receipt_long:",
        "audit",
        "Who did what and when, what was refused, and whether the trail is whole.",
    ),
    PageEntry(
        "health.py",
        "Health",
        ":material/monitor_heart:",
        "health",
        "The scheduled work, what it did, how long things take, what the processes use.",
    ),
)
