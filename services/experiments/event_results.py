"""Results of A/B tests that programs report: the standing of one arm in one metric on one day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.experiment_records import (
    EventKind,
    ExperimentDraft,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
    Origin,
    SourceRecord,
    SumRow,
    SumTable,
)
from learning.domain.permissions import Permission
from learning.imports.arms.records import FoundMetric, FoundTest, ValueKind
from learning.imports.arms.words import find_control
from services.callers import Caller
from services.clock import Clock
from services.experiments.design_json import design_from_json
from services.experiments.designing import ExperimentProposal, draft_of
from services.experiments.found_designs import design_found
from services.experiments.import_records import ArmImportRequest
from services.experiments.summaries import refresh_summaries
from services.imports.sources import GivenFile

EVENTS: Final = "result events"
NOTHING: Final = '{"crossed": {}}'
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class ResultEvent:
    """The standing of one arm in one metric on one day; a later one about the same replaces it."""

    test: str
    arm: str
    metric: str
    day: int
    """Local epoch day."""
    n: int
    total: float
    squares: float | None = None
    """None where each unit converted or did not."""
    segment: str = ""
    """'' is everybody; else one dimension, as in 'device=phone'."""


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event that was not taken."""

    place: int
    """In the batch, from 0."""
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventsReport:
    """What became of a batch of events."""

    accepted: int
    duplicate: int
    """Said the same as before."""
    rejected: tuple[RejectedEvent, ...]


def record_result_events(
    store: Store, brand: Brand, events: Sequence[ResultEvent], *, who: Caller, clock: Clock
) -> EventsReport:
    """Take a batch of result events in one transaction; a test that is not there yet is created.

    Sending a batch twice changes nothing.

    Raises:
        StoreUnavailable: The database does not answer; nothing was taken.
    """
    at = int(clock.now().timestamp())
    rejected = [found for place, event in enumerate(events) if (found := _fault(place, event)) is not None]
    bad = {each.place for each in rejected}
    by_test: dict[str, list[tuple[int, ResultEvent]]] = {}
    for place, event in enumerate(events):
        if place not in bad:
            by_test.setdefault(event.test, []).append((place, event))
    accepted = duplicate = 0
    with who.write(store, brand.id, Permission.TEST) as (work, actor):
        work.brands.lock(brand.id)
        known = work.experiments.list_keys(brand.id, list(by_test))
        source_id = _source(work, brand, actor.name, at)
        for key, numbered in by_test.items():
            try:
                record = _test(work, brand, known.get(key), [event for _, event in numbered], who, at)
            except BellwetherError as error:
                rejected += [RejectedEvent(place, "test", error.message) for place, _ in numbered]
                continue
            taken, same, refused = _take(work, record, source_id, numbered)
            accepted, duplicate = accepted + taken, duplicate + same
            rejected += refused
            if taken:
                work.experiments.raise_data_versions([record.id])
                note = f"{taken} {EVENTS}"
                work.experiment_log.add_events(
                    [HistoryEvent(brand.id, record.id, EventKind.DATA, actor.name, at, note)]
                )
        work.commit()
    if accepted:
        refresh_summaries(store, brand, clock)
    return EventsReport(accepted, duplicate, tuple(sorted(rejected, key=lambda each: each.place)))


def _fault(place: int, event: ResultEvent) -> RejectedEvent | None:
    for field in ("test", "arm", "metric"):
        if not getattr(event, field).strip():
            return RejectedEvent(place, field, f"the event names no {field}")
    if event.n < 0 or event.n != int(event.n):
        return RejectedEvent(place, "n", f"{event.n} is no number of people")
    if not math.isfinite(event.total):
        return RejectedEvent(place, "total", "the total is no number")
    if event.squares is None and not (0 <= event.total <= event.n and event.total == round(event.total)):
        reason = f"{event.total:g} conversions of {event.n} people; amounts need the sum of squares, too"
        return RejectedEvent(place, "total", reason)
    if event.squares is not None and not event.squares * max(event.n, 1) >= event.total**2 * (1 - 1e-9):
        return RejectedEvent(place, "squares", "the sum of squares is smaller than the total allows")
    if event.segment and "=" not in event.segment:
        return RejectedEvent(place, "segment", f"{event.segment!r} is no segment such as 'device=phone'")
    return None


def _source(work: UnitOfWork, brand: Brand, who: str, at: int) -> int:
    found = work.experiment_sums.find_source(brand.id, EVENTS, "")
    if found is not None:
        return found.id
    return work.experiment_sums.add_source(SourceRecord(brand.id, EVENTS, EVENTS, "", NOTHING, who, at))


def _test(  # noqa: PLR0917 - what one line of the history needs
    work: UnitOfWork,
    brand: Brand,
    record: ExperimentRecord | None,
    events: Sequence[ResultEvent],
    who: Caller,
    at: int,
) -> ExperimentRecord:
    """The test that events speak of: begun where it was a draft, created where it was not there."""
    name = who.name(work, brand.id)
    if record is None:
        created = work.experiments.add(_draft(brand, events, who, name, at))
        work.experiment_log.add_events([HistoryEvent(brand.id, created.id, EventKind.CREATED, name, at, EVENTS)])
        return created
    if record.state is ExperimentState.DRAFT:
        begun = ExperimentState.RUNNING.value
        work.experiments.update_where(record, [ExperimentState.DRAFT], state=begun, started_at=at)
        work.experiment_log.add_events([HistoryEvent(brand.id, record.id, EventKind.STARTED, name, at, EVENTS)])
        return work.experiments.get(brand.id, record.id)
    return record


def _draft(brand: Brand, events: Sequence[ResultEvent], who: Caller, name: str, at: int) -> ExperimentDraft:
    kinds = {event.metric: ValueKind.BINARY if event.squares is None else ValueKind.NUMBER for event in events}
    arms = tuple(dict.fromkeys(event.arm for event in events))
    found = FoundTest(
        key=events[0].test,
        arms=arms,
        titles=arms,
        control=find_control(arms, None),
        metrics=tuple(FoundMetric(name, kind) for name, kind in kinds.items()),
        sums=(),
    )
    request = ArmImportRequest(brand, who, GivenFile(path=Path(EVENTS), name=EVENTS))
    proposal = ExperimentProposal(name=found.key, design=design_found(found, request), key=found.key)
    started = min(event.day for event in events) * DAY_SECONDS
    draft = draft_of(brand.id, proposal, name, at)
    return replace(draft, state=ExperimentState.RUNNING, origin=Origin.PROGRAM, started_at=started)


def _take(
    work: UnitOfWork, record: ExperimentRecord, source_id: int, numbered: Sequence[tuple[int, ResultEvent]]
) -> tuple[int, int, list[RejectedEvent]]:
    if record.state is not ExperimentState.RUNNING:
        reason = f"the test {record.name!r} is decided; its data stay as they were"
        return 0, 0, [RejectedEvent(place, "test", reason) for place, _ in numbered]
    planned = {arm.label for arm in design_from_json(record.design).arms}
    stored = _stored(work.experiment_sums.load(record.brand_id, [record.id]), source_id)
    fresh: dict[tuple[str, str, str, int], SumRow] = {}
    same, refused = 0, []
    for place, event in numbered:
        if event.arm not in planned:
            allowed = ", ".join(sorted(planned))
            refused.append(RejectedEvent(place, "arm", f"{event.arm!r} is none of its versions: {allowed}"))
            continue
        key = (event.metric, event.arm, event.segment, event.day)
        values = (float(event.n), event.total, event.squares)
        before = fresh.get(key)
        known = stored.get(key) if before is None else (float(before.n), before.total, before.squares)
        if known == values:
            same += 1
            continue
        fresh[key] = SumRow(
            event.metric, event.arm, event.n, event.total, event.squares, segment=event.segment, day=event.day
        )
    work.experiment_sums.replace(source_id, {record.id: list(fresh.values())})
    return len(numbered) - same - len(refused), same, refused


def _stored(table: SumTable, source_id: int) -> dict[tuple[str, str, str, int], tuple[float, float, float | None]]:
    found: dict[tuple[str, str, str, int], tuple[float, float, float | None]] = {}
    for row in range(len(table.experiment)):
        if table.source[row] == source_id:
            key = (str(table.metric[row]), str(table.arm[row]), str(table.segment[row]), int(table.day[row]))
            n, total, squares = (float(value) for value in table.values[row, :3])
            found[key] = (n, total, None if math.isnan(squares) else squares)
    return found
