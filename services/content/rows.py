"""Reading the facts of each content of a range, from one cut per platform and account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.facts import Fact
from learning.domain.figures import FigureQuery
from learning.domain.gates import LearningGates
from learning.domain.holdings import Flags, UnitOf, UnitRows
from learning.domain.observations import Ints
from learning.metrics.catalog import EXPOSURE
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import metric_parts
from learning.metrics.gates import HOUR, teaches
from learning.metrics.grouping import Floats, Key, find_cells, group_rows
from services.figures.cuts import Chosen
from services.figures.slices import unit_request

PER_POST_FORMS: Final = (Form.UNIQUE, Form.RATIO_OF_ONE, Form.PER_POST)
"""Forms that need one observation per content."""


@dataclass(frozen=True, slots=True)
class ContentParts:
    """A metric's parts of every content (of each key that was asked for); arrays share one index."""

    ids: Ints
    numerator: Floats
    denominator: Floats
    stratum: Ints
    """Which of the chosen cuts it was read from."""
    group: Ints
    """Index into `keys`."""
    keys: tuple[Key, ...]
    """The combinations of the dimensions asked for; one empty key where there is none."""

    def only(self, kept: Flags | Ints) -> ContentParts:
        """Keep some of them."""
        return replace(
            self,
            ids=self.ids[kept],
            numerator=self.numerator[kept],
            denominator=self.denominator[kept],
            stratum=self.stratum[kept],
            group=self.group[kept],
        )


def read_rows(
    work: UnitOfWork, question: FigureQuery, chosen: Sequence[Chosen], facts: Iterable[Fact]
) -> tuple[UnitRows, ...]:
    """Read the facts of each content by the question's dimensions, once per chosen cut."""
    wanted = frozenset(facts)
    found: list[UnitRows] = []
    for one in chosen:
        own = tuple(sorted(one.holding.facts & wanted))
        found.append(work.figures.read_units(replace(unit_request(question, one), unit=UnitOf.CONTENT, facts=own)))
    return tuple(found)


def content_parts(metric: Metric, tables: Sequence[UnitRows]) -> ContentParts:
    """Put the metric's parts together by key and content; those without both parts are left out."""
    groups = group_rows([rows.keys for rows in tables], [len(rows.units) for rows in tables])
    ids, tops, bottoms, strata, codes = [], [], [], [], []
    for place, rows in enumerate(tables):
        cells = find_cells(groups.codes[place], rows.units)
        numerator, denominator = metric_parts(metric, rows)
        if metric.form in PER_POST_FORMS:
            numerator = np.where(rows.observations == 1, numerator, np.nan)
        top, bottom = cells.add(numerator), cells.add(denominator)
        if metric.form is Form.TOTAL:
            # A post is one post, in however many rows it stands.
            bottom = np.where(np.isnan(bottom), np.nan, 1.0)
        if metric.uses_money:
            # Amounts of one post in two currencies cannot be added.
            top = np.where(np.bincount(cells.of_row, minlength=len(top)) > 1, np.nan, top)
        known = ~(np.isnan(top) | np.isnan(bottom))
        ids.append(cells.unit[known])
        tops.append(top[known])
        bottoms.append(bottom[known])
        strata.append(np.full(int(known.sum()), place, dtype=np.int64))
        codes.append(cells.group[known])
    nothing, none = np.zeros(0), np.zeros(0, dtype=np.int64)
    return ContentParts(
        np.concatenate([*ids, none]),
        np.concatenate([*tops, nothing]),
        np.concatenate([*bottoms, nothing]),
        np.concatenate([*strata, none]),
        np.concatenate([*codes, none]),
        groups.keys,
    )


def sum_facts(tables: Sequence[UnitRows], ids: Ints, facts: Sequence[Fact]) -> dict[Fact, Floats]:
    """Facts of each content, over its currencies and keys; NaN where none was reported. The ids are distinct."""
    order = np.argsort(ids, kind="stable")
    found = {fact: np.full(len(ids), np.nan) for fact in facts}
    if not len(ids):
        return found
    for rows in tables:
        place = order[np.minimum(np.searchsorted(ids[order], rows.units), len(ids) - 1)]
        known = ids[place] == rows.units
        for fact, sums in found.items():
            values = rows.facts.get(fact)
            if values is not None:
                use = known & ~np.isnan(values)
                sums[place[use]] = np.nan_to_num(sums[place[use]])
                np.add.at(sums, place[use], values[use])
    return found


@dataclass(frozen=True, slots=True)
class Teaching:
    """What the exposure and age gates say of contents; arrays of shape (contents,)."""

    old: Flags
    """Captured long enough after publication."""
    teaches: Flags
    """Old and seen enough."""

    @property
    def left_out(self) -> int:
        """How many teach nothing."""
        return int((~self.teaches).sum())


def judge(
    work: UnitOfWork,
    gates: LearningGates,
    chosen: Sequence[Chosen],
    tables: Sequence[UnitRows],
    ids: Ints,
    *,
    brand_id: int,
) -> Teaching:
    """Apply the exposure and age gates to contents; the rows must hold impressions and views."""
    young: set[int] = set()
    seconds = int(gates.minimum_age_hours * HOUR)
    for one in chosen:
        young |= work.figures.list_young(brand_id, one.holding.cut_id, seconds) if seconds else set()
    old = ~np.isin(ids, np.array(sorted(young), dtype=np.int64))
    distinct, inverse = np.unique(ids, return_inverse=True)
    exposure = exposure_of(tables, distinct)[inverse]
    return Teaching(old, old & teaches(gates, exposure, np.full(len(ids), np.nan)))


def exposure_of(tables: Sequence[UnitRows], ids: Ints) -> Floats:
    """Impressions of each content, or views where there are none; NaN where there is neither."""
    sums = sum_facts(tables, ids, EXPOSURE)
    found = np.full(len(ids), np.nan)
    for fact in EXPOSURE:
        found = np.where(np.isnan(found), sums[fact], found)
    return found


def without_accounts(work: UnitOfWork, brand_id: int, parts: ContentParts) -> ContentParts:
    """The account itself, which an account-level row stands for, is no content."""
    accounts = np.array(sorted(work.figures.list_account_contents(brand_id)), dtype=np.int64)
    return parts.only(~np.isin(parts.ids, accounts))
