"""Live models of posts between two trainings: newer posts move them, if that has proved itself on those posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.outcome_models import ModelTask, OutcomeUpdate, OutcomeVersion
from learning.domain.permissions import Permission
from learning.models.outcomes.lessons import Lesson
from learning.models.outcomes.model import unpack_model
from learning.models.outcomes.updating import pack_update, try_update
from services.callers import Caller
from services.models.training import SEED, read_lesson, read_retrain_after


@dataclass(frozen=True, slots=True)
class UpdatedModel:
    """What came of a look at newer posts."""

    task: ModelTask
    version: int
    update: OutcomeUpdate


def update_models(store: Store, brand: Brand, *, who: Caller) -> tuple[UpdatedModel, ...]:
    """Look what newer posts say about each live model of a brand, where enough came since the last look.

    Raises:
        RuleRefused: They may not.
    """
    with store.read() as work:
        live, after = work.outcome_models.find_live(brand.id), read_retrain_after(work, brand.id)
        data_version = work.brands.get(brand.id).data_version
        due = [one for one in live.values() if _may_be_due(one, data_version)]
        lesson = read_lesson(work, brand.id) if due else None
    found: list[UpdatedModel] = []
    for version in due:
        later = None if lesson is None else lesson.rows(np.flatnonzero(lesson.days > version.seen_day))
        looked = 0 if version.update is None else version.update.posts
        if later is None or version.packed is None or len(later.days) - looked < after:
            continue
        found.append(_look(store, brand, version, later, data_version, who=who))
    return tuple(found)


def update_all(store: Store, who: Caller) -> int:
    """Look at the live models of every brand; returns how many looks were taken."""
    with store.read() as work:
        brands = work.brands.list_all()
    return sum(len(update_models(store, brand, who=who)) for brand in brands)


def _may_be_due(version: OutcomeVersion, data_version: int) -> bool:
    """Whether anything changed since the last look."""
    known = version.update is not None and version.update.data_version == data_version
    return version.packed is not None and not version.stale and not known


def _look(
    store: Store, brand: Brand, version: OutcomeVersion, later: Lesson, data_version: int, *, who: Caller
) -> UpdatedModel:
    trial = try_update(unpack_model(version.packed or b""), later, np.random.default_rng(SEED))
    update = OutcomeUpdate(
        made_at=int(who.clock.now().timestamp()),
        data_version=data_version,
        posts=len(later.days),
        seen_day=int(later.days[-1]),
        error=trial.against.candidate_error,
        live_error=trial.against.live_error,
        why=trial.why,
        packed=None if trial.update is None else pack_update(trial.update),
    )
    with who.write(store, brand.id, Permission.LEARNING) as (work, actor):
        work.brands.lock(brand.id)
        held = work.outcome_models.find_live(brand.id).get(version.task)
        # Another version may have taken its place meanwhile; a look at what is not live says nothing.
        if held is not None and held.version == version.version:
            work.outcome_models.put_update(brand.id, version, update)
            if update.packed is not None:
                _note(work, brand, version, update, who=who, actor=actor.pseudonym)
            work.commit()
    return UpdatedModel(version.task, version.version, update)


def _note(
    work: UnitOfWork, brand: Brand, version: OutcomeVersion, update: OutcomeUpdate, *, who: Caller, actor: str
) -> None:
    name = f"version {version.version}"
    before = f"{name} with {version.updated_with} newer posts" if version.updated_with else name
    who.trail.note(
        work,
        brand_id=brand.id,
        at=update.made_at,
        actor=actor,
        kind="model_version",
        subject=f"posts:{version.task.value}",
        body={"before": before, "after": f"{name} with {update.posts} newer posts"},
    )
