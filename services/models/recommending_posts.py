"""Which level of an attribute does best among posts? Nobody drew it by lot: it goes along with more, or causes it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.arm_models import ArmAdvice
from learning.domain.brands import Brand
from learning.domain.outcome_models import ModelTask
from learning.models.arms.lessons import DAY_SECONDS, ArmLesson
from learning.models.arms.model import learn_arms
from learning.models.arms.ranking import rank_arms, why_not_named
from learning.models.outcomes.lessons import KNOWN_TEXTS, WEEKDAY, Lesson, why_not_taught
from learning.models.outcomes.planned import WEEKDAYS
from services.models.arm_contexts import offered_contexts, read_context
from services.models.training import read_lesson

METRIC: Final = "engagement_rate"
SEED: Final = 20_263
NOT_DRAWN: Final = (
    "Nobody drew it by lot for these posts: what goes along with more engagement may have another cause, so test it "
    "before you change to it"
)
NO_MODEL: Final = (
    "no model of posts does better than the usual post, so what is known of a post beforehand tells too little"
)
TOO_FEW_LEVELS: Final = "fewer than two levels of it have enough posts"


def advise_of_posts(work: UnitOfWork, brand: Brand, attribute: str, wanted: Mapping[str, str]) -> ArmAdvice:
    """Rank the levels of an attribute by the engagement of the posts that have them, other attributes held alike.

    Args:
        work: The transaction.
        brand: Whose posts.
        attribute: Of `KNOWN_TEXTS`, or the weekday.
        wanted: Other attributes of the post that is planned.

    Raises:
        BadOption: Something of the context that no post states.
    """
    lesson = read_lesson(work, brand.id)
    refusal = why_not_taught(ModelTask.ENGAGEMENT, lesson)
    if not refusal and ModelTask.ENGAGEMENT not in work.outcome_models.find_live(brand.id):
        refusal = NO_MODEL
    told = ArmAdvice(attribute, METRIC, {}, {}, (), "", refusal or "", (NOT_DRAWN,), None, randomised=False)
    if refusal:
        return told
    posts = _as_arms(lesson, attribute)
    if not len(posts.arms):
        return replace(told, reason=TOO_FEW_LEVELS)
    model = learn_arms(posts, by_context=True)
    offered = offered_contexts(model)
    context, notes = read_context(offered, wanted, "posts")
    told = replace(told, context=context, offered=offered, notes=(*notes, NOT_DRAWN))
    if len(model.columns.arms) < 2:
        return replace(told, reason=TOO_FEW_LEVELS)
    ranked = tuple(
        replace(one, expected=math.exp(one.expected), low=math.exp(one.low), high=math.exp(one.high))
        for one in rank_arms(model, context, np.random.default_rng(SEED))
    )
    reason = why_not_named(ranked)
    return replace(told, ranked=ranked, reason=reason, recommended="" if reason else ranked[0].arm)


def _as_arms(lesson: Lesson, attribute: str) -> ArmLesson:
    """The posts that state an attribute, as decisions about it; rewards are logs of engagement rates."""
    rows = np.flatnonzero(lesson.known.texts[attribute] != "")
    texts = {name: told[rows] for name, told in lesson.known.texts.items() if name in (*KNOWN_TEXTS, WEEKDAY)}
    texts[WEEKDAY] = np.array([WEEKDAYS[int(day)] for day in texts[WEEKDAY].tolist()], dtype=object)
    arms = texts.pop(attribute)
    return ArmLesson(
        arms,
        texts,
        lesson.days[rows] * DAY_SECONDS,
        lesson.log_rate[rows],
        np.ones(len(rows), dtype=np.bool_),
        np.ones(len(rows)),
        np.arange(len(rows), dtype=np.int64),
    )
