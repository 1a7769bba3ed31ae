"""`bellwether backup FILE` and `bellwether restore FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from db.engine import open_unchecked
from services.backups import BackupReport, backup, restore
from services.cli.verb import Answer, Call, Verb


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
        report = restore(store, call.options.file.absolute(), backup_dir=call.settings.data_dir / "backups")
    finally:
        store.close()
    words = f"Restored the backup of {report.created_at}."
    kept = "" if report.replaced is None else f"\nWhat was there before is in {report.replaced}."
    return Answer(_payload(report), f"{words}{kept}\n{report.excluded}")


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
