"""The first pass over all files of an import: what each says that decides questions of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.errors import BellwetherError
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.plan import gather_evidence
from learning.imports.reading.columnar import Beginning, read_beginning, read_columns
from learning.imports.reading.files import read_heads, require_rows
from services.imports.archives import DAMAGE, damaged
from services.imports.sources import SourceFile

HEAD_ROWS: Final = 20_000
"""Heads of later tables within a file are looked for this far; a larger file has one table in practice."""
MOST_KEPT: Final = 4
"""Beginnings of so many long files are kept for the import itself; they are read again where there are more."""


@dataclass(frozen=True, slots=True)
class SurveyedFile:
    """A file and why it cannot be imported, if it cannot."""

    source: SourceFile
    error: BellwetherError | None
    beginning: Beginning | None = None
    """Of a long file, so that the import need not read it again."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All files of an import and what they say of each other."""

    files: tuple[SurveyedFile, ...]
    siblings: tuple[SiblingEvidence, ...]


def survey_files(
    sources: Sequence[SourceFile], context: PlanContext, *, wanted: Callable[[SourceFile], bool]
) -> Survey:
    """Look at the heads of the files that are wanted; the others pass through unread."""
    files: list[SurveyedFile] = []
    siblings: list[SiblingEvidence] = []
    for source in sources:
        error, beginning = source.error, None
        if error is None and wanted(source):
            try:
                beginning, evidence = _look_at(source, context, alone=len(sources) == 1)
                siblings += evidence
            except BellwetherError as failure:
                error = failure
            except DAMAGE as failure:
                error = damaged(source.name)
                error.__cause__ = failure
        keeps = sum(file.beginning is not None for file in files) < MOST_KEPT
        files.append(SurveyedFile(source, error, beginning if keeps else None))
    return Survey(tuple(files), tuple(siblings))


def _look_at(
    source: SourceFile, context: PlanContext, *, alone: bool
) -> tuple[Beginning | None, list[SiblingEvidence]]:
    name, kind, size = source.name, source.kind, source.size
    with source.open() as stream:
        beginning = read_beginning(stream, kind, file=name, size=size)
        # Held by no name, the reader ends before its stream is closed.
        heads = read_heads(read_columns(stream, kind, file=name, size=size, beginning=beginning), rows=HEAD_ROWS)
    require_rows(heads, file=name)
    if alone and len(heads.heads) == 1:
        # What a table says of others, no other would hear.
        return beginning, []
    return beginning, [gather_evidence(head, context) for head in heads.heads]
