"""Which tests want a person now: harm, a broken split, an answer, an end without one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from db.unit import UnitOfWork
from learning.domain.experiment_records import ExperimentQuery, ExperimentState, ListedExperiment
from learning.domain.experiment_verdicts import Rule, VerdictWord


class Advice(StrEnum):
    """What a person is asked to do, the most urgent first."""

    STOP_FOR_HARM = "stop_for_harm"
    REPAIR = "repair"
    DECIDE = "decide"
    EXTEND_OR_END = "extend_or_end"


@dataclass(frozen=True, slots=True)
class Attention:
    """A test that wants a person, and why."""

    experiment_id: int
    name: str
    advice: Advice
    reason: str


_HARM: Final = frozenset({Rule.WORSE.value, Rule.GUARDRAIL_BROKEN.value})
_REPAIR: Final = frozenset({Rule.UNEVEN_SPLIT.value, Rule.SEEN_TWICE.value})
_ORDER: Final = tuple(Advice)


def list_attention(work: UnitOfWork, brand_id: int, *, limit: int | None = 50) -> tuple[Attention, ...]:
    """Return the running tests that want a person by their stored short answers, the most urgent first."""
    listed = work.experiments.list_page(brand_id, ExperimentQuery(states=(ExperimentState.RUNNING,)))
    found = [each for test in listed if (each := _attention(test)) is not None]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.advice))[:limit])


def _attention(listed: ListedExperiment) -> Attention | None:
    record, summary = listed.experiment, listed.summary
    advice = None if summary is None else _advice(summary.verdict, summary.rule, is_over=record.is_finished)
    if summary is None or advice is None:
        return None
    return Attention(record.id, record.name, advice, summary.reason)


def _advice(verdict: str, rule: str, *, is_over: bool) -> Advice | None:
    if rule in _HARM:
        # What is over harms nobody any more.
        return Advice.DECIDE if is_over else Advice.STOP_FOR_HARM
    if rule in _REPAIR:
        return Advice.REPAIR
    if is_over or verdict == VerdictWord.SHIP.value:
        # Nothing more will come: somebody says what follows from it.
        return Advice.DECIDE
    return Advice.EXTEND_OR_END if verdict == VerdictWord.TOO_CLOSE.value else None
