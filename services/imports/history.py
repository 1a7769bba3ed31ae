"""What was imported: batches with their tables, problems and originals, and how old each source is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.batches import BatchRecord, BatchStatus
from learning.domain.imports import Issue, TableReport
from learning.domain.timekeys import day_key
from services.imports.error_files import issues_as_csv
from services.imports.originals import unpack_parts
from services.imports.stored_tables import tables_from_json
from services.imports.undo import get_batch

STALE_DAYS = 7


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One import as the history shows it."""

    batch: BatchRecord
    tables: tuple[TableReport, ...]
    imported_at: datetime
    captured_at: datetime

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.batch.status is BatchStatus.UNDONE


@dataclass(frozen=True, slots=True)
class SourceAge:
    """How far the data of one account on one platform go."""

    platform: str
    account: str
    last_day: date | None
    """The last day that its data cover."""
    imported_at: datetime
    days_old: int
    """Days between that day, or the import where no day is known, and today."""

    @property
    def stale(self) -> bool:
        """Whether it is time for a new export."""
        return self.days_old >= STALE_DAYS


class HistoryService:
    """Reads the import history of a brand."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self._store = store

    def list_entries(self, brand_id: int, *, limit: int | None = None) -> tuple[HistoryEntry, ...]:
        """Return the imports of a brand, the newest first; undone ones are among them."""
        with self._store.read() as work:
            batches = work.batches.list_of(brand_id, limit=limit)
        return tuple(_entry(batch) for batch in batches)

    def get_entry(self, batch_id: str, *, brand_id: int | None = None) -> HistoryEntry:
        """Return one import."""
        with self._store.read() as work:
            return _entry(get_batch(work, batch_id, brand_id))

    def list_issues(self, batch_id: str, *, brand_id: int | None = None, limit: int = 1_000) -> tuple[Issue, ...]:
        """Return the first problems of an import in file order."""
        with self._store.read() as work:
            get_batch(work, batch_id, brand_id)
            pairs = zip(range(limit), work.batches.iterate_issues(batch_id), strict=False)
            return tuple(stored.issue for _, stored in pairs)

    def error_file(self, batch_id: str, *, brand_id: int | None = None) -> bytes:
        """Return all rejected rows of an import as a CSV file."""
        with self._store.read() as work:
            get_batch(work, batch_id, brand_id)
            issues = (stored.issue for stored in work.batches.iterate_issues(batch_id))
            return b"\xef\xbb\xbf" + "".join(issues_as_csv(issues)).encode()

    def read_original(self, batch_id: str, *, brand_id: int | None = None) -> Iterator[bytes]:
        """Give the original file of an import, part by part."""
        with self._store.read() as work:
            get_batch(work, batch_id, brand_id)
            yield from unpack_parts(work.batches.read_original(batch_id))

    def list_sources(self, brand_id: int, today: date) -> tuple[SourceAge, ...]:
        """Return how old the data of each account are, the oldest first."""
        with self._store.read() as work:
            return source_ages(work, brand_id, today)


def source_ages(work: UnitOfWork, brand_id: int, today: date) -> tuple[SourceAge, ...]:
    """Return how old the data of each account of a brand are, the oldest first."""
    latest: dict[tuple[str, str], tuple[date | None, datetime]] = {}
    for entry in map(_entry, work.batches.list_of(brand_id, status=BatchStatus.LIVE)):
        for table in entry.tables:
            if table.batch_id is not None and table.columns:
                key = (table.platform, table.account)
                day, moment = latest.get(key, (None, entry.imported_at))
                days = [each for each in (day, table.date_max) if each is not None]
                latest[key] = (max(days, default=None), max(moment, entry.imported_at))
    ages = [_age(platform, account, day, moment, today) for (platform, account), (day, moment) in latest.items()]
    return tuple(sorted(ages, key=lambda age: (-age.days_old, age.platform, age.account)))


def _age(platform: str, account: str, last_day: date | None, imported_at: datetime, today: date) -> SourceAge:
    reached = min(last_day or imported_at.date(), today)
    return SourceAge(platform, account, last_day, imported_at, day_key(today) - day_key(reached))


def _entry(batch: BatchRecord) -> HistoryEntry:
    return HistoryEntry(
        batch=batch,
        tables=tuple(table.report for table in tables_from_json(batch.tables)),
        imported_at=datetime.fromtimestamp(batch.created_at, UTC),
        captured_at=datetime.fromtimestamp(batch.captured_at, UTC),
    )
