"""Data of A/B tests from files: read into sums, stored once, replaced by newer files, taken back as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from db.engine import Store
from learning.domain.errors import BellwetherError, RuleRefused, StoreUnavailable
from learning.domain.experiment_records import SourceRecord
from learning.domain.permissions import Permission
from learning.imports.arms.reading import plan_arms, read_arms
from learning.imports.arms.records import ArmPlan, ArmsReading, ReadSettings
from learning.imports.headers import slug
from services.brands import demo_refusal
from services.clock import Clock
from services.experiments.arm_files import events_of, open_source, require_tests
from services.experiments.found_designs import design_found
from services.experiments.import_json import report_from_json, report_to_json
from services.experiments.import_records import ArmImportReport, ArmImportRequest, ImportedTest
from services.experiments.replanning import said_again, store_replans
from services.experiments.storing import Arrival, imported_test, store_tests
from services.experiments.summaries import refresh_summaries
from services.imports.archives import DAMAGE, Caps, damaged
from services.imports.results import refusal_of
from services.imports.sources import SourceFile
from services.settings import Settings

SHOWN_TESTS: Final = 50
"""Tests that a report names; it counts all."""


def import_arms(store: Store, settings: Settings, request: ArmImportRequest, clock: Clock) -> ArmImportReport:
    """Take the A/B data of a file: one transaction, or none of it.

    The same bytes read the same way are stored once; what is said of their tests the second time changes the plan of
    these, and the report says so. A newer file of a test replaces what earlier ones said of the same
    days; taking it back brings those forth again. Faults of the file are answered in the report.

    Raises:
        StoreUnavailable: The database does not answer.
    """
    try:
        if request.brand.is_demo and not request.loads_demo:
            raise demo_refusal(request.brand)
        source = open_source(request.file, Caps(settings.upload_limit_bytes))
        report = _import(store, source, request, clock)
    except (StoreUnavailable, RuleRefused):
        raise
    except BellwetherError as error:
        return ArmImportReport(request.file.name, None, error=refusal_of(error))
    except DAMAGE:
        return ArmImportReport(request.file.name, None, error=refusal_of(damaged(request.file.name)))
    if report.source_id is not None and not report.reused:
        # Now, so that the list of thousands of tests opens without delay.
        refresh_summaries(store, request.brand, clock)
    return report


def _import(store: Store, source: SourceFile, request: ArmImportRequest, clock: Clock) -> ArmImportReport:
    fingerprint = fingerprint_of(request)
    with store.read() as work:
        earlier = work.experiment_sums.find_source(request.brand.id, source.sha256, fingerprint)
    now = clock.now()
    if earlier is not None:
        return _said_again(store, request, earlier, int(now.timestamp()), clock)
    settings = ReadSettings(
        key=request.key or slug(request.name) or slug(Path(source.name).stem) or "test",
        control=request.control,
        name=request.name,
        latest=now.date(),
        running_totals=request.running_totals,
    )
    with events_of(source) as events:
        plan = plan_arms(events, request.mapping, settings, file=source.name)
        reading = read_arms(events, plan, settings, file=source.name)
    require_tests(source.name, len(reading.tests), reading.reasons, reading.notes)
    if request.dry_run:
        return make_report(source.name, plan, reading, _previewed(reading, request))
    with request.who.write(store, request.brand.id, Permission.TEST) as (work, actor):
        work.brands.lock(request.brand.id)
        again = work.experiment_sums.find_source(request.brand.id, source.sha256, fingerprint)
        if again is not None:
            # Another process was faster by a moment.
            return report_from_json(again.report, again.id, reused=True)
        arrival = Arrival(request, source.name, source.sha256, fingerprint, int(now.timestamp()), actor.name)
        tests = store_tests(work, arrival, reading.tests)
        report = make_report(source.name, plan, reading, tests)
        crossed = {str(test.id): test.units_in_several_arms for test in tests if test.units_in_several_arms}
        source_id = arrival.store_source(work, report_to_json(report, crossed), reading.tests, tests)
        work.commit()
    return report_from_json(report_to_json(report, crossed), source_id)


def _said_again(
    store: Store, request: ArmImportRequest, earlier: SourceRecord, at: int, clock: Clock
) -> ArmImportReport:
    """The same bytes, read the same way: the data stay, and what is said of the tests changes their plan."""
    brand = request.brand
    if request.dry_run:
        with store.read() as work:
            plans = said_again(work, brand.id, work.experiment_sums.list_tests_of(earlier.id), request, at)
        changed = sum(bool(plan.note) for plan in plans)
        return report_from_json(earlier.report, earlier.id, reused=True, replanned=changed)
    with request.who.write(store, brand.id, Permission.TEST) as (work, actor):
        ids = work.experiment_sums.list_tests_of(earlier.id)
        plans = said_again(work, brand.id, ids, request, at)
        changed = store_replans(work, plans, who=actor.name, at=at, file=request.file.name)
        work.commit()
    if changed:
        refresh_summaries(store, brand, clock)
    return report_from_json(earlier.report, earlier.id, reused=True, replanned=changed)


def fingerprint_of(request: ArmImportRequest) -> str:
    """Return the canonical text of how a file is to be read: another reading of the same bytes is another import.

    What is said of the plan of its tests (control, split, metric that decides, length) is no part of it.
    """
    choices = {
        "mapping": dict(sorted(request.mapping.items())),
        "key": request.key or slug(request.name),
        "running_totals": request.running_totals,
    }
    return json.dumps({name: value for name, value in choices.items() if value}, sort_keys=True, ensure_ascii=False)


def make_report(file: str, plan: ArmPlan, reading: ArmsReading, tests: tuple[ImportedTest, ...]) -> ArmImportReport:
    """Return the report of a file that was read."""
    columns = {
        column.header: column.role.value + (f":{column.metric}" if column.role.value == "before" else "")
        for column in plan.columns
    }
    return ArmImportReport(
        file=file,
        source_id=None,
        shape=plan.shape.value,
        columns=columns,
        rows_read=reading.rows_read,
        rows_used=reading.rows_used,
        rows_rejected=reading.rows_rejected,
        issues=reading.issues,
        reasons=reading.reasons,
        notes=reading.notes,
        tests=tests[:SHOWN_TESTS],
        test_count=len(tests),
    )


def _previewed(reading: ArmsReading, request: ArmImportRequest) -> tuple[ImportedTest, ...]:
    return tuple(
        imported_test(None, test, design_found(test, request), request, created=True) for test in reading.tests
    )
