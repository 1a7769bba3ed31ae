"""Real exports, imported through the service, and the pages that show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT, forget_process_state
from tests.services.imports.workshop import open_workshop
from ui.runtime import mark_launched

PATIENCE_S = 120


@contextmanager
def imported(folder: Path, files: list[Path]) -> Iterator[None]:
    """Let the dashboard of this process show a brand that has imported these files, and nothing else."""
    assert files, "the exports of this comparison are not in ../shared/data"
    url = f"sqlite:///{folder / 'bellwether.db'}"
    with open_workshop(folder, url) as workshop:
        for report in workshop.commit(*files):
            assert report.tables, report.file
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        patch.setenv("BELLWETHER_DATA_DIR", str(folder / "data"))
        patch.setenv("BELLWETHER_DEMO", "0")
        forget_process_state()
        mark_launched()
        yield
        forget_process_state()


def open_page(page: str = "home", *, tabs: Mapping[str, str | bool] | None = None, **query: str | list[str]) -> AppTest:
    """Open a page with an address; tabs are chosen as a press on them would."""
    app = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=PATIENCE_S)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != "home":
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
    for key, name in (tabs or {}).items():
        app.session_state[key] = name
    if tabs:
        app.run()
    assert not app.exception, app.exception
    assert not app.error, [error.value for error in app.error]
    return app
