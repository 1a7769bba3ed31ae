"""The week against the week before: the largest movements that are likely real, where they come from, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from db.unit import UnitOfWork
from learning.domain.digest import LeftOut, Movement, Sureness, WeekDigest
from learning.domain.enums import Basis
from learning.domain.trends import Available
from learning.insights.movements import Judged, judge_movements, least_size
from services.digest.cells import WeekCell, WeekQuestion, read_cells
from services.digest.reasons import find_leading_post, find_main_part
from services.imports.history import source_ages

FAMILIES: Final = (
    ("engagement_rate",),
    ("impressions", "views"),
    ("sessions",),
    ("click_through_rate",),
    ("follows",),
    ("conversion_rate", "conversions", "revenue"),
)
"""What is looked at: of each family the first that the data have, and a later one for the platforms that lack it.

Few on purpose, since the correction counts every figure that is looked at; and each family tells one story.
"""
MOST_SENTENCES: Final = 3
WEEK: Final = timedelta(days=7)
IN_STEP: Final = 3
"""Platforms whose data end this many days before the newest still set the week that all of them have."""
Where = Mapping[str, tuple[str, ...]]


def week_digest(
    work: UnitOfWork, brand_id: int, available: Available, today: date, *, where: Where | None = None
) -> WeekDigest | None:
    """Compare the latest week that the data cover with the one before; None where there is no dated data.

    Args:
        work: A unit of work.
        brand_id: The brand.
        available: What its data can answer.
        today: The present day where the brand is.
        where: Filters: dimension -> values.
    """
    if not {Basis.ACTIVITY, Basis.LIFETIME} & set(available.spans):
        return None
    last, left_out = _last_day(work, brand_id, available, today, where or {})
    version = work.brands.get(brand_id).data_version
    digest = WeekDigest(
        brand_id, version, last - timedelta(days=6), last, last - timedelta(days=13), last - WEEK, dict(where or {})
    )
    question = WeekQuestion(brand_id, digest.first, digest.last, digest.where, _metrics(available))
    read = read_cells(work, question, available)
    cells = read.cells
    judged = judge_movements([(cell.now.estimate, cell.before.estimate) for cell in cells])
    found = [
        (
            cell,
            Movement(cell.metric, cell.part, cell.now.value, cell.before.value, cell.change, one.sureness, one.q_value),
        )
        for cell, one in zip(cells, judged, strict=True)
    ]
    real = [pair for pair in found if pair[1].sureness is Sureness.REAL]
    told = _one_story_each(real)
    other = [pair for pair in found if pair[1].sureness is Sureness.CHANCE]
    early = sum(movement.sureness is Sureness.EARLY for _, movement in found)
    return replace(
        digest,
        movements=tuple(_explained(work, question, cells, cell, movement) for cell, movement in told),
        next_largest=_least_likely_chance(other) if len(told) < MOST_SENTENCES else None,
        looked_at=len(found) - early,
        real=len(real),
        untold=sum(not _is_told(movement, told) for _, movement in real),
        too_early=early,
        left_out=left_out,
        growing=read.growing,
        reason=read.reason,
    )


def _movement(cell: WeekCell, judged: Judged) -> Movement:
    now, before = cell.now.value, cell.before.value
    return Movement(cell.metric, cell.part, now, before, cell.change, judged.sureness, judged.q_value)


def _metrics(available: Available) -> tuple[str, ...]:
    known = {metric.name: set(metric.platforms) for metric in available.metrics}
    found: list[str] = []
    for family in FAMILIES:
        covered: set[str] = set()
        for name in family:
            if known.get(name, set()) - covered:
                found.append(name)
                covered |= known[name]
    return tuple(found)


def _last_day(
    work: UnitOfWork, brand_id: int, available: Available, today: date, where: Where
) -> tuple[date, tuple[LeftOut, ...]]:
    """The last day of the latest week that the platforms in step have whole, and the platforms that lag behind it."""
    spans = [span for basis, span in available.spans.items() if basis is not Basis.PERIOD]
    end = min(max(last for _, last in spans), today)
    wanted = where.get("platform")
    latest: dict[str, date] = {}
    for source in source_ages(work, brand_id, today):
        if source.last_day is not None and (wanted is None or source.platform in wanted):
            latest[source.platform] = max(source.last_day, latest.get(source.platform, source.last_day))
    newest = min(max(latest.values(), default=end), end)
    in_step = [day for day in latest.values() if day >= newest - timedelta(days=IN_STEP)]
    last = min([newest, *in_step])
    behind = sorted((day, platform) for platform, day in latest.items() if day < last)
    return last, tuple(LeftOut(platform, day) for day, platform in behind)


def _one_story_each(real: Sequence[tuple[WeekCell, Movement]]) -> list[tuple[WeekCell, Movement]]:
    """The surest large movements, each family once; a part that moved against the whole is a story of its own."""
    # The whole comes before its parts where both moved: the part is then named within its sentence.
    ordered = sorted(real, key=lambda pair: (_is_part_of_story(pair[1], real), -least_size(pair[1].change)))
    told: list[tuple[WeekCell, Movement]] = []
    for cell, movement in ordered:
        same = [one for _, one in told if _family(one.metric) == _family(movement.metric)]
        new = all(one.is_up is not movement.is_up and one.where != movement.where for one in same)
        if new and len(told) < MOST_SENTENCES:
            told.append((cell, movement))
    return sorted(told, key=lambda pair: -least_size(pair[1].change))


def _is_part_of_story(movement: Movement, real: Sequence[tuple[WeekCell, Movement]]) -> bool:
    """Tell whether all of the data moved the same way as this part of it."""
    family = _family(movement.metric)
    return bool(movement.where) and any(
        not one.where and _family(one.metric) == family and one.is_up is movement.is_up for _, one in real
    )


def _is_told(movement: Movement, told: Sequence[tuple[WeekCell, Movement]]) -> bool:
    """Tell whether a movement is one of the stories, or a part of it that moved the same way."""
    family = _family(movement.metric)
    return any(
        _family(one.metric) == family and one.is_up is movement.is_up and one.where.items() <= movement.where.items()
        for _, one in told
    )


def _family(metric: str) -> int:
    return next(place for place, family in enumerate(FAMILIES) if metric in family)


def _least_likely_chance(other: Sequence[tuple[WeekCell, Movement]]) -> Movement | None:
    """Of those that could be chance the one that is nearest to real."""
    moved = [movement for _, movement in other if movement.change.relative]
    return min(moved, key=lambda movement: movement.q_value if movement.q_value is not None else 1.0, default=None)


def _explained(
    work: UnitOfWork, question: WeekQuestion, cells: Sequence[WeekCell], cell: WeekCell, movement: Movement
) -> Movement:
    return replace(
        movement, part=find_main_part(cells, cell), post=find_leading_post(work, question, cell, movement.change)
    )
