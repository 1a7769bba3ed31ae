"""The whole dashboard in this process, on a store of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from services import settings as settings_module
from tests.migrated import put_migrated_file
from tests.services.hand_made import HandMade, make
from ui.once import forget_all
from ui.runtime import mark_launched

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60

OpenPage = Callable[..., AppTest]


def open_menu(app: AppTest, key: str) -> AppTest:
    """Open a menu whose contents are drawn only then."""
    app.session_state[key] = True
    return app.run()


def forget_process_state() -> None:
    forget_all()
    st.cache_data.clear()
    settings_module._read_environment.cache_clear()


@pytest.fixture
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the store that the dashboard of this test uses; nothing is there yet."""
    url = f"sqlite:///{tmp_path / 'bellwether.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BELLWETHER_DEMO", "0")
    forget_process_state()
    yield url
    forget_process_state()


@pytest.fixture
def acme(store_url: str, tmp_path: Path) -> HandMade:
    """A store with one brand, Acme, that has no data yet."""
    put_migrated_file(tmp_path / "bellwether.db")
    return make(store_url)


@pytest.fixture
def no_brand(acme: HandMade) -> None:
    """A store without any brand: the very first start."""
    with acme.store.write() as work:
        work.brands.remove(acme.brand_id)
        work.commit()


@pytest.fixture
def open_page(store_url: str) -> OpenPage:
    """Open a page of the dashboard, optionally with an address."""
    mark_launched()

    def run(page: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=PATIENCE_S)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        if page != "home":
            app.switch_page(str(ROOT / "pages" / f"{page}.py"))
            for key, value in query.items():
                app.query_params[key] = value
            app.run()
        return app

    return run


def wait_for(app: AppTest, met: Callable[[AppTest], bool]) -> AppTest:
    """Run the page again until something that goes on beside it has come so far."""
    deadline = time.monotonic() + PATIENCE_S
    while not met(app):
        assert time.monotonic() < deadline, f"still showing: {texts(app)}"
        time.sleep(0.05)
        app.run()
    return app


def texts(app: AppTest) -> str:
    """Everything that the page says."""
    assert not app.exception, app.exception
    found = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.error, *app.success, *app.warning]
    titles = [getattr(alert.proto, "title", "") for alert in [*app.info, *app.error, *app.success, *app.warning]]
    return "\n".join([*(str(element.value) for element in found), *titles])


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]
