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
PICTURE_WIDTH: Final = 1_200
PICTURE_HEIGHT: Final = 420
SAVED_HEIGHT: Final = 675
LINE: Final = 17
TOP: Final = 62
BOTTOM: Final = 64
LONGEST_LINE: Final = 150
_PLACEHOLDERS: Final = {f"#{place + 1:06d}": colour for place, colour in enumerate(LIGHT)}


def picture(figure: go.Figure, title: str, lines: Sequence[str]) -> go.Figure:
    """Copy a figure with the light palette in place of the theme's, a title above and the given lines below."""
    plain = _with_colours(figure.to_plotly_json())
    made = go.Figure(data=plain.get("data"), layout=plain.get("layout"), skip_invalid=True)
    wrapped = [part for line in lines for part in _wrapped(line)]
    margin = figure.layout.margin
    made.update_layout(
        template="none",
        title={"text": f"<b>{escape(title)}</b>", "x": 0.02, "xanchor": "left", "y": 0.97, "yanchor": "top"},
        font={"family": FONT, "color": INK, "size": 13},
        title_font={"size": 17, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        autosize=True,
        height=PICTURE_HEIGHT,
        width=None,
        margin={
            "l": max(margin.l or 0, 24),
            "r": max(margin.r or 0, 24),
            "t": TOP + (margin.t or 0),
            "b": BOTTOM + LINE * len(wrapped),
        },
    )
    made.update_yaxes(gridcolor="#E2E5EE", zerolinecolor="#E2E5EE")
    made.add_annotation(
        text="<br>".join(escape(line) for line in wrapped),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="top",
        yshift=-44,
        align="left",
        showarrow=False,
        font={"size": 11, "color": QUIET},
    )
    return made


def picture_config(file: str) -> dict[str, Any]:
    """Return the settings of a chart whose only button saves it as PNG."""
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": "png",
            "filename": file,
            "width": PICTURE_WIDTH,
            "height": SAVED_HEIGHT,
            "scale": 2,
        },
    }


def _with_colours(part: Any) -> Any:
    """The same structure with the theme's placeholders replaced; arrays stay as they are."""
    if isinstance(part, str):
        return _PLACEHOLDERS.get(part, part)
    if isinstance(part, dict):
        return {key: _with_colours(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return type(part)(_with_colours(value) for value in part)
    return part


def _wrapped(line: str) -> list[str]:
    """Break a long line between words."""
    found, current = [], ""
    for word in line.split():
        if current and len(current) + 1 + len(word) > LONGEST_LINE:
            found.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*found, current] if current else found
