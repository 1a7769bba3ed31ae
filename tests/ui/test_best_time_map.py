"""The map of the week: every place of a cell can be clicked, and what is written in it can be read."""

from __future__ import annotations

import pytest

from learning.domain.best_times import BestTimes, BestTimesQuery, Slot
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit
from learning.domain.trends import Scope
from tests.ui.series_examples import FIRST, LAST, RATE
from tests.ui.test_chart_contrast import THEME, contrast
from ui.best_times.charts import INK, STRONG, WHITE, map_figure, shade


def found_hours(factors: dict[tuple[int, int], float]) -> BestTimes:
    """Hours of the week by weekday and hour, each with seven posts."""
    slots = tuple(
        Slot(weekday, hour, 7, 0.03 * factor, 0.02, 0.05, factor, real=False)
        for (weekday, hour), factor in factors.items()
    )
    query = BestTimesQuery(Scope(1, FIRST, LAST), RATE.name)
    return BestTimes(query, Basis.LIFETIME, {}, CountedUnit.POSTS, slots, slots[:1], 0.03, 7 * len(slots))


def composed(level: float, page: str) -> str:
    """The colour that an eye sees: the shade over the page."""
    red, green, blue, opacity = (float(part) for part in shade(level)[5:-1].split(","))
    under = [int(page[place : place + 2], 16) for place in (1, 3, 5)]
    mixed = (
        round(over * opacity + below * (1 - opacity)) for over, below in zip((red, green, blue), under, strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_number_in_a_cell_can_be_read_at_every_level(mode: str) -> None:
    for percent in range(101):
        level = percent / 100
        ink = WHITE if level >= STRONG else INK[mode == "dark"]
        assert contrast(ink, composed(level, THEME[mode]["backgroundColor"])) >= 4.5, percent


def test_every_hour_is_a_bar_from_its_beginning_to_its_end_that_tells_which_it_is() -> None:
    found = found_hours({(0, 9): 1.0, (0, 10): 1.4, (6, 23): 0.7})
    cells = {
        custom[0]: (x, base + size / 2, size)
        for trace in map_figure(RATE, found).data
        for x, base, size, custom in zip(trace.x, trace.base, trace.y, trace.customdata, strict=True)
    }
    assert set(cells) == {"9", "10", str(6 * 24 + 23)}
    assert all(size > 0.9 for _, _, size in cells.values())
    assert cells["10"][:2] == (0, 10)


def test_hours_that_are_all_alike_are_drawn_too() -> None:
    figure = map_figure(RATE, found_hours({(2, 7): 1.0, (3, 7): 1.0}))
    assert sum(len(trace.x) for trace in figure.data) == 2
