"""A/B tests of a made-up brand with their truth: a winner, a null, a broken split, one that is too young, a library."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from learning.simulation.exports import ExportFile
from learning.simulation.vocabulary import DEVICES, PERSONAS

LIBRARY_FILE: Final = "ab_finished_tests.csv"
WINNER_FILE: Final = "ab_subject_line_emoji.csv"
NULL_FILE: Final = "ab_button_colour.csv"
BROKEN_FILE: Final = "ab_landing_page.csv"
YOUNG_FILE: Final = "ab_longer_captions.csv"
OFFER_FILE: Final = "ab_bundle_offer.csv"
CONTROL: Final = "control"
VARIANT: Final = "variant"
LIBRARY_DAYS: Final = 14
HOOK_LIFTS: Final = {"question": 0.10, "number": 0.05, "how-to": 0.03, "story": 0.0, "contrast": -0.06}
"""What a hook truly does in this brand, on average."""
_HEADER: Final = ("test", "variant", "date", "topic", "hook", "visitors", "clicks", "unsubscribes")
_LIBRARY: Final = (
    ("Rain gear: question hook", "rain gear", "question"),
    ("Packing lists: question hook", "packing lists", "question"),
    ("Gift ideas: question hook", "gift ideas", "question"),
    ("Trail guides: number in the title", "trail guides", "number"),
    ("Winter layers: number in the title", "winter layers", "number"),
    ("Repairs: how-to title", "repairs", "how-to"),
    ("Care and washing: how-to title", "care and washing", "how-to"),
    ("City cycling: how-to title", "city cycling", "how-to"),
    ("Customer stories: story opening", "customer stories", "story"),
    ("Behind the workshop: story opening", "behind the workshop", "story"),
    ("Camp cooking: contrast title", "camp cooking", "contrast"),
    ("Family days out: contrast title", "family days out", "contrast"),
)


@dataclass(frozen=True, slots=True)
class TrueTest:
    """What a made-up test truly does."""

    file: str
    test: str
    lift: float
    """Relative lift of the variant on the deciding metric."""
    trusted: bool
    """False where the split was broken on purpose."""


@dataclass(frozen=True, slots=True)
class PlantedTests:
    """Files of A/B data and the truth about them."""

    files: tuple[ExportFile, ...]
    truth: tuple[TrueTest, ...]


def draw_tests(last: date, rng: np.random.Generator, *, effects: bool = True) -> PlantedTests:
    """Draw the tests of a brand.

    Args:
        last: the last day of the history; running tests have data up to it.
        rng: the random state; equal states give equal files.
        effects: False = no version does anything: whatever is found is a false discovery.

    Returns:
        Six files: twelve finished tests by day, and by file a winner at its planned end, a null at its planned end, a
        test of people whose split is broken, one of three days, and one of people with money and their past spending.
    """
    scale = 1.0 if effects else 0.0
    library, told = _library(last, rng, scale)
    truth = [
        *told,
        TrueTest(WINNER_FILE, "subject_line_emoji", 0.18 * scale, trusted=True),
        TrueTest(NULL_FILE, "button_colour", 0.0, trusted=True),
        TrueTest(BROKEN_FILE, "landing_page", 0.05 * scale, trusted=False),
        TrueTest(YOUNG_FILE, "longer_captions", 0.08 * scale, trusted=True),
        TrueTest(OFFER_FILE, "bundle_offer", 0.07 * scale, trusted=True),
    ]
    one = _HEADER[1:3] + _HEADER[5:]
    files = [
        ExportFile(LIBRARY_FILE, _text(_HEADER, library)),
        ExportFile(WINNER_FILE, _text(one, _days(last, 14, (1_500, 0.052, 0.18 * scale), rng))),
        ExportFile(NULL_FILE, _text(one, _days(last, 21, (700, 0.045, 0.0), rng))),
        ExportFile(BROKEN_FILE, _text(("user_id", "group", "device", "signed_up"), _broken(rng, 0.05 * scale))),
        ExportFile(YOUNG_FILE, _text(one, _days(last, 3, (800, 0.05, 0.08 * scale), rng))),
        ExportFile(OFFER_FILE, _text(_OFFER_HEADER, _offer(last, rng, 0.07 * scale))),
    ]
    return PlantedTests(tuple(files), tuple(truth))


def _library(last: date, rng: np.random.Generator, scale: float) -> tuple[list[Sequence[object]], list[TrueTest]]:
    rows: list[Sequence[object]] = []
    truth = []
    for place, (name, topic, hook) in enumerate(_LIBRARY):
        end = last - timedelta(days=24 + 16 * (len(_LIBRARY) - 1 - place))
        lift = scale * (HOOK_LIFTS[hook] + float(rng.normal(0, 0.02)))
        truth.append(TrueTest(LIBRARY_FILE, name, lift, trusted=True))
        units, rate = int(rng.integers(900, 1_500)), float(rng.uniform(0.04, 0.07))
        for arm, day, *counts in _days(end, LIBRARY_DAYS, (units, rate, lift), rng):
            rows.append((name, arm, day, topic, hook, *counts))
    return rows, truth


def _days(
    last: date, days: int, plan: tuple[int, float, float], rng: np.random.Generator
) -> Iterator[tuple[object, ...]]:
    """Rows by arm and day: mean visitors of an arm, rate of the control, true lift of the variant."""
    visitors, rate, lift = plan
    for number in range(days):
        day = last - timedelta(days=days - 1 - number)
        # Fewer people come at weekends; both arms share the day.
        usual = visitors * (0.75 if day.weekday() >= 5 else 1.1)
        for arm, factor in ((CONTROL, 1.0), (VARIANT, 1.0 + lift)):
            units = int(rng.poisson(usual))
            clicks = int(rng.binomial(units, min(1.0, rate * factor)))
            yield arm, day.isoformat(), units, clicks, int(rng.binomial(units, 0.006))


def _broken(rng: np.random.Generator, lift: float) -> Iterator[tuple[object, ...]]:
    """People of a test whose variant lost some of its slow visitors: 54 of 100 are left in the control."""
    for number in range(7_000):
        arm = CONTROL if rng.random() < 0.54 else VARIANT
        device = DEVICES[int(rng.integers(len(DEVICES)))]
        signed = rng.random() < 0.08 * (1 + (lift if arm == VARIANT else 0))
        yield f"visitor-{number:05d}", arm, device, "yes" if signed else "no"


_OFFER_HEADER: Final = ("user_id", "variant", "date", "device", "persona", "purchased", "revenue", "pre_revenue")


def _offer(last: date, rng: np.random.Generator, lift: float) -> Iterator[tuple[object, ...]]:
    """Customers with what they spent before: the past explains most of the spread of the present."""
    for number in range(9_000):
        arm = (CONTROL, VARIANT)[int(rng.integers(2))]
        day = last - timedelta(days=int(rng.integers(16)))
        persona = PERSONAS[int(rng.integers(len(PERSONAS)))]
        before = float(rng.gamma(2.0, 20.0))
        bought = rng.random() < 0.22 * (1 + (lift if arm == VARIANT else 0))
        revenue = before * float(rng.uniform(0.7, 1.3)) if bought else 0.0
        yield (
            f"customer-{number:05d}",
            arm,
            day.isoformat(),
            DEVICES[int(rng.integers(len(DEVICES)))],
            persona,
            int(bought),
            f"{revenue:.2f}",
            f"{before:.2f}",
        )


def _text(header: Sequence[str], rows: Iterator[tuple[object, ...]] | list[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
