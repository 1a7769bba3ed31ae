"""`bellwether anomalies`: how unusual each row of a series is; needs no database."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from services.cli.verb import Answer, Call, Verb
from services.series.checks import ScoredMoment, score_file


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--input", type=Path, required=True, metavar="FILE.csv", help="a table with the columns timestamp and value"
    )


def run(call: Call) -> Answer:
    """Score the file."""
    scores = score_file(call.options.input)
    return Answer({"scores": [_payload(one) for one in scores]}, _words(scores))


def _payload(one: ScoredMoment) -> dict[str, object]:
    return {
        "timestamp": one.timestamp,
        "value": one.value,
        "score": one.score,
        "alert": one.alert,
        "kind": None if one.kind is None else one.kind.value,
    }


def _words(scores: tuple[ScoredMoment, ...]) -> str:
    alerts = [one for one in scores if one.alert]
    lines = [f"{one.timestamp}  {one.value:g}  {one.kind}" for one in alerts if one.value is not None]
    return "\n".join([*lines, f"{len(alerts)} of {len(scores):,} rows are unusual."])


ANOMALIES: Final = Verb(configure, run)
