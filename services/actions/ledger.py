"""What came of every change: its line, the running total of its metric, and how good the guesses were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, LedgerRow, VoteKind
from learning.domain.goals import Goal
from learning.domain.policies import SystemActor
from learning.governance.gains import Total, total_of
from learning.governance.track_record import Scored, TrackRecord, measured_word, range_held, track_records
from learning.metrics.catalog import CATALOG

SYSTEM = "system"
_BY_SYSTEM = ("insight:", "experiment:")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One end, with the total of its metric up to it."""

    row: LedgerRow
    action: ActionRecord
    total: Total


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """What the changes of one metric brought so far."""

    total: Total
    unit: str
    """As the catalogue of metrics has it; '' where it does not know the metric."""
    goal: Goal | None
    """A goal of the brand for this metric, if there is one."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that came of the changes of a brand."""

    lines: tuple[LedgerLine, ...]
    """The oldest first; losses and changes that could not be measured among them."""
    totals: tuple[MetricTotal, ...]
    system: TrackRecord | None
    """How often the range that the system expected met what was measured; None without any that can be scored."""
    people: tuple[TrackRecord, ...]
    """Likewise of each person: the ranges of what they proposed themselves, and their words at the approval."""
    scored: tuple[Scored, ...]


def read_ledger(work: UnitOfWork, brand_id: int) -> Ledger:
    """Read what came of the changes of a brand."""
    rows = work.action_log.list_ledger(brand_id)
    actions = {record.id: record for record in work.actions.list_ended(brand_id)}
    metrics = dict.fromkeys(row.metric for row in rows)
    goals = {goal.metric: goal for goal in work.goals.list_of(brand_id)}
    lines = [
        LedgerLine(row, actions[row.action_id], total_of(row.metric, rows[: place + 1]))
        for place, row in enumerate(rows)
    ]
    scored = tuple(guess for row in rows for guess in _guesses(work, actions[row.action_id], row))
    records = {record.who: record for record in track_records(scored)}
    return Ledger(
        lines=tuple(lines),
        totals=tuple(MetricTotal(total_of(name, rows), _unit(name), goals.get(name)) for name in metrics),
        system=records.pop(SYSTEM, None),
        people=tuple(records.values()),
        scored=scored,
    )


def _guesses(work: UnitOfWork, record: ActionRecord, row: LedgerRow) -> Iterator[Scored]:
    draft, came = record.draft, measured_word(row)
    held = range_held(draft.expected.low, draft.expected.high, row)
    if held is not None:
        by_system = draft.author in set(SystemActor) or draft.evidence.startswith(_BY_SYSTEM)
        guess = " to ".join(
            "open" if end is None else f"{end:+.1%}" for end in (draft.expected.low, draft.expected.high)
        )
        yield Scored(SYSTEM if by_system else draft.author, record.id, guess, _range(row), held)
    if came is None:
        return
    for vote in work.action_log.list_votes(record.id):
        people = vote.kind in {VoteKind.PERSON, VoteKind.SELF}
        if people and vote.prediction and (vote.round, vote.digest) == (record.round, record.digest):
            yield Scored(vote.voter, record.id, vote.prediction, came.value, vote.prediction == came.value)


def _range(row: LedgerRow) -> str:
    return f"{row.low:+.1%} to {row.high:+.1%}"


def _unit(metric: str) -> str:
    found = CATALOG.get(metric)
    return "" if found is None else found.unit.value
