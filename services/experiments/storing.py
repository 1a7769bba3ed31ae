"""Tests of a file into the store: new ones are created, known ones get their new sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.unit import UnitOfWork
from learning.domain.errors import Refused
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import (
    NO_LOOK,
    WHOLE,
    EventKind,
    ExperimentDraft,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
    Origin,
    SourceRecord,
    Variant,
)
from learning.experiments.lifecycle import Command, next_step
from learning.imports.arms.records import FoundTest
from services.experiments.designing import ExperimentProposal, draft_of
from services.experiments.found_designs import design_found, metrics_found, require_arms
from services.experiments.import_records import ArmImportRequest, ImportedTest
from services.experiments.replanning import Replan, replan, said_of_plan, store_replans

DAY_SECONDS = 86_400
TITLE = 80


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is being stored."""

    request: ArmImportRequest
    file: str
    checksum: str
    fingerprint: str
    at: int
    who: str
    """The name of whoever brings it."""

    def store_source(
        self, work: UnitOfWork, report: str, found: Sequence[FoundTest], tests: Sequence[ImportedTest]
    ) -> int:
        """Keep the file's record and its sums, and say in each test's history that data came."""
        brand_id, who = self.request.brand.id, self.who
        record = SourceRecord(brand_id, self.file, self.checksum, self.fingerprint, report, who, self.at)
        source_id = work.experiment_sums.add_source(record)
        ids = [test.id for test in tests if test.id is not None]
        work.experiment_sums.add(source_id, {i: test.sums for i, test in zip(ids, found, strict=True)})
        work.experiments.raise_data_versions(ids)
        work.experiment_log.add_events(
            [HistoryEvent(brand_id, i, EventKind.DATA, who, self.at, self.file) for i in ids]
        )
        return source_id


def store_tests(work: UnitOfWork, arrival: Arrival, found: Sequence[FoundTest]) -> tuple[ImportedTest, ...]:
    """Create the tests that are new and begin those that were drafts; returns all in the order of the file.

    Raises:
        Refused: One of them is decided, so that its data stay as they were, or was designed in another way.
        BadOption: The file does not fit a test that is there.
    """
    brand_id = arrival.request.brand.id
    known = work.experiments.list_keys(brand_id, [test.key for test in found])
    designs: dict[str, ExperimentDesign] = {}
    drafts: list[ExperimentDraft] = []
    plans: list[Replan] = []
    for test in found:
        record = known.get(test.key)
        if record is None:
            designs[test.key] = design_found(test, arrival.request)
            drafts.append(_draft(arrival, test, designs[test.key]))
        else:
            metrics = metrics_found(test, arrival.request)
            plan = replan(record, said_of_plan(arrival.request, len(found)), metrics=metrics)
            designs[test.key] = plan.design
            require_arms(test, plan.design, record.name)
            plans.append(_opened(arrival, plan))
    store_replans(work, plans, who=arrival.who, at=arrival.at, file=arrival.file)
    work.experiments.add_many(drafts)
    stored = known | work.experiments.list_keys(brand_id, [draft.key for draft in drafts])
    events = [
        HistoryEvent(brand_id, stored[draft.key].id, EventKind.CREATED, arrival.who, arrival.at, arrival.file)
        for draft in drafts
    ]
    work.experiment_log.add_events(events)
    new = {draft.key for draft in drafts}
    return tuple(
        imported_test(stored[test.key], test, designs[test.key], arrival.request, created=test.key in new)
        for test in found
    )


def imported_test(
    record: ExperimentRecord | None,
    test: FoundTest,
    design: ExperimentDesign,
    request: ArmImportRequest,
    *,
    created: bool,
) -> ImportedTest:
    """Return what is told of a test of a file."""
    return ImportedTest(
        id=None if record is None else record.id,
        key=test.key,
        name=_name(test, request) if record is None else record.name,
        arms=test.arms,
        control=design.control,
        metrics=tuple(metric.name for metric in design.metrics),
        primary=design.primary.name,
        people=_people(test, design.primary.name),
        created=created,
        doubled_units=test.doubled_units,
        units_in_several_arms=test.units_in_several_arms,
        quantiles=test.quantiles,
    )


def _opened(arrival: Arrival, plan: Replan) -> Replan:
    """Let a test that is there take data; a draft begins with its first data."""
    record = plan.record
    values: dict[str, str | int | None] = {"ended_at": arrival.at} if arrival.request.finished else {}
    if record.state is ExperimentState.DRAFT:
        values |= {"state": ExperimentState.RUNNING.value, "started_at": arrival.at}
    elif record.state is not ExperimentState.RUNNING:
        refusal = Refused(
            f"The test {record.name!r} is decided; its data stay as they were.",
            "Import under another name with --test.",
        )
        refusal.code = "decided"
        raise refusal
    else:
        next_step(record.state, Command.ADD_DATA)
    return replace(plan, values={**plan.values, **values})


def _draft(arrival: Arrival, test: FoundTest, design: ExperimentDesign) -> ExperimentDraft:
    request = arrival.request
    proposal = ExperimentProposal(
        name=_name(test, request),
        design=replace(design, salt=design.salt or test.key),
        hypothesis=request.hypothesis,
        key=test.key,
        topic=request.topic or test.topic,
        hook=request.hook or test.hook,
        segment=request.segment,
    )
    draft = draft_of(request.brand.id, proposal, arrival.who, arrival.at)
    started = None if test.first_day is None else test.first_day * DAY_SECONDS
    ended = None
    if request.finished:
        ended = arrival.at if test.last_day is None else (test.last_day + 1) * DAY_SECONDS
    return replace(draft, state=ExperimentState.RUNNING, origin=Origin.IMPORTED, started_at=started, ended_at=ended)


def _name(test: FoundTest, request: ArmImportRequest) -> str:
    """A name for people. Of headlines the first by the alphabet: the file's own order may tell who won."""
    if request.name and (test.key == request.key or not request.key):
        return request.name
    shown = [title for title, label in zip(test.titles, test.arms, strict=True) if len(label.split()) > 2]
    return min(shown)[:TITLE] if len(shown) == len(test.arms) else test.key


def _people(test: FoundTest, primary: str) -> int:
    """Units of all arms; of running totals those of the last look."""
    rows = [row for row in test.sums if row.metric == primary and row.segment == WHOLE and row.variant is Variant.RAW]
    last = max((row.look for row in rows), default=NO_LOOK)
    return sum(row.n for row in rows if row.look == last)
