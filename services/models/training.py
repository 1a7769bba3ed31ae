"""The models of what comes of posts: made of a brand's posts, live only if they are better, put back by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound
from learning.domain.outcome_models import DEFAULT_METHODS, ModelMethod, ModelTask, OutcomeVersion
from learning.domain.permissions import Permission
from learning.models.outcomes.lessons import Lesson, lesson_of, why_not_taught
from learning.models.outcomes.model import make_model, pack_model
from learning.models.outcomes.trial import Trial, try_method
from services.callers import Caller
from services.gates import read_gates
from services.insights.frames import choose_post_cuts, post_frame
from services.models.live import live_model

SEED: Final = 20_261
RETRAIN_AFTER: Final = "models.retrain_after"
DEFAULT_RETRAIN_AFTER: Final = 10
FEWEST_NEW: Final = 1
MOST_NEW: Final = 100_000


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of training a task."""

    task: ModelTask
    version: OutcomeVersion | None
    """The model that was made; None where none was tried."""
    why: str
    """Why it went live or did not, or was not tried."""


def read_lesson(work: UnitOfWork, brand_id: int) -> Lesson:
    """Read all posts of a brand that teach."""
    return lesson_of(post_frame(work, brand_id, choose_post_cuts(work, brand_id)), read_gates(work, brand_id))


def read_retrain_after(work: UnitOfWork, brand_id: int) -> int:
    """From how many new posts on a model is trained again."""
    stored = work.settings.list_all(brand_id).get(RETRAIN_AFTER, "")
    return int(stored) if stored.isdecimal() and int(stored) >= FEWEST_NEW else DEFAULT_RETRAIN_AFTER


def set_retrain_after(work: UnitOfWork, brand_id: int, posts: int) -> None:
    """Store from how many new posts on a model is trained again, for `change_settings`, which commits.

    Raises:
        BadOption: The number is out of range.
    """
    if not FEWEST_NEW <= posts <= MOST_NEW:
        raise BadOption("posts before a training", str(posts), f"a whole number from {FEWEST_NEW} to {MOST_NEW:,}")
    if posts != read_retrain_after(work, brand_id):
        work.settings.put(brand_id, RETRAIN_AFTER, str(posts))


def train(
    store: Store, brand: Brand, task: ModelTask, *, who: Caller, method: ModelMethod | None = None, anyway: bool = False
) -> Trained:
    """Make a model of a brand's posts and hold it against what is live, on posts that neither had seen.

    Args:
        store: The store.
        brand: Whose posts.
        task: What it tells.
        who: Who asks; by the worker the scheduler.
        method: How; None = the task's own.
        anyway: Whether to train although too few posts came since the last version.

    Raises:
        RuleRefused: They may not.
    """
    who.require(store, brand.id, Permission.LEARNING)
    with store.read() as work:
        lesson = read_lesson(work, brand.id)
        newest = next(iter(work.outcome_models.list_versions(brand.id, task)), None)
        live = work.outcome_models.find_live(brand.id).get(task)
        after = read_retrain_after(work, brand.id)
    refusal = why_not_taught(task, lesson)
    if refusal is None and not anyway and newest is not None and not newest.stale:
        refusal = _too_few_new(len(lesson.days) - newest.posts, newest, after)
    if refusal is not None:
        return Trained(task, None, refusal)
    chosen = method or DEFAULT_METHODS[task]
    trial = try_method(task, chosen, lesson, None if live is None else live_model(live), seed=SEED)
    with who.write(store, brand.id, Permission.LEARNING) as (work, actor):
        made = _version(task, chosen, lesson, trial, who=actor.name, at=int(who.clock.now().timestamp()))
        stored = work.outcome_models.add_version(brand.id, made)
        if stored.is_live:
            _note(work, brand, task, who, actor.pseudonym, before=live, after=stored.version)
        work.commit()
    return Trained(task, stored, stored.why)


def train_all(store: Store, who: Caller, brands: Sequence[Brand]) -> int:
    """Train every task of some brands that have enough new posts; returns how many models were made."""
    return sum(train(store, brand, task, who=who).version is not None for brand in brands for task in ModelTask)


def use_model(store: Store, brand: Brand, task: ModelTask, version: int | None, *, who: Caller) -> None:
    """Make an earlier version live; None goes back to the baseline.

    Raises:
        NotFound: There is no such version, its model was let go or never went live, or its posts were taken back.
    """
    with who.write(store, brand.id, Permission.LEARNING) as (work, actor):
        known = {one.version: one for one in work.outcome_models.list_versions(brand.id, task)}
        if version is not None and (version not in known or known[version].stale):
            raise NotFound(f"version of the model of {task}", str(version))
        live = work.outcome_models.find_live(brand.id).get(task)
        work.outcome_models.use(brand.id, task, version)
        _note(work, brand, task, who, actor.pseudonym, before=live, after=version)
        work.commit()


def _too_few_new(new: int, newest: OutcomeVersion, after: int) -> str | None:
    if new >= after:
        return None
    return f"{max(new, 0)} posts came since version {newest.version}; from {after} on a model is trained again"


def _version(
    task: ModelTask, method: ModelMethod, lesson: Lesson, trial: Trial, *, who: str, at: int
) -> OutcomeVersion:
    model = make_model(task, method, lesson, trial.held, seed=SEED) if trial.goes_live else None
    return OutcomeVersion(
        task=task,
        version=0,
        method=method,
        made_at=at,
        who=who,
        seen_day=int(lesson.days[-1]),
        posts=len(lesson.days),
        scores=trial.scores,
        p_value=trial.against.p_value,
        why=trial.why,
        is_live=trial.goes_live,
        packed=None if model is None else pack_model(model),
    )


def _note(
    work: UnitOfWork,
    brand: Brand,
    task: ModelTask,
    who: Caller,
    actor: str,
    *,
    before: OutcomeVersion | None,
    after: int | None,
) -> None:
    who.trail.note(
        work,
        brand_id=brand.id,
        at=int(who.clock.now().timestamp()),
        actor=actor,
        kind="model_version",
        subject=f"posts:{task.value}",
        body={"before": _named(None if before is None else before.version), "after": _named(after)},
    )


def _named(version: int | None) -> str:
    return "baseline" if version is None else f"version {version}"
