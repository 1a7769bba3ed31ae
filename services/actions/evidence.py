"""What stands behind a proposal at one moment: a finding, a decided test, what customers say, or a person alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from db.record_json import load_record
from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord, ExpectedEffect, GuardrailMargin
from learning.domain.errors import NotFound
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiments import TestReport
from learning.domain.parameters import Value
from services.actions.drafting import live_value
from services.experiments.design_json import design_from_json
from services.insights.detail import InsightDetail, insight_detail

INSIGHT: Final = "insight:"
EXPERIMENT: Final = "experiment:"
FEEDBACK: Final = "feedback:"
NOBODY: Final = ""
"""Whose eyes evidence is kept with: notes that only their author may see are no part of it."""
MOST_NOTES: Final = 50


@dataclass(frozen=True, slots=True)
class ProposalEvidence:
    """What was proposed, and on what ground: there for every kind of evidence."""

    digest: str
    round: int
    from_value: Value
    to_value: Value
    context: dict[str, str]
    """Whom it is for: the filters of what it rests on."""
    expected: ExpectedEffect
    guardrails: tuple[GuardrailMargin, ...]
    ramp: tuple[float, ...]
    holdout: float
    live_version: int
    live_value: Value
    data_version: int
    """Of the brand's data."""


@dataclass(frozen=True, slots=True)
class TestEvidence:
    """A decided A/B test, with the numbers that whoever decided saw."""

    __test__ = False

    experiment_id: int
    name: str
    choice: str
    arm: str | None
    who: str
    note: str
    data_version: int
    design: str
    """JSON, as the test's own record has it."""
    report: str
    """JSON of the whole report."""

    def read(self) -> tuple[ExperimentDesign, TestReport]:
        """Return the design and the report as they were then."""
        return design_from_json(self.design), load_record(TestReport, self.report)


@dataclass(frozen=True, slots=True)
class FeedbackEvidence:
    """What customers said that a suggestion was made of; the notes by id: one that is erased is erased here, too."""

    suggestion_id: int
    change: str
    reasoning: str
    confidence: float
    notes: tuple[int, ...]
    """Those behind it that are still there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a proposal at one moment; at most one of the three, beside the proposal itself."""

    proposal: ProposalEvidence
    insight: InsightDetail | None = None
    test: TestEvidence | None = None
    feedback: FeedbackEvidence | None = None


def evidence_of_action(work: UnitOfWork, record: ActionRecord, at: int) -> Evidence:
    """Return what stands behind an action as it is now."""
    draft = record.draft
    return Evidence(
        _proposal(work, record), find_insight(work, draft, at), _find_test(work, draft), _find_feedback(work, draft)
    )


def find_insight(work: UnitOfWork, draft: ActionDraft, at: int) -> InsightDetail | None:
    """Return the insight that an action rests on as it stands; None where it rests on something else, or it is gone."""
    number = _number(draft.evidence, INSIGHT)
    if number is None:
        return None
    with suppress(NotFound):
        return insight_detail(work, draft.brand_id, number, at, who=NOBODY)
    return None


def _proposal(work: UnitOfWork, record: ActionRecord) -> ProposalEvidence:
    draft = record.draft
    version, value = live_value(work, work.parameters.get(record.progress.parameter_id))
    return ProposalEvidence(
        digest=record.digest,
        round=record.round,
        from_value=draft.from_value,
        to_value=draft.to_value,
        context=dict(draft.context),
        expected=draft.expected,
        guardrails=tuple(draft.guardrails),
        ramp=tuple(draft.ramp),
        holdout=draft.holdout,
        live_version=version,
        live_value=value,
        data_version=work.brands.get(draft.brand_id).data_version,
    )


def _find_test(work: UnitOfWork, draft: ActionDraft) -> TestEvidence | None:
    """The newest decision of the test: the one that the proposal was made of."""
    number = _number(draft.evidence, EXPERIMENT)
    if number is None:
        return None
    with suppress(NotFound):
        record = work.experiments.get(draft.brand_id, number)
        decisions = work.experiment_log.list_decisions(draft.brand_id, number)
        if decisions:
            last = max(decisions, key=lambda one: one.id)
            return TestEvidence(
                experiment_id=number,
                name=record.name,
                choice=last.choice.value,
                arm=last.arm,
                who=last.who,
                note=last.note,
                data_version=record.data_version,
                design=last.settings,
                report=last.report,
            )
    return None


def _find_feedback(work: UnitOfWork, draft: ActionDraft) -> FeedbackEvidence | None:
    number = _number(draft.evidence, FEEDBACK)
    if number is None:
        return None
    with suppress(NotFound):
        found = work.feedback_loop.get(draft.brand_id, number)
        told = found.suggested
        notes = tuple(note for note in told.notes if _is_there(work, draft.brand_id, note))
        return FeedbackEvidence(number, told.change, told.reasoning, told.confidence, notes)
    return None


def note_texts(work: UnitOfWork, brand_id: int, notes: tuple[int, ...]) -> tuple[str, ...]:
    """Return what some notes say, masked as the inbox shows them; those that are gone say nothing."""
    there = [note for note in notes[:MOST_NOTES] if _is_there(work, brand_id, note)]
    return tuple(work.feedback_entries.get(brand_id, note).text for note in there)


def _is_there(work: UnitOfWork, brand_id: int, note: int) -> bool:
    with suppress(NotFound):
        work.feedback_entries.get(brand_id, note)
        return True
    return False


def _number(evidence: str, kind: str) -> int | None:
    """The id behind a name of evidence: `experiment:12:decision:3` is of test 12."""
    first = evidence.removeprefix(kind).partition(":")[0]
    return int(first) if evidence.startswith(kind) and first.isdecimal() else None
