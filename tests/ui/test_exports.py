"""What stands on every exported table and picture."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import pytest

from learning.domain.trends import Scope
from ui.charts.pictures import LEGEND_LINE, LIGHT, LONGEST_LINE, picture, picture_config
from ui.exports import ExportContext, file_name, filters_words

ROOT = Path(__file__).resolve().parents[2]
SCOPE = Scope(1, date(2026, 9, 1), date(2026, 9, 30), {"platform": ("x", "tiktok"), "persona": ("",)})


def test_the_head_names_everything_that_is_known_and_nothing_empty() -> None:
    context = ExportContext("Acme", "1–30 Sep 2026", "none", "data: X to 20 Nov 2026", notes=("a", "b"))
    assert [(line.label, line.words) for line in context.head("Posts")] == [
        ("Title", "Posts"),
        ("Brand", "Acme"),
        ("Period", "1–30 Sep 2026"),
        ("Filters", "none"),
        ("As of", "data: X to 20 Nov 2026"),
        ("Note", "a"),
        ("Note", "b"),
    ]


def test_filters_are_written_in_words() -> None:
    assert filters_words(SCOPE) == "persona: not stated; platform: X or TikTok"
    assert filters_words(Scope(1, SCOPE.first, SCOPE.last)) == "none"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Posts / by: rate?", "Posts by rate"),
        ("..\\..\\etc", "etc"),
        ("", "export"),
        ("日本 – x", "日本 x"),
        ("a" * 300, "a" * 120),
    ],
)
def test_a_title_becomes_a_name_that_every_file_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_picture_has_light_colours_its_title_and_every_line_on_it() -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[2], line={"color": "#000001"}, marker={"color": ["#000002", "red"]}))
    made = picture(figure, "Rate <b>", ["Acme · September", "as of " + "Friday " * 60])
    assert made.data[0].line.color == LIGHT[0]
    assert list(made.data[0].marker.color) == [LIGHT[1], "red"]
    assert "&lt;b&gt;" in made.layout.title.text
    said = made.layout.annotations[-1].text
    assert "Acme · September" in said
    assert said.count("Friday") == 60
    assert all(len(line) <= LONGEST_LINE for line in said.split("<br>"))
    assert (made.layout.paper_bgcolor, figure.data[0].line.color) == ("#FFFFFF", "#000001")


def test_the_picture_uses_the_palette_of_the_light_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]["light"]
    assert list(LIGHT) == theme["chartCategoricalColors"]


def test_the_only_button_of_a_picture_saves_it() -> None:
    settings = picture_config("Posts", picture(go.Figure(go.Scatter(x=[1], y=[2])), "Posts", []))
    assert settings["modeBarButtons"] == [["toImage"]]
    assert settings["toImageButtonOptions"]["filename"] == "Posts"


def test_title_legend_and_lines_have_room_of_their_own_at_any_width() -> None:
    figure = go.Figure([go.Scatter(x=[1], y=[2], name=name) for name in ("now", "before", "expected")])
    figure.update_layout(height=300, margin={"t": 40, "b": 10}, legend={"orientation": "h"})
    short, long = picture(figure, "Rate", ["a"]), picture(figure, "Rate " * 20, ["a " * 200])
    assert short.layout.legend.orientation == "v"
    assert short.layout.margin.t >= 3 * LEGEND_LINE + 20
    assert long.layout.margin.t > short.layout.margin.t
    assert long.layout.margin.b > short.layout.margin.b
    for made in (short, long):
        assert made.layout.height - made.layout.margin.t - made.layout.margin.b == 250
        saved = picture_config("Rate", made)["toImageButtonOptions"]
        assert saved["height"] - made.layout.margin.t - made.layout.margin.b == 430


def test_the_built_in_download_of_tables_is_off() -> None:
    """It would write formulas as they are and say neither filters nor date."""
    client = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["client"]
    assert client["disableDataExport"] is True
