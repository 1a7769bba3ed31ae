"""What a person reads off a page, as numbers: nothing of the product is used to read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

NUMBER = re.compile(r"([×+−±-]?)\s*([\d,]+(?:\.\d+)?)\s*(%|bn|M|k)?")
SCALES = {"%": 0.01, "k": 1e3, "M": 1e6, "bn": 1e9, "": 1.0}
JUST_OVER_HALF = 0.5001


@dataclass(frozen=True)
class Read:
    """A number as it is written: its value and how far rounding may have moved it."""

    value: float
    half_step: float

    def shows(self, expected: float) -> bool:
        """Whether the exact value, rounded, is what is written."""
        return abs(self.value - expected) <= self.half_step


def read_number(text: str) -> Read:
    """Read the first number: '0.39 %', '6.79 M', '1,129', '−21 %', '×12'."""
    found = NUMBER.search(text.replace("\u00a0", " "))
    assert found, text
    return _read(found)


def read_numbers(text: str) -> list[Read]:
    """Read all numbers of a text."""
    return [_read(found) for found in NUMBER.finditer(text.replace("\u00a0", " "))]


def _read(found: re.Match[str]) -> Read:
    sign, digits, unit = found.groups()
    scale = SCALES[unit or ""]
    decimals = len(digits.partition(".")[2])
    value = float(digits.replace(",", "")) * scale * (-1 if sign in ("−", "-") else 1)
    half = JUST_OVER_HALF * 10**-decimals * scale
    return Read(value - 1, half) if sign == "×" else Read(value, half)


@dataclass(frozen=True)
class Card:
    """A big number as it stands on a page."""

    label: str
    value: str
    delta: str
    help: str
    footnote: list[str]
    spark: list[float]

    @property
    def range(self) -> list[Read]:
        """Both ends of its 95 % range."""
        line = next(one for one in self.footnote if one.startswith("about "))
        return read_numbers(line)

    @property
    def n(self) -> float:
        """How many posts or days stand behind it."""
        return read_number(self.footnote[-1]).value

    @property
    def change_range(self) -> list[Read]:
        """Both ends of the range of its change."""
        found = re.search(r"Change: (.+?) to (.+?) \(95 % interval\)", self.help.replace("\u00a0", " "))
        assert found, self.help
        return [read_number(found.group(1)), read_number(found.group(2))]


def cards(app: AppTest) -> dict[str, Card]:
    """Read the big numbers; the text below each stands right after it."""
    elements = list(_in_order(app.main))
    found: dict[str, Card] = {}
    for place, element in enumerate(elements):
        if element.type == "metric":
            foot = [line.strip() for line in elements[place + 1].value.replace("\u00a0", " ").split("\n")]
            proto = element.proto
            card = Card(element.label, element.value, element.delta, proto.help, foot, list(proto.chart_data))
            found[element.label] = card
    return found


def _in_order(block: Any) -> Iterable[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _in_order(child)
        else:
            yield child


def traces(app: AppTest, *holding: str) -> list[dict[str, Any]]:
    """The lines and marks of the first chart whose alternative text holds these words."""
    for chart in app.get("plotly_chart"):
        if all(words in chart.proto.alt for words in holding):
            found: list[dict[str, Any]] = json.loads(chart.proto.spec)["data"]
            return found
    raise AssertionError(f"no chart about {holding}: {[chart.proto.alt for chart in app.get('plotly_chart')]}")


def points(trace: dict[str, Any]) -> dict[str, float]:
    """The points of a line that have a value, by day."""
    return {str(x)[:10]: y for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None}


def band(trace: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """The low and high end of a shaded range by day: the outline runs along one end and back along the other."""
    ends: dict[str, list[float]] = {}
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is not None and y is not None:
            ends.setdefault(str(x)[:10], []).append(y)
    return {day: (min(values), max(values)) for day, values in ends.items()}


def said(app: AppTest) -> str:
    """Everything that the page says in words."""
    kinds = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join(str(element.value) for element in kinds).replace("\u00a0", " ")
