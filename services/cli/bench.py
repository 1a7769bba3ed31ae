"""`bellwether bench`: figures about the machine and the program, each beside what it is compared with."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from learning.domain.errors import BadOption
from services.benchmarks.catalog import BENCHMARKS
from services.benchmarks.record import Benchmark, Measurement
from services.cli.verb import Answer, Call, Verb


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    names = "; ".join(f"{each.name}: {each.help}" for each in BENCHMARKS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=names)
    parser.add_argument(
        "--folder",
        type=Path,
        help="work in this folder and leave there what takes long to build, such as the store of ten million rows",
    )


def run(call: Call) -> Answer:
    """Run the named benchmarks, by default all but the long ones."""
    found: list[Measurement] = []
    for benchmark in chosen_benchmarks(call.options.names):
        with _folder(call.options.folder) as folder:
            found += benchmark.run(folder)
    return Answer({"benchmarks": [_payload(each) for each in found]}, "\n".join(map(_words, found)))


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="bellwether-bench-") as folder:
        yield Path(folder)


def chosen_benchmarks(names: Sequence[str]) -> list[Benchmark]:
    """Return the benchmarks of some names, all but the long ones where none is named.

    The name of a subject stands for its benchmarks on every database: `import` is measured on each that is at hand.
    """
    known = {benchmark.name for benchmark in BENCHMARKS}
    for name in names:
        if name not in known:
            raise BadOption("bench", name, f"one of {', '.join(sorted(known))}")
    if not names:
        return [each for each in BENCHMARKS if each.by_default]
    return [
        each for each in BENCHMARKS if each.name in names or (each.by_default and each.name.rpartition("-")[0] in names)
    ]


def _payload(found: Measurement) -> dict[str, object]:
    payload: dict[str, object] = {
        "name": found.name,
        "value": found.value,
        "unit": found.unit,
        "reference": found.reference,
        "ratio": found.ratio,
        "compared_with": found.compared_with,
    }
    return payload | ({"reason": found.reason} if found.reason else {})


def _words(found: Measurement) -> str:
    if found.value is None:
        return f"{found.name}: not measured, {found.reason}"
    ratio = "" if found.ratio is None else f" (ratio {found.ratio:.2f} to {found.reference:.2f} {found.unit})"
    return f"{found.name}: {found.value:.2f} {found.unit}; {found.compared_with}{ratio}"


BENCH: Final = Verb(configure, run)
