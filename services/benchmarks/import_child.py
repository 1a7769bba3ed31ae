"""One import in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from learning.domain.enums import QuestionKey
from learning.domain.imports import ImportOptions
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.callers import Operator
from services.imports.requests import ImportRequest
from services.imports.sources import GivenFile
from services.schema import migrate
from services.settings import load_settings


@dataclass(frozen=True, slots=True)
class ImportTimes:
    """What one import took."""

    rows: int
    seconds: float
    again_seconds: float
    peak_megabytes: float


def main(arguments: list[str] | None = None) -> int:
    """Import a file twice into a fresh database and print what that took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", default="")
    options = parser.parse_args(arguments)
    found = _measure(options.file, options.folder, options.database)
    sys.stdout.write(
        json.dumps(
            {
                "rows": found.rows,
                "seconds": found.seconds,
                "again_seconds": found.again_seconds,
                "peak_megabytes": found.peak_megabytes,
            }
        )
    )
    return 0


def _measure(file: Path, folder: Path, database: str) -> ImportTimes:
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder), "DATABASE_URL": database})
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url, backup_dir=folder)
    with services_of(settings) as services:
        request = ImportRequest(
            brand=get_import_brand(services.store, None, services.clock),
            who=services.caller(Operator("bench")),
            files=(GivenFile(file, file.name),),
            options=ImportOptions(answers={QuestionKey.CURRENCY: "EUR"}),
        )
        began = time.perf_counter()
        [report] = services.imports.commit(request)
        imported = time.perf_counter()
        if report.error is not None:
            raise SystemExit(report.error.message)
        services.imports.commit(request)
        again = time.perf_counter()
    # Linux counts in kilobytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return ImportTimes(report.tables[0].rows_read, imported - began, again - imported, peak)


if __name__ == "__main__":
    sys.exit(main())
