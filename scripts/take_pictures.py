"""Renew the pictures in docs/img: a fresh product on its demo brand, opened in a browser as a person would.

`.venv/bin/python scripts/take_pictures.py [EXPORT ...]`; with exports of a real brand the import is pictured, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 180_000
SETTLING_MS = 4_000
"""Charts are drawn after their place is there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what is opened, what must be there, and the size of the window."""

    name: str
    address: str
    shows: str
    height: int
    width: int = 1280
    dark: bool = False
    opens: str = ""
    """A tab to open first; the picture then begins at what it shows."""


DEMO = (
    Picture("insights", "/insights", "comparisons looked at", 1000),
    Picture("home", "/", "This week", 1000),
    Picture("engagement", "/engagement", "Best and worst posts", 1060),
    Picture("engagement-dark", "/engagement", "Best and worst posts", 1060, dark=True),
    Picture("engagement-narrow", "/engagement", "Engagement rate", 1100, width=390),
    Picture("plan", "/engagement", "What would this post get?", 900, opens="Plan a post"),
    Picture("audience", "/audience", "posts", 1180),
    Picture("ab-tests", "/ab_tests", "A/B tests", 1000),
    Picture("actions", "/actions", "Actions", 1000),
    Picture("components", "/components?component=landing_page", "What decides?", 1100),
    Picture("audit", "/audit", "Audit", 900),
    Picture("feedback", "/feedback", "What did they say?", 900),
)


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exports", nargs="*", type=Path, help="exports of a real brand, for the pictures of the import")
    exports = parser.parse_args().exports
    with sync_playwright() as playwright:
        path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with _served("1") as address:
            _wait_for_insights(browser, address)
            for picture in DEMO:
                _take(browser, address, picture)
        if exports:
            with _served("0") as address:
                _take_import(browser, address, exports)
        browser.close()
    return 0


@contextmanager
def _served(demo: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("bellwether"), "serve", "--port", "0"],
            cwd=ROOT,
            env=os.environ | {"BELLWETHER_DATA_DIR": folder, "BELLWETHER_DEMO": demo},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            line = next(line for line in process.stdout if "http://" in line)
            yield line.split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(120)


def _open(browser: Browser, address: str, picture: Picture) -> Page:
    page = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=1.5,
        color_scheme="dark" if picture.dark else "light",
    ).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address + picture.address)
    return page


def _take(browser: Browser, address: str, picture: Picture) -> None:
    page = _open(browser, address, picture)
    if picture.opens:
        page.get_by_role("tab", name=picture.opens).click()
    told = page.get_by_test_id("stMain").get_by_text(picture.shows).first
    told.wait_for()
    page.wait_for_timeout(SETTLING_MS)
    if picture.opens:
        told.evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(SETTLING_MS)
    _keep(page, picture.name)
    page.context.close()


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    sys.stdout.write(f"{name}.png\n")


def _wait_for_insights(browser: Browser, address: str) -> None:
    """The worker looks at new data within a minute; until then the pages have none to show."""
    page = _open(browser, address, DEMO[0])
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.get_by_text(DEMO[0].shows).count() and time.monotonic() < deadline:
        page.wait_for_timeout(SETTLING_MS)
        page.reload()
        page.get_by_role("heading", name="Insights").first.wait_for()
        page.wait_for_timeout(SETTLING_MS)
    page.context.close()


def _take_import(browser: Browser, address: str, exports: list[Path]) -> None:
    page = _open(browser, address, Picture("upload", "/data", "", 1150))
    page.locator("input[type=file]").set_input_files(exports)
    page.get_by_text(f"{len(exports)} files: {len(exports)} ready").wait_for()
    page.wait_for_timeout(SETTLING_MS)
    _keep(page, "upload")
    page.get_by_role("button", name=f"Import {len(exports)} files").click()
    page.get_by_text(f"{len(exports)} files imported").wait_for()
    page.wait_for_timeout(SETTLING_MS)
    _keep(page, "result")
    page.context.close()


if __name__ == "__main__":
    sys.exit(main())
