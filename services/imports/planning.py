"""Plans for the tables of an import, with what the brand and the other files know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from db.unit import UnitOfWork
from learning.domain.imports import TableHead, TablePlan
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.decisions import latest_day
from learning.imports.plan import plan_table, resolve_scan
from learning.imports.reading.chunks import RowChunk
from learning.imports.reading.files import read_file
from services.imports.requests import ImportRequest, header_fingerprint
from services.imports.sources import SourceFile
from services.imports.stored_tables import StoredTable

LAST_CURRENCY: Final = "import.last_currency"
MOST_TEXTS: Final = 200_000
"""So many different texts have said all that a column can say about itself."""


def read_context(work: UnitOfWork, request: ImportRequest, now: datetime) -> PlanContext:
    """Return what the brand knows beforehand."""
    accounts: dict[str, tuple[str, ...]] = {}
    for platform, handle in work.contents.list_accounts(request.brand.id):
        accounts[platform] = (*accounts.get(platform, ()), handle)
    return PlanContext(
        brand_zone=request.brand.time_zone,
        now=now,
        options=request.options,
        known_accounts=accounts,
        last_currency=work.settings.find(request.brand.id, LAST_CURRENCY),
    )


class TablePlanner:
    """Plans each table of a file as it is met."""

    def __init__(
        self,
        work: UnitOfWork,
        request: ImportRequest,
        source: SourceFile,
        context: PlanContext,
        siblings: Sequence[SiblingEvidence],
    ) -> None:
        """Plan within an open unit of work."""
        self._work = work
        self._request = request
        self._source = source
        self._context = replace(context, siblings=tuple(siblings))

    def __call__(self, head: TableHead) -> tuple[TablePlan, ...]:
        """Return the plans of a table: more than one where it holds several side by side."""
        brand_id = self._request.brand.id
        remembered = self._work.mappings.find(
            brand_id, self._request.who.name(self._work, brand_id), header_fingerprint(head.header)
        )
        plans = plan_table(head, replace(self._context, remembered=remembered))
        return tuple(self._scanned(head, plan) for plan in plans)

    def _scanned(self, head: TableHead, plan: TablePlan) -> TablePlan:
        """Settle what the sample left open, by all distinct texts of its columns."""
        if not plan.needs_scan:
            return plan
        wanted = {column.index: column.field for column in plan.columns if column.field in plan.needs_scan}
        texts = _distinct_texts(self._source, head.index, list(wanted))
        by_field = {field: tuple(texts[index]) for index, field in wanted.items()}
        return resolve_scan(plan, by_field, latest=latest_day(self._context))


def _distinct_texts(source: SourceFile, table: int, columns: Sequence[int]) -> dict[int, dict[str, None]]:
    """Return the distinct texts of some columns of a table, in file order."""
    found: dict[int, dict[str, None]] = {index: {} for index in columns}
    place = -1
    with source.open() as stream:
        for event in read_file(stream, source.kind, file=source.name):
            if isinstance(event, TableHead):
                place = event.index
                if place > table:
                    break
            elif isinstance(event, RowChunk) and place == table:
                for index, texts in found.items():
                    if len(texts) < MOST_TEXTS:
                        texts.update(dict.fromkeys(row[index] for row in event.cells))
    return found


class StoredPlanner:
    """Plans each table as its batch was planned the first time."""

    def __init__(self, tables: Sequence[StoredTable]) -> None:
        """Plan from what the batch keeps."""
        self._tables = tables

    def __call__(self, head: TableHead) -> tuple[TablePlan, ...]:
        """Return the stored plans of a table."""
        return tuple(table.plan for table in self._tables if table.index == head.index)
