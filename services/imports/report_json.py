"""Reports of an import as JSON: what the command prints and what is stored with a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from learning.domain.enums import Basis, Outcome
from learning.domain.imports import FileReport, Issue, Refusal, TableReport
from services.imports.plan_json import column_payload, question_payload, read_column, read_question


def issue_payload(issue: Issue) -> dict[str, object]:
    """Return an issue in the shape of the command."""
    return {
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "reason": issue.reason,
        "fix": issue.fix,
        "severity": issue.severity.value,
    }


def table_payload(report: TableReport) -> dict[str, object]:
    """Return the report of a table in the shape of the command."""
    return {
        "file": report.file,
        "table": report.table,
        "batch_id": report.batch_id,
        "template": report.template,
        "platform": report.platform,
        "account": report.account,
        "basis": report.basis.value,
        "cut": report.cut,
        "confidence": round(report.confidence, 4),
        "rows_read": report.rows_read,
        **{outcome.value: report.outcomes.get(outcome, 0) for outcome in Outcome},
        "issues": [issue_payload(issue) for issue in report.issues],
        "questions": [question_payload(question) for question in report.questions],
        "date_min": _iso(report.date_min),
        "date_max": _iso(report.date_max),
        "totals": dict(report.totals),
        "error_file": report.error_file,
        "notes": list(report.notes),
    }


def refusal_payload(refusal: Refusal) -> dict[str, str]:
    """Return an error in the shape of every command."""
    return {"code": refusal.code, "message": refusal.message, "fix": refusal.fix}


def file_payload(report: FileReport) -> dict[str, object]:
    """Return the report of a file, without its tables, in the shape of the command."""
    payload: dict[str, object] = {"file": report.file, "batch_id": report.batch_id}
    if report.error is not None:
        payload["error"] = refusal_payload(report.error)
    return payload


def stored_payload(report: TableReport) -> dict[str, object]:
    """Return what is stored of a table with its batch: not the issues, which have a table of their own."""
    payload = table_payload(replace(report, issues=()))
    payload["issue_count"] = report.issue_count
    payload["columns"] = [column_payload(column) for column in report.columns]
    return payload


def read_report(payload: Mapping[str, Any]) -> TableReport:
    """Return the stored report of a table."""
    return TableReport(
        file=str(payload["file"]),
        table=str(payload["table"]),
        batch_id=payload["batch_id"],
        template=str(payload["template"]),
        platform=str(payload["platform"]),
        account=str(payload["account"]),
        basis=Basis(payload["basis"]),
        cut=str(payload["cut"]),
        confidence=float(payload["confidence"]),
        rows_read=int(payload["rows_read"]),
        outcomes={outcome: int(payload[outcome.value]) for outcome in Outcome},
        issues=(),
        issue_count=int(payload["issue_count"]),
        questions=tuple(read_question(question) for question in payload["questions"]),
        date_min=_date(payload["date_min"]),
        date_max=_date(payload["date_max"]),
        totals={str(name): value for name, value in payload["totals"].items()},
        error_file=payload["error_file"],
        columns=tuple(read_column(column) for column in payload["columns"]),
        notes=tuple(payload["notes"]),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
