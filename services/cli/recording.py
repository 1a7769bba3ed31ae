"""`bellwether decisions record` and `bellwether outcomes record`: what programs chose, and what came of it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from learning.domain.decisions import RecordReport
from services.cli.action_options import open_desk
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="record")
    record = verbs.add_parser("record", help="take the lines of a file", parents=[shared_options()])
    record.add_argument("--input", required=True, type=Path, metavar="FILE.jsonl", help="one JSON object a line")


def _decisions(call: Call) -> Answer:
    with open_desk(call) as desk:
        return _answer(desk.services.decisions.record_decisions(desk.brand, call.options.input))


def _outcomes(call: Call) -> Answer:
    with open_desk(call) as desk:
        return _answer(desk.services.decisions.record_outcomes(desk.brand, call.options.input))


def _answer(report: RecordReport) -> Answer:
    payload = asdict(report) | {"rejected": [asdict(each) for each in report.rejected]}
    lines = [f"  line {each.line}, {each.field}: {each.reason}" for each in report.rejected]
    head = f"{report.accepted:,} accepted, {report.duplicate:,} known already, {len(report.rejected):,} rejected"
    return Answer(payload, "\n".join([head, *lines]))


DECISIONS = Verb(_configure, _decisions)
OUTCOMES = Verb(_configure, _outcomes)
