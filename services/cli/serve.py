"""`bellwether serve` and `bellwether worker`: the processes of the server, in the foreground."""

from __future__ import annotations

import argparse

from services.cli.verb import Answer, Call, Verb
from services.server.serving import DEFAULT_HOST, DEFAULT_PORT, run_server
from services.worker import run_worker


def _configure_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"the address to listen on (default: {DEFAULT_HOST})")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"the first port to try, 0 for any (default: {DEFAULT_PORT})"
    )
    parser.add_argument("--without-worker", action="store_true", help="leave the worker to a process of its own")


def _serve(call: Call) -> Answer:
    chosen = call.options
    status = run_server(call.settings, chosen.host, chosen.port, with_worker=not chosen.without_worker)
    if status == 0:
        return Answer({"stopped": True}, "")
    error = {"code": "child_died", "message": "A process of the server ended by itself.", "fix": "Read the log above."}
    return Answer({"stopped": False, "error": error}, "", status)


def _configure_worker(parser: argparse.ArgumentParser) -> None:
    del parser


def _work(call: Call) -> Answer:
    return Answer({"stopped": True}, "", run_worker(call.settings))


SERVE = Verb(_configure_serve, _serve)
WORKER = Verb(_configure_worker, _work)
