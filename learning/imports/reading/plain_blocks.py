"""Blocks of plainly written records, split into columns at once; what is not plain is left to the reader of records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from learning.imports.reading.chunks import EncodedColumn, ReadLimits

VALUE_ENDS: Final = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "%")
"""How a cell of a column of values ends; a header or a title does not."""


@dataclass(frozen=True, slots=True)
class PlainShape:
    """What the records of a table look like."""

    delimiter: str
    width: int
    """Cells of every record."""
    probe: int
    """A column whose cells all end in a digit or percent sign."""


def split_block(block: bytes, shape: PlainShape, limits: ReadLimits) -> tuple[EncodedColumn, ...] | None:
    """Split whole records into columns of distinct texts.

    Args:
        block: Records up to and including the last one's line end, in UTF-8.
        shape: What they should look like.
        limits: The caps.

    Returns:
        The columns; None where any record may be more than a plain row: blank, of another width, without a value in
        the probe column, quoted in an unusual way, damaged, or beyond a cap.
    """
    if not _is_plain(block, shape.delimiter.encode()):
        return None
    names = [str(place) for place in range(shape.width)]
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(block) + 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=shape.delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, text), strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = tuple(_encoded(table.column(place)) for place in range(shape.width))
    if not all(cell.endswith(VALUE_ENDS) for cell in columns[shape.probe].texts):
        return None
    longest = max((max(map(len, column.texts), default=0) for column in columns), default=0)
    return columns if longest <= limits.cell_characters else None


def last_record_end(block: bytes) -> int:
    """Find where the last whole record of a block ends.

    Args:
        block: Text that begins with a record.

    Returns:
        The place behind its line end; 0 where no record ends in the block.
    """
    end = len(block)
    quotes = block.count(b'"')
    while (found := block.rfind(b"\n", 0, end)) >= 0:
        quotes -= block.count(b'"', found, end)
        if quotes % 2 == 0:
            return found + 1
        end = found
    return 0


def _is_plain(block: bytes, delimiter: bytes) -> bool:
    """Whether quotes, line ends and blank lines are such that every reader splits the block in the same way."""
    if b"\0" in block or block.count(b"\r") != block.count(b"\r\n"):
        return False
    if block[:1] in b"\r\n" or b"\n\n" in block or b"\n\r\n" in block:
        return False
    quotes = block.count(b'"')
    if not quotes:
        return True
    opened = block.count(delimiter + b'"') + block.count(b'\n"') + block.startswith(b'"')
    closed = block.count(b'"' + delimiter) + block.count(b'"\n') + block.count(b'"\r')
    # Every mark opens or closes a whole cell: none is doubled inside one, none stands amid a bare one.
    return opened == closed == quotes // 2 and quotes % 2 == 0


def _encoded(column: pa.ChunkedArray) -> EncodedColumn:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.chunked_array(whole.chunks).unify_dictionaries().chunk(0)
    codes = np.asarray(whole.indices.to_numpy(zero_copy_only=False), np.int64)
    return EncodedColumn(whole.dictionary.to_pylist(), codes)
