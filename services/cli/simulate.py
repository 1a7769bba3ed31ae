"""`bellwether simulate`: exports of a made-up brand, with the truth apart."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

from db.engine import open_store
from learning.simulation.world import WorldName
from services.cli.analysis_progress import analyse
from services.cli.verb import Answer, Call, Verb
from services.clock import SystemClock
from services.demo.brand import DEMO_BRAND, load_simulation
from services.demo.simulation import SimulatedFiles, SimulationRequest, write_simulation


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="equal seeds give equal files")
    parser.add_argument("--days", type=int, required=True, metavar="D", help="length of the history")
    parser.add_argument("--posts-per-day", type=_rate, default=5.0, metavar="P", help="mean number of posts a day")
    parser.add_argument(
        "--world",
        type=WorldName,
        choices=list(WorldName),
        default=WorldName.DEMO,
        metavar="NAME",
        help=f"one of {', '.join(world.value for world in WorldName)}",
    )
    parser.add_argument("--end", type=date.fromisoformat, metavar="DATE", help="last day (default: yesterday)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="gets exports/ and truth/")
    parser.add_argument(
        "--load", action="store_true", help=f"import them as the brand {DEMO_BRAND}, in place of an earlier one"
    )


def run(call: Call) -> Answer:
    """Write the files and, if asked, load them."""
    options = call.options
    clock = SystemClock()
    last = options.end or clock.now().date() - timedelta(days=1)
    request = SimulationRequest(options.seed, options.days, last, options.world, options.posts_per_day)
    written = write_simulation(request, options.out)
    loaded = _load(call, written, clock) if options.load else None
    payload = {
        "exports": [str(path) for path in written.exports],
        "ab_tests": [str(path) for path in written.tests],
        "truth": str(written.truth),
        "first_day": written.first.isoformat(),
        "last_day": written.last.isoformat(),
        "posts": written.posts,
        "impressions": written.impressions,
        "brand": loaded,
    }
    return Answer(payload, _words(written, loaded))


def _load(call: Call, written: SimulatedFiles, clock: SystemClock) -> str:
    store = open_store(call.settings.database_url)
    try:
        load_simulation(store, call.settings, clock, written)
        analyse(store, clock.now())
    finally:
        store.close()
    return DEMO_BRAND


def _words(written: SimulatedFiles, loaded: str | None) -> str:
    lines = [
        f"{written.posts} posts and {written.impressions:,} impressions from {written.first} to {written.last}:",
        *(f"  {path}" for path in written.exports),
        f"The truth: {written.truth}",
    ]
    if loaded is not None:
        lines.append(f"Loaded as {loaded}.")
    return "\n".join(lines)


def _rate(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1000:
        raise argparse.ArgumentTypeError("must be above 0 and at most 1000")
    return value


SIMULATE = Verb(configure, run)
