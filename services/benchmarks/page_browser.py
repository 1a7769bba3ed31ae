"""How long the pages take in a real browser, beside a page that only says hello."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

PACKAGE: Final = "playwright"
"""A package for tests and benchmarks, absent from an installation."""
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A page that asks for anything elsewhere fails at once instead of waiting.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WINDOW: Final = {"width": 1440, "height": 900}
PATIENCE_MS: Final = 60_000
LOOK_EVERY_MS: Final = 25
"""Looking with every frame would slow down what is timed."""
ROUNDS: Final = 7
PAGES: Final = {"home": "", "engagement": "engagement", "audience": "audience"}
PERIODS: Final = ("Last 7 days", "Last 28 days")
HELLO_DRAWN: Final = "() => /Clicked \\d+ times/.test(document.body.innerText) && performance.now()"
# Every chart that begins within the window, of either engine, has drawn its marks; skeletons are gone.
PAGE_DRAWN: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || !document.querySelector('h1')) return false;
  const inside = (one) => one.getBoundingClientRect().top < innerHeight;
  if ([...document.querySelectorAll('[data-testid="stSkeleton"]')].some(inside)) return false;
  const plots = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].filter(inside);
  const vegas = [...document.querySelectorAll('[data-testid="stMetricChart"]')].filter(inside);
  if (plots.length + vegas.length < LEAST) return false;
  const drawn = (one) => one.querySelector('.main-svg .plot path, .main-svg .shapelayer path, .main-svg text');
  if (!plots.every(drawn) || !vegas.every((one) => one.querySelector('canvas, svg'))) return false;
  return performance.now();
}"""
# From the click on: until what the page shows is another than before, and drawn.
ARM: Final = """() => {
  const now = STATE, drawn = DRAWN, before = now();
  window.__took = null;
  document.addEventListener('click', () => {
    const began = performance.now();
    const look = () => {
      if (now() !== before && drawn()) window.__took = performance.now() - began; else setTimeout(look, 10);
    };
    setTimeout(look, 10);
  }, {once: true, capture: true});
}"""
HELLO_STATE: Final = "() => (document.body.innerText.match(/Clicked \\d+ times/) || [''])[0]"
# The words below the title name the range; the first chart's own points say that it was drawn anew.
PAGE_STATE: Final = """() => {
  const plot = document.querySelector('[data-testid="stPlotlyChart"] .js-plotly-plot');
  return plot && plot.data ? JSON.stringify(plot.data.map((one) => [one.x && one.x.length, one.name])) : '';
}"""


@dataclass(slots=True)
class BrowserTimes:
    """Milliseconds of each round."""

    cold: dict[str, list[float]] = field(default_factory=dict)
    warm: dict[str, list[float]] = field(default_factory=dict)
    change: dict[str, list[float]] = field(default_factory=dict)

    def median(self, kind: str, name: str) -> float:
        """The median of one kind ('cold', 'warm', 'change') of one page."""
        rounds: list[float] = getattr(self, kind)[name]
        return float(statistics.median(rounds))


def why_not() -> str | None:
    """Say why no browser can be started here; None where one can."""
    if importlib.util.find_spec(PACKAGE) is None:
        return "no Playwright at hand: it is a package for developers (`make setup`)"
    return None


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a browser without a window."""
    api = importlib.import_module("playwright.sync_api")
    with api.sync_playwright() as playwright:
        path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def time_pages(browser: Any, dashboard: str, hello: str, forget: Callable[[], None], rounds: int) -> BrowserTimes:
    """Load and change each page in turn with the hello page, so that a busy machine slows all alike.

    Args:
        browser: A running browser.
        dashboard: The address of the dashboard.
        hello: The address of the page that says hello.
        forget: Makes every kept answer of the dashboard worthless.
        rounds: How often.
    """
    found = BrowserTimes()
    for number in range(rounds + 1):
        times = found if number else BrowserTimes()  # The first round warms both servers.
        _visit(browser, "hello", hello, HELLO_DRAWN, times)
        _click_hello(browser, hello, times)
        for name, path in PAGES.items():
            _visit(browser, name, f"{dashboard}/{path}", PAGE_DRAWN.replace("LEAST", "1"), times)
        _change_filter(browser, f"{dashboard}/engagement", times, forget)
    return found


def _visit(browser: Any, name: str, address: str, drawn: str, times: BrowserTimes) -> None:
    """Load a page in a fresh profile, and once more in the same."""
    context = browser.new_context(viewport=WINDOW)
    try:
        for kind in (times.cold, times.warm):
            page = context.new_page()
            page.goto(address, wait_until="commit")
            kind.setdefault(name, []).append(_wait(page, drawn))
            page.close()
    finally:
        context.close()


def _wait(page: Any, drawn: str) -> float:
    return float(page.wait_for_function(drawn, polling=LOOK_EVERY_MS, timeout=PATIENCE_MS).json_value())


def _click_hello(browser: Any, address: str, times: BrowserTimes) -> None:
    with _page(browser, address, HELLO_DRAWN) as page:
        page.evaluate(_armed(HELLO_STATE, HELLO_DRAWN))
        page.get_by_role("button", name="Click me").click()
        times.change.setdefault("hello", []).append(_took(page))


def _change_filter(browser: Any, address: str, times: BrowserTimes, forget: Callable[[], None]) -> None:
    """Choose another period: one whose answers are kept, then one that nobody asked for since the data changed."""
    drawn = PAGE_DRAWN.replace("LEAST", "1")
    with _page(browser, address, drawn) as page:
        for kind, period in (("", PERIODS[0]), ("", PERIODS[1]), ("kept", PERIODS[0]), ("anew", PERIODS[1])):
            if kind == "anew":
                forget()
            took = _choose(page, period, drawn)
            if kind:
                times.change.setdefault(kind, []).append(took)


class Others(Protocol):
    """People who click on the same server."""

    def click(self) -> None:
        """Have all of them click now."""

    def wait(self) -> None:
        """Wait until all of them have their page."""


def time_among_others(browser: Any, dashboard: str, others: Others, rounds: int) -> tuple[float, float]:
    """Time a person who chooses another period alone, and right after others did: the last one whom the server serves.

    Args:
        browser: A running browser.
        dashboard: The address of the dashboard.
        others: The others.
        rounds: How often.

    Returns:
        Median milliseconds from the click until the chart is drawn anew, alone and among the others; answers are kept.
    """
    alone: list[float] = []
    among: list[float] = []
    drawn = PAGE_DRAWN.replace("LEAST", "1")
    with _page(browser, f"{dashboard}/engagement", drawn) as page:
        for number in range(2 * (rounds + 1)):
            crowded = number % 2 == 1
            took = _choose(page, PERIODS[number % 2], drawn, others.click if crowded else None)
            if crowded:
                others.wait()
            if number > 1:  # The first of each warms the server.
                (among if crowded else alone).append(took)
    return float(statistics.median(alone)), float(statistics.median(among))


def _choose(page: Any, period: str, drawn: str, before: Callable[[], None] | None = None) -> float:
    """Choose a period; return how long it took to be drawn."""
    page.get_by_role("combobox", name="Period").first.click()
    option = page.get_by_role("option", name=period, exact=True)
    option.wait_for()
    page.evaluate(_armed(PAGE_STATE, drawn))
    if before is not None:
        before()
    option.click()
    took = _took(page)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE_MS)
    return took


@contextmanager
def _page(browser: Any, address: str, drawn: str) -> Iterator[Any]:
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        _wait(page, drawn)
        page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE_MS)
        yield page
    finally:
        context.close()


def _armed(state: str, drawn: str) -> str:
    return ARM.replace("STATE", state).replace("DRAWN", drawn)


def _took(page: Any) -> float:
    page.wait_for_function("() => window.__took !== null", polling="raf", timeout=PATIENCE_MS)
    return float(page.evaluate("() => window.__took"))
