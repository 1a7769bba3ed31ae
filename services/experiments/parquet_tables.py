"""Parquet files of A/B data, as the same events that the reader of texts and workbooks gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from learning.domain.errors import UnreadableFile
from learning.domain.imports import TableHead
from learning.imports.reading.chunks import ColumnChunk, EncodedColumn
from learning.imports.reading.columnar import FastEvent

SAMPLE: Final = 5_000
BLOCK: Final = 20_000


def read_parquet(stream: BinaryIO, *, file: str) -> Iterator[FastEvent]:
    """Read a Parquet file as one table; its header counts as row 1.

    Raises:
        UnreadableFile: It is damaged, or holds nested columns alone.
    """
    stream.seek(0)
    try:
        table = pq.ParquetFile(stream)
        names = [
            name for name in table.schema_arrow.names if not pa.types.is_nested(table.schema_arrow.field(name).type)
        ]
        row = 2
        for batch in table.iter_batches(batch_size=BLOCK, columns=names):
            columns = tuple(_encoded(batch.column(place)) for place in range(batch.num_columns))
            if row == 2:
                yield _head(file, names, columns, batch.num_rows)
            yield ColumnChunk(np.arange(row, row + batch.num_rows, dtype=np.int64), columns)
            row += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(
            file, "the Parquet file is damaged or of a kind that is not read here.", "Export it again.", code="damaged"
        ) from error


def _head(file: str, names: list[str], columns: tuple[EncodedColumn, ...], rows: int) -> TableHead:
    shown = min(rows, SAMPLE)
    cells = [[column.texts[code] for code in column.codes[:shown].tolist()] for column in columns]
    sample = tuple((place + 2, row) for place, row in enumerate(zip(*cells, strict=True)))
    return TableHead(file, "", (), 1, tuple(names), sample, complete=rows <= SAMPLE)


def _encoded(values: pa.Array) -> EncodedColumn:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    try:
        texts = pc.fill_null(pc.cast(values, pa.string()), "")
    except pa.ArrowException:
        # Binary and the like have no text of their own.
        texts = pa.array(["" if value is None else str(value) for value in values.to_pylist()], type=pa.string())
    coded = pc.dictionary_encode(texts)
    return EncodedColumn(coded.dictionary.to_pylist(), np.asarray(coded.indices, dtype=np.int64))
