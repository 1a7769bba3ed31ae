"""The posts of a brand and the segments that they reached, as frames for the detectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from db.unit import UnitOfWork
from learning.domain.dimensions import SEGMENT_DIMENSIONS
from learning.domain.enums import Basis, MeasureKind
from learning.domain.facts import Fact
from learning.domain.holdings import CutHolding
from learning.domain.observations import Ints
from learning.domain.post_columns import ANGLE, VISUAL, CellSums, PostColumns
from learning.imports.converting.enrichment import text_extras
from learning.insights.brand_data import CELL_COLUMNS, POST_ATTRIBUTES, POST_COLUMNS
from services.content.texts import joined_text

ENGAGED_SESSIONS: Final = "extra.engaged_sessions"
BASES: Final = (Basis.ACTIVITY, Basis.LIFETIME)
"""Totals of stated periods say nothing of single posts over time."""
HOUR_SECONDS: Final = 3_600.0
DAY_SECONDS: Final = 86_400.0
DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class PostCut:
    """The cut from which the posts of one platform are read."""

    holding: CutHolding
    cells: CellSums


class CutSums:
    """The sums of cuts by unit and segment, each read once."""

    def __init__(self, work: UnitOfWork) -> None:
        """Read within a transaction."""
        self._work = work
        self._read: dict[tuple[int, bool], CellSums] = {}

    def of(self, holding: CutHolding) -> CellSums:
        """Those of posts, or of days where the cut does not name posts."""
        key = holding.cut_id, "content" in holding.spec.dimensions
        if key not in self._read:
            self._read[key] = self._work.figures.read_cell_sums(key[0], by_post=key[1])
        return self._read[key]


def choose_post_cuts(
    work: UnitOfWork, brand_id: int, sums: CutSums | None = None, *, peers: bool = False
) -> tuple[PostCut, ...]:
    """Choose one cut per platform: that which tells most of most posts."""
    sums = sums or CutSums(work)
    chosen: dict[str, PostCut] = {}
    for holding in work.figures.list_holdings(brand_id, peers=peers):
        if "content" in holding.spec.dimensions and holding.spec.basis in BASES:
            one = PostCut(holding, sums.of(holding))
            best = chosen.get(holding.spec.platform)
            if best is None or _worth(one) > _worth(best):
                chosen[holding.spec.platform] = one
    return tuple(chosen[platform] for platform in sorted(chosen))


def post_frame(work: UnitOfWork, brand_id: int, cuts: Sequence[PostCut], *, peers: bool = False) -> pd.DataFrame:
    """Put the posts of the chosen cuts into one frame with POST_COLUMNS."""
    columns = work.figures.list_posts(brand_id, peers=peers)
    parts = [_posts_of(work, columns, cut) for cut in cuts]
    kept = [part for part in parts if len(part)]
    if not kept:
        return pd.DataFrame({name: np.empty(0, dtype=_kind_of(name)) for name in POST_COLUMNS})
    looks = [name for name in columns.texts if name == ANGLE or name.startswith(VISUAL)]
    return pd.concat(kept, ignore_index=True)[[*POST_COLUMNS, *looks]]


def choose_cell_cuts(work: UnitOfWork, brand_id: int) -> tuple[CutHolding, ...]:
    """Choose one cut per platform: that with most dimensions of segments, by post before by day."""
    chosen: dict[str, CutHolding] = {}
    for holding in work.figures.list_holdings(brand_id):
        if holding.spec.basis in BASES and set(SEGMENT_DIMENSIONS) & set(holding.spec.dimensions):
            best = chosen.get(holding.spec.platform)
            if best is None or _splits(holding) > _splits(best):
                chosen[holding.spec.platform] = holding
    return tuple(chosen[platform] for platform in sorted(chosen))


def cell_frame(work: UnitOfWork, brand_id: int, facts: Iterable[Fact], sums: CutSums | None = None) -> pd.DataFrame:
    """Put the posts (or days) by segment of the chosen cuts into one frame with CELL_COLUMNS."""
    sums, wanted = sums or CutSums(work), frozenset(facts)
    segments = work.figures.list_segments(brand_id)
    accounts = np.array(sorted(work.figures.list_account_contents(brand_id)), dtype=np.int64)
    parts: list[pd.DataFrame] = []
    for holding in choose_cell_cuts(work, brand_id):
        by_post = "content" in holding.spec.dimensions
        own = sums.of(holding)
        kept = ~np.isin(own.units, accounts) if by_post else np.ones(len(own.units), dtype=np.bool_)
        told = {one.value: own.facts[one][kept] for one in sorted(holding.facts & wanted)}
        units = own.units[kept] if by_post else -own.units[kept]
        frame = pd.DataFrame({"content_id": units, "segment": own.segments[kept], **told})
        parts.append(_with_bounces(work, holding, frame))
    if not parts:
        return pd.DataFrame({name: np.empty(0, dtype=_kind_of(name)) for name in CELL_COLUMNS})
    return _with_segments(pd.concat(parts, ignore_index=True), segments)


def gives_bounces(holding: CutHolding) -> bool:
    """Tell whether bounces are told by the sessions that were engaged: GA4 counts those instead."""
    return Fact.BOUNCES not in holding.facts and Fact.SESSIONS in holding.facts and _engaged(holding) is not None


def _engaged(holding: CutHolding) -> int | None:
    if "content" in holding.spec.dimensions:
        return None
    additive = (one for one in holding.measures if one.kind is MeasureKind.ADDITIVE)
    return next((one.measure_id for one in additive if one.name == ENGAGED_SESSIONS), None)


def _with_bounces(work: UnitOfWork, holding: CutHolding, cells: pd.DataFrame) -> pd.DataFrame:
    """Sessions less engaged ones, by day and segment."""
    measure = _engaged(holding)
    if measure is None or not gives_bounces(holding) or Fact.SESSIONS.value not in cells.columns:
        return cells
    sums = work.figures.read_measure_cells(holding.cut_id, measure)
    engaged = pd.DataFrame({"content_id": -sums.days, "segment": sums.segments, "engaged": sums.sums})
    joined = cells.merge(engaged, on=["content_id", "segment"], how="left")
    bounces = (joined[Fact.SESSIONS.value] - joined["engaged"]).clip(lower=0.0)
    return joined.drop(columns="engaged").assign(**{Fact.BOUNCES.value: bounces})


def _with_segments(frame: pd.DataFrame, segments: dict[int, tuple[str, ...]]) -> pd.DataFrame:
    ids, places = np.unique(frame["segment"].to_numpy(dtype=np.int64), return_inverse=True)
    for number, name in enumerate(SEGMENT_DIMENSIONS):
        names = pd.Series([segments[one][number] for one in ids.tolist()], dtype="category")
        frame[name] = names.iloc[places].reset_index(drop=True)
    missing = {fact.value: np.nan for fact in Fact if fact.value not in frame.columns}
    return frame.assign(**missing)[list(CELL_COLUMNS)]


def _posts_of(work: UnitOfWork, columns: PostColumns, cut: PostCut) -> pd.DataFrame:
    sums = _whole_posts(cut.cells)
    place = np.minimum(np.searchsorted(columns.ids, sums.ids), max(len(columns.ids) - 1, 0))
    known = columns.ids[place] == sums.ids if len(columns.ids) else np.zeros(len(sums.ids), dtype=np.bool_)
    place = place[known]
    captured = work.figures.find_captured_at(cut.holding.cut_id)
    text = [joined_text(a, b) for a, b in zip(*(columns.texts[name][place] for name in ("title", "text")), strict=True)]
    tags, links = _counts(text)
    facts = {fact.value: np.full(len(place), np.nan) for fact in Fact}
    facts |= {fact.value: values[known] for fact, values in sums.facts.items()}
    # People who saw it on several days are not added up.
    facts[Fact.REACH.value] = np.where(sums.observations[known] > 1, np.nan, facts[Fact.REACH.value])
    day = columns.numbers["published_day"][place].astype(np.int64)
    hour = columns.numbers["published_hour"][place]
    return pd.DataFrame(
        {
            "content_id": sums.ids[known],
            **{name: columns.texts[name][place] for name in POST_ATTRIBUTES},
            "day": day,
            "hour": np.where(np.isnan(hour), -1, np.nan_to_num(hour) % DAY_HOURS).astype(np.int64),
            "length": columns.numbers["length"][place],
            "hashtags": tags,
            "links": links,
            "age_hours": _ages(columns.numbers["published_at"][place], day, captured),
            "text": np.array(text, dtype=object),
            **{
                name: column[place]
                for name, column in columns.texts.items()
                if name == ANGLE or name.startswith(VISUAL)
            },
            **facts,
        }
    )


@dataclass(frozen=True, slots=True)
class _PostSums:
    """The sums of posts over their segments; arrays share one index."""

    ids: Ints
    observations: Ints
    facts: Mapping[Fact, NDArray[np.float64]]


def _whole_posts(cells: CellSums) -> _PostSums:
    """Put the segments of each post together."""
    if not len(cells.units):
        return _PostSums(cells.units, cells.observations, cells.facts)
    first = np.flatnonzero(np.concatenate([[True], cells.units[1:] != cells.units[:-1]]))
    facts: dict[Fact, NDArray[np.float64]] = {}
    for fact, values in cells.facts.items():
        told = ~np.isnan(values)
        sums = np.add.reduceat(np.where(told, values, 0.0), first)
        facts[fact] = np.where(np.logical_or.reduceat(told, first), sums, np.nan)
    return _PostSums(cells.units[first], np.add.reduceat(cells.observations, first), facts)


def _ages(published: NDArray[np.float64], day: Ints, captured: int | None) -> NDArray[np.float64]:
    """Hours from publication to the newest capture; of a day without a time from its noon."""
    since = np.where(np.isnan(published), day * DAY_SECONDS + DAY_SECONDS / 2, published)
    return np.full(len(day), np.nan) if captured is None else (captured - since) / HOUR_SECONDS


def _counts(texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hashtags and links of each text; NaN where there is none."""
    found = np.full((2, len(texts)), np.nan)
    for place, text in enumerate(texts):
        if text:
            told = dict(text_extras(text))
            found[:, place] = [len(told.get(name, "").split()) for name in ("hashtags", "links")]
    return found[0], found[1]


def _worth(cut: PostCut) -> tuple[int, bool]:
    return len(np.unique(cut.cells.units)) * len(cut.holding.facts), cut.holding.spec.basis is Basis.ACTIVITY


def _splits(holding: CutHolding) -> tuple[int, bool, int]:
    dimensions = set(holding.spec.dimensions)
    return len(dimensions & set(SEGMENT_DIMENSIONS)), "content" in dimensions, len(holding.facts)


def _kind_of(name: str) -> type:
    if name in ("content_id", "day", "hour"):
        return np.int64
    return object if name in (*POST_ATTRIBUTES, *SEGMENT_DIMENSIONS, "text") else np.float64
