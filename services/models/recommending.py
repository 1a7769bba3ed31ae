"""Which arm of a component fits a context? Only advice: what programs are told changes by an action alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.arm_models import ArmAdvice, ArmMethod, ArmVersion
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.models.arms.model import ArmModel, unpack_arms
from learning.models.arms.ranking import rank_arms, why_not_named
from learning.models.outcomes.lessons import KNOWN_TEXTS, WEEKDAY
from services.models.arm_contexts import offered_contexts, read_context
from services.models.arm_lessons import WINDOW_SECONDS, metric_of, why_no_lesson
from services.models.recommending_posts import advise_of_posts

SEED: Final = 20_262
NOT_TRIED: Final = (
    "no recommender was made yet; one is tried within the hour, or now by `bellwether models train --component`"
)
ONE_FOR_ALL: Final = "The best arm is the same in every context: telling contexts apart would have brought nothing more"


def recommend_arm(work: UnitOfWork, brand: Brand, component: str, wanted: Mapping[str, str], now: int) -> ArmAdvice:
    """Rank the arms of a component in a context.

    Args:
        work: The transaction.
        brand: Whose component.
        component: Its name; or an attribute of posts (hook, generator, format ...) that no program decides about.
        wanted: What is known of whom it is about, as programs tell it: name -> level.
        now: UTC seconds.

    Raises:
        NotFound: The brand has neither such a component nor posts with such an attribute.
        BadOption: Something of the context that no decision tells.
    """
    if not _is_component(work, brand, component, now):
        if component not in (*KNOWN_TEXTS, WEEKDAY):
            raise NotFound("component", component)
        return advise_of_posts(work, brand, component, wanted)
    return advise(work, brand, component, wanted, now)


def advise(work: UnitOfWork, brand: Brand, component: str, wanted: Mapping[str, str], now: int) -> ArmAdvice:
    """Rank the arms of a component by its live version, or say why none is recommended."""
    versions = work.arm_models.list_versions(brand.id, component)
    live = next((one for one in versions if one.is_live), None)
    if live is not None and live.packed is not None:
        return _by_version(live, unpack_arms(live.packed), wanted)
    metric = metric_of(work, brand, component, now)
    reason = why_no_lesson(work, brand, component, metric, now)
    if not reason:
        reason = _why_not_live(versions[0]) if versions else NOT_TRIED
    return ArmAdvice(component, metric, {}, {}, (), "", reason, (), versions[0] if versions else None)


def _why_not_live(newest: ArmVersion) -> str:
    if newest.packed is not None:
        return f"version {newest.version} was taken out of use; it can be put back"
    return f"version {newest.version} is not live: {newest.why}"


def _is_component(work: UnitOfWork, brand: Brand, component: str, now: int) -> bool:
    known = work.component_sums.count_decisions(brand.id, now - WINDOW_SECONDS)
    return component in known or bool(work.parameters.list_of(brand.id, component))


def _by_version(live: ArmVersion, model: ArmModel, wanted: Mapping[str, str]) -> ArmAdvice:
    offered = offered_contexts(model)
    context, notes = read_context(offered, wanted, "decisions")
    ranked = rank_arms(model, context, np.random.default_rng(SEED), less_is_better=live.less_is_better)
    reason = why_not_named(ranked)
    if live.method is ArmMethod.ONE_ARM:
        notes = (*notes, ONE_FOR_ALL)
    named = "" if reason else ranked[0].arm
    return ArmAdvice(live.component, live.metric, context, offered, ranked, named, reason, notes, live)
