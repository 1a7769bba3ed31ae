"""A chart shows the record's numbers, all of them and no others."""

from datetime import date, timedelta

from learning.metrics.definitions import MetricUnit
from ui.charts import MOST_POINTS, Line, Mark, TrendChart, trend_figure

START = date(2024, 1, 1)


def _days(count: int) -> tuple[date, ...]:
    return tuple(START + timedelta(days=index) for index in range(count))


def test_a_gap_in_the_data_stays_a_gap_in_the_line_and_in_its_band() -> None:
    line = Line("now", _days(5), (1.0, 2.0, None, 4.0, 5.0), (0.5, 1.5, None, 3.5, 4.5), (1.5, 2.5, None, 4.5, 5.5))
    figure = trend_figure(TrendChart((line,), MetricUnit.NUMBER))
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(bands) == 2
    drawn = next(trace for trace in figure.data if trace.name == "now")
    assert drawn.y[2] is None
    assert drawn.connectgaps is False


def test_long_series_are_thinned_to_what_a_screen_can_show() -> None:
    count = 3 * MOST_POINTS
    line = Line("now", _days(count), tuple(float(index) for index in range(count)))
    figure = trend_figure(TrendChart((line,), MetricUnit.COUNT))
    assert len(figure.data[0].x) <= MOST_POINTS


def test_the_comparison_differs_by_its_dash_and_not_by_colour_alone() -> None:
    now = Line("now", _days(3), (1.0, 2.0, 3.0))
    before = Line("before", _days(3), (1.0, 1.0, 1.0), dashed=True)
    figure = trend_figure(TrendChart((now, before), MetricUnit.COUNT))
    dashes = {trace.name: trace.line.dash for trace in figure.data}
    assert dashes == {"now": "solid", "before": "dot"}
    assert figure.layout.showlegend


def test_marks_never_change_the_scale() -> None:
    line = Line("now", _days(3), (100.0, 200.0, 300.0))
    figure = trend_figure(TrendChart((line,), MetricUnit.COUNT, (Mark(START, "Import: X"),)))
    marks = next(trace for trace in figure.data if trace.name == "Notes")
    assert marks.yaxis == "y2"
    assert figure.layout.yaxis2.range == (0, 1)


def test_every_figure_has_a_height_and_does_not_move() -> None:
    figure = trend_figure(TrendChart((Line("now", _days(2), (1.0, 2.0)),), MetricUnit.RATE))
    assert figure.layout.height
    assert figure.layout.transition.duration == 0
    assert figure.layout.yaxis.tickformat.endswith("%")
