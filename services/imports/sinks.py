"""Where converted observations go: into the store, into a comparison with it, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

import numpy as np

from db.importing.conflicts import ADDED
from db.importing.preview import BatchPreview
from db.importing.writer import BatchWriter
from learning.domain.imports import Issue, TablePlan
from learning.domain.observations import ChunkOutcome, CutSpec, ObservationChunk
from services.imports.originals import OriginalPacker


class StoreSink:
    """Writes into the store, and keeps the original beside it."""

    def __init__(self, writer: BatchWriter, packer: OriginalPacker | None) -> None:
        """Write with a writer whose unit of work is open; without a packer the original is kept already."""
        self._writer = writer
        self._packer = packer

    def take(self, plan: TablePlan, spec: CutSpec, chunk: ObservationChunk) -> ChunkOutcome:
        """Write one chunk."""
        return self._writer.write(spec, chunk, captured_at=stated_capture(plan))

    def note(self, table: int, issues: Sequence[Issue]) -> None:
        """Store the problems of a table."""
        self._writer.add_issues(table, issues)

    def breathe(self) -> None:
        """Store the parts of the original that are packed by now."""
        for part in self._packer.ready() if self._packer else ():
            self._writer.add_original(part)

    def close(self) -> None:
        """Store what is left of the original."""
        for part in self._packer.rest() if self._packer else ():
            self._writer.add_original(part)


class PreviewSink:
    """Compares with the store and writes nothing."""

    def __init__(self, preview: BatchPreview) -> None:
        """Compare within an open unit of work."""
        self._preview = preview

    def take(self, plan: TablePlan, spec: CutSpec, chunk: ObservationChunk) -> ChunkOutcome:
        """Compare one chunk."""
        if plan.questions:
            # Under an open question the keys are a proposal: what the store has under them says nothing.
            return ChunkOutcome(np.full(len(chunk.start), ADDED, dtype=np.int8))
        return self._preview.compare(spec, chunk, captured_at=stated_capture(plan))

    def note(self, table: int, issues: Sequence[Issue]) -> None:
        """Keep nothing."""

    def breathe(self) -> None:
        """Do nothing."""


def stated_capture(plan: TablePlan) -> int | None:
    """Return the moment as of which a table's numbers stand, in UTC seconds, if its file tells."""
    captured = plan.settings.captured_at
    return None if captured is None else int(captured.astimezone(UTC).timestamp())
