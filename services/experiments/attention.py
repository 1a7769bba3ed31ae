"""Which tests want a person now: harm, a broken split, an answer, an end without one, a version to give up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.experiment_advice import Advice
from learning.domain.experiment_records import ExperimentQuery, ExperimentState, ListedExperiment
from learning.experiments.advice import advise


@dataclass(frozen=True, slots=True)
class Attention:
    """A test that wants a person, and why."""

    experiment_id: int
    name: str
    advice: Advice
    reason: str


_ORDER: Final = tuple(Advice)


def list_attention(work: UnitOfWork, brand_id: int, *, limit: int | None = 50) -> tuple[Attention, ...]:
    """Return the running tests that want a person by their stored short answers, the most urgent first."""
    listed = work.experiments.list_page(brand_id, ExperimentQuery(states=(ExperimentState.RUNNING,)))
    found = [each for test in listed if (each := _attention(test)) is not None]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.advice))[:limit])


def _attention(listed: ListedExperiment) -> Attention | None:
    record, summary = listed.experiment, listed.summary
    if summary is None:
        return None
    advice = advise(summary.verdict, summary.rule, is_over=record.is_finished)
    if advice is not None:
        return Attention(record.id, record.name, advice, summary.reason)
    why = summary.reallocate
    return None if why is None else Attention(record.id, record.name, Advice.REALLOCATE, why)
