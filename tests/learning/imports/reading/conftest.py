"""Reads bytes or a file to the end and shows its tables."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pytest

from learning.domain.imports import Issue, TableHead
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadLimits, RowChunk
from learning.imports.reading.files import read_file
from learning.imports.reading.magic import FileKind, kind_of


@dataclass
class Table:
    """One table, read to its end."""

    head: TableHead
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


Reader: TypeAlias = Callable[..., list[Table]]


def read_tables_of(
    content: bytes | Path, kind: FileKind | None = None, limits: ReadLimits = DEFAULT_LIMITS
) -> list[Table]:
    """Read all tables; every row must be as wide as its header."""
    data = content.read_bytes() if isinstance(content, Path) else content
    found = kind or kind_of(data[:65536], "x.csv")
    tables: list[Table] = []
    early: list[Issue] = []
    for event in read_file(io.BytesIO(data), found, file="x.csv", limits=limits):
        if isinstance(event, TableHead):
            tables.append(Table(event, issues=early))
            early = []
        elif isinstance(event, RowChunk):
            assert all(len(row) == len(event_head(tables).header) for row in event.cells)
            assert len(event.numbers) == len(event.cells) <= limits.chunk_rows
            tables[-1].numbers += event.numbers.tolist()
            tables[-1].rows += event.cells
        else:
            (tables[-1].issues if tables else early).append(event)
    for table in tables:
        taken = list(zip(table.numbers, map(tuple, table.rows), strict=True))[: len(table.head.sample)]
        assert taken == list(table.head.sample)
        assert not table.head.complete or len(table.head.sample) == len(table.rows)
    return tables


def event_head(tables: list[Table]) -> TableHead:
    """The head of the table under way."""
    return tables[-1].head


@pytest.fixture
def read() -> Reader:
    """The reader."""
    return read_tables_of
