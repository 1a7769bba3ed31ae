"""`bellwether migrate`: the only command that changes the schema."""

from __future__ import annotations

import argparse

from services.cli.verb import Answer, Call, Verb
from services.schema import migrate


def _configure(parser: argparse.ArgumentParser) -> None:
    del parser


def _run(call: Call) -> Answer:
    report = migrate(call.settings.database_url, backup_dir=call.settings.data_dir / "backups")
    payload = {
        "before": report.before,
        "after": report.after,
        "changed": report.before != report.after,
        "backup": None if report.backup is None else str(report.backup),
    }
    if report.before == report.after:
        return Answer(payload, f"The database is at schema {report.after}; nothing to do.")
    words = f"The database went from schema {report.before or 'none'} to {report.after}."
    saved = "" if report.backup is None else f"\nIts earlier state is in {report.backup}."
    return Answer(payload, words + saved)


MIGRATE = Verb(_configure, _run)
