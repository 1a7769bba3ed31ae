"""The first pass over all files of an import: what each says that decides questions of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.errors import BellwetherError
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.plan import gather_evidence
from learning.imports.reading.files import read_file, read_heads, require_rows
from services.imports.archives import DAMAGE, damaged
from services.imports.sources import SourceFile

HEAD_ROWS: Final = 20_000
"""Heads of later tables within a file are looked for this far; a larger file has one table in practice."""


@dataclass(frozen=True, slots=True)
class SurveyedFile:
    """A file and why it cannot be imported, if it cannot."""

    source: SourceFile
    error: BellwetherError | None


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
        error = source.error
        if error is None and wanted(source):
            try:
                siblings += _evidence_of(source, context)
            except BellwetherError as failure:
                error = failure
            except DAMAGE as failure:
                error = damaged(source.name)
                error.__cause__ = failure
        files.append(SurveyedFile(source, error))
    return Survey(tuple(files), tuple(siblings))


def _evidence_of(source: SourceFile, context: PlanContext) -> list[SiblingEvidence]:
    with source.open() as stream:
        heads = read_heads(read_file(stream, source.kind, file=source.name), rows=HEAD_ROWS)
    require_rows(heads, file=source.name)
    return [gather_evidence(head, context) for head in heads.heads]
