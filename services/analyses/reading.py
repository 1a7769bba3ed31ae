"""The stored analyses of a brand's series, as pages read them."""

from __future__ import annotations

import json

from db.unit import UnitOfWork
from learning.domain.analyses import Analysed, AnalysisKind, ChangePoints, Decomposition, SeriesKey, StoredAnalysis
from services.analyses.result_json import read_change_points, read_decomposition


def find_decomposition(work: UnitOfWork, brand_id: int, series: SeriesKey) -> Analysed[Decomposition] | None:
    """The stored decomposition of a series; None where none was tried yet."""
    stored = work.analyses.find(brand_id, AnalysisKind.DECOMPOSITION, series)
    return None if stored is None else _decomposition(stored)


def list_decompositions(work: UnitOfWork, brand_id: int) -> tuple[Analysed[Decomposition], ...]:
    """The stored decompositions of all series of a brand."""
    return tuple(_decomposition(stored) for stored in work.analyses.list_of(brand_id, AnalysisKind.DECOMPOSITION))


def find_changes(work: UnitOfWork, brand_id: int, series: SeriesKey) -> Analysed[ChangePoints] | None:
    """The stored change points of a series; None where none were looked for yet."""
    stored = work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, series)
    return None if stored is None else _changes(stored)


def list_changes(work: UnitOfWork, brand_id: int) -> tuple[Analysed[ChangePoints], ...]:
    """The stored change points of all series of a brand."""
    return tuple(_changes(stored) for stored in work.analyses.list_of(brand_id, AnalysisKind.CHANGE_POINTS))


def _decomposition(stored: StoredAnalysis) -> Analysed[Decomposition]:
    result = None if stored.result is None else read_decomposition(json.loads(stored.result))
    return Analysed(stored.series, result, stored.data_version, stored.computed_at, stored.failure, stored.failed_at)


def _changes(stored: StoredAnalysis) -> Analysed[ChangePoints]:
    result = None if stored.result is None else read_change_points(json.loads(stored.result))
    return Analysed(stored.series, result, stored.data_version, stored.computed_at, stored.failure, stored.failed_at)
