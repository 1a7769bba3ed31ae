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
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.level_comparisons import FEWEST_POSTS, LevelContrast, dummies
from learning.insights.post_attributes import Levels
from learning.insights.post_outcomes import PostOutcomes, is_good

Floats = NDArray[np.float64]

EPOCH: Final = date(1970, 1, 1)
MONTH_DAYS: Final = 28
MOST_POSTS: Final = 10
MOST_RIVALS: Final = 3
UNEVEN: Final = 0.2
"""A level whose share differs by this much between two sets of posts could be what really differs."""
RIVAL: Final = (
    "{name}: {level} is {own:.0f} % of these posts (n = {n:.0f}) and {other:.0f} % of the others (n = {others:.0f})"
)
MIDDLE_OF: Final = "the middle one of {count} levels"


@dataclass(frozen=True, slots=True)
class Detection:
    """Under which name findings are made, of which kind, and what they recommend when good and when not."""

    detector: str
    kind: InsightKind
    when_good: str
    when_bad: str


class LevelEvidence:
    """Sums of one metric by every level of every attribute, made once for all comparisons."""

    def __init__(self, outcomes: PostOutcomes, posts: pd.DataFrame, attributes: Mapping[str, Levels]) -> None:
        """Sum up.

        Args:
            outcomes: A metric of the posts.
            posts: POST_COLUMNS, the frame that the outcomes were read from.
            attributes: Attribute -> level of each post of the frame, 'platform' among them.
        """
        self._outcomes, self._attributes = outcomes, attributes
        self._days = posts["day"].to_numpy(dtype=np.int64)[outcomes.rows]
        self._ids = posts["content_id"].to_numpy(dtype=np.int64)[outcomes.rows]
        self._columns: dict[tuple[str, str], int] = {}
        blocks: list[Floats] = []
        for name, levels in attributes.items():
            for level in levels.names:
                self._columns[name, level] = len(self._columns)
            blocks.append(dummies(levels.codes[outcomes.rows], len(levels.names)))
        has = np.hstack(blocks)
        platform = attributes["platform"]
        places = dummies(platform.codes[outcomes.rows], len(platform.names))
        recent = self._days > self._days.max() - MONTH_DAYS
        self._together = has.T @ has
        self._events = has.T @ (places * outcomes.events[:, None])
        self._exposure = has.T @ (places * outcomes.exposure[:, None])
        self._units = has.T @ places
        self._recent = has.T @ (outcomes.events * recent)

    def candidate(self, found: LevelContrast, detection: Detection) -> Candidate:
        """Put a comparison with all that it rests on into words and numbers."""
        metric = self._outcomes.metric
        own = [self._columns[found.attribute, found.level]]
        rest = [self._columns[found.attribute, level] for level in found.others]
        good = is_good(metric, found.estimate)
        with_level = np.flatnonzero(
            self._attributes[found.attribute].codes[self._outcomes.rows]
            == self._attributes[found.attribute].names.index(found.level)
        )
        chosen = self._days[with_level]
        platforms, agreeing = self._platforms(own, rest, found.estimate)
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
                    "posts_without": float(self._units[rest].sum()),
                    "platforms": float(platforms),
                    "platforms_agreeing": float(agreeing),
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
                filters=((found.attribute, found.level),),
                rivals=self._rivals(found, own, rest),
            ),
            recommendation=detection.when_bad if good is False else detection.when_good,
            good=good,
            opportunity=self._opportunity(own, rest, found.estimate, good=good),
        )

    def _value(self, columns: list[int]) -> float | None:
        bottom = float(self._exposure[columns].sum())
        return float(self._events[columns].sum()) / bottom * self._outcomes.metric.factor if bottom > 0 else None

    def _platforms(self, own: list[int], rest: list[int], estimate: float) -> tuple[int, int]:
        """On how many platforms both sides have posts, and on how many of these the plain rates differ alike."""
        enough = (self._units[own].sum(axis=0) >= FEWEST_POSTS) & (self._units[rest].sum(axis=0) >= FEWEST_POSTS)
        here = self._events[own].sum(axis=0) * self._exposure[rest].sum(axis=0)
        there = self._events[rest].sum(axis=0) * self._exposure[own].sum(axis=0)
        return int(enough.sum()), int((enough & ((here > there) == (estimate > 0))).sum())

    def _rivals(self, found: LevelContrast, own: list[int], rest: list[int]) -> tuple[str, ...]:
        """What else differs: of up to three attributes the level whose share differs most."""
        ones, others = self._units[own].sum(), self._units[rest].sum()
        here = self._together[own].sum(axis=0) / max(ones, 1.0)
        there = self._together[rest].sum(axis=0) / max(others, 1.0)
        told: list[tuple[float, str]] = []
        for name, levels in self._attributes.items():
            if name == found.attribute:
                continue
            columns = np.array([self._columns[name, level] for level in levels.names])
            most = int(columns[np.argmax(np.abs(here - there)[columns])])
            differs = float(abs(here[most] - there[most]))
            if differs >= UNEVEN:
                level = levels.names[most - int(columns[0])] or "not stated"
                shares = 100 * here[most], 100 * there[most]
                text = RIVAL.format(name=name, level=level, own=shares[0], n=ones, other=shares[1], others=others)
                told.append((differs, text))
        return tuple(text for _, text in sorted(told, key=lambda one: -one[0])[:MOST_RIVALS])

    def _telling(self, places: NDArray[np.int64], estimate: float) -> tuple[int, ...]:
        """The posts of the level that show the effect best, among its more seen half."""
        exposure = self._outcomes.exposure[places]
        seen = places[exposure >= np.median(exposure)]
        rates = self._outcomes.events[seen] / self._outcomes.exposure[seen]
        order = np.argsort(-rates if estimate > 0 else rates, kind="stable")[:MOST_POSTS]
        return tuple(self._ids[seen[order]].tolist())

    def _opportunity(self, own: list[int], rest: list[int], estimate: float, *, good: bool | None) -> float | None:
        """Events of 28 days gained if the worse side had done as well as the better one; lost ones saved likewise."""
        if good is None:
            return None
        worse = self._recent[rest].sum() if good else self._recent[own].sum()
        return float(abs(np.expm1(estimate if good else -estimate)) * worse)
