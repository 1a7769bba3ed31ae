"""A brand with an empty store and everything that an import needs, for the tests of imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from db.engine import Store, open_store
from db.schema.batches import import_batch
from db.schema.observations import observation
from learning.domain.brands import Brand
from learning.domain.enums import Outcome
from learning.domain.imports import FileReport, ImportOptions
from services.brands import add_brand
from services.clock import MovedClock
from services.imports.drafts import DraftService
from services.imports.history import HistoryService
from services.imports.importing import ImportService
from services.imports.requests import ImportRequest
from services.imports.sources import given_files
from services.imports.undo import RedoRequest, UndoService
from services.settings import Settings, load_settings
from tests.migrated import migrate_store, put_migrated_file
from tests.services.callers import caller

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@dataclass
class Workshop:
    """One brand and its services."""

    folder: Path
    settings: Settings
    store: Store
    clock: MovedClock
    brand: Brand

    def __post_init__(self) -> None:
        self.imports = ImportService(self.store, self.settings, self.clock)
        self.undo_service = UndoService(self.store, self.settings, self.clock)
        self.drafts = DraftService(self.store, self.settings, self.clock)
        self.history = HistoryService(self.store)

    def file(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def request(self, paths: Sequence[Path], **options: object) -> ImportRequest:
        return ImportRequest(self.brand, caller("ada"), given_files(paths), ImportOptions(**options))  # type: ignore[arg-type]  # a test names its options

    def commit(self, *paths: Path, **options: object) -> tuple[FileReport, ...]:
        return self.imports.commit(self.request(paths, **options))

    def preview(self, *paths: Path, **options: object) -> tuple[FileReport, ...]:
        return self.imports.preview(self.request(paths, **options))

    def undo(self, batch_id: str) -> None:
        self.undo_service.undo(batch_id, who=caller())

    def redo(self, batch_id: str) -> FileReport:
        return self.undo_service.redo(RedoRequest(batch_id, caller("ada")))

    def count(self) -> tuple[int, int]:
        """Batches and observations in the store."""
        with self.store.read() as work:
            batches, rows = (
                work.connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (import_batch, observation)
            )
        return int(batches), int(rows)

    def facts(self) -> dict[tuple[object, ...], int | None]:
        """Every stored fact by its natural key."""
        with self.store.read() as work:
            rows = work.connection.execute(select(observation)).mappings().all()
        ids = ("cut_id", "start", "account_id", "segment_id", "content_id", "finish")
        aside = {*ids, "import_order", "captured_at", "versions", "day_key", "hour_key", "currency"}
        return {(*(row[key] for key in ids), name): row[name] for row in rows for name in row if name not in aside}

    def sum_of(self, fact: str) -> float:
        with self.store.read() as work:
            total = work.connection.execute(select(func.sum(observation.c[fact]))).scalar()
        return (total or 0) / 1_000_000


@contextmanager
def open_workshop(folder: Path, url: str | None = None) -> Iterator[Workshop]:
    """Open the store at an address, or one of its own, with one brand."""
    environment = {"BELLWETHER_DATA_DIR": str(folder / "data")} | ({"DATABASE_URL": url} if url else {})
    settings = load_settings(environment)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if url is None:
        put_migrated_file(settings.data_dir / "bellwether.db")
    else:
        migrate_store(url)
    store = open_store(settings.database_url)
    clock = MovedClock(NOW)
    try:
        yield Workshop(folder, settings, store, clock, add_brand(store, "Acme", clock))
    finally:
        store.close()


def accounted(report: FileReport) -> bool:
    """Whether the rows of every table add up."""
    return all(table.rows_read == sum(table.outcomes[outcome] for outcome in Outcome) for table in report.tables)
