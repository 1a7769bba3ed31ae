"""A chart as a picture to hand on: light colours whatever the theme, its title, its filters and its date written on it.

The browser draws and saves it; nothing is rendered on the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import plotly.graph_objects as go

LIGHT: Final = ("#4338CA", "#0EA5A4", "#E07A1F", "#BE185D", "#5B8DEF", "#6B7280")
"""The chart colours of the light theme."""
INK: Final = "#0F172A"
QUIET: Final = "#475569"
PAPER: Final = "#FFFFFF"
FONT: Final = "Inter, Helvetica, Arial, sans-serif"
SAVED_WIDTH: Final = 1_200
SAVED_BODY: Final = 430
"""The least height of what is drawn between title and notes in the file; the preview has that of the page."""
TITLE_LINE: Final = 21
LINE: Final = 14
LEGEND_LINE: Final = 20
EDGE: Final = 14
GAP: Final = 14
AXIS: Final = 40
"""From the lower edge of the drawing to the notes: the days or values are written there."""
LONGEST_TITLE: Final = 30
LONGEST_LINE: Final = 58
"""So many characters have room on a phone; what is saved looks as it did when it was offered."""
LEGEND: Final = {
    "orientation": "v",
    "x": 0,
    "xanchor": "left",
    "y": 1,
    "yanchor": "bottom",
    "font": {"size": 12},
    "tracegroupgap": 0,
}
_PLACEHOLDERS: Final = {f"#{place + 1:06d}": colour for place, colour in enumerate(LIGHT)}


def picture(figure: go.Figure, title: str, lines: Sequence[str]) -> go.Figure:
    """Copy a figure with the light palette in place of the theme's, a title above and the given lines below.

    Title, legend and lines have a height of their own that does not depend on the width: nothing lies over anything
    else, on a phone and in the file.
    """
    plain = _with_colours(figure.to_plotly_json())
    made = go.Figure(data=plain.get("data"), layout=plain.get("layout"), skip_invalid=True)
    titles = _wrapped(title, LONGEST_TITLE)
    said = [part for line in lines for part in _wrapped(line, LONGEST_LINE)]
    margin, legend = figure.layout.margin, _legend_lines(figure)
    top = EDGE + TITLE_LINE * len(titles) + GAP + (LEGEND_LINE * legend if legend else margin.t or 0)
    bottom = AXIS + LINE * len(said) + EDGE
    made.update_layout(
        template="none",
        font={"family": FONT, "color": INK, "size": 13},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        autosize=True,
        height=_body(figure) + top + bottom,
        width=None,
        margin={"l": max(margin.l or 0, 12), "r": max(margin.r or 0, 12), "t": top, "b": bottom},
        legend=LEGEND,
    )
    made.update_layout(title=_title(titles, made.layout.height))
    made.update_yaxes(gridcolor="#E2E5EE", zerolinecolor="#E2E5EE")
    made.add_annotation(
        text="<br>".join(escape(line) for line in said),
        xref="paper",
        yref="paper",
        # The right edge stands still; the left one moves with the names that a chart has there.
        x=1,
        y=0,
        xanchor="right",
        yanchor="top",
        yshift=-AXIS,
        align="left",
        showarrow=False,
        font={"size": 10, "color": QUIET},
    )
    return made


def _title(lines: Sequence[str], height: int) -> dict[str, Any]:
    """The title at the upper left; Plotly anchors one of several lines at its last."""
    first = EDGE + TITLE_LINE * (len(lines) - 1)
    return {
        "text": f"<b>{'<br>'.join(escape(line) for line in lines)}</b>",
        "x": 0,
        "xanchor": "left",
        "y": 1 - first / height,
        "yanchor": "top",
        "pad": {"l": 12},
        "font": {"size": 16, "color": INK},
    }


def picture_config(file: str, made: go.Figure) -> dict[str, Any]:
    """Return the settings of a picture whose only button saves it as PNG."""
    body = made.layout.height - made.layout.margin.t - made.layout.margin.b
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": "png",
            "filename": file,
            "width": SAVED_WIDTH,
            "height": made.layout.height - body + max(body, SAVED_BODY),
            "scale": 2,
        },
    }


def _body(figure: go.Figure) -> int:
    """The height of what is drawn within the margins, as on the page."""
    margin = figure.layout.margin
    return int((figure.layout.height or SAVED_BODY) - (margin.t or 0) - (margin.b or 0))


def _legend_lines(figure: go.Figure) -> int:
    """How many entries the legend has, each on a line of its own."""
    named = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    shown = figure.layout.showlegend
    return len(named) if shown or (shown is None and len(named) > 1) else 0


def _with_colours(part: Any) -> Any:
    """The same structure with the theme's placeholders replaced; arrays stay as they are."""
    if isinstance(part, str):
        return _PLACEHOLDERS.get(part, part)
    if isinstance(part, dict):
        return {key: _with_colours(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return type(part)(_with_colours(value) for value in part)
    return part


def _wrapped(line: str, longest: int) -> list[str]:
    """Break a long line between words."""
    found, current = [], ""
    for word in line.split():
        if current and len(current) + 1 + len(word) > longest:
            found.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*found, current] if current else found
