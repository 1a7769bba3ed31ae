"""The benchmarks, one line each."""

from typing import Final

from services.benchmarks.imports import import_into_postgres, import_into_sqlite, import_millions
from services.benchmarks.record import Benchmark

BENCHMARKS: Final[tuple[Benchmark, ...]] = (
    Benchmark("import", "500,000 rows on SQLite beside sqlite3 .import", by_default=True, run=import_into_sqlite),
    Benchmark(
        "import-postgres", "500,000 rows on Postgres beside COPY FROM", by_default=True, run=import_into_postgres
    ),
    Benchmark("import-millions", "peak memory of 5,000,000 rows", by_default=False, run=import_millions),
)
