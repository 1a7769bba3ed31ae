"""`bellwether jobs`: the scheduled work, its history, and what may be asked of it."""

from __future__ import annotations

import argparse
from typing import Final

from learning.domain.errors import BellwetherError
from learning.domain.jobs import JobRun, RunState
from services.bootstrap import services_of
from services.callers import Operator
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb
from services.jobs.board import Board, JobBoard, JobLine
from services.jobs.schedules import slot_words

WHO: Final = "command line"


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list|run|history|pause|resume|every")
    verbs.add_parser("list", help="every job with its last run and its next", parents=[shared_options()])
    history = verbs.add_parser("history", help="what was run, the newest first", parents=[shared_options()])
    history.add_argument("name", nargs="?", help="only this job")
    history.add_argument("--limit", type=int, default=50, help="at most so many runs (default: 50)")
    for name, words in (
        ("run", "run a job now: here where no worker is up, else by the worker"),
        ("pause", "leave a job alone until it is resumed"),
        ("resume", "take a paused job up again"),
    ):
        verbs.add_parser(name, help=words, parents=[shared_options()]).add_argument("name")
    every = verbs.add_parser("every", help="give a job an interval of its own", parents=[shared_options()])
    every.add_argument("name")
    every.add_argument("seconds", type=int, help="0 for the default")


def _run(call: Call) -> Answer:
    with services_of(call.settings) as services:
        board, chosen = JobBoard(services.store), call.options
        who = services.caller(Operator(WHO))
        match chosen.what:
            case "list":
                return _listed(board.show(services.clock.now()))
            case "history":
                runs = board.history(chosen.name, limit=chosen.limit)
                lines = [f"{slot_words(run.started_at)}  {run.job:<12} {_run_words(run)}" for run in runs]
                return Answer({"runs": [_run_json(run) for run in runs]}, "\n".join(lines) or "Nothing was run yet.")
            case "run":
                return _ran(chosen.name, board.run_here(chosen.name, who, services))
            case "every":
                state = board.set_interval(chosen.name, who, chosen.seconds or None)
                return Answer({"name": state.job, "every_seconds": state.every_seconds}, f"{state.job} is set.")
            case _:
                state = board.pause(chosen.name, who, paused=chosen.what == "pause")
                words = "is left alone" if state.paused else "runs again"
                return Answer({"name": state.job, "paused": state.paused}, f"{state.job} {words}.")


def _ran(name: str, run: JobRun | None) -> Answer:
    if run is None:
        return Answer({"name": name, "requested": True, "run": None}, f"The worker will run {name} within seconds.")
    payload = {"name": name, "requested": True, "run": _run_json(run)}
    if run.state is RunState.DONE:
        return Answer(payload, f"{name}: {_run_words(run)}")
    failure = BellwetherError(f"{name} failed: {run.outcome}", "Look at `bellwether jobs history` and run it again.")
    error = {"code": "job_failed", "message": failure.message, "fix": failure.fix}
    return Answer(payload | {"error": error}, f"{failure.message}\n{failure.fix}", 1)


def _listed(board: Board) -> Answer:
    lines = [f"{line.name:<12} {line.schedule.words:<22} {_state_words(line)}" for line in board.lines]
    if not board.worker_alive:
        lines.append("No worker is up: nothing runs until `bellwether serve` or `bellwether worker` does.")
    payload = {
        "worker_alive": board.worker_alive,
        "jobs": [_line_json(line) for line in board.lines],
        "queue": [
            {"id": one.id, "name": one.job, "who": one.who, "requested_at": slot_words(one.requested_at)}
            for one in board.queue
        ],
    }
    return Answer(payload, "\n".join(lines))


def _line_json(line: JobLine) -> dict[str, object]:
    return {
        "name": line.name,
        "title": line.title,
        "schedule": line.schedule.words,
        "every_seconds": line.schedule.every,
        "next": None if line.next_slot is None else slot_words(line.next_slot),
        "paused": line.state.paused,
        "failures": line.state.failures,
        "rests_until": None if line.state.open_until is None else slot_words(line.state.open_until),
        "last": None if line.last is None else _run_json(line.last),
    }


def _run_json(run: JobRun) -> dict[str, object]:
    return {
        "name": run.job,
        "slot": slot_words(run.slot),
        "state": run.state.value,
        "attempt": run.attempt,
        "started_at": slot_words(run.started_at),
        "finished_at": None if run.finished_at is None else slot_words(run.finished_at),
        "rows": run.rows,
        "outcome": run.outcome,
        "retry_at": None if run.retry_at is None else slot_words(run.retry_at),
    }


def _state_words(line: JobLine) -> str:
    if line.state.paused:
        return "paused"
    last = "never ran" if line.last is None else f"last {_run_words(line.last)}"
    return f"next {slot_words(line.next_slot or 0)}, {last}"


def _run_words(run: JobRun) -> str:
    rows = "" if run.rows is None else f", {run.rows:,} touched"
    return f"{run.state.value}{rows}" + (f": {run.outcome}" if run.outcome else "")


JOBS = Verb(_configure, _run)
