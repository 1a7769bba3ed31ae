"""Tests that get in each other's way: the same people, at the same time, with the same thing measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentQuery, ExperimentRecord, ExperimentState
from services.clock import Clock
from services.experiments.design_json import design_from_json

DAY_SECONDS: Final = 86_400
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another test that reaches the same people at the same time."""

    experiment_id: int
    name: str
    days: int
    """Days that both run, as far as is known."""
    same_metric: bool
    reason: str


def find_overlaps(store: Store, brand: Brand, experiment_id: int, clock: Clock) -> tuple[Overlap, ...]:
    """Return the running tests and drafts that overlap with one, the most serious first, at most ten.

    Tests that are assigned here assign independently, so an overlap mixes no versions up; but two changes at once can
    hide or feign an effect.

    Raises:
        NotFound: The brand has no such test.
    """
    now = int(clock.now().timestamp())
    query = ExperimentQuery(states=(ExperimentState.RUNNING, ExperimentState.DRAFT), finished=False)
    with store.read() as work:
        record = work.experiments.get(brand.id, experiment_id)
        others = [each.experiment for each in work.experiments.list_page(brand.id, query)]
    found = [_overlap(record, other, now) for other in others if other.id != record.id]
    ordered = sorted((each for each in found if each is not None), key=lambda each: (not each.same_metric, -each.days))
    return tuple(ordered[:SHOWN])


def _overlap(record: ExperimentRecord, other: ExperimentRecord, now: int) -> Overlap | None:
    if record.segment and other.segment and record.segment != other.segment:
        return None
    if design_from_json(record.design).unit != design_from_json(other.design).unit:
        return None
    (begin, end), (other_begin, other_end) = _span(record, now), _span(other, now)
    shared = min(end, other_end) - max(begin, other_begin)
    if shared <= 0:
        return None
    days = -(-shared // DAY_SECONDS)
    same = record.metric == other.metric
    whom = f"the people of {record.segment or other.segment}" if record.segment or other.segment else "the same people"
    measured = f" and both are judged by {record.metric}" if same else ""
    reason = f"{other.name!r} reaches {whom} on about {days} of the same days{measured}."
    return Overlap(other.id, other.name, days, same, reason)


def _span(record: ExperimentRecord, now: int) -> tuple[int, int]:
    """From start to end in UTC seconds: as it was, or as it is planned."""
    begin = record.started_at or now
    if record.ended_at is not None:
        return begin, record.ended_at
    design = design_from_json(record.design)
    days = design.extended_days or design.planned_days
    return begin, max(now + DAY_SECONDS, begin + days * DAY_SECONDS) if days else now + 14 * DAY_SECONDS
