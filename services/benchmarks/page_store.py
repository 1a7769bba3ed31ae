"""A large store for the benchmark of the pages: hourly events by content, persona, device and channel over two years.

The rows go through the store's own bulk path (`BatchWriter`), day by day: facts, versions and rollups are written as an
import writes them, without a file to be read. Two stores of the same buckets differ in how many hours of a day each
content is seen by a segment, so that one has a multiple of the other's rows and the same rollups.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

import numpy as np

from db.engine import Store
from learning.domain.batches import BatchDraft, BatchRecord, BatchResult
from learning.domain.brands import Brand
from learning.domain.enums import Basis, Grain, Outcome
from learning.domain.errors import Refused
from learning.domain.facts import SCALE, Fact
from learning.domain.observations import ContentRecord, CutSpec, Ints, ObservationChunk, SegmentKey
from learning.domain.timekeys import day_key
from learning.metrics.cuts import DEFAULT_ACCOUNT
from services.benchmarks.event_file import CHANNELS, DEVICES, PERSONAS
from services.brands import add_brand
from services.clock import Clock

SEED: Final = 20_261_121
BRAND: Final = "Ten million rows"
DAYS: Final = 730
POSTS: Final = 25_000
ACTIVE_DAYS: Final = 14
"""So long after its publication a post is seen."""
DAYS_A_CHUNK: Final = 4
DAY_SECONDS: Final = 86_400
FORMATS: Final = ("image", "video", "text", "carousel")
TOPICS: Final = ("Product", "People", "How-to", "News", "Offers")
SEGMENTS: Final = tuple(
    SegmentKey(persona, device, channel) for persona, device, channel in product(PERSONAS, DEVICES, CHANNELS)
)
SPEC: Final = CutSpec("events", Basis.ACTIVITY, Grain.HOUR, ("channel", "content", "device", "persona"))
RATES: Final = {
    Fact.LIKES: 0.03,
    Fact.COMMENTS: 0.004,
    Fact.SHARES: 0.006,
    Fact.SAVES: 0.005,
    Fact.CLICKS: 0.02,
    Fact.SESSIONS: 0.015,
    Fact.BOUNCES: 0.006,
    Fact.CONVERSIONS: 0.001,
}


@dataclass(frozen=True, slots=True)
class Size:
    """How large a store is."""

    buckets: int
    """So many combinations of day, content and segment."""
    hours: int
    """In so many hours of its day each of them was seen; a divisor of 24."""
    posts: int = POSTS
    days: int = DAYS
    segments: tuple[SegmentKey, ...] = SEGMENTS

    @property
    def rows(self) -> int:
        """How many observations that makes."""
        return self.buckets // self.days * self.days * self.hours


TEN_MILLION: Final = Size(2_500_000, 4)
A_QUARTER: Final = Size(2_500_000, 1)


def fill_store(store: Store, size: Size, clock: Clock) -> int:
    """Write a brand of the given size, its data ending yesterday; return how many observations were written."""
    brand = add_brand(store, BRAND, clock)
    first = clock.now().date() - timedelta(days=size.days)
    return write_days(store, brand, Drawing(size, first), range(size.days), clock)


def write_days(store: Store, brand: Brand, drawn: Drawing, days: range, clock: Clock) -> int:
    """Write some days of what is drawn as one import; return how many observations were written."""
    now = int(clock.now().timestamp())
    name = f"made up, days {days.start} to {days.stop} of {drawn.size.rows} rows"
    checksum = hashlib.sha256(name.encode()).hexdigest()
    draft = BatchDraft(brand.id, name, 0, checksum, "", ("events",), "bench", now, now)
    written = 0
    with store.write() as work:
        writer = work.importing.start(draft)
        if isinstance(writer, BatchRecord):
            raise Refused("This store holds the made-up rows already.", "Use an empty folder.")
        for start in range(days.start, days.stop, DAYS_A_CHUNK):
            chunk = drawn.chunk(start, min(start + DAYS_A_CHUNK, days.stop))
            writer.write(SPEC, chunk)
            written += len(chunk.start)
        outcomes = dict.fromkeys(Outcome, 0) | {Outcome.ADDED: written}
        first = day_key(drawn.first)
        result = BatchResult(outcomes, "[]", ("events",), first + days.start, first + days.stop - 1)
        writer.finish(result)
        work.commit()
    return written


class Drawing:
    """Draws the same rows for the same size, whatever the number of hours; days in their order."""

    def __init__(self, size: Size, first: date) -> None:
        """Draw when each post is published."""
        self.size = size
        self.first = first
        self._size = size
        self._first = day_key(first)
        self._draws = np.random.default_rng(SEED)
        self._hours = np.random.default_rng(SEED + 1)
        # Posts of the two weeks before are still seen on the first day.
        days = np.arange(size.posts) * (size.days + ACTIVE_DAYS) // size.posts - ACTIVE_DAYS
        self._published = days * 24 + self._draws.integers(6, 22, size.posts)
        self._appeal = self._draws.lognormal(0.0, 0.4, size.posts)

    def chunk(self, first: int, last: int) -> ObservationChunk:
        """The observations of some days, in the order of the store's key."""
        parts = [self._day(day) for day in range(first, last)]
        hours, posts, segments = (np.concatenate([part[place] for part in parts]) for place in range(3))
        order = np.lexsort((posts, segments, hours))
        hours, posts, segments = hours[order], posts[order], segments[order]
        distinct, content_index = np.unique(posts, return_inverse=True)
        keys = self._first * 24 + hours
        count = len(hours)
        return ObservationChunk(
            contents=tuple(self._record(int(post)) for post in distinct),
            content_index=content_index.astype(np.int32),
            segments=self._size.segments,
            segment_index=segments.astype(np.int32),
            start=keys * 3_600,
            finish=keys * 3_600,
            day_key=keys // 24,
            hour_key=keys,
            rows=np.arange(1, count + 1, dtype=np.int64),
            row_counts=np.ones(count, dtype=np.int64),
            facts=self._facts(posts, segments),
            currency="EUR",
        )

    def _day(self, day: int) -> tuple[Ints, Ints, Ints]:
        """Hour, post and segment of each observation of a day."""
        low, high = np.searchsorted(self._published, [(day - ACTIVE_DAYS + 1) * 24, (day + 1) * 24])
        cells = (int(high) - int(low)) * len(self._size.segments)
        drawn = self._draws.choice(cells, self._size.buckets // self._size.days, replace=False)
        step = 24 // self._size.hours
        begin = self._hours.integers(0, 24, len(drawn))
        hours = (begin[:, None] + step * np.arange(self._size.hours)) % 24 + day * 24
        times, count = self._size.hours, len(self._size.segments)
        return hours.ravel(), np.repeat(low + drawn // count, times), np.repeat(drawn % count, times)

    def _facts(self, posts: Ints, segments: Ints) -> dict[Fact, Ints]:
        count = len(posts)
        impressions = self._hours.lognormal(5.0, 1.0, count).astype(np.int64)
        lift = self._appeal[posts] * (1 + 0.05 * (segments % 7))
        found = {fact: self._hours.poisson(impressions * rate * lift) for fact, rate in RATES.items()}
        found[Fact.BOUNCES] = np.minimum(found[Fact.BOUNCES], found[Fact.SESSIONS])
        found[Fact.SESSION_SECONDS] = found[Fact.SESSIONS] * self._hours.integers(20, 200, count)
        found[Fact.REVENUE] = found[Fact.CONVERSIONS] * self._hours.integers(5, 60, count)
        return {Fact.IMPRESSIONS: impressions * SCALE} | {fact: values * SCALE for fact, values in found.items()}

    def _record(self, post: int) -> ContentRecord:
        hour = int(self._published[post]) + self._first * 24
        return ContentRecord(
            account=DEFAULT_ACCOUNT,
            external_id=f"post-{post:06d}",
            title=f"Post {post}",
            published_at=hour * 3_600,
            published_day=hour // 24,
            published_hour=hour,
            format=FORMATS[post % len(FORMATS)],
            topic=TOPICS[post % len(TOPICS)],
        )
