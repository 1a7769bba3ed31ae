"""Figures of a brand: each value from one cut per platform, with its n, its interval and its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from db.figures.repository import Figures
from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.figures import CountedUnit, FigureQuery, FigureRow, FigureTable, MetricValue
from learning.domain.timekeys import day_of
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import CALENDAR_DIMENSIONS
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import NOT_REPORTED, Evaluated, evaluate_metric
from learning.metrics.extras import evaluate_measure
from learning.metrics.grouping import Key, calendar_label, group_rows
from learning.metrics.measured import evaluate_measured
from learning.metrics.slices import plain_estimate
from services.figures.cuts import Chosen, CutChooser
from services.figures.slices import read_measure_slices, read_slices

ONE_POST_FORMS: Final = (Form.RATIO_OF_ONE, Form.PER_POST)
"""Forms that only mean something where the rows name contents."""


@dataclass(frozen=True, slots=True)
class BasisAnswer:
    """The figures of one basis, with what comparing them needs."""

    basis: Basis
    metrics: tuple[str, ...]
    rows: Mapping[Key, Mapping[str, Evaluated]]
    notes: tuple[str, ...]


def figures(work: UnitOfWork, query: FigureQuery) -> FigureTable:
    """Answer a question for figures: one row per basis and combination of the asked dimensions."""
    version = work.brands.get(query.brand_id).data_version
    answers = answer(work, query)
    rows = [row for one in answers for row in _figure_rows(one, query)]
    if not query.by and not rows and query.metrics:
        rows = [_empty_row(query)]
    return FigureTable(version, tuple(rows), tuple(note for one in answers for note in one.notes))


def answer(work: UnitOfWork, query: FigureQuery) -> tuple[BasisAnswer, ...]:
    """Answer with what comparisons need; a basis of which the brand has nothing at all is left out.

    Raises:
        BadOption: If a dimension, a metric or a value of the question is not known.
    """
    chooser = CutChooser(work.figures, query)
    held = {holding.spec.basis for holding in chooser.holdings}
    bases = [basis for basis in Basis if basis in held and query.basis in (None, basis)]
    return tuple(_answer_basis(work.figures, chooser, query, basis) for basis in bases)


def _answer_basis(reader: Figures, chooser: CutChooser, query: FigureQuery, basis: Basis) -> BasisAnswer:
    names = query.metrics or _every_metric(chooser, basis)
    facts = {
        name: chooser.choose(basis, CATALOG[name].needs, _dimensions(query, CATALOG[name]))
        for name in names
        if name in CATALOG
    }
    measured = {name: facts.pop(name) for name in tuple(facts) if CATALOG[name].form is Form.MEASURED}
    measures = {
        name: chooser.choose(basis, ((name,),), _dimensions(query)) for name in names if name.startswith(EXTRA_PREFIX)
    }
    if "currency" in {*query.by, *query.where}:
        measures, measured = {}, dict.fromkeys(measured, ())
    found = _evaluate_facts(reader, query, facts)
    _merge(found, _evaluate_measures(reader, query, measures))
    _merge(found, _evaluate_measured(reader, query, measured))
    chosen = facts | measures | measured
    reasons = {name: _why_none(chooser, query, basis, name) for name in names if not chosen.get(name)}
    shown = tuple(name for name in names if query.metrics or chosen.get(name))
    rows = {key: _filled(found[key], shown, reasons, basis) for key in sorted(found)}
    if not rows and not query.by and query.metrics:
        rows = {(): _filled({}, shown, reasons, basis)}
    rows = _with_missing_days(rows, query, chosen)
    return BasisAnswer(basis, shown, rows, _notes(reader, basis, query, chosen))


def _evaluate_facts(
    reader: Figures, query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> dict[Key, dict[str, Evaluated]]:
    slices = read_slices(reader, query, [(CATALOG[name], one) for name, own in chosen.items() for one in own])
    groups = group_rows([one.rows.keys for one in slices], [len(one.rows.units) for one in slices])
    found: dict[Key, dict[str, Evaluated]] = {}
    for name in chosen:
        for place, evaluated in evaluate_metric(CATALOG[name], slices, groups).items():
            found.setdefault(groups.keys[place], {})[name] = evaluated
    return found


def _evaluate_measures(
    reader: Figures, query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> dict[Key, dict[str, Evaluated]]:
    found: dict[Key, dict[str, Evaluated]] = {}
    slices = read_measure_slices(reader, query, chosen)
    for name in chosen:
        own = [one for one in slices if one.name == name]
        if not own:
            continue
        groups = group_rows([one.rows.keys for one in own], [len(one.rows.units) for one in own])
        for place, evaluated in evaluate_measure(own, groups).items():
            found.setdefault(groups.keys[place], {})[name] = evaluated
    return found


def _evaluate_measured(
    reader: Figures, query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> dict[Key, dict[str, Evaluated]]:
    found: dict[Key, dict[str, Evaluated]] = {}
    for name, own in chosen.items():
        metric = CATALOG[name]
        slices = read_measure_slices(reader, query, dict.fromkeys((*metric.measures, *metric.wholes), own))
        for key, evaluated in evaluate_measured(metric, slices).items():
            found.setdefault(key, {})[name] = evaluated
    return found


def _merge(found: dict[Key, dict[str, Evaluated]], more: dict[Key, dict[str, Evaluated]]) -> None:
    for key, values in more.items():
        found.setdefault(key, {}).update(values)


def _every_metric(chooser: CutChooser, basis: Basis) -> tuple[str, ...]:
    """Every metric for which some cut of the basis has the facts, then every extra."""
    known = [name for name, metric in CATALOG.items() if chooser.candidates(basis, metric.needs, ())]
    own = [holding for holding in chooser.holdings if holding.spec.basis is basis]
    return (*known, *sorted({measure.name for holding in own for measure in holding.measures}))


def _dimensions(query: FigureQuery, metric: Metric | None = None) -> tuple[str, ...]:
    """The dimensions that a cut must have to answer."""
    asked = dict.fromkeys((*query.by, *query.where))
    if metric is not None and metric.form in ONE_POST_FORMS:
        asked["content"] = None
    return tuple(asked)


def _why_none(chooser: CutChooser, query: FigureQuery, basis: Basis, name: str) -> str:
    metric = CATALOG.get(name)
    needs = metric.needs if metric else ((name,),)
    label = metric.label.lower() if metric else name
    if not chooser.candidates(basis, needs, ()):
        if metric and metric.unmeasured:
            return metric.unmeasured
        return f"no {basis} data with {label}"
    wanted = _dimensions(query, metric)
    if not chooser.candidates(basis, needs, wanted):
        names = ", ".join("post" if name == "content" else name.replace("_", " ") for name in wanted)
        return f"no export gives {label} by {names}"
    if basis is Basis.PERIOD:
        return "no period total lies within this range; totals of longer periods are not spread over days"
    return "no data in this range"


def _filled(
    values: Mapping[str, Evaluated], names: Sequence[str], reasons: Mapping[str, str], basis: Basis
) -> dict[str, Evaluated]:
    """Every metric of the row, those without a value with the reason."""
    return {name: values.get(name) or _nothing(basis, reasons.get(name, NOT_REPORTED)) for name in names}


def _nothing(basis: Basis, reason: str) -> Evaluated:
    counted = CountedUnit.PERIODS if basis is Basis.PERIOD else CountedUnit.DAYS
    value = MetricValue(None, None, None, 0, counted, basis, {}, reason=reason)
    return Evaluated(value, plain_estimate(None))


def _empty_row(query: FigureQuery) -> FigureRow:
    basis = query.basis or Basis.ACTIVITY
    empty = _nothing(basis, "no data has been imported").value
    return FigureRow((), basis, dict.fromkeys(query.metrics, empty))


def _with_missing_days(
    rows: dict[Key, dict[str, Evaluated]], query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> dict[Key, dict[str, Evaluated]]:
    """A row of one date, week or month only misses days of its own, of any cut behind the metric."""
    kinds = [(place, name) for place, name in enumerate(query.by) if name in CALENDAR_DIMENSIONS]
    if not kinds:
        return rows
    place, kind = kinds[0]
    gaps: dict[str, dict[str, list[date]]] = {}
    for name, own in chosen.items():
        missing = frozenset[int]().union(*(one.missing for one in own))
        for day in map(day_of, sorted(missing)):
            gaps.setdefault(name, {}).setdefault(calendar_label(day, kind), []).append(day)
    return {
        key: {name: _missing_only(one, gaps.get(name, {}).get(key[place], ())) for name, one in values.items()}
        for key, values in rows.items()
    }


def _missing_only(one: Evaluated, days: Iterable[date]) -> Evaluated:
    own = tuple(days)
    return one if own == one.value.missing_days else replace(one, value=replace(one.value, missing_days=own))


def _notes(
    reader: Figures, basis: Basis, query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> tuple[str, ...]:
    if basis is Basis.PERIOD and any(name in CALENDAR_DIMENSIONS for name in query.by):
        return (
            "Totals of stated periods are never spread over days: only periods within one date, week or month show.",
        )
    if basis is not Basis.LIFETIME:
        return ()
    cuts = {one.holding.cut_id: one.holding.spec.name for own in chosen.values() for one in own}
    notes: list[str] = []
    for cut_id, name in sorted(cuts.items()):
        count = reader.count_undated(cut_id)
        if count:
            notes.append(f"{name}: {count} without a date of publication belong to no range and are left out.")
    return tuple(notes)


def _figure_rows(one: BasisAnswer, query: FigureQuery) -> list[FigureRow]:
    return [
        FigureRow(
            tuple(zip(query.by, key, strict=True)),
            one.basis,
            {name: evaluated.value for name, evaluated in values.items()},
        )
        for key, values in one.rows.items()
    ]
