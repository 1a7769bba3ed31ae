"""Decisions of programs as the detectors take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from db.unit import UnitOfWork
from learning.domain.decisions import ToldDecision
from learning.domain.facts import Fact
from learning.domain.timekeys import day_key
from learning.insights.brand_data import DECISION_COLUMNS, DECISION_NUMBERS, DECISION_TEXTS, no_decisions
from learning.insights.operation_units import SPAN_DAYS
from services.decisions.lines import TEXT_COMPLEXITY, TEXT_DOMAIN

DAY_SECONDS: Final = 86_400
HOUR_SECONDS: Final = 3_600
MOST_DECISIONS: Final = 200_000
"""The newest so many are learned from: a few seconds and 200 MB."""
SUCCESS: Final = "success"
RATED: Final = "complexity_score"
PLACED: Final = "domain"
HALF: Final = 0.5
OUTCOMES: Final = {
    "quality": "quality_score",
    "satisfaction": "satisfaction_rating",
    "conversions": Fact.CONVERSIONS.value,
    "response_ms": "response_ms",
}
TOLD: Final = ("total_ms", "selection_ms", "generation_ms", "validation_ms", "cleanup_ms")


def decision_frame(work: UnitOfWork, brand_id: int, today: date, moment: int) -> pd.DataFrame:
    """Return one row per decision of the last ten weeks up to the last full hour before a moment (UTC seconds)."""
    since = (day_key(today) - SPAN_DAYS) * DAY_SECONDS
    until = moment // HOUR_SECONDS * HOUR_SECONDS
    told = work.decisions.list_told(brand_id, since, until, most=MOST_DECISIONS, metrics=[SUCCESS, *OUTCOMES.values()])
    return _framed(told) if told else no_decisions()


def _framed(told: Sequence[ToldDecision]) -> pd.DataFrame:
    judges = {one.line.component for one in told if "error" in one.line.details or SUCCESS in one.outcomes}
    at = np.array([one.line.at for one in told], dtype=np.int64)
    raters, placers = ({one.line.component for one in told if name in one.line.details} for name in (RATED, PLACED))
    texts = [_texts(one, places=one.line.component in placers) for one in told]
    numbers = [_numbers(one, judges=one.line.component in judges, rates=one.line.component in raters) for one in told]
    columns = {"at": at, "day": at // DAY_SECONDS}
    named = {name: np.array([row[name] for row in texts], dtype=object) for name in DECISION_TEXTS}
    amounts = {
        name: np.array([row.get(name, np.nan) for row in numbers], dtype=np.float64) for name in DECISION_NUMBERS
    }
    return pd.DataFrame({**columns, **named, **amounts})[list(DECISION_COLUMNS)]


def _texts(one: ToldDecision, *, places: bool) -> Mapping[str, str]:
    """What was told; where a component tells the domain of no request, the words of its requests do."""
    line, details = one.line, one.line.details
    return {
        "component": line.component,
        "operation": str(details.get("operation", "")),
        "arm": line.arm or "",
        "session": str(details.get("session_id", "")),
        "person": str(details.get("user_id", "")) or line.unit,
        "domain": str(details.get(PLACED if places else TEXT_DOMAIN, "")),
        "error": str(details.get("error", "")),
        "persona": line.context.get("persona", ""),
        "device": line.context.get("device", ""),
    }


def _numbers(one: ToldDecision, *, judges: bool, rates: bool) -> Mapping[str, float]:
    """What was told; success is taken for granted only of a component that tells of failures at all.

    Where a component rates the complexity of no request, the words of its requests do: the two are never mixed.
    """
    details = one.line.details
    found = {name: value for name in TOLD if isinstance(value := details.get(name), float)}
    found |= {name: one.outcomes[metric] for name, metric in OUTCOMES.items() if metric in one.outcomes}
    complexity = details.get(RATED if rates else TEXT_COMPLEXITY)
    applied = details.get("enhancement_applied")
    if isinstance(complexity, float):
        found["complexity"] = complexity
    if isinstance(applied, bool):
        found["bypassed"] = float(not applied)
    if judges:
        found["failed"] = float(bool(details.get("error")) or one.outcomes.get(SUCCESS, 1.0) < HALF)
    return found
