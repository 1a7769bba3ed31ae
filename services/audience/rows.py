"""Reading the rows behind segments: once for all metrics and all ways to split them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery
from learning.domain.trends import Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.comparison import earlier_range, shift_days
from learning.metrics.definitions import Form
from learning.metrics.splits import SegmentRows
from services.figures.asking import ONE_POST_FORMS
from services.figures.cuts import Chosen, CutChooser
from services.figures.slices import read_measure_slices, read_slices
from services.figures.usual_rates import UsualRates


class SegmentReader:
    """Reads segments of one scope: what the brand has is looked up once, whatever is asked by which dimensions."""

    def __init__(
        self,
        work: UnitOfWork,
        scope: Scope,
        metrics: Sequence[str],
        dimensions: Sequence[str],
        *,
        yardsticks: UsualRates | None = None,
    ) -> None:
        """Look up what there is.

        Raises:
            BadOption: If a dimension, a metric or a value of a filter is not known.
        """
        self._reader = work.figures
        self._query = FigureQuery(
            scope.brand_id, scope.first, scope.last, tuple(dimensions), scope.where, tuple(metrics), scope.basis
        )
        self._chooser = CutChooser(work.figures, self._query)
        self.yardsticks = yardsticks or UsualRates(work.figures)

    def read(self, dimensions: Sequence[str]) -> tuple[SegmentRows, ...]:
        """Read the metrics by some of the dimensions, each on the first basis that has it; one record per basis."""
        chosen: dict[Basis, dict[str, tuple[Chosen, ...]]] = {}
        for name in self._query.metrics:
            metric = CATALOG[name]
            asked = tuple(dict.fromkeys((*dimensions, *self._query.where)))
            asked = (*asked, "content") if metric.form in ONE_POST_FORMS and "content" not in asked else asked
            for basis in Basis:
                allowed = self._query.basis in (None, basis)
                found = self._chooser.choose(basis, metric.needs, asked) if allowed else ()
                if found:
                    chosen.setdefault(basis, {})[name] = found
                    break
        query = replace(self._query, by=tuple(dimensions))
        return tuple(self._rows(query, basis, own) for basis, own in chosen.items())

    def _rows(self, query: FigureQuery, basis: Basis, chosen: dict[str, tuple[Chosen, ...]]) -> SegmentRows:
        plain = [(CATALOG[name], one) for name, own in chosen.items() if not CATALOG[name].measures for one in own]
        measured = {
            measure: own
            for name, own in chosen.items()
            if CATALOG[name].form is Form.MEASURED
            for measure in (*CATALOG[name].measures, *CATALOG[name].wholes)
        }
        return SegmentRows(
            basis,
            query.by,
            tuple(chosen),
            tuple(read_slices(self._reader, query, plain, yardsticks=self.yardsticks)),
            tuple(read_measure_slices(self._reader, query, measured)) if measured else (),
        )


def read_segments(
    work: UnitOfWork,
    scope: Scope,
    dimensions: Sequence[str],
    metrics: Sequence[str],
    *,
    yardsticks: UsualRates | None = None,
) -> tuple[SegmentRows, ...]:
    """Read metrics by dimensions once.

    Raises:
        BadOption: If a dimension, a metric or a value of a filter is not known.
    """
    return SegmentReader(work, scope, metrics, dimensions, yardsticks=yardsticks).read(dimensions)


def compared_range(scope: Scope) -> tuple[date, date] | None:
    """The days that a scope is compared with; None for no comparison."""
    if scope.compare_first is not None:
        length = (scope.last - scope.first).days
        return scope.compare_first, scope.compare_last or scope.compare_first + timedelta(days=length)
    shift = shift_days(scope.first, scope.last, scope.compare)
    return earlier_range(scope.first, scope.last, shift) if shift else None
