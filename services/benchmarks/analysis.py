"""How long a full analysis of a brand takes, how much memory, and what of that one more day costs."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

from db.engine import Store, open_store
from learning.domain.errors import Refused
from learning.domain.observations import SegmentKey
from services.benchmarks.page_servers import with_own_environment
from services.benchmarks.page_store import Drawing, Size, write_days
from services.benchmarks.record import Measurement
from services.brands import add_brand
from services.clock import SystemClock
from services.schema import migrate
from services.settings import Settings, settings_environment

BRAND: Final = "Four hundred days"
SEGMENTS: Final = tuple(
    SegmentKey(persona, device, channel)
    for persona, device, channel in product(
        ("Busy parents", "Students", "Founders", "Retired"),
        ("mobile", "desktop", "tablet"),
        ("organic", "paid", "mail", "referral", "partner"),
    )
)
SIZE: Final = Size(buckets=1_000_000, hours=1, posts=10_000, days=400, segments=SEGMENTS)
BAR_SECONDS: Final = 60.0
BAR_MEGABYTES: Final = 1_024.0
BAR_SHARE: Final = 0.1
CHILD: Final = "services.benchmarks.analysis_child"
ONE_CORE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class AnalysisTimes:
    """What one analysis took in a process of its own."""

    cpu_seconds: float
    peak_megabytes: float
    candidates: int
    found: int
    plain_cpu_seconds: float | None
    """Of one generalised linear model per rate by statsmodels on the same posts; None where it was not asked for."""


def analyse_four_hundred_days(folder: Path) -> tuple[Measurement, ...]:
    """Analyse 10,000 posts x 60 segments x 400 days in full, then again after one more day, in CPU seconds."""
    url = f"sqlite:///{folder / 'bellwether.db'}"
    migrate(url, backup_dir=folder)
    store = open_store(url)
    drawn = _begin(store)
    full = _in_a_child(url, folder, plain=True)
    write_days(store, add_brand(store, BRAND, SystemClock()), drawn, range(SIZE.days, SIZE.days + 1), SystemClock())
    store.close()
    more = _in_a_child(url, folder, plain=False)
    told = f"of {SIZE.posts:,} posts, {len(SEGMENTS)} segments and {SIZE.days} days"
    return (
        Measurement("analysis", full.cpu_seconds, "CPU s", BAR_SECONDS, f"the bar {told}, on one core"),
        Measurement("analysis.memory", full.peak_megabytes, "MB", BAR_MEGABYTES, "the bar of the same"),
        Measurement(
            "analysis.beside",
            full.cpu_seconds,
            "CPU s",
            full.plain_cpu_seconds,
            f"one generalised linear model per rate by statsmodels; {full.candidates:,} comparisons are judged here",
        ),
        Measurement(
            "analysis.next-day",
            more.cpu_seconds,
            "CPU s",
            BAR_SHARE * BAR_SECONDS,
            "a tenth of the bar of the full one",
        ),
        Measurement(
            "analysis.next-day.beside",
            more.cpu_seconds,
            "CPU s",
            BAR_SHARE * full.cpu_seconds,
            "a tenth of what the full analysis took",
        ),
    )


def _begin(store: Store) -> Drawing:
    """Write all days but the last; what is drawn goes on after them."""
    clock = SystemClock()
    brand = add_brand(store, BRAND, clock)
    first = clock.now().date() - timedelta(days=SIZE.days + 1)
    drawn = Drawing(replace(SIZE, days=SIZE.days + 1, buckets=SIZE.buckets // SIZE.days * (SIZE.days + 1)), first)
    write_days(store, brand, drawn, range(SIZE.days), clock)
    return drawn


def _in_a_child(url: str, folder: Path, *, plain: bool) -> AnalysisTimes:
    told = settings_environment(Settings(database_url=url, data_dir=folder)) | dict.fromkeys(ONE_CORE, "1")
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", CHILD, BRAND, *(["--plain"] if plain else [])],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
        env=with_own_environment(told),
    )
    if done.returncode:
        raise Refused(f"The analysis failed: {done.stderr.strip().splitlines()[-1:]}", "Run it again, alone.")
    return AnalysisTimes(**json.loads(done.stdout))
