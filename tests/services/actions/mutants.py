"""Faults that the story of the actions has to find: each one a change of the source, applied to a copy of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COPIED = ("learning", "services", "db", "tests")


@dataclass(frozen=True)
class Mutant:
    """One fault."""

    name: str
    file: str
    old: str
    new: str


GUARDS = "learning/governance/guards.py"
TABLE = "learning/governance/transitions.py"
EFFECTS = "services/actions/effects.py"

MUTANTS = (
    Mutant(
        "one yes is enough whatever the quorum",
        "learning/governance/machine.py",
        "{now.actor.name}) >= now.snapshot.quorum",
        "{now.actor.name}) >= 1",
    ),
    Mutant(
        "the author's yes counts",
        GUARDS,
        "    if now.actor.name != now.action.draft.author or not now.snapshot.four_eyes:",
        "    if now.actor.name:",
    ),
    Mutant(
        "the yes of somebody who edited the round counts",
        GUARDS,
        "    if now.actor.name not in now.editors or not now.snapshot.four_eyes:",
        "    if now.actor.name:",
    ),
    Mutant(
        "votes of earlier rounds count",
        "learning/governance/situation.py",
        "if vote.round == self.action.round and vote.digest == self.action.digest",
        "if vote.round",
    ),
    Mutant(
        "an edit after the submission is no new round",
        EFFECTS,
        "    if change.before is not ActionState.DRAFT:\n        _new_round(change, values)\n    return None",
        "    return None",
    ),
    Mutant(
        "a yes to what was not seen counts",
        GUARDS,
        "    if wish.seen_round == action.round and wish.seen_digest == action.digest:",
        "    if wish.seen_round or wish.seen_digest:",
    ),
    Mutant(
        "somebody's change of just now is overwritten",
        GUARDS,
        "    if now.action.state not in OPEN_STATES or base == now.live_version:",
        "    if base <= now.live_version:",
    ),
    Mutant(
        "a kept change holds its parameter for good",
        EFFECTS,
        "        change.work.parameters.release_lease(record.id)\n",
        "",
    ),
    Mutant(
        "a stop does not hold back what was paused",
        TABLE,
        "guards=(Guard.NOT_KILLED, Guard.REASON_GIVEN),",
        "guards=(Guard.REASON_GIVEN,),",
    ),
    Mutant(
        "a stop leaves what is rolling as it is",
        "services/actions/stopping.py",
        "        if killed:\n            self._pause_all(",
        "        if not killed:\n            self._pause_all(",
    ),
    Mutant(
        "the new value is served while everything is stopped",
        "services/parameters/serving.py",
        "        if killed:\n            found",
        "        if not killed:\n            found",
    ),
    Mutant(
        "a rollback writes the new value again",
        EFFECTS,
        "value = draft.to_value if kind is SettingKind.APPLY else draft.from_value",
        "value = draft.to_value",
    ),
    Mutant(
        "a rollback leaves a gap between the versions",
        EFFECTS,
        '    version = change.now.live_version + 1\n    values["cause"]',
        '    version = change.now.live_version + 2\n    values["cause"]',
    ),
    Mutant(
        "a refused attempt leaves no trace",
        "services/callers.py",
        "            self.trail.note(work, brand_id=brand_id, at=now",
        "            False and self.trail.note(work, brand_id=brand_id, at=now",
    ),
    Mutant(
        "a step is written without its row in the trail",
        "services/actions/recording.py",
        "        kind=order.command.value,",
        '        kind="step",',
    ),
    Mutant(
        "a command that is said again is carried out again",
        "services/actions/attempts.py",
        "    if earlier is None:\n        return None",
        "    if earlier is None or arguments:\n        return None",
    ),
    Mutant(
        "a key may be used for another command",
        "services/actions/attempts.py",
        "    if (earlier.actor, earlier.arguments) != (actor.pseudonym, arguments):",
        "    if not earlier.actor:",
    ),
    Mutant(
        "one change more than the limit of the day", GUARDS, "now.starts_today < limit", "now.starts_today <= limit"
    ),
    Mutant(
        "what has expired is started",
        TABLE,
        "guards=(Guard.NOT_EXPIRED, Guard.DUE, *_START_GUARDS)",
        "guards=(Guard.DUE, *_START_GUARDS)",
    ),
    Mutant(
        "the yes of somebody who was disabled counts",
        TABLE,
        "    Guard.PEOPLE_ACTIVE,\n    Guard.BASE_LIVE",
        "    Guard.BASE_LIVE",
    ),
    Mutant(
        "a writer that comes too late wins",
        "db/repositories/actions.py",
        "mine = (action.c.id == record.id, action.c.row_version == record.row_version)",
        "mine = (action.c.id == record.id,)",
    ),
    Mutant(
        "everybody meets the new value from the first stage on",
        "services/parameters/serving.py",
        "share, holdout = trial.draft.ramp[trial.progress.stage], trial.draft.holdout",
        "share, holdout = 1.0, trial.draft.holdout",
    ),
    Mutant(
        "nobody is held out",
        "services/parameters/serving.py",
        "cohort = cohort_of(key, str(trial.id), unit, share=share, holdout=holdout)",
        "cohort = cohort_of(key, str(trial.id), unit, share=share, holdout=0.0)",
    ),
    Mutant(
        "what was rejected can still be withdrawn",
        TABLE,
        "        Command.WITHDRAW,\n        _UNDECIDED | {State.DRAFT},",
        "        Command.WITHDRAW,\n        _UNDECIDED | {State.DRAFT, State.REJECTED},",
    ),
    Mutant(
        "a ramp goes on without data",
        TABLE,
        "Guard.NOT_KILLED, Guard.BAKED, Guard.DATA_HOLD)",
        "Guard.NOT_KILLED, Guard.BAKED)",
    ),
    Mutant(
        "a ramp goes on before its stage has lasted its time",
        TABLE,
        "Guard.NOT_KILLED, Guard.BAKED, Guard.DATA_HOLD)",
        "Guard.NOT_KILLED, Guard.DATA_HOLD)",
    ),
    Mutant(
        "a bypass owes nobody a look", EFFECTS, "        change.work.action_log.add_review(review)\n", "        pass\n"
    ),
    Mutant(
        "nothing ever expires by itself",
        "services/actions/ticking.py",
        "        if now > progress.expires_at:",
        "        if now > progress.expires_at + 10**9:",
    ),
    Mutant(
        "a kept change is taken back twice",
        "learning/governance/guards.py",
        "    if now.undone_by is None:",
        "    if now.actor.active:",
    ),
)


def copy_source(folder: Path) -> None:
    """Copy what the story runs on."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))


def plant(folder: Path, mutant: Mutant) -> None:
    """Write the fault into a copy of the source."""
    path = folder / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def tell_story(folder: Path, examples: int, steps: int) -> str:
    """Run the story on a copy of the source and return what it failed with; '' where everything held."""
    script = (
        "import services, learning, db\n"
        f"assert all(each.__path__[0].startswith({str(folder)!r}) for each in (services, learning, db))\n"
        "from tests.services.actions.test_story import tell\n"
        f"tell({examples}, {steps})\n"
    )
    # The copy alone is looked at: the program itself may be installed as it lies in the tree.
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr
