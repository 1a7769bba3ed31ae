"""Recommenders of arms: made of what programs reported, live only if they would have brought more, and put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.arm_models import ArmMethod, ArmVersion
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.domain.off_policy import OffPolicy
from learning.domain.permissions import Permission
from learning.governance.directions import METRICS_DOWN
from learning.models.arms.lessons import DAY_SECONDS, ArmLesson
from learning.models.arms.model import learn_arms, pack_arms, unpack_arms
from learning.models.arms.trial import ArmTrial, LiveArms, hold_against_served, try_arms
from services.callers import Caller
from services.models.arm_lessons import WINDOW_SECONDS, metric_of, read_arm_lesson, why_no_lesson
from services.models.training import read_retrain_after


@dataclass(frozen=True, slots=True)
class TrainedArms:
    """What came of training a component."""

    component: str
    version: ArmVersion | None
    """The recommender that was made; None where none was tried."""
    why: str
    """Why it went live or did not, or was not tried."""


def train_arms(
    store: Store, brand: Brand, component: str, *, who: Caller, metric: str = "", anyway: bool = False
) -> TrainedArms:
    """Make a recommender of a component's arms and hold it against what served, on decisions that it had not seen.

    Args:
        store: The store.
        brand: Whose component.
        component: Its name.
        who: Who asks; by the worker the scheduler.
        metric: By what the arms are judged; '' = as on the page of the component.
        anyway: Whether to train although too few outcomes came since the last version.

    Raises:
        RuleRefused: They may not.
        BadOption: The metric was not reported.
    """
    who.require(store, brand.id, Permission.LEARNING)
    now = int(who.clock.now().timestamp())
    with store.read() as work:
        judged = metric_of(work, brand, component, now, metric)
        refusal = why_no_lesson(work, brand, component, judged, now)
        versions = work.arm_models.list_versions(brand.id, component)
        if not refusal and not anyway and versions and versions[0].metric == judged:
            refusal = _too_few_new(work, brand, versions[0], now)
        if refusal:
            return TrainedArms(component, None, refusal)
        lesson = read_arm_lesson(work, brand, component, judged, now)
    live = next((one for one in versions if one.is_live), None)
    trial = try_arms(lesson, _against(live, judged))
    with who.write(store, brand.id, Permission.LEARNING) as (work, actor):
        made = _version(component, judged, lesson, trial, who=actor.name, at=now)
        stored = work.arm_models.add_version(brand.id, made)
        if stored.is_live:
            _note(work, brand, who, actor.pseudonym, component, before=live, after=stored.version)
        work.commit()
    return TrainedArms(component, stored, stored.why)


def train_all_arms(store: Store, who: Caller, brands: Iterable[Brand]) -> int:
    """Train every component of some brands that tells of arms; returns how many recommenders were made."""
    with store.read() as work:
        found = _with_arms(work, who, brands)
    return _train_each(store, who, found)


def train_first_arms(store: Store, who: Caller) -> int:
    """Train what was never tried of any brand, once enough outcomes came; returns how many recommenders were made."""
    with store.read() as work:
        found = [
            (brand, component)
            for brand, component in _with_arms(work, who, work.brands.list_all())
            if not work.arm_models.list_versions(brand.id, component)
        ]
    return _train_each(store, who, found)


def _with_arms(work: UnitOfWork, who: Caller, brands: Iterable[Brand]) -> list[tuple[Brand, str]]:
    since = int(who.clock.now().timestamp()) - WINDOW_SECONDS
    return [(brand, component) for brand in brands for component in work.arm_decisions.list_components(brand.id, since)]


def _train_each(store: Store, who: Caller, found: Iterable[tuple[Brand, str]]) -> int:
    return sum(train_arms(store, brand, component, who=who).version is not None for brand, component in found)


def use_arms(store: Store, brand: Brand, component: str, version: int | None, *, who: Caller) -> None:
    """Make an earlier version live; None recommends nothing.

    Raises:
        NotFound: There is no such version, or its model was let go or never went live.
    """
    with who.write(store, brand.id, Permission.LEARNING) as (work, actor):
        known = {one.version: one for one in work.arm_models.list_versions(brand.id, component)}
        if version is not None and version not in known:
            raise NotFound(f"version of the recommender of {component}", str(version))
        live = next((one for one in known.values() if one.is_live), None)
        work.arm_models.use(brand.id, component, version)
        _note(work, brand, who, actor.pseudonym, component, before=live, after=version)
        work.commit()


@dataclass(frozen=True, slots=True)
class ValidatedArms:
    """A live recommender beside what served, on decisions that it has not learned from."""

    version: ArmVersion
    beside: OffPolicy | None
    """What served as the candidate against it; None where its arms were not drawn since."""
    goes: bool
    """Whether what served does better by the gate."""

    @property
    def words(self) -> str:
        """How it stands, in a line of a history."""
        verdict = "what served does better" if self.goes else "it stays"
        rows = 0 if self.beside is None else self.beside.n
        return f"arms of {self.version.component} version {self.version.version}: {rows} later decisions, {verdict}"


def validate_arms(store: Store, brand: Brand, now: int) -> tuple[ValidatedArms, ...]:
    """Judge each live recommender of a brand by what came since."""
    found: list[ValidatedArms] = []
    with store.read() as work:
        for version in work.arm_models.list_live(brand.id):
            live = _against(version, version.metric)
            lesson = read_arm_lesson(work, brand, version.component, version.metric, now)
            beside, goes = (None, False) if live is None else hold_against_served(lesson, live)
            found.append(ValidatedArms(version, beside, goes))
    return tuple(found)


def deploy_arms(store: Store, brand: Brand, *, who: Caller) -> tuple[ValidatedArms, ...]:
    """Let go of recommenders where what served does better by the gate; return how each live one stood."""
    found = validate_arms(store, brand, int(who.clock.now().timestamp()))
    for one in found:
        if one.goes:
            use_arms(store, brand, one.version.component, None, who=who)
    return found


def _too_few_new(work: UnitOfWork, brand: Brand, newest: ArmVersion, now: int) -> str:
    since = max(newest.seen_until + 1, now - WINDOW_SECONDS)
    new = work.arm_decisions.count(brand.id, newest.component, newest.metric, since).rewarded
    after = read_retrain_after(work, brand.id)
    if new >= after:
        return ""
    return f"{new} outcomes came since version {newest.version}; from {after} on a recommender is trained again"


def _against(live: ArmVersion | None, metric: str) -> LiveArms | None:
    """A version that is judged by another metric is no mark."""
    if live is None or live.packed is None or live.metric != metric:
        return None
    return LiveArms(unpack_arms(live.packed), live.seen_until // DAY_SECONDS, f"version {live.version}")


def _version(component: str, metric: str, lesson: ArmLesson, trial: ArmTrial, *, who: str, at: int) -> ArmVersion:
    model = learn_arms(lesson, by_context=trial.method is ArmMethod.BY_CONTEXT) if trial.goes_live else None
    return ArmVersion(
        component=component,
        version=0,
        metric=metric,
        less_is_better=metric in METRICS_DOWN,
        method=trial.method,
        made_at=at,
        who=who,
        seen_until=int(lesson.at[-1]),
        decisions=len(lesson.at),
        scores=trial.scores,
        why=trial.why,
        is_live=trial.goes_live,
        packed=None if model is None else pack_arms(model),
    )


def _note(
    work: UnitOfWork,
    brand: Brand,
    who: Caller,
    actor: str,
    component: str,
    *,
    before: ArmVersion | None,
    after: int | None,
) -> None:
    body = {"before": _named(None if before is None else before.version), "after": _named(after)}
    at = int(who.clock.now().timestamp())
    who.trail.note(
        work, brand_id=brand.id, at=at, actor=actor, kind="model_version", subject=f"arms:{component}", body=body
    )


def _named(version: int | None) -> str:
    return "nothing recommended" if version is None else f"version {version}"
