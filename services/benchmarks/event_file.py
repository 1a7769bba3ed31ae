"""A generic CSV of events as a program would hand it over: content x hour x persona x device x channel x strategy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

SEED: Final = 20_261_121
ROWS_AN_HOUR: Final = 250
FIRST_HOUR: Final = datetime(2026, 1, 1, tzinfo=UTC)
PERSONAS: Final = ("Busy parents", "Students", "Founders", "Retired")
DEVICES: Final = ("mobile", "desktop", "tablet")
CHANNELS: Final = ("organic", "paid", "mail", "referral")
STRATEGIES: Final = ("control", "personalised")
CONTENTS: Final = 120
HEADER: Final = (
    "content_id,hour,persona,device,channel,strategy,impressions,likes,comments,shares,saves,clicks,conversions,revenue"
)


def write_events(path: Path, rows: int) -> None:
    """Write so many events, the same for the same number; no two share content, hour and segment."""
    draws = np.random.default_rng(SEED)
    shape = (CONTENTS, len(PERSONAS), len(DEVICES), len(CHANNELS), len(STRATEGIES))
    cells = int(np.prod(shape))
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER + "\n")
        for first in range(0, rows, ROWS_AN_HOUR):
            count = min(ROWS_AN_HOUR, rows - first)
            hour = (FIRST_HOUR + timedelta(hours=first // ROWS_AN_HOUR)).strftime("%Y-%m-%d %H:00")
            places = np.unravel_index(np.sort(draws.choice(cells, count, replace=False)), shape)
            stream.writelines(_lines(hour, [place.tolist() for place in places], draws, count))


def _lines(hour: str, places: list[list[int]], draws: np.random.Generator, count: int) -> list[str]:
    impressions = draws.lognormal(6.0, 1.0, count).astype(np.int64)
    counts = [draws.binomial(impressions, rate).tolist() for rate in (0.03, 0.004, 0.006, 0.005, 0.02, 0.001)]
    revenue = (draws.gamma(2.0, 900.0, count).astype(np.int64) * np.asarray(counts[-1])).tolist()
    contents, personas, devices, channels, strategies = places
    return [
        f"post-{contents[i]:05d},{hour},{PERSONAS[personas[i]]},{DEVICES[devices[i]]},{CHANNELS[channels[i]]},"
        f"{STRATEGIES[strategies[i]]},{impressions[i]},{counts[0][i]},{counts[1][i]},{counts[2][i]},{counts[3][i]},"
        f"{counts[4][i]},{counts[5][i]},{revenue[i] // 100}.{revenue[i] % 100:02d}\n"
        for i in range(count)
    ]
