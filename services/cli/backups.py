"""`bellwether backup FILE` and `bellwether restore FILE`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from db.engine import open_unchecked
from services.actions.trail import open_trail
from services.backups import BackupReport, backup
from services.cli.verb import Answer, Call, Verb
from services.clock import SystemClock
from services.restores import Restored, restore_and_hold


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup's file")


def _back_up(call: Call) -> Answer:
    store = open_unchecked(call.settings.database_url)
    try:
        report = backup(store, call.options.file.absolute())
    finally:
        store.close()
    return Answer(_payload(report), f"Saved {report.size:,} bytes in {report.file}.\n{report.excluded}")


def _restore(call: Call) -> Answer:
    store = open_unchecked(call.settings.database_url)
    try:
        found = restore_and_hold(
            store,
            call.options.file.absolute(),
            backup_dir=call.settings.data_dir / "backups",
            trail=open_trail(call.settings),
            clock=SystemClock(),
        )
    finally:
        store.close()
    payload = _payload(found.backup) | {
        "paused": list(found.paused),
        "asked_anew": list(found.asked_anew),
        "audit": {
            "row_before": None if found.before is None else found.before.sequence,
            "row_of_backup": found.restored.sequence,
            "goes_back": found.goes_back,
            "ok": found.trail.sound,
        },
    }
    return Answer(payload, "\n".join(_lines(found)))


def _lines(found: Restored) -> Iterator[str]:
    report = found.backup
    yield f"Restored the backup of {report.created_at}."
    if report.replaced is not None:
        yield f"What was there before is in {report.replaced}."
    if found.goes_back and found.before is not None:
        yield (
            f"The audit trail of the backup ends at row {found.restored.sequence:,}; it ended at row "
            f"{found.before.sequence:,} before. What happened in between stands in the copy of what was there."
        )
    if not found.trail.sound:
        yield f"The audit trail does not hold: {found.trail.reason}. Was the backup made with another master key?"
    if found.paused:
        actions = ", ".join(str(each) for each in found.paused)
        yield f"Paused: action {actions}. Look at each, then resume it or roll it back."
    if found.asked_anew:
        actions = ", ".join(str(each) for each in found.asked_anew)
        yield (
            f"Back in review: action {actions}. Approved before the backup; each waits for another yes and does not "
            "start by itself."
        )
    yield report.excluded


def _payload(report: BackupReport) -> dict[str, object]:
    return {
        "file": str(report.file),
        "engine": report.engine,
        "schema": report.schema,
        "created_at": report.created_at,
        "size": report.size,
        "excluded": report.excluded,
        "replaced": None if report.replaced is None else str(report.replaced),
    }


BACKUP = Verb(_configure, _back_up)
RESTORE = Verb(_configure, _restore)
