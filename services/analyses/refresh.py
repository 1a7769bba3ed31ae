"""Decompositions and change points of a brand's series: computed after a change of data, and stored."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from db.engine import Store
from learning.domain.analyses import AnalysisKind, SeriesKey, StoredAnalysis
from learning.insights.change_points import find_change_points
from learning.insights.series import decompose
from services.analyses.result_json import change_points_payload, decomposition_payload
from services.analyses.series import SeriesFigures, read_series
from services.analyses.upkeep import OnSeries

log = logging.getLogger("bellwether.analyses")

_KINDS: Final = (AnalysisKind.DECOMPOSITION, AnalysisKind.CHANGE_POINTS)
_locks: Final[defaultdict[tuple[str, int], threading.Lock]] = defaultdict(threading.Lock)
"""One refresh at a time per store and brand in this process; the second finds nothing left to do."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What a refresh computes from, read in one consistent state."""

    data_version: int
    figures: Mapping[SeriesKey, SeriesFigures | str]
    """The figures of a series, or why they cannot be had."""


def refresh_analyses(
    store: Store, brand_id: int, now: datetime, *, on_series: OnSeries | None = None, again: bool = False
) -> int:
    """Analyse the series of a brand if its data changed since the last time; return how many series were analysed.

    Figures are read in one transaction, everything is computed outside of any, results are stored in one short write.
    A series that cannot be analysed keeps its old result and gets the reason beside it. Results of older data never
    replace those of newer data. `again` analyses them although nothing changed: somebody asked for another try.

    Raises:
        NotFound: There is no such brand.
        StoreUnavailable: The database does not answer.
    """
    moment = int(now.timestamp())
    with _locks[str(store.url), brand_id]:
        loaded = _load(store, brand_id, again=again)
        if loaded is None:
            return 0
        found: list[StoredAnalysis] = []
        alike: dict[Hashable, StoredAnalysis] = {}
        for place, (series, figures) in enumerate(loaded.figures.items()):
            if on_series is not None:
                on_series(place, len(loaded.figures))
            for kind in _KINDS:
                # A brand with one platform has each of its series twice.
                same = kind, _content(figures)
                if same not in alike:
                    attempt = StoredAnalysis(brand_id, kind, series, loaded.data_version, moment, None)
                    alike[same] = _attempt(attempt, figures)
                found.append(replace(alike[same], series=series))
        return len(loaded.figures) if _store(store, brand_id, loaded, found, moment) else 0


def _load(store: Store, brand_id: int, *, again: bool) -> _Loaded | None:
    """Read what there is to analyse; None where nothing changed."""
    with store.read() as work:
        version = work.brands.get(brand_id).data_version
        seen = 0 if again else work.analyses.seen_version(brand_id) or 0
        if version <= seen:
            return None
        return _Loaded(version, read_series(work, brand_id))


def _content(figures: SeriesFigures | str) -> Hashable:
    """What the analyses look at: where it is equal, so is their outcome."""
    if isinstance(figures, str):
        return figures
    hours = figures.hours
    sums = () if hours is None else (hours.numerators, hours.denominators, hours.days)
    return figures.days, figures.values, tuple(None if one is None else one.tobytes() for one in sums)


def _attempt(attempt: StoredAnalysis, figures: SeriesFigures | str) -> StoredAnalysis:
    """The outcome of one analysis of one series."""
    if isinstance(figures, str):
        return _failed(attempt, figures)
    try:
        payload = _compute(attempt.kind, figures)
        text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except Exception:
        # The other series must not suffer from a fault in one; the page shows it as ours, with this id.
        fault = secrets.token_hex(4)
        log.exception("fault %s in the %s of %s", fault, attempt.kind.value, attempt.series)
        return _failed(attempt, f"a fault of ours, {fault} in the log")
    return StoredAnalysis(
        attempt.brand_id, attempt.kind, attempt.series, attempt.data_version, attempt.computed_at, text
    )


def _compute(kind: AnalysisKind, figures: SeriesFigures) -> dict[str, object]:
    if kind is AnalysisKind.DECOMPOSITION:
        return decomposition_payload(decompose(figures.days, figures.values, figures.hours))
    return change_points_payload(find_change_points(figures.days, figures.values))


def _failed(attempt: StoredAnalysis, failure: str) -> StoredAnalysis:
    return StoredAnalysis(
        brand_id=attempt.brand_id,
        kind=attempt.kind,
        series=attempt.series,
        data_version=None,
        computed_at=None,
        result=None,
        failed_at=attempt.computed_at,
        failure=failure,
    )


def _store(store: Store, brand_id: int, loaded: _Loaded, found: list[StoredAnalysis], moment: int) -> bool:
    """Write the outcomes, unless newer data was analysed meanwhile or the brand is gone."""
    with store.write() as work:
        if brand_id not in {brand.id for brand in work.brands.list_all()}:
            return False
        if not work.analyses.claim(brand_id, loaded.data_version, moment):
            return False
        for one in found:
            work.analyses.put(one)
        for kind in _KINDS:
            work.analyses.keep_only(brand_id, kind, loaded.figures)
        work.commit()
    return True
