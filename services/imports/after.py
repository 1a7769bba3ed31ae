"""What follows the rows of an import in its transaction: the note on the charts and what was learned of the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from db.unit import UnitOfWork
from learning.domain.annotations import Annotation
from learning.domain.enums import Basis, Outcome
from learning.domain.imports import TableReport
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_key
from services.imports.planning import LAST_CURRENCY
from services.imports.requests import ImportRequest, header_fingerprint
from services.imports.table_run import TableRun

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def add_note(
    work: UnitOfWork, request: ImportRequest, batch_id: str, tables: Sequence[TableReport], now: datetime
) -> None:
    """Mark the days that an import brought: 'Import: TikTok 1–30 Sep 2026, 42 posts'."""
    stored = [table for table in tables if table.batch_id is not None]
    dated = [table for table in stored if table.date_min is not None and table.date_max is not None]
    if not dated:
        return
    first = min(table.date_min for table in dated if table.date_min is not None)
    last = max(table.date_max for table in dated if table.date_max is not None)
    rows = sum(table.outcomes.get(outcome, 0) for table in stored for outcome in (Outcome.ADDED, Outcome.UPDATED))
    noun = "posts" if all(table.basis is Basis.LIFETIME for table in stored) else "rows"
    names = ", ".join(dict.fromkeys(platform_name(table.platform) for table in dated))
    work.annotations.add(
        Annotation(
            brand_id=request.brand.id,
            day_first=day_key(first),
            day_last=day_key(last),
            text=f"Import: {names} {span_words(first, last)}, {rows:,} {noun}",
            who=request.who.name(work, request.brand.id),
            created_at=int(now.timestamp()),
            source=batch_id,
            tags=("import",),
        )
    )


def span_words(first: date, last: date) -> str:
    """Return a range of days as short as it can be said: '1–30 Sep 2026'."""
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def remember_choices(work: UnitOfWork, request: ImportRequest, runs: Sequence[TableRun], now: datetime) -> None:
    """Remember explicit mappings by header row, and the currency of the amounts."""
    for run in runs:
        chosen = {header: field for header, field in request.options.mapping.items() if header in run.head.header}
        if chosen:
            work.mappings.remember(
                request.brand.id,
                request.who.name(work, request.brand.id),
                header_fingerprint(run.head.header),
                chosen,
                updated_at=int(now.timestamp()),
            )
    currencies = [run.plan.settings.currency for run in runs if run.stored and run.plan.settings.currency]
    if currencies and work.settings.find(request.brand.id, LAST_CURRENCY) != currencies[-1]:
        work.settings.put(request.brand.id, LAST_CURRENCY, str(currencies[-1]))
