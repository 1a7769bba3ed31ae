"""Reports of imports of A/B data as JSON: as the store keeps them and as the command answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from learning.domain.enums import Severity
from learning.domain.imports import Issue
from services.experiments.import_records import ArmImportReport, ImportedTest


def import_payload(report: ArmImportReport) -> dict[str, Any]:
    """Return a report as plain values."""
    error = report.error
    failed = {} if error is None else {"error": {"code": error.code, "message": error.message, "fix": error.fix}}
    return {
        "file": report.file,
        "source_id": report.source_id,
        "reused": report.reused,
        "replanned": report.replanned,
        "shape": report.shape,
        "columns": dict(report.columns),
        "rows_read": report.rows_read,
        "rows_used": report.rows_used,
        "rows_rejected": report.rows_rejected,
        "reasons": [{"reason": reason, "rows": rows} for reason, rows in report.reasons],
        "issues": [_issue_payload(issue) for issue in report.issues],
        "notes": list(report.notes),
        "test_count": report.test_count,
        "tests": [_test_payload(test) for test in report.tests],
    } | failed


def report_to_json(report: ArmImportReport, crossed: Mapping[str, int]) -> str:
    """Return a report as the store keeps it, with the units that each test has in several versions."""
    return json.dumps(import_payload(report) | {"crossed": dict(crossed)}, ensure_ascii=False)


def report_from_json(
    text: str, source_id: int, *, reused: bool = False, replanned: int | None = None
) -> ArmImportReport:
    """Return a stored report."""
    values = json.loads(text)
    return ArmImportReport(
        file=values["file"],
        source_id=source_id,
        shape=values["shape"],
        columns=values["columns"],
        rows_read=values["rows_read"],
        rows_used=values["rows_used"],
        rows_rejected=values["rows_rejected"],
        issues=tuple(Issue(**(each | {"severity": Severity(each["severity"])})) for each in values["issues"]),
        reasons=tuple((each["reason"], each["rows"]) for each in values["reasons"]),
        notes=tuple(values["notes"]),
        tests=tuple(_test(each) for each in values["tests"]),
        test_count=values["test_count"],
        reused=reused,
        replanned=values.get("replanned", 0) if replanned is None else replanned,
    )


def crossed_units(text: str) -> dict[int, int]:
    """Return how many units a stored report found in several versions, by test."""
    return {int(test): int(units) for test, units in json.loads(text).get("crossed", {}).items()}


def notes_of(text: str) -> tuple[str, ...]:
    """Return what a stored report says of how its file was read."""
    return tuple(json.loads(text).get("notes", ()))


def _issue_payload(issue: Issue) -> dict[str, Any]:
    return {
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "reason": issue.reason,
        "fix": issue.fix,
        "severity": issue.severity.value,
        "code": issue.code,
    }


def _test_payload(test: ImportedTest) -> dict[str, Any]:
    return {
        "id": test.id,
        "key": test.key,
        "name": test.name,
        "arms": list(test.arms),
        "control": test.control,
        "metrics": list(test.metrics),
        "primary": test.primary,
        "people": test.people,
        "created": test.created,
        "doubled_units": test.doubled_units,
        "units_in_several_arms": test.units_in_several_arms,
        "quantiles": list(test.quantiles),
    }


def _test(values: dict[str, Any]) -> ImportedTest:
    texts = {name: tuple(values.get(name, ())) for name in ("arms", "metrics", "quantiles")}
    return ImportedTest(**(values | texts))
