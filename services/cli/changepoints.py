"""`bellwether changepoints`: where a series went to another level; needs no database."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from services.cli.verb import Answer, Call, Verb
from services.series.checks import find_levels


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--input",
        type=Path,
        required=True,
        metavar="FILE.csv",
        help="a table with a column value, and best a column timestamp",
    )


def run(call: Call) -> Answer:
    """Find the changes of level."""
    found = find_levels(call.options.input)
    words = f"New levels begin at rows {', '.join(map(str, found))} (the first row is 0)." if found else "No new level."
    return Answer({"changepoints": list(found)}, words)


CHANGEPOINTS: Final = Verb(configure, run)
