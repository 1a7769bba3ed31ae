"""What a batch keeps of its tables: their reports for the history, their plans for a redo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.imports import TablePlan, TableReport
from services.imports.plan_json import plan_payload, read_plan
from services.imports.report_json import read_report, stored_payload


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table of a batch."""

    index: int
    """0-based place of the table within its file; several plans may share a table."""
    plan: TablePlan
    report: TableReport


def tables_to_json(tables: Sequence[StoredTable]) -> str:
    """Return the text that is stored."""
    payload = [
        {"index": table.index, "plan": plan_payload(table.plan), "report": stored_payload(table.report)}
        for table in tables
    ]
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)


def tables_from_json(text: str) -> tuple[StoredTable, ...]:
    """Return the tables of a stored text."""
    return tuple(
        StoredTable(payload["index"], read_plan(payload["plan"]), read_report(payload["report"]))
        for payload in json.loads(text)
    )
