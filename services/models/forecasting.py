"""What would this post get? Told by the live models, or by the baseline where none beats it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from db.unit import UnitOfWork
from learning.domain.outcome_models import ModelTask, OutcomeVersion
from learning.domain.platforms import platform_name
from learning.domain.post_forecasts import PostForecast, TaskForecast
from learning.models.outcomes.calibration import TAIL
from learning.models.outcomes.lessons import Attributes, Lesson, why_not_taught
from learning.models.outcomes.model import baseline_forecast
from learning.models.outcomes.planned import PLATFORM, offered_attributes, plan_post
from services.models.live import model_of
from services.models.training import read_lesson

FEWEST_FOR_A_RANGE: Final = math.ceil(1 / TAIL) - 1
"""With fewer posts the smallest and the largest do not enclose nine in ten to come."""
NO_MODEL: Final = "no model that beats the baseline is live"


def read_forecast(work: UnitOfWork, brand_id: int, wanted: Mapping[str, str]) -> PostForecast:
    """Say what a planned post of a brand would get; `wanted` is as in `forecast_post`."""
    return forecast_post(read_lesson(work, brand_id), work.outcome_models.find_live(brand_id), wanted)


def forecast_post(lesson: Lesson, live: Mapping[ModelTask, OutcomeVersion], wanted: Mapping[str, str]) -> PostForecast:
    """Say what a planned post would get.

    Args:
        lesson: The posts that teach.
        live: The live model of each task; where there is none the baseline tells.
        wanted: What was chosen: attribute -> level, or a number written out. What is not chosen is taken as usual
            for the chosen platform.

    Raises:
        BadOption: An attribute that no post states, or a number that cannot be.
    """
    platforms = {level.lower(): level for level in lesson.known.texts[PLATFORM].tolist()}
    platform = wanted.get(PLATFORM, "").strip()
    too_few = why_not_told(lesson)
    if too_few:
        return _nothing(too_few)
    if platform and platform.lower() not in platforms:
        return _nothing(
            f"no post on {platform_name(platform)} was seen enough to learn from, so nothing is known of one there"
        )
    offered = offered_attributes(lesson, platforms.get(platform.lower(), ""))
    planned = plan_post(offered, wanted)
    tasks = tuple(_task(task, lesson, live.get(task), planned.known) for task in ModelTask)
    return PostForecast(offered, planned.chosen, planned.assumed, tasks, planned.notes, "")


def why_not_told(lesson: Lesson) -> str:
    """Say why nothing can be told of any post; '' where something can."""
    posts = len(lesson.days)
    if posts >= FEWEST_FOR_A_RANGE:
        return ""
    more = FEWEST_FOR_A_RANGE - posts
    return f"{posts} posts were seen enough to learn from; it takes {FEWEST_FOR_A_RANGE}, so {more} more"


def _nothing(reason: str) -> PostForecast:
    return PostForecast((), {}, {}, (), (), reason)


def _task(task: ModelTask, lesson: Lesson, version: OutcomeVersion | None, known: Attributes) -> TaskForecast:
    told = baseline_forecast(task, lesson)
    model = None if version is None else model_of(version)
    if version is None or model is None:
        why = why_not_taught(task, lesson) or NO_MODEL
        return TaskForecast(task, len(lesson.days), told, None, None, 0, why)
    (said,) = model.forecast(known)
    return TaskForecast(
        task, len(lesson.days), told, said, version.version, version.posts, "", updated_with=version.updated_with
    )
