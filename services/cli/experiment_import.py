"""`bellwether experiment import` and `remove`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from learning.domain.errors import BadOption
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.cli.experiment_words import desk_of, read_numbers
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.experiments.arm_imports import import_arms
from services.experiments.import_json import import_payload
from services.experiments.import_records import ArmImportReport, ArmImportRequest
from services.experiments.removing import remove_source
from services.imports.sources import GivenFile


def _configure_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE", help="units, totals by version, or many tests at once")
    parser.add_argument(
        "--map", nargs="+", action="extend", default=[], metavar="COLUMN=ROLE", help="take a column for"
    )
    parser.add_argument("--test", default="", metavar="KEY", help="the test that the rows belong to")
    parser.add_argument("--name", default="", help="its name for people")
    parser.add_argument("--control", metavar="LABEL", help="what the others are compared with")
    parser.add_argument("--primary", metavar="METRIC", help="the metric that decides")
    parser.add_argument("--weight", action="append", default=[], metavar="LABEL=SHARE", help="planned split")
    parser.add_argument("--guardrail", action="append", default=[], metavar="METRIC=MARGIN")
    parser.add_argument("--cap", action="append", default=[], metavar="METRIC", help="extreme units count as a bound")
    parser.add_argument("--finished", action="store_true", help="nothing more will come")
    parser.add_argument("--days", type=int, metavar="D", help="how long it ran, where the file does not say")
    parser.add_argument("--planned-n", type=int, metavar="N", help="people of all versions together")
    parser.add_argument("--running-totals", action="store_true", help="rows of later days hold all before them")
    for name in ("hypothesis", "topic", "hook", "segment"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--unit", default="person")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")


def _run_import(call: Call) -> Answer:
    options = call.options
    mapping = dict(_mapped(text) for text in options.map)
    weights = read_numbers("--weight", options.weight)
    guardrails = read_numbers("--guardrail", options.guardrail)
    with services_of(call.settings) as services:
        request = ArmImportRequest(
            brand=get_import_brand(services.store, call.brand, services.clock),
            who=caller_of(services),
            file=GivenFile(options.path, options.path.name),
            mapping=mapping,
            key=options.test,
            name=options.name,
            control=options.control,
            primary=options.primary,
            weights=weights,
            guardrails=guardrails,
            capped=tuple(options.cap),
            finished=options.finished,
            days=options.days,
            planned_n=options.planned_n,
            running_totals=options.running_totals,
            unit=options.unit,
            topic=options.topic,
            hook=options.hook,
            segment=options.segment,
            hypothesis=options.hypothesis,
            dry_run=options.dry_run,
        )
        report = import_arms(services.store, services.settings, request, services.clock)
    return Answer(import_payload(report), "\n".join(_lines(report)), int(report.error is not None))


def _mapped(text: str) -> tuple[str, str]:
    column, equals, role = text.rpartition("=")
    if not equals:
        raise BadOption("--map", text, "a column, then = and what it is")
    return column, role


def _lines(report: ArmImportReport) -> list[str]:
    if report.error is not None:
        return [report.error.message, report.error.fix]
    done = (
        "was there already" + (", its plan was changed" if report.replanned else "")
        if report.reused
        else f"import {report.source_id}"
        if report.source_id
        else "not stored"
    )
    tests = "1 test" if report.test_count == 1 else f"{report.test_count:,} tests"
    lines = [f"{report.file}: {report.rows_used:,} of {report.rows_read:,} rows, {tests} ({done})"]
    for test in report.tests[:10]:
        control = f", control {test.control}" if test.control else ", no control named"
        lines.append(f"  {test.name}: {len(test.arms)} versions{control}; {test.primary}, {test.people:,} people")
    lines += [f"  {rows:,} x {reason}" for reason, rows in report.reasons]
    return [*lines, *(f"  {note}" for note in report.notes)]


def _configure_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=int, metavar="IMPORT", help="the number that the import answered")


def _run_remove(call: Call) -> Answer:
    with desk_of(call) as desk:
        services = desk.services
        found = remove_source(
            services.store, desk.brand, call.options.source, who=caller_of(services), clock=services.clock
        )
    payload = {
        "source_id": found.source_id,
        "tests": found.tests,
        "withdrawn": list(found.withdrawn),
        "flagged": list(found.flagged),
    }
    return Answer(payload, f"Taken back: import {found.source_id}, {found.tests:,} tests.")


IMPORT: Final = Verb(_configure_import, _run_import)
REMOVE: Final = Verb(_configure_remove, _run_remove)
