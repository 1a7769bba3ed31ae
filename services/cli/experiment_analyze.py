"""`bellwether experiment analyze`: answers to reference cases; needs no database."""

from __future__ import annotations

import argparse
from pathlib import Path

from services.cli.verb import Answer, Call, Verb
from services.experiment_cases.answers import answer_cases, read_cases


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", type=Path, required=True, metavar="FILE", help='JSON: {"cases": [...]}')


def _run(call: Call) -> Answer:
    answers = answer_cases(read_cases(call.options.input))
    lines = [
        f"{name}: {', '.join(f'{key} {value}' for key, value in answer.items())}" for name, answer in answers.items()
    ]
    return Answer({"results": answers}, "\n".join(lines))


ANALYZE = Verb(_configure, _run)
