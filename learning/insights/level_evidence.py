"""What a comparison of levels rests on: plain figures, platforms that agree, what else differs, example posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Rival, RivalKind, Subject
from learning.domain.observations import Ints
from learning.insights.level_comparisons import LevelContrast
from learning.insights.level_design import FEWEST_POSTS, dummies
from learning.insights.post_attributes import STATED, Levels
from learning.insights.post_outcomes import PostOutcomes, is_good
from learning.insights.stakes import stake_of_part

Floats = NDArray[np.float64]

EPOCH: Final = date(1970, 1, 1)
MONTH_DAYS: Final = 28
MOST_POSTS: Final = 10
MOST_RIVALS: Final = 3
UNEVEN: Final = 0.2
"""A level whose share differs by this much between two sets of posts could be what really differs."""
LEAST_PLAIN: Final = 0.02
"""A plain log ratio nearer to none than this leaves nothing to explain."""
MIDDLE_OF: Final = "the middle one of {count} levels"


def posts_per_day(days: NDArray[np.int64]) -> float:
    """Give how many posts a day there were in the last four weeks of these days of publication."""
    return float((days > days.max() - MONTH_DAYS).sum()) / MONTH_DAYS


def unit_numbers(outcomes: PostOutcomes, posts_per_day: float) -> Mapping[str, float | None]:
    """Give what the planner of tests asks for: how a metric varies from post to post.

    Args:
        outcomes: A metric of the posts.
        posts_per_day: How many posts the brand publishes a day.

    Returns:
        'unit_mean' (the ratio of sums), 'unit_variance' (of one post, by the delta method: the mean of (x - R y)^2 by
        the square of the mean exposure; Deng, Knoblich and Lu 2018, eq. 5) and 'units_per_day'.
    """
    x, y = outcomes.events, outcomes.exposure
    ratio = float(x.sum() / y.sum())
    variance = float(((x - ratio * y) ** 2).mean() / y.mean() ** 2)
    return {"unit_mean": ratio, "unit_variance": variance, "units_per_day": posts_per_day}


@dataclass(frozen=True, slots=True)
class Detection:
    """Under which name findings are made, of which kind, and what they recommend when good and when not."""

    detector: str
    kind: InsightKind
    when_good: str
    when_bad: str


class LevelParts:
    """Which posts have which level of every attribute, and how many have two levels together."""

    def __init__(self, posts: pd.DataFrame, rows: Ints, attributes: Mapping[str, Levels]) -> None:
        """Count.

        Args:
            posts: POST_COLUMNS.
            rows: The rows of the frame that report a metric.
            attributes: Attribute -> level of each post of the frame, 'platform' among them.
        """
        self.attributes = attributes
        self.codes = {name: levels.codes[rows] for name, levels in attributes.items()}
        self.days = posts["day"].to_numpy(dtype=np.int64)[rows]
        self.ids = posts["content_id"].to_numpy(dtype=np.int64)[rows]
        self.columns: dict[tuple[str, str], int] = {}
        for name, levels in attributes.items():
            for level in levels.names:
                self.columns[name, level] = len(self.columns)
        self.has = np.hstack([dummies(self.codes[name], len(levels.names)) for name, levels in attributes.items()])
        self.places = dummies(self.codes["platform"], len(attributes["platform"].names))
        self.recent = self.days > self.days.max() - MONTH_DAYS
        self.together = self.has.T @ self.has
        self.units = self.has.T @ self.places


class LevelEvidence:
    """Sums of one metric by every level of every attribute, made once for all comparisons."""

    def __init__(self, outcomes: PostOutcomes, parts: LevelParts) -> None:
        """Sum up; the parts are those of the rows of the outcomes."""
        self._outcomes, self._parts = outcomes, parts
        has, recent = parts.has, parts.recent
        self._events_with = has.T @ (has * outcomes.events[:, None])
        self._exposure_with = has.T @ (has * outcomes.exposure[:, None])
        self._events = has.T @ (parts.places * outcomes.events[:, None])
        self._exposure = has.T @ (parts.places * outcomes.exposure[:, None])
        self._recent = has.T @ (outcomes.events * recent)
        self._all_recent = float(outcomes.events[recent].sum())
        self._whole = outcomes.value(recent)
        self._traffic = unit_numbers(outcomes, posts_per_day(parts.days))

    def candidate(self, found: LevelContrast, detection: Detection) -> Candidate:
        """Put a comparison with all that it rests on into words and numbers."""
        metric = self._outcomes.metric
        own = [self._parts.columns[found.attribute, found.level]]
        rest = [self._parts.columns[found.attribute, level] for level in found.others]
        good = is_good(metric, found.estimate)
        with_level = np.flatnonzero(
            self._parts.codes[found.attribute] == self._parts.attributes[found.attribute].names.index(found.level)
        )
        chosen = self._parts.days[with_level]
        platforms, agreeing = self._platforms(own, rest, found.estimate)
        stake = self._stake(own, found.estimate, good=good)
        return Candidate(
            detector=detection.detector,
            subject=Subject(detection.kind, metric.name, (), (("attribute", found.attribute), ("level", found.level))),
            measured=Measured(found.estimate, found.error, found.degrees),
            n=len(with_level),
            counted=CountedUnit.POSTS,
            evidence=Evidence(
                numbers={
                    "value": self._value(own),
                    "rest": self._value(rest),
                    "posts_with": float(len(with_level)),
                    "posts_without": float(self._parts.units[rest].sum()),
                    "levels": float(len(found.others) + 1),
                    "platforms": float(platforms),
                    "platforms_agreeing": float(agreeing),
                    "whole": self._whole,
                    "top_share": self._top_share(with_level),
                    **self._traffic,
                },
                words={
                    "attribute": found.attribute,
                    "level": found.level,
                    "against": found.others[0]
                    if len(found.others) == 1
                    else MIDDLE_OF.format(count=len(found.others) + 1),
                },
                posts=self._telling(with_level, found.estimate),
                first=EPOCH + timedelta(days=int(chosen.min())),
                last=EPOCH + timedelta(days=int(chosen.max())),
                filters=((found.attribute, found.level),) if found.attribute in STATED else (),
                rivals=self._rivals(found, own, rest),
            ),
            recommendation=detection.when_bad if good is False else detection.when_good,
            good=good,
            opportunity=None if stake is None else stake * self._all_recent,
            stake=stake,
        )

    def _value(self, columns: list[int]) -> float | None:
        bottom = float(self._exposure[columns].sum())
        return float(self._events[columns].sum()) / bottom * self._outcomes.metric.factor if bottom > 0 else None

    def _platforms(self, own: list[int], rest: list[int], estimate: float) -> tuple[int, int]:
        """On how many platforms both sides have posts, and on how many of these the plain rates differ alike."""
        enough = (self._parts.units[own].sum(axis=0) >= FEWEST_POSTS) & (
            self._parts.units[rest].sum(axis=0) >= FEWEST_POSTS
        )
        here = self._events[own].sum(axis=0) * self._exposure[rest].sum(axis=0)
        there = self._events[rest].sum(axis=0) * self._exposure[own].sum(axis=0)
        return int(enough.sum()), int((enough & ((here > there) == (estimate > 0))).sum())

    def _rivals(self, found: LevelContrast, own: list[int], rest: list[int]) -> tuple[Rival, ...]:
        """What else differs: of up to three attributes the level whose share differs most, and what each explains."""
        ones, others = float(self._parts.units[own].sum()), float(self._parts.units[rest].sum())
        here = self._parts.together[own].sum(axis=0) / max(ones, 1.0)
        there = self._parts.together[rest].sum(axis=0) / max(others, 1.0)
        told: list[Rival] = []
        for name, levels in self._parts.attributes.items():
            if name == found.attribute:
                continue
            columns = np.array([self._parts.columns[name, level] for level in levels.names])
            most = int(columns[np.argmax(np.abs(here - there)[columns])])
            if abs(here[most] - there[most]) >= UNEVEN:
                told.append(
                    Rival(
                        RivalKind.UNEVEN,
                        name,
                        levels.names[most - int(columns[0])],
                        own=float(here[most]),
                        others=float(there[most]),
                        n=int(ones),
                        n_others=int(others),
                        explained=self._explained(own, rest, columns),
                    )
                )
        return tuple(sorted(told, key=lambda one: -(one.explained or 0.0))[:MOST_RIVALS])

    def _explained(self, own: list[int], rest: list[int], columns: NDArray[np.int64]) -> float | None:
        """Which part of the plain log ratio goes away within the levels of another attribute.

        1 - log(ratio of Mantel and Haenszel 1959 over these levels) / log(plain ratio).
        """
        x, y = (sums[own][:, columns].sum(axis=0) for sums in (self._events_with, self._exposure_with))
        u, v = (sums[rest][:, columns].sum(axis=0) for sums in (self._events_with, self._exposure_with))
        both = y + v
        weighed = both > 0
        top, bottom = (x * v)[weighed] / both[weighed], (u * y)[weighed] / both[weighed]
        sums = np.array([top.sum(), bottom.sum(), x.sum() * v.sum(), u.sum() * y.sum()])
        if not (sums > 0).all():
            return None
        plain = float(np.log(sums[2] / sums[3]))
        return 1.0 - float(np.log(sums[0] / sums[1])) / plain if abs(plain) >= LEAST_PLAIN else None

    def _telling(self, places: NDArray[np.int64], estimate: float) -> tuple[int, ...]:
        """The posts of the level that show the effect best, among its more seen half."""
        exposure = self._outcomes.exposure[places]
        seen = places[exposure >= np.median(exposure)]
        rates = self._outcomes.events[seen] / self._outcomes.exposure[seen]
        order = np.argsort(-rates if estimate > 0 else rates, kind="stable")[:MOST_POSTS]
        return tuple(self._parts.ids[seen[order]].tolist())

    def _top_share(self, places: NDArray[np.int64]) -> float | None:
        """Which part of the events of these posts the one with most has."""
        events = self._outcomes.events[places]
        return float(events.max() / events.sum()) if events.sum() > 0 else None

    def _stake(self, own: list[int], estimate: float, *, good: bool | None) -> float | None:
        if self._all_recent <= 0:
            return None
        return stake_of_part(estimate, float(self._recent[own].sum()) / self._all_recent, good=good)
