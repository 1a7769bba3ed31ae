"""A file of A/B data from its events to its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from learning.domain.errors import UnreadableFile
from learning.domain.imports import TableHead
from learning.imports.arms.cells import columns_of
from learning.imports.arms.recognise import recognise_arms
from learning.imports.arms.records import ArmPlan, ArmsReading, ReadSettings, Shape
from learning.imports.arms.rows import RowReader
from learning.imports.arms.survey import Surveyor
from learning.imports.arms.totals import ArmTotals
from learning.imports.arms.units import UnitSums
from learning.imports.reading.chunks import ColumnChunk, RowChunk
from learning.imports.reading.columnar import FastEvent

OpenEvents = Callable[[], Iterator[FastEvent]]
"""Begins a fresh reading of the file."""


def plan_arms(open_events: OpenEvents, mapping: Mapping[str, str], settings: ReadSettings, *, file: str) -> ArmPlan:
    """Say what the first table of a file is.

    Args:
        open_events: Begins a reading of the file.
        mapping: Header -> role, as a person chose.
        settings: What else was said of the file.
        file: Its name.

    Returns:
        The plan.

    Raises:
        BadMapping: It cannot be said which columns hold versions and results.
        UnreadableFile: There is no table.
    """
    for event in open_events():
        if isinstance(event, TableHead):
            if not event.sample:
                raise UnreadableFile(
                    file, "the file has a header and no rows below it.", "Export it again.", code="header_only"
                )
            return recognise_arms(event, mapping, settings)
    raise UnreadableFile(file, "the file holds no table.", "Export it again.", code="empty_file")


def read_arms(open_events: OpenEvents, plan: ArmPlan, settings: ReadSettings, *, file: str) -> ArmsReading:
    """Read the first table of a file into sums by test and arm.

    Args:
        open_events: Begins a reading of the file; a table of units is read twice.
        plan: What the table is taken for.
        settings: What a person said of the file.
        file: Its name.

    Returns:
        The tests with their sums, and every problem of rows. Ids of units are compared and not kept.

    Raises:
        BadMapping: The column of versions holds something else.
        FileTooLarge: More units than can be told apart at once.
    """
    if plan.shape is not Shape.UNITS:
        return _read_totals(open_events, plan, settings)
    # Ratios read their denominator too, whatever else it is for.
    places = sorted({c.index for c in plan.columns} | {c.base for c in plan.columns if c.base is not None})
    surveyor = Surveyor(plan, file)
    for chunk in _rows(open_events()):
        surveyor.take(columns_of(chunk, places), chunk.numbers)
    sums = UnitSums(plan, surveyor.finish())
    for chunk in _rows(open_events()):
        sums.take(columns_of(chunk, places), chunk.numbers)
    return sums.finish(settings)


def _read_totals(open_events: OpenEvents, plan: ArmPlan, settings: ReadSettings) -> ArmsReading:
    reader, totals = RowReader(plan), ArmTotals(plan, settings)
    places = [column.index for column in plan.columns]
    for chunk in _rows(open_events()):
        totals.take(reader.read(columns_of(chunk, places), chunk.numbers.tolist()))
    return totals.finish()


def _rows(events: Iterator[FastEvent]) -> Iterator[RowChunk | ColumnChunk]:
    """The rows of the first table."""
    tables = 0
    for event in events:
        if isinstance(event, TableHead):
            tables += 1
            if tables > 1:
                return
        elif isinstance(event, RowChunk | ColumnChunk):
            yield event
