"""Files of A/B data: opened, hashed, recognised and read, nothing stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, Final

from learning.domain.errors import BadOption, Refused
from learning.imports.arms.reading import OpenEvents
from learning.imports.reading.columnar import FastEvent, read_columns
from learning.imports.reading.magic import FileKind
from services.experiments.parquet_tables import read_parquet
from services.imports.archives import Caps
from services.imports.sources import GivenFile, SourceFile, collect_sources

REASONS: Final = 3
"""Reasons that a refusal names."""
BLOCK_BYTES: Final = 1_048_576


def open_source(given: GivenFile, caps: Caps) -> SourceFile:
    """Return the one file of what was given, which may stand in a zip.

    Raises:
        InputError, NotFound: It cannot be read, and why.
        BadOption: A zip with several files.
    """
    sources = collect_sources([given], caps)
    if len(sources) != 1:
        raise BadOption("file", given.name, "one file of A/B data at a time; unpack the zip")
    source = sources[0]
    if source.kind is FileKind.PARQUET:
        with source.open() as stream:
            return replace(source, error=None, sha256=_sha256(stream))
    if source.error is not None:
        raise source.error
    return source


@contextmanager
def events_of(source: SourceFile) -> Iterator[OpenEvents]:
    """Give a way to read a file from its start, as often as needed."""
    with source.open() as stream:
        yield _reader(source, stream)


def _reader(source: SourceFile, stream: BinaryIO) -> Callable[[], Iterator[FastEvent]]:
    if source.kind is FileKind.PARQUET:
        return lambda: read_parquet(stream, file=source.name)
    return lambda: read_columns(stream, source.kind, file=source.name, size=source.size)


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


def require_tests(file: str, count: int, reasons: tuple[tuple[str, int], ...], notes: tuple[str, ...]) -> None:
    """Refuse a file of which no test could be read.

    Raises:
        Refused: With the most frequent reasons.
    """
    if count:
        return
    told = "; ".join(f"{reason} ({rows:,} {'row' if rows == 1 else 'rows'})" for reason, rows in reasons[:REASONS])
    why = [f"{told}."] if told else []
    words = " ".join((f"{file} holds no test that can be compared:", *(why or notes[-1:] or ["no row could be used."])))
    refusal = Refused(words, "Correct the file and import it again.")
    refusal.code = "no_test"
    raise refusal
