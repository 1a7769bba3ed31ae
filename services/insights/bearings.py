"""What a brand knows besides its numbers, and may bear on an insight: tests that ended, and notes."""

from __future__ import annotations

from db.unit import UnitOfWork
from learning.domain.annotations import Annotation
from learning.domain.experiment_records import ExperimentQuery, ListedExperiment
from learning.domain.explanations import Bearings, KnownNote, KnownQuote, KnownTest
from learning.domain.insights import Insight
from learning.domain.timekeys import day_of
from services.annotations import notes_between
from services.experiments.design_json import design_from_json


def bearings_of(work: UnitOfWork, insight: Insight, *, who: str, quotes: tuple[KnownQuote, ...] = ()) -> Bearings:
    """Gather tests on the metric of an insight, what people noted of its days, and quotes that are handed in."""
    metric = insight.finding.candidate.subject.metric
    listed = work.experiments.list_page(insight.brand_id, ExperimentQuery(metric=metric)) if metric else ()
    tests = [known for one in listed for known in known_tests(one)]
    evidence = insight.finding.candidate.evidence
    notes: list[Annotation] = []
    if evidence.first is not None and evidence.last is not None:
        notes = notes_between(work, insight.brand_id, evidence.first, evidence.last, who=who)
    told = [known_note(one) for one in notes if one.by_person]
    return Bearings(tuple(tests), tuple(told), quotes)


def known_tests(listed: ListedExperiment) -> tuple[KnownTest, ...]:
    """What a test says of the levels that it varied, and of the topic and hook that it is tagged with."""
    record, summary = listed.experiment, listed.summary
    if summary is None or summary.arm is None or not record.is_finished:
        return ()
    if summary.lift is None or summary.low is None or summary.high is None:
        return ()
    design = design_from_json(record.design)
    arm, control = design.arm(summary.arm), design.arm(design.control or "")
    against = "" if control is None else control.value or control.label
    about = {design.component: "" if arm is None else arm.value or arm.label}
    about |= {name: value for name in ("topic", "hook") if (value := getattr(record, name))}
    return tuple(
        KnownTest(
            record.id, record.name, record.metric, attribute, level, against, summary.lift, summary.low, summary.high
        )
        for attribute, level in about.items()
        if level
    )


def known_note(note: Annotation) -> KnownNote:
    """A note as the explanations take it."""
    return KnownNote(note.id, day_of(note.day_first), day_of(note.day_last), note.text)
