"""What a post that is planned would get, told before it is published, beside what any post of the brand gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.domain.outcome_models import Forecast, ModelTask


@dataclass(frozen=True, slots=True)
class OfferedAttribute:
    """Something that is said of a brand's posts, and what it can be."""

    name: str
    usual: str
    """The commonest level, of a number the median; what is not chosen counts as it."""
    levels: Mapping[str, int]
    """Level -> posts that teach, the commonest first; '' = not stated; empty of a number."""
    lowest: float | None = None
    """Of a number: the smallest that a post had."""
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class TaskForecast:
    """What is expected of a planned post by one task."""

    task: ModelTask
    posts: int
    """That the baseline rests on."""
    baseline: Forecast
    """What a post of the brand gets, whatever it is like."""
    model: Forecast | None
    """None where no model beats the baseline: the baseline is what is expected then."""
    version: int | None
    learned_from: int
    """Posts that the model learned from; 0 without one."""
    why: str
    """Why the baseline tells; '' where a model does."""
    updated_with: int = 0
    """Newer posts that bear on what the model tells since it was trained."""


@dataclass(frozen=True, slots=True)
class PostForecast:
    """What a planned post would get."""

    offered: tuple[OfferedAttribute, ...]
    chosen: Mapping[str, str]
    assumed: Mapping[str, str]
    """What was not chosen and counts as usual."""
    tasks: tuple[TaskForecast, ...]
    """Empty where nothing can be told."""
    notes: tuple[str, ...]
    """What of the choice the posts tell too little about."""
    reason: str
    """Why nothing can be told; '' else."""
