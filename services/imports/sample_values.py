"""The first values of every column of some files: what a person sees beside the mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from learning.domain.errors import BellwetherError
from learning.domain.imports import TableHead
from learning.imports.reading.files import read_file, read_heads
from services.imports.archives import DAMAGE, Caps
from services.imports.sources import GivenFile, SourceFile, collect_sources

VALUES: Final = 3
ROWS: Final = 200
"""A column that is empty so far is shown as empty."""
LONGEST: Final = 60

ColumnValues = Mapping[str, tuple[str, ...]]
"""Header -> its first values."""


def sample_values(files: Sequence[GivenFile], caps: Caps) -> dict[tuple[str, str], ColumnValues]:
    """Return (file, table) -> the first values of its columns; a file that cannot be read has none."""
    found: dict[tuple[str, str], ColumnValues] = {}
    for source in collect_sources(files, caps):
        for head in _heads(source):
            found[head.file, head.table] = _values(head)
    return found


def _heads(source: SourceFile) -> tuple[TableHead, ...]:
    if source.error is not None:
        return ()
    try:
        with source.open() as stream:
            return tuple(read_heads(read_file(stream, source.kind, file=source.name), rows=ROWS).heads)
    except (BellwetherError, *DAMAGE):
        return ()


def _values(head: TableHead) -> ColumnValues:
    found: dict[str, tuple[str, ...]] = {}
    for index, header in enumerate(head.header):
        cells = (cells[index].strip() for _, cells in head.sample if index < len(cells))
        distinct = dict.fromkeys(cell for cell in cells if cell)
        found.setdefault(header, tuple(_short(cell) for cell in list(distinct)[:VALUES]))
    return found


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
