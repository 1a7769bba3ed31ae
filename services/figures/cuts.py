"""Choosing, for each platform and account, the one cut that a metric is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.figures.repository import Figures
from learning.domain.enums import Basis
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.figures import FigureQuery
from learning.domain.holdings import AccountName, Coverage, CutHolding
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_key, day_of
from learning.metrics.cuts import (
    CALENDAR_DIMENSIONS,
    AccountGroup,
    bridge_quiet_days,
    candidate_cuts,
    choose_cut,
    group_accounts,
)
from learning.metrics.grouping import calendar_label
from learning.metrics.periods import HeldPeriod, choose_periods, covered_days
from services.figures.questions import check_question

Needs = tuple[tuple[str, ...], ...]
Span = tuple[int, int]

LONGEST_QUIET_DAYS: Final = 31
"""So far outside the range is looked for the rows that a quiet stretch at its edge lies between."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cut that answers for one account (or group of accounts)."""

    group: AccountGroup
    holding: CutHolding
    spans: tuple[Span, ...]
    """Ranges of days to read; of period totals the periods that may be added."""
    missing: frozenset[int]
    observations: int
    """How many observations lie behind, an upper bound of the rows that a read by content meets."""


class CutChooser:
    """Chooses cuts for one query; what it read is kept, so that twenty metrics cost what one does."""

    def __init__(self, reader: Figures, query: FigureQuery) -> None:
        """Read what the brand has; refuses a question that cannot be meant (BadOption)."""
        self._reader = reader
        self.every_holding = reader.list_holdings(query.brand_id, peers=query.peers)
        check_question(query, self.every_holding)
        self._first, self._last = day_key(query.first), day_key(query.last)
        self.spans = _asked_spans(query)
        self._wanted = frozenset(day for first, last in self.spans for day in range(first, last + 1))
        self.holdings = tuple(one for one in self.every_holding if _of_platform(one.spec.platform, query))
        accounts = reader.list_accounts(query.brand_id)
        self._accounts = frozenset(account.account_id for account in accounts if _of_account(account, query))
        self._groups = group_accounts(accounts)
        self._calendar = tuple(name for name in query.by if name in CALENDAR_DIMENSIONS)
        self._coverage: dict[tuple[int, bool], tuple[Coverage, ...]] = {}
        self._runs: dict[int, tuple[Span, ...]] = {}
        self._chosen: dict[tuple[Basis, Needs, tuple[str, ...]], tuple[Chosen, ...]] = {}

    def choose(self, basis: Basis, needs: Needs, dimensions: Sequence[str]) -> tuple[Chosen, ...]:
        """The cuts from which a metric with these needs is read, at most one per account group."""
        key = basis, needs, tuple(dimensions)
        if key not in self._chosen:
            found = [self._choose_for(group, basis, needs, dimensions) for group in self._groups]
            self._chosen[key] = tuple(chosen for chosen in found if chosen is not None)
        return self._chosen[key]

    def candidates(self, basis: Basis, needs: Needs, dimensions: Sequence[str]) -> tuple[CutHolding, ...]:
        """The cuts of any platform that could answer, whatever their days."""
        return candidate_cuts([one for one in self.holdings if one.spec.basis is basis], dimensions, needs)

    def _choose_for(self, group: AccountGroup, basis: Basis, needs: Needs, dimensions: Sequence[str]) -> Chosen | None:
        members = self._accounts.intersection(group.account_ids)
        if not members:
            return None
        group = AccountGroup(group.platform, tuple(sorted(members)))
        candidates = [one for one in self.candidates(basis, needs, dimensions) if one.spec.platform == group.platform]
        days = {one.cut_id: self._covered(one, group, needs) for one in candidates if basis is Basis.LIFETIME}
        # A lifetime total belongs to the day of its publication: only days with a publication can be missing.
        wanted = frozenset[int]().union(*days.values()) if basis is Basis.LIFETIME else self._wanted
        choice = choose_cut(candidates, wanted & self._wanted, lambda one: self._covered(one, group, needs))
        if choice is None:
            return None
        spans = self.spans
        if basis is Basis.PERIOD:
            spans = tuple((one.first, one.last) for one in self._periods(choice.holding, group, needs))
        missing = frozenset() if basis is Basis.LIFETIME else frozenset(choice.missing_days)
        return Chosen(group, choice.holding, spans, missing, self._observations(choice.holding, group, needs))

    def _covered(self, holding: CutHolding, group: AccountGroup, needs: Needs) -> frozenset[int]:
        if holding.spec.basis is Basis.PERIOD:
            return covered_days(self._periods(holding, group, needs))
        days = [coverage.start[_reported(coverage, needs)] for coverage in self._of(holding, group, needs)]
        found = frozenset(np.concatenate(days).tolist()) if days else frozenset[int]()
        if _may_be_quiet(holding):
            return bridge_quiet_days(found, self._run_days(holding))
        return found

    def _run_days(self, holding: CutHolding) -> tuple[Span, ...]:
        if holding.cut_id not in self._runs:
            self._runs[holding.cut_id] = self._reader.list_run_days(holding)
        return self._runs[holding.cut_id]

    def _periods(self, holding: CutHolding, group: AccountGroup, needs: Needs) -> tuple[HeldPeriod, ...]:
        held = [
            HeldPeriod(last, first, newest)
            for coverage in self._of(holding, group, needs)
            for first, last, newest in _held(coverage, needs)
            if all(_same_bucket(first, last, name) for name in self._calendar)
        ]
        chosen: list[HeldPeriod] = []
        for first, last in self.spans:
            chosen.extend(choose_periods(held, first, last))
        return tuple(chosen)

    def _of(self, holding: CutHolding, group: AccountGroup, needs: Needs) -> list[Coverage]:
        measures = needs[0][0].startswith(EXTRA_PREFIX)
        key = holding.cut_id, measures
        if key not in self._coverage:
            names = sorted({measure.name for measure in holding.measures})
            margin = LONGEST_QUIET_DAYS if _may_be_quiet(holding) else 0
            first, last = self._first - margin, self._last + margin
            self._coverage[key] = (
                self._reader.list_measure_coverage(holding, names, first, last)
                if measures
                else self._reader.list_coverage(holding, first, last)
            )
        return [one for one in self._coverage[key] if one.account_id in group.account_ids]

    def _observations(self, holding: CutHolding, group: AccountGroup, needs: Needs) -> int:
        return sum(int(coverage.observations.sum()) for coverage in self._of(holding, group, needs))


def _may_be_quiet(holding: CutHolding) -> bool:
    """Whether a day without a row may be one on which nothing was seen."""
    return holding.spec.basis is Basis.ACTIVITY and "content" in holding.spec.dimensions


def _held(coverage: Coverage, needs: Needs) -> list[tuple[int, int, int]]:
    own = _reported(coverage, needs)
    columns = (coverage.start[own], coverage.finish[own], coverage.newest[own])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _reported(coverage: Coverage, needs: Needs) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where one of each group of facts was reported."""
    nothing = np.zeros(len(coverage.start), dtype=np.bool_)
    found = ~nothing
    for group in needs:
        one_of = nothing
        for name in group:
            one_of = one_of | coverage.present.get(name, nothing)
        found = found & one_of
    return found


def _same_bucket(first: int, last: int, calendar: str) -> bool:
    """Totals of several days have no place in a split by dates, weeks or months that they reach across."""
    return calendar_label(day_of(first), calendar) == calendar_label(day_of(last), calendar)


def _asked_spans(query: FigureQuery) -> tuple[Span, ...]:
    first, last = day_key(query.first), day_key(query.last)
    named = query.where.get("date")
    if named is None:
        return ((first, last),)
    days = {day_key(type(query.first).fromisoformat(text)) for text in named}
    return tuple((day, day) for day in sorted(days) if first <= day <= last)


def _of_platform(platform: str, query: FigureQuery) -> bool:
    wanted = query.where.get("platform")
    if wanted is None:
        return True
    return platform_name(platform).casefold() in {platform_name(name).casefold() for name in wanted}


def _of_account(account: AccountName, query: FigureQuery) -> bool:
    wanted = query.where.get("account")
    return wanted is None or account.handle in wanted
