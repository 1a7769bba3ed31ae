"""`bellwether feedback import` and `undo`: many notes from one file, taken in and back as a whole."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.errors import BadOption
from learning.domain.feedback_entries import FeedbackUpload
from services.bootstrap import Services, services_of
from services.brands import get_import_brand
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.feedback.note_rows import NoteColumn
from services.feedback.uploading import LookedAt, NoteUploads

_FIELDS: Final = {column.name.lower(): column for column in NoteColumn}
_ORDERS: Final = {order.value: order for order in DateOrder}


def _configure_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE", help="a CSV or a workbook, one note a row")
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help=f"FIELD one of {', '.join(_FIELDS)}"
    )
    parser.add_argument("--date-order", choices=sorted(_ORDERS), help="of days such as 3/4/2026")
    parser.add_argument("--dry-run", action="store_true", help="look at the file and store nothing")


def _configure_undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, help="the number of the upload")


def _import(call: Call) -> Answer:
    options = call.options
    order = None if options.date_order is None else _ORDERS[options.date_order]
    with services_of(call.settings) as services:
        uploads = _uploads(services, call)
        looked = uploads.look(options.path, options.path.name, None, order)
        if options.map:
            columns = {**looked.columns, **_mapped(options.map)}
            looked = uploads.look(options.path, options.path.name, columns, order)
        upload = None if options.dry_run else uploads.take(looked, who=caller_of(services))
    payload = {
        "file": looked.file,
        "upload": None if upload is None else upload.id,
        "columns": {column.name.lower(): header for column, header in looked.columns.items()},
        "notes": len(looked.drafts),
        "skipped": looked.skipped,
        "rejected": looked.rejected,
        "issues": [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason, "fix": one.fix}
            for one in looked.issues
        ],
        "questions": _questions(looked),
    }
    told = f"{len(looked.drafts):,} notes, {looked.skipped:,} rows without words, {looked.rejected:,} not taken"
    kept = "nothing is stored" if upload is None else f"kept as upload {upload.id}"
    return Answer(payload, f"{looked.file}: {told}; {kept}.")


def _questions(looked: LookedAt) -> list[dict[str, object]]:
    if looked.question is None:
        return []
    options = [{"date_order": order.value, "means": day.isoformat()} for order, day in looked.question.readings]
    return [{"key": "date_order", "example": looked.question.example, "options": options,
             "proposed": looked.question.proposed.value}]  # fmt: skip


def _mapped(told: Sequence[str]) -> dict[NoteColumn, str]:
    found: dict[NoteColumn, str] = {}
    for one in told:
        header, _, field = one.rpartition("=")
        if field not in _FIELDS or not header:
            raise BadOption("--map", one, f"COLUMN=FIELD with FIELD one of {', '.join(_FIELDS)}")
        found[_FIELDS[field]] = header
    return found


def _undo(call: Call) -> Answer:
    with services_of(call.settings) as services:
        gone: FeedbackUpload = _uploads(services, call).undo(call.options.id, who=caller_of(services))
    return Answer({"upload": gone.id, "removed": gone.notes}, f"{gone.notes:,} notes of {gone.file} are taken back.")


def _uploads(services: Services, call: Call) -> NoteUploads:
    brand = get_import_brand(services.store, call.brand, services.clock)
    return NoteUploads(services.store, services.settings, brand, services.clock)


IMPORT: Final = Verb(_configure_import, _import)
UNDO: Final = Verb(_configure_undo, _undo)
