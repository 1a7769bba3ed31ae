"""Designing an A/B test: what is compared, by which metric, on how many people, and what its author expects."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import (
    EventKind,
    ExperimentDraft,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
    Origin,
)
from learning.domain.permissions import Permission
from learning.experiments.design_checks import LONGEST, check_design
from learning.experiments.lifecycle import Command, next_step
from learning.imports.headers import slug
from services.callers import Caller
from services.experiments.changes import changed_meanwhile
from services.experiments.design_json import design_to_json
from services.experiments.predictions import Guess, check_guess, keep_guess

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class ExperimentProposal:
    """A test as a person describes it."""

    name: str
    design: ExperimentDesign
    hypothesis: str = ""
    key: str = ""
    """The name that files and programs use for it; '' = made from its name."""
    topic: str = ""
    hook: str = ""
    segment: str = ""
    guess: Guess | None = None
    """What the author expects."""


def create_experiment(
    store: Store,
    brand: Brand,
    proposal: ExperimentProposal,
    *,
    who: Caller,
    now: datetime,
    origin: Origin = Origin.DESIGNED,
) -> ExperimentRecord:
    """Store a draft of a test.

    Raises:
        BadOption: The design cannot be run, the name is missing, or another test has it.
    """
    with who.write(store, brand.id, Permission.TEST) as (work, actor):
        record = add_experiment(work, brand.id, proposal, who=actor.name, at=int(now.timestamp()), origin=origin)
        work.commit()
    return record


def add_experiment(
    work: UnitOfWork,
    brand_id: int,
    proposal: ExperimentProposal,
    *,
    who: str,
    at: int,
    origin: Origin = Origin.DESIGNED,
) -> ExperimentRecord:
    """Write a draft of a test in the caller's transaction; `who` is what they are called, `at` is in UTC seconds.

    Raises:
        BadOption: As `create_experiment`.
    """
    checked = _checked(proposal)
    work.brands.lock(brand_id)
    draft = _draft(brand_id, checked, who, at)
    draft = replace(draft, key=_free_key(work, brand_id, checked), origin=origin)
    record = work.experiments.add(draft)
    work.experiment_log.add_events([HistoryEvent(brand_id, record.id, EventKind.CREATED, who, at)])
    if checked.guess is not None:
        keep_guess(work, record, checked.guess, who=who, at=at)
    return record


def edit_experiment(
    store: Store, brand: Brand, experiment_id: int, proposal: ExperimentProposal, *, who: Caller, now: datetime
) -> ExperimentRecord:
    """Change a test that is still a draft.

    Raises:
        Refused: It has begun: what was fixed beforehand stays as it is.
        BadOption: The design cannot be run.
    """
    checked = _checked(proposal)
    at = int(now.timestamp())
    with who.write(store, brand.id, Permission.TEST, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        step = next_step(record.state, Command.EDIT)
        draft = _draft(brand.id, checked, actor.name, at)
        names = ("name", "hypothesis", "design", "metric", "topic", "hook", "segment", "words")
        values = {name: getattr(draft, name) for name in names}
        if not work.experiments.update_where(record, [record.state], **values):
            raise changed_meanwhile(work, record)
        work.experiment_log.add_events([HistoryEvent(brand.id, record.id, step.event, actor.name, at)])
        changed = work.experiments.get(brand.id, experiment_id)
        work.commit()
    return changed


def search_words(texts: Sequence[str]) -> str:
    """Return what a search of the library looks through."""
    return " ".join(" ".join(texts).lower().split())


def draft_of(brand_id: int, proposal: ExperimentProposal, who: str, at: int) -> ExperimentDraft:
    """Return the row of a proposal whose key is settled; the design must have been checked."""
    return _draft(brand_id, proposal, who, at)


def _checked(proposal: ExperimentProposal) -> ExperimentProposal:
    name = " ".join(proposal.name.split())
    if not name or len(name) > LONGEST:
        raise BadOption("name", proposal.name[:LONGEST], f"a name of 1 to {LONGEST} characters")
    check_design(proposal.design)
    if proposal.guess is not None:
        check_guess(proposal.guess, proposal.design)
    salt = proposal.design.salt or secrets.token_hex(SALT_BYTES)
    return replace(proposal, name=name, design=replace(proposal.design, salt=salt))


def _draft(brand_id: int, proposal: ExperimentProposal, who: str, at: int) -> ExperimentDraft:
    design = proposal.design
    texts = [proposal.name, proposal.key, proposal.hypothesis, proposal.topic, proposal.hook, proposal.segment]
    texts += [metric.name for metric in design.metrics]
    texts += [text for arm in design.arms for text in dict.fromkeys((arm.label, arm.title))]
    return ExperimentDraft(
        brand_id=brand_id,
        key=proposal.key,
        name=proposal.name,
        design=design_to_json(design),
        metric=design.primary.name,
        created_at=at,
        created_by=who,
        state=ExperimentState.DRAFT,
        hypothesis=proposal.hypothesis.strip(),
        topic=proposal.topic.strip(),
        hook=proposal.hook.strip(),
        segment=proposal.segment.strip(),
        words=search_words(texts),
    )


def _free_key(work: UnitOfWork, brand_id: int, proposal: ExperimentProposal) -> str:
    """The name in files: as given, and then it must be free; or made from the name, with a number if need be."""
    if proposal.key:
        if work.experiments.find_key(brand_id, proposal.key) is not None:
            raise BadOption("key", proposal.key, "a name that no other test has")
        return proposal.key
    base = slug(proposal.name) or "test"
    key, number = base, 1
    while work.experiments.find_key(brand_id, key) is not None:
        number += 1
        key = f"{base}_{number}"
    return key
