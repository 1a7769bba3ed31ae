"""Small tables and contexts for the tests of planning."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from learning.domain.enums import QuestionKey
from learning.domain.imports import ImportOptions, TableHead, TablePlan
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.plan import gather_evidence, plan_table
from learning.imports.reading.files import read_file, read_heads
from learning.imports.reading.magic import kind_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def table(
    header: str | Sequence[str],
    *rows: str | Sequence[str],
    file: str = "export.csv",
    title: str = "",
    preamble: Sequence[str] = (),
    index: int = 0,
    complete: bool = True,
) -> TableHead:
    """Build a table from lines; cells are parted by '|'."""
    return TableHead(
        file=file,
        table=title,
        preamble=tuple((row, (text,)) for row, text in enumerate(preamble, start=1)),
        header_row=len(preamble) + 1,
        header=_cells(header),
        sample=tuple((row, _cells(cells)) for row, cells in enumerate(rows, start=len(preamble) + 2)),
        complete=complete,
        index=index,
    )


def _cells(line: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.split("|")) if isinstance(line, str) else tuple(line)


def context(
    *siblings: SiblingEvidence,
    template: str | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[QuestionKey, str] | None = None,
    remembered: Mapping[str, str] | None = None,
    accounts: Mapping[str, tuple[str, ...]] | None = None,
    currency: str | None = None,
) -> PlanContext:
    """A context with a fixed clock in Berlin."""
    return PlanContext(
        brand_zone="Europe/Berlin",
        now=NOW,
        options=ImportOptions(template=template, mapping=mapping or {}, answers=answers or {}),
        siblings=siblings,
        remembered=remembered,
        known_accounts=accounts or {},
        last_currency=currency,
    )


def plan(head: TableHead, where: PlanContext | None = None) -> TablePlan:
    """The one plan of a table."""
    (only,) = plan_table(head, where or context())
    return only


def fields_of(one: TablePlan) -> dict[str, str]:
    """Header -> field of a plan whose headers are all different."""
    return {column.header: column.field for column in one.columns}


def keys_of(one: TablePlan) -> list[str]:
    """The keys of the open questions."""
    return [str(question.key) for question in one.questions]


def plans_of(paths: Sequence[Path]) -> dict[tuple[str, int], tuple[TablePlan, ...]]:
    """The plans of files that are imported together: (file, table) -> plans."""
    heads: list[TableHead] = []
    for path in paths:
        with path.open("rb") as stream:
            kind = kind_of(stream.read(9_000), path.name)
            heads += read_heads(read_file(stream, kind, file=path.name)).heads
    siblings = tuple(gather_evidence(head, context()) for head in heads)
    return {(head.file, head.index): plan_table(head, context(*siblings)) for head in heads}
