"""Tables of one file that say the same again, as the chart tables above the full table of a GA4 report do."""

from typing import Final
from zlib import crc32

from learning.domain.enums import Role
from learning.domain.imports import BoundColumn, TableHead
from learning.imports.context import SiblingEvidence
from learning.imports.recognise import Surroundings

_FEW: Final = 200
_MANY: Final = 2_000
_NEARLY_ALL: Final = 0.95


def number_fields(columns: tuple[BoundColumn, ...]) -> frozenset[str]:
    """The fields of a table's number columns."""
    return frozenset(column.field for column in columns if column.role in (Role.FACT, Role.MEASURE))


def row_prints(head: TableHead, columns: tuple[BoundColumn, ...], *, rows: int = _MANY) -> frozenset[int]:
    """Checksums of the first rows of a table.

    Args:
        head: the table.
        columns: its bound columns.
        rows: how many rows are read.

    Returns:
        One checksum per row and number column: what the row is about, the field, the value.
    """
    keys = sorted((c.field, c.index) for c in columns if c.role in (Role.DIMENSION, Role.TIME, Role.CONTENT_ID))
    numbers = [(c.field, c.index) for c in columns if c.role in (Role.FACT, Role.MEASURE)]
    found: set[int] = set()
    for _, cells in head.sample[:rows]:
        key = "\x1f".join(cells[index].strip() if len(cells) > index else "" for _, index in keys)
        for field, index in numbers:
            value = cells[index].strip() if len(cells) > index else ""
            found.add(crc32(f"{key}\x1e{field}\x1e{value}".encode()))
    return frozenset(found)


def find_repeated(
    head: TableHead, columns: tuple[BoundColumn, ...], cut: tuple[str, ...], around: Surroundings
) -> SiblingEvidence | None:
    """The table of the same file that already says all that this one says.

    Args:
        head: the table.
        columns: its bound columns.
        cut: its basis and dimensions.
        around: with the evidence of the other tables.

    Returns:
        A table of the same cut with the same values and more columns (or as many and an earlier place); None where
        there is none.
    """
    if not head.sample:
        return None
    numbers = number_fields(columns)
    prints = row_prints(head, columns, rows=_FEW)
    for one in around.siblings:
        if one.file != head.file or one.cut != cut or not numbers or not numbers <= one.numbers:
            continue
        first = len(one.numbers) > len(numbers) or one.index < head.index
        if first and len(prints & one.prints) >= _NEARLY_ALL * len(prints):
            return one
    return None
