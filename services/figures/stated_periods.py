"""Which stated periods stand behind a figure that was read from period totals."""

from __future__ import annotations

from datetime import date

from db.figures.repository import Figures
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery
from learning.domain.timekeys import day_of
from learning.metrics.catalog import CATALOG
from services.figures.cuts import CutChooser


def stated_periods(reader: Figures, query: FigureQuery) -> tuple[tuple[date, date], ...]:
    """Return the periods that the figure of one metric is the sum of, in the order of time, each once."""
    name = query.metrics[0]
    needs = CATALOG[name].needs if name in CATALOG else ((name,),)
    chosen = CutChooser(reader, query).choose(Basis.PERIOD, needs, tuple(query.where))
    spans = sorted({span for one in chosen for span in one.spans})
    return tuple((day_of(first), day_of(last)) for first, last in spans)
