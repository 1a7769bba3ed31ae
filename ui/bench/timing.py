"""How long the pages take on a store: a process of its own for the benchmark, which answers in JSON.

A page is run as Streamlit runs it, without a browser. Each run asks for days that nobody asked for before, and every
kept answer is forgotten: all that the page shows is read from the rollups again. Only what hangs on the data alone
(which cuts, which values) may be recalled, as it is between two clicks of a person.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from unittest import mock

from streamlit.testing.v1 import AppTest

from services.benchmarks.page_reads import Reads, time_on_raw_rows, watched_reads
from ui.answers import answers
from ui.filters.periods import Preset
from ui.filters.state import DATES_KEY, PERIOD_KEY
from ui.runtime import mark_launched, services

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = ("home", "engagement", "audience")
PATIENCE_S: Final = 600
ROUNDS: Final = 7
BELOW: Final = {
    "engagement": ("content", "grid", "gates"),
}
"""Page -> the answers that stand below the first screen; a number says which of several of one name."""
SHOWN_DAYS: Final = 28


def main(arguments: list[str] | None = None) -> int:
    """Print the times of each page, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--raw", action="store_true", help="also the same sums on raw rows")
    options = parser.parse_args(arguments)
    mark_launched()
    watch = Watch()
    with _quiet(), watched_reads() as watch.reads, mock.patch("ui.answers.track_operation", watch.note):
        found = {page: _time_page(page, watch, options.rounds, raw=options.raw) for page in PAGES}
    sys.stdout.write(json.dumps(found))
    return 0


class Watch:
    """What was read, and by which answer."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.reads = Reads()
        self.by_answer: defaultdict[str, float] = defaultdict(float)
        self._asked: Counter[str] = Counter()

    @contextmanager
    def note(self, _component: str, answer: str) -> Iterator[None]:
        """Count what an answer reads."""
        began = self.reads.seconds
        yield
        self._asked[answer] += 1
        place = self._asked[answer]
        self.by_answer[answer if place == 1 else f"{answer} {place}"] += self.reads.seconds - began

    def clear(self) -> None:
        """Begin anew."""
        self.reads.clear()
        self.by_answer.clear()
        self._asked.clear()

    def seconds_above(self, page: str) -> float:
        """Return what was read for the first screen of a page."""
        return self.reads.seconds - sum(self.by_answer[name] for name in BELOW.get(page, ()))


def _time_page(page: str, watch: Watch, rounds: int, *, raw: bool) -> dict[str, float | None]:
    app = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=PATIENCE_S)
    app.run()
    if page != PAGES[0]:
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        app.run()
    first_view: list[float] = []
    whole: list[float] = []
    worked: list[float] = []
    app.session_state[PERIOD_KEY] = Preset.CUSTOM.value
    _run(app)
    last = app.session_state[DATES_KEY][1]
    for number in range(1, rounds + 1):
        app.session_state[DATES_KEY] = (last - timedelta(days=number + SHOWN_DAYS), last - timedelta(days=number))
        answers().forget()
        watch.clear()
        _run(app)
        first_view.append(watch.seconds_above(page))
        whole.append(watch.reads.seconds)
        worked.append(watch.reads.cpu_seconds)
    questions = list({repr(question): question for question in watch.reads.questions}.values())
    again = [_timed(lambda: _run(app)) for _ in range(rounds)]
    return {
        "first_view": statistics.median(first_view),
        "data": statistics.median(whole),
        "worked": statistics.median(worked),
        "again": statistics.median(again),
        "questions": len(questions),
        "raw": time_on_raw_rows(services().store, questions) if raw else None,
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Streamlit's warnings about a page without a browser to itself, for as long as a block lasts."""
    earlier = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(earlier)


def _run(app: AppTest) -> None:
    app.run()
    if app.exception or app.error:
        raise SystemExit(f"the page shows an error: {[*app.exception, *app.error]}")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
