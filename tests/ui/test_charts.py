"""A chart shows the record's numbers, all of them and no others."""

from dataclasses import replace
from datetime import date, timedelta

import plotly.graph_objects as go

from learning.metrics.definitions import MetricUnit
from ui.charts.drawing import MOST_POINTS, Line, TrendChart, trend_figure
from ui.charts.marks import Band, GoalLine, Mark, ShiftMark

START = date(2024, 1, 1)
SHIFT = ShiftMark(date(2024, 1, 9), date(2024, 1, 7), date(2024, 1, 12), "went up")


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
    figure = trend_figure(TrendChart((line,), MetricUnit.COUNT, (Mark(START, "Launch", label="1"),)))
    marks = next(trace for trace in figure.data if trace.name == "Notes")
    assert marks.yaxis == "y2"
    assert figure.layout.yaxis2.range == (0, 1)


def test_every_figure_has_a_height_and_does_not_move() -> None:
    figure = trend_figure(TrendChart((Line("now", _days(2), (1.0, 2.0)),), MetricUnit.RATE))
    assert figure.layout.height
    assert figure.layout.transition.duration == 0
    assert figure.layout.yaxis.tickformat.endswith("%")


def drawn(**layers: object) -> go.Figure:
    line = Line("now", _days(28), tuple(100.0 + index for index in range(28)))
    return trend_figure(replace(TrendChart((line,), MetricUnit.COUNT, window=(START, _days(28)[-1])), **layers))


def test_a_click_does_not_fade_what_was_not_clicked() -> None:
    mark = Mark(START, "Launch", label="1")
    for trace in drawn(marks=(mark, Mark(START, "Import")), shifts=(SHIFT,)).data:
        if trace.mode and "markers" in trace.mode:
            assert trace.selected.marker.opacity == trace.unselected.marker.opacity == trace.marker.opacity


def test_every_point_of_a_line_can_be_clicked_however_many_there_are() -> None:
    for count in (5, 500):
        line = Line("now", _days(count), tuple(float(index) for index in range(count)))
        assert "markers" in trend_figure(TrendChart((line,), MetricUnit.COUNT)).data[0].mode


def test_notes_are_written_as_text_and_not_obeyed() -> None:
    figure = drawn(marks=(Mark(START, "<a href='x'>click</a>", label="1"),))
    notes = next(trace for trace in figure.data if trace.name == "Notes")
    assert "<a" not in notes.customdata[0]


def test_a_note_about_a_range_is_shaded_and_one_about_a_day_is_not() -> None:
    last = START + timedelta(days=4)
    figure = drawn(marks=(Mark(START, "Sale", last=last, label="1"), Mark(last, "Launch", label="2")))
    shaded = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(shape.x0, shape.x1) for shape in shaded] == [(START, last)]


def test_a_change_is_marked_over_all_the_days_it_may_have_been() -> None:
    figure = drawn(shifts=(SHIFT,))
    bar = next(trace for trace in figure.data if trace.name == "Days it may have been")
    assert tuple(bar.x) == (SHIFT.low, SHIFT.high)
    assert figure.layout.yaxis2.range == (0, 1)


def test_a_goal_in_sight_is_in_the_picture_and_one_far_off_does_not_flatten_the_lines() -> None:
    near, far = (GoalLine("Goal", _days(28), (value,) * 28) for value in (150.0, 5_000.0))
    assert drawn(goal=near).layout.yaxis.range[1] > 150
    assert drawn(goal=far).layout.yaxis.range[1] < 200
    assert [trace.name for trace in drawn(goal=far).data] == ["now"]


def test_the_expected_range_breaks_where_a_day_has_none_and_is_named_once() -> None:
    edges = (90.0, 90.0, None, 90.0, 90.0)
    band = Band("expected (95 %)", _days(5), edges, tuple(None if edge is None else 130.0 for edge in edges))
    shapes = [trace for trace in drawn(expected=band).data if trace.fill == "toself"]
    assert [trace.showlegend for trace in shapes] == [True, False]


def test_marks_at_the_ends_are_not_cut_off() -> None:
    low, high = drawn().layout.xaxis.range
    assert low.date() < START or low.hour
    assert high.date() >= _days(28)[-1]
