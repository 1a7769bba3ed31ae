"""`bellwether import`, `undo` and `redo`."""

from __future__ import annotations

import argparse
import getpass
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from learning.domain.brands import Brand
from learning.domain.enums import OnError, QuestionKey
from learning.domain.errors import BadOption
from learning.domain.imports import FileReport, ImportOptions
from learning.imports.empty_templates import list_templates
from services.bootstrap import Services, services_of
from services.brands import FIRST_BRAND, find_import_brand, get_import_brand
from services.callers import Caller, Operator
from services.cli.analysis_progress import analyse
from services.cli.import_words import ProgressLine, import_payload, import_words
from services.cli.verb import Answer, Call, Verb
from services.imports.progress import IsCancelled
from services.imports.report_json import refusal_payload
from services.imports.requests import ImportRequest
from services.imports.results import refusal_of
from services.imports.sources import given_files
from services.imports.undo import RedoRequest

NOT_STORED: Final = -1
"""The id of a brand that a dry run would have to create."""


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `import`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, zips or folders")
    parser.add_argument("--template", metavar="NAME", help="take every table for this report")
    parser.add_argument(
        "--map", nargs="+", action="extend", default=[], metavar="COLUMN=FIELD", help="take a column for a field"
    )
    parser.add_argument(
        "--answer", nargs="+", action="extend", default=[], metavar="KEY=VALUE", help="answer a question beforehand"
    )
    parser.add_argument(
        "--on-error", type=OnError, choices=list(OnError), default=OnError.SKIP, help="what rejected rows do to a file"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")
    parser.add_argument("--list-templates", action="store_true", help="list the reports that are known")


def run_import(call: Call) -> Answer:
    """Import files, or list the templates."""
    options = call.options
    if options.list_templates:
        return _list_templates()
    try:
        choices, paths = _choices(options)
    except BadOption as error:
        return _wrong_usage(error)
    if not paths:
        return _wrong_usage(BadOption("import", "", "at least one file, zip or folder"))
    with services_of(call.settings) as services, stopped_by_interrupt() as is_cancelled:
        request = ImportRequest(
            brand=_brand(services, call.brand, dry_run=options.dry_run),
            who=caller_of(services),
            files=given_files(paths),
            options=choices,
            on_progress=ProgressLine(),
            is_cancelled=is_cancelled,
        )
        run = services.imports.preview if options.dry_run else services.imports.commit
        reports = run(request)
        if not options.dry_run:
            analyse(services.store, services.clock.now(), request.brand.id)
        return answer_of(reports, dry_run=options.dry_run)


def answer_of(reports: tuple[FileReport, ...], *, dry_run: bool = False) -> Answer:
    """Return the answer of an import; any file that failed makes it a failure."""
    failed = any(report.error is not None for report in reports)
    return Answer(import_payload(reports), import_words(reports, dry_run=dry_run), int(failed))


def configure_batch(parser: argparse.ArgumentParser) -> None:
    """Declare the argument of `undo` and `redo`."""
    parser.add_argument("batch_id", metavar="BATCH_ID", help="the id that the import answered")


def run_undo(call: Call) -> Answer:
    """Take an import back."""
    with services_of(call.settings) as services:
        report = services.undo.undo(
            call.options.batch_id, who=caller_of(services), brand_id=_brand_id(services, call.brand)
        )
        analyse(services.store, services.clock.now())
    payload = {
        "batch_id": report.batch_id,
        "removed": report.removed,
        "restored": report.restored,
        "withdrawn": list(report.withdrawn),
        "flagged": list(report.flagged),
    }
    return Answer(payload, f"Undone: {report.removed:,} numbers removed, {report.restored:,} restored.")


def run_redo(call: Call) -> Answer:
    """Import an undone batch again."""
    with services_of(call.settings) as services, stopped_by_interrupt() as is_cancelled:
        request = RedoRequest(call.options.batch_id, caller_of(services), ProgressLine(), is_cancelled)
        report = services.undo.redo(request, brand_id=_brand_id(services, call.brand))
        analyse(services.store, services.clock.now())
    return answer_of((report,))


def caller_of(services: Services, name: str | None = None) -> Caller:
    """Return who runs the command, under the name that they give or have: whoever has the command line may do it."""
    return services.caller(Operator(name or current_user()))


def current_user() -> str:
    """Return who runs the command, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command"


@contextmanager
def stopped_by_interrupt() -> Iterator[IsCancelled]:
    """Let Ctrl-C stop between two chunks, so that the answer still says what was stored; a second one stops at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop.is_set
        return

    def on_interrupt(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _choices(options: argparse.Namespace) -> tuple[ImportOptions, list[Path]]:
    """Read the explicit choices; a path that stands behind --map or --answer is a path all the same."""
    paths = [Path(path) for path in options.paths]
    mapping: dict[str, str] = {}
    answers: dict[QuestionKey, str] = {}
    for text in options.map:
        column, equals, field = text.rpartition("=")
        if equals:
            mapping[column] = field
        else:
            paths.append(Path(text))
    for text in options.answer:
        key, equals, value = text.partition("=")
        if not equals:
            paths.append(Path(text))
            continue
        if key not in set(QuestionKey):
            raise BadOption("--answer", key, f"one of {', '.join(QuestionKey)}, then = and the value")
        answers[QuestionKey(key)] = value
    chosen = ImportOptions(options.template, mapping, answers, options.on_error, options.dry_run)
    return chosen, paths


def _brand(services: Services, name: str | None, *, dry_run: bool) -> Brand:
    """Return the brand to import into; a dry run does not create the missing one."""
    if not dry_run:
        return get_import_brand(services.store, name, services.clock)
    found = find_import_brand(services.store, name)
    if found is not None:
        return found
    moment = int(services.clock.now().timestamp())
    return Brand(NOT_STORED, name or FIRST_BRAND, "UTC", False, 0, 0, 0, moment)  # noqa: FBT003 - a record's fields


def _brand_id(services: Services, name: str | None) -> int | None:
    if name is None:
        return None
    with services.store.read() as work:
        found = work.brands.find_named(name)
    return NOT_STORED if found is None else found.id


def _wrong_usage(error: BadOption) -> Answer:
    return Answer({"error": refusal_payload(refusal_of(error))}, f"{error.message} {error.fix}", 2)


def _list_templates() -> Answer:
    listed = list_templates()
    payload = {
        "templates": [
            {"name": each.name, "platform": each.platform, "basis": each.basis.value, "fields": list(each.fields)}
            for each in listed
        ]
    }
    return Answer(payload, "\n".join(f"{each.name:28} {each.basis.value:9} {each.title}" for each in listed))


IMPORT: Final = Verb(configure_import, run_import)
UNDO: Final = Verb(configure_batch, run_undo)
REDO: Final = Verb(configure_batch, run_redo)
