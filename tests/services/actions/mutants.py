"""Writing faults into copies of the source, and telling the story on them.

`python -m tests.services.actions.mutants [part of a name]` tells what finds each, after how many stories and steps.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.services.actions.mutant import STORY, Mutant
from tests.services.actions.mutants_of_decisions import OF_DECISIONS
from tests.services.actions.mutants_of_limits import OF_LIMITS
from tests.services.actions.mutants_of_measuring import OF_MEASURING
from tests.services.actions.mutants_of_pins import OF_PINS
from tests.services.actions.mutants_of_shadow import OF_SHADOW

MUTANTS = (*OF_DECISIONS, *OF_LIMITS, *OF_MEASURING, *OF_PINS, *OF_SHADOW)
ROOT = Path(__file__).resolve().parents[3]
COPIED = ("learning", "services", "db", "tests")
EXAMPLES, STEPS = 60, 50
SCRIPT = """
import importlib, json, sys
import services, learning, db
assert all(each.__path__[0].startswith(sys.argv[1]) for each in (services, learning, db))
from tests.services.actions.story import Story
from tests.services.actions.test_story import tell, tell_in_turn
module, _, name = sys.argv[4].partition(":")
kind, words = "", ""
story = getattr(importlib.import_module(module), name)
try:
    tell_in_turn(story)
    tell(int(sys.argv[2]), int(sys.argv[3]), story)
except BaseException as found:
    kind, words = type(found).__name__, (str(found).splitlines() or [""])[0]
print(json.dumps({"kind": kind, "words": words, "stories": Story.told, "steps": Story.steps, "at": Story.at}))
"""


@dataclass(frozen=True)
class Told:
    """How a story on a copy of the source ended."""

    kind: str
    """Of the error; '' where everything held."""
    words: str
    stories: int
    steps: int
    """A story that failed by chance is told a second time, so both count it twice."""
    at: str
    """The step at which it was found where the steps came in turn; '' = by chance."""
    seconds: float
    """Of the processor."""


def copy_source(folder: Path) -> None:
    """Copy what the story runs on."""
    for name in COPIED:
        # With what is compiled already: compiling it anew takes longer than most faults live.
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("browser"))


def plant(folder: Path, mutant: Mutant) -> None:
    """Write the fault into a copy of the source."""
    path = folder / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def tell_story(folder: Path, examples: int = EXAMPLES, steps: int = STEPS, story: str = STORY) -> Told:
    """Tell the story on a copy of the source until something does not hold."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    # The copy alone is looked at: the program itself may be installed as it lies in the tree.
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(examples), str(steps), story],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2_000:])
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return Told(**json.loads(done.stdout.splitlines()[-1]), seconds=spent)


def tell_with(mutant: Mutant | None, folder: Path) -> Told:
    """Tell the story on a copy with one fault, or on the source as it is."""
    copy_source(folder)
    if mutant is not None:
        plant(folder, mutant)
    return tell_story(folder, story=STORY if mutant is None else mutant.story)


def main(parts: list[str]) -> None:
    """Print a line of a table for each fault, and for the source as it is."""
    wanted: list[Mutant | None] = [each for each in MUTANTS if not parts or any(part in each.name for part in parts)]
    _say("Fault", "Found by", "At the step", "Stories", "Steps", "Seconds")
    _say(*["---"] * 6)
    for each in wanted if parts else [*wanted, None]:
        with tempfile.TemporaryDirectory() as folder:
            told = tell_with(each, Path(folder))
        name = each.name if each else "(none: the source as it is)"
        found = f"{told.kind}: {told.words}" if told.kind else "–"
        _say(name, found, told.at or "by chance", f"{told.stories}", f"{told.steps}", f"{told.seconds:.0f}")


def _say(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201 - a table for a person


if __name__ == "__main__":
    main(sys.argv[1:])
