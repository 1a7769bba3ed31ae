"""Which personas, devices, channels and strategies respond differently from the rest, within the same posts?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.post_outcomes import PostOutcomes, is_good, known_metrics, read_outcomes, teaching_posts
from learning.insights.recommendations import Recommendation
from learning.insights.segments import FEWEST_DEGREES
from learning.insights.stakes import stake_of_part
from learning.metrics.catalog import EXPOSURE
from learning.metrics.definitions import Form
from learning.stats.unit_contrasts import UnitTable, contrast_parts
from learning.stats.usual_level import usual_level, usual_weights

Floats = NDArray[np.float64]

SPLITS: Final = (("persona",), ("device",), ("channel",), ("strategy",), ("persona", "device"))
JUDGED: Final = (Form.RATIO, Form.SCORE)
MOST_SPARSE: Final = 8
MIDDLE_OF: Final = "the middle one of {count} segments"


@dataclass(frozen=True, slots=True)
class _Split:
    """The segments of one way to split, and the unit of each cell."""

    dimensions: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    codes: Ints
    units: Ints

    @property
    def count(self) -> int:
        """How many units there are."""
        return int(self.units.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The units of some rows in each segment; metrics that are counted of the same rows share them."""

    units: Ints
    parts: Ints
    places: Ints
    """The pair of each row."""


@dataclass(frozen=True, slots=True)
class SegmentGaps:
    """Compares segments on every rate, within the same posts where they reach several."""

    name: str = "segment_gaps"
    kind: InsightKind = InsightKind.SEGMENT_GAP
    reads: frozenset[Part] = frozenset({Part.POSTS, Part.CELLS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per rate and stated segment; of a split in two only the smaller half."""
        cells = _teaching_cells(data)
        if not len(cells):
            return ()
        ids = cells["content_id"].to_numpy(dtype=np.int64)
        units = np.unique(ids, return_inverse=True)[1].astype(np.int64)
        splits = [one for one in (_split(cells, units, dimensions) for dimensions in SPLITS) if len(one.names) > 1]
        found: list[Candidate] = []
        counted = _counted(cells)
        rows: Ints = np.empty(0, dtype=np.int64)
        pairs: list[_Pairs] = []
        for metric in known_metrics(data.metrics):
            if metric.form not in JUDGED:
                continue
            outcomes = read_outcomes(metric, cells)
            if outcomes is not None:
                kept = _past_the_gate(outcomes, splits, data.gates.minimum_exposure)
                if not pairs or not np.array_equal(rows, outcomes.rows[kept]):
                    rows = outcomes.rows[kept]
                    pairs = [_pairs(split, rows) for split in splits]
                sums = outcomes.events[kept], outcomes.exposure[kept]
                found.extend(
                    replace(one, counted=counted)
                    for split, own in zip(splits, pairs, strict=True)
                    for one in self._gaps(split, own, outcomes, sums)
                )
        return found

    def _gaps(
        self, split: _Split, pairs: _Pairs, outcomes: PostOutcomes, columns: tuple[Floats, Floats]
    ) -> Iterator[Candidate]:
        metric, size = outcomes.metric, len(split.names)
        top, bottom = (np.bincount(pairs.places, column).astype(np.float64) for column in columns)
        units, parts = pairs.units, pairs.parts
        contrasts = contrast_parts(UnitTable(units, parts, size, top, bottom), event_size=outcomes.event_size)
        tops, bottoms = (np.bincount(parts, sums, minlength=size).astype(np.float64) for sums in (top, bottom))
        stated = [place for place, name in enumerate(split.names) if "" not in name]
        told = stated if size > 2 else stated[:1]
        estimates = _against_usual(contrasts.log_ratio, bottoms, stated)
        for place in told:
            if not (np.isfinite(contrasts.log_ratio[place]) and contrasts.degrees[place] >= FEWEST_DEGREES):
                continue
            estimate = float(estimates[place])
            good = is_good(metric, estimate)
            segment = tuple(sorted(zip(split.dimensions, split.names[place], strict=True)))
            rest = bottoms.sum() - bottoms[place]
            yield Candidate(
                detector=self.name,
                subject=Subject(self.kind, metric.name, segment),
                measured=Measured(estimate, float(contrasts.error[place]), float(contrasts.degrees[place])),
                n=int(contrasts.units[place]),
                counted=CountedUnit.POSTS,
                evidence=Evidence(
                    numbers={
                        "value": float(tops[place] / bottoms[place] * metric.factor),
                        "rest": float((tops.sum() - tops[place]) / rest * metric.factor) if rest > 0 else None,
                        "share": float(bottoms[place] / bottoms.sum()),
                        "paired": float(contrasts.paired),
                        "whole": float(tops.sum() / bottoms.sum() * metric.factor),
                    },
                    words={"against": "the other one" if size == 2 else MIDDLE_OF.format(count=len(stated))},
                    filters=segment,
                ),
                recommendation=Recommendation.FIND_WHAT_FAILS if good is False else Recommendation.ADDRESS_SEGMENT,
                good=good,
                stake=stake_of_part(estimate, float(tops[place] / tops.sum()), good=good),
            )


def _against_usual(log_ratios: Floats, exposure: Floats, stated: Sequence[int]) -> Floats:
    """From ratios to all others to ratios to the usual segment; of a split in two they stay.

    With s a segment's share of exposure, its ratio to the whole is r / (s r + 1 - s). The errors stay those against all
    others: the share of a segment in the whole makes them smaller, what is usual a little larger.
    """
    known = np.array([place for place in stated if np.isfinite(log_ratios[place])], dtype=np.int64)
    if len(known) < 3:
        return log_ratios
    share = exposure / exposure.sum()
    to_whole = log_ratios - np.log1p(share * np.expm1(log_ratios))
    found: Floats = to_whole - usual_level(to_whole[known], usual_weights(exposure[known]))
    return found


def _teaching_cells(data: BrandData) -> pd.DataFrame:
    """Cells of posts that are old enough; those that stand for days have no age."""
    young = set(data.posts["content_id"].tolist()) - set(teaching_posts(data.posts, data.gates)["content_id"].tolist())
    return data.cells[~data.cells["content_id"].isin(young)].reset_index(drop=True)


def _counted(cells: pd.DataFrame) -> CountedUnit:
    """What the units are: posts, or days where no export tells posts apart."""
    of_days = cells["content_id"].to_numpy(dtype=np.int64) < 0
    if bool(of_days.all()):
        return CountedUnit.DAYS
    return CountedUnit.UNITS if bool(of_days.any()) else CountedUnit.POSTS


def _split(cells: pd.DataFrame, units: Ints, dimensions: tuple[str, ...]) -> _Split:
    """Number the combinations of levels that there are, in the order of the alphabet."""
    codes = np.zeros(len(cells), dtype=np.int64)
    levels: list[tuple[str, ...]] = [()]
    for name in dimensions:
        numbers, texts = pd.factorize(cells[name], sort=True)
        codes = codes * len(texts) + numbers
        levels = [(*before, str(text)) for before in levels for text in texts]
    there, numbers = _numbered(codes, len(levels))
    return _Split(dimensions, tuple(levels[place] for place in there.tolist()), numbers, units)


def _pairs(split: _Split, rows: Ints) -> _Pairs:
    size = len(split.names)
    pair, places = _numbered(split.units[rows] * size + split.codes[rows], split.count * size)
    return _Pairs(pair // size, pair % size, places)


def _numbered(keys: Ints, span: int) -> tuple[Ints, Ints]:
    """The distinct keys, rising, and the place of each; by counting where the keys below `span` are not far more."""
    if span > MOST_SPARSE * max(len(keys), 1):
        distinct, places = np.unique(keys, return_inverse=True)
        return distinct, places.astype(np.int64)
    there = np.bincount(keys, minlength=span) > 0
    return np.flatnonzero(there).astype(np.int64), (np.cumsum(there) - 1)[keys]


def _past_the_gate(outcomes: PostOutcomes, splits: Sequence[_Split], minimum: float) -> Ints:
    """A post that few saw teaches nothing (the gate is on exposure: one on the outcome would bias the effects)."""
    if not splits or outcomes.metric.denominator != EXPOSURE:
        return np.arange(len(outcomes.rows), dtype=np.int64)
    units = splits[0].units[outcomes.rows]
    found: Ints = np.flatnonzero(np.bincount(units, outcomes.exposure)[units] >= minimum).astype(np.int64)
    return found
