"""What the pages share for the life of the process: settings, services, and the imports under way."""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.imports import FileReport
from services.accounts.local import LOCAL_ADMINISTRATOR
from services.bootstrap import Services, open_services
from services.settings import Settings, current_settings
from ui.import_runs import ImportRuns
from ui.once import Once

Reports = tuple[FileReport, ...]
ACTING_AS: Final = "_acting_as"
"""Where nobody signs in: the person that the session plays."""


@Once
def settings() -> Settings:
    """Return the settings of this process."""
    return current_settings()


@Once
def services() -> Services:
    """Return the services on the one store; a failure to open it is not kept, so the next run tries again."""
    return open_services(settings())


@Once
def previews() -> ImportRuns[Reports]:
    """Return the looks at uploads that run in this process."""
    return ImportRuns()


@Once
def imports() -> ImportRuns[Reports]:
    """Return the imports that run in this process."""
    return ImportRuns()


def who() -> str:
    """Return the name of the person of this session."""
    return str(st.session_state.get(ACTING_AS, LOCAL_ADMINISTRATOR))


def now() -> datetime:
    """Return the present moment."""
    return services().clock.now()


def today(brand: Brand) -> date:
    """Return the present day where the brand is."""
    return now().astimezone(ZoneInfo(brand.time_zone)).date()


_launched = threading.Event()


def mark_launched() -> None:
    """Note that the launcher, and with it the gate, stands before this process."""
    _launched.set()


def require_launcher() -> None:
    """End the run where Streamlit was started on the entry script itself: no gate would stand before it."""
    if not _launched.is_set():
        st.error("Bellwether was started without its gate. Start it with `bellwether serve` or `streamlit run app.py`.")
        st.stop()
