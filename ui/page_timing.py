"""How long the pages take on a store: a process of its own for the benchmark, which answers in JSON.

A page is run as Streamlit runs it, without a browser. Before each run every kept answer is forgotten, so that all that
the page shows is read from the rollups again; the store itself is warm.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.testing.v1 import AppTest

from services.benchmarks.page_reads import Reads, time_on_raw_rows, watched_reads
from ui.runtime import mark_launched, services

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = ("home", "engagement", "audience")
PATIENCE_S: Final = 600
ROUNDS: Final = 7


def main(arguments: list[str] | None = None) -> int:
    """Print the times of each page, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--raw", action="store_true", help="also the same sums on raw rows")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    mark_launched()
    with watched_reads() as reads:
        found = {page: _time_page(page, reads, options.rounds, raw=options.raw) for page in PAGES}
    sys.stdout.write(json.dumps(found))
    return 0


def _time_page(page: str, reads: Reads, rounds: int, *, raw: bool) -> dict[str, float | None]:
    app = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=PATIENCE_S)
    app.run()
    if page != PAGES[0]:
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        app.run()
    data: list[float] = []
    for _ in range(rounds):
        st.cache_data.clear()
        reads.clear()
        _run(app)
        data.append(reads.seconds)
    questions = list({repr(question): question for question in reads.questions}.values())
    again = [_timed(lambda: _run(app)) for _ in range(rounds)]
    return {
        "data": statistics.median(data),
        "again": statistics.median(again),
        "questions": len(questions),
        "raw": time_on_raw_rows(services().store, questions) if raw else None,
    }


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
