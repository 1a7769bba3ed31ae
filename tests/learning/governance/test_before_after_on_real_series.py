"""How often the comparison of before and after hints at something on real days on which nothing was changed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from learning.governance.before_after import BeforeAfter, before_after

LOOK_BACK, AFTER = 120, 14
LARGEST_PARTS = 6
EXPORTS = {
    "views by country": ("youtube_codingtrain/Chart data.csv", "Geography"),
    "views by subscription": ("youtube_dangertv/Subscription status_Chart data.csv", "Subscription status"),
}


def parts_by_day(path: Path, dimension: str) -> tuple[np.ndarray, list[str]]:
    """Views of the largest parts of a channel by day, shape (days, parts)."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row[dimension] != "Total" and row["Views"]:
                found[row[dimension]][row["Date"]] = float(row["Views"])
    days = sorted({day for values in found.values() for day in values})
    largest = sorted(found, key=lambda name: -sum(found[name].values()))[:LARGEST_PARTS]
    return np.array([[found[name].get(day, 0.0) for name in largest] for day in days]), largest


def placebos(values: np.ndarray, step: int) -> Iterator[BeforeAfter]:
    """Pretend, for each part and every so many days, that something was changed in that part alone."""
    for part in range(values.shape[1]):
        for first in range(0, len(values) - LOOK_BACK - AFTER, step):
            days = values[first : first + LOOK_BACK + AFTER]
            others = np.delete(days, part, axis=1)
            yield before_after(days[:, part], others, LOOK_BACK, np.random.default_rng(first * 100 + part))


def hints(found: list[BeforeAfter]) -> tuple[int, int]:
    """How many hint at an effect, and how many give a range."""
    ranges = [(one.low, one.high) for one in found if one.low is not None and one.high is not None]
    return sum(low > 0 or high < 0 for low, high in ranges), len(ranges)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", list(EXPORTS))
def test_placebos_on_real_days_seldom_hint_at_an_effect(name: str, shared: Path):
    file, dimension = EXPORTS[name]
    values, _ = parts_by_day(shared / "data" / file, dimension)
    found = list(placebos(values, 17))
    false, told = hints(found)
    assert len(found) >= 20
    assert false <= 0.1 * len(found), f"{false} of {len(found)} hint at an effect, {told} give a range"
