"""Columnar observations on their way from a file to the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from learning.domain.dimensions import PEER
from learning.domain.enums import Basis, Grain, MeasureKind, Unit
from learning.domain.facts import Fact
from learning.domain.platforms import platform_name

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CutSpec:
    """A platform, a basis and the set of dimensions that numbers were reported by."""

    platform: str
    basis: Basis
    grain: Grain
    dimensions: tuple[str, ...]
    """Sorted; the date or hour is in the grain, not here. 'content' is here where rows name contents."""

    @property
    def name(self) -> str:
        """Words for people and commands, e.g. `YouTube by day and country`, `X by post`."""
        own = [dimension for dimension in self.dimensions if dimension != PEER]
        words = ["post" if dimension == "content" else dimension.replace("_", " ") for dimension in own]
        if self.grain in (Grain.HOUR, Grain.DAY):
            words.insert(0, str(self.grain))
        if self.grain is Grain.PERIOD:
            words.insert(0, "period")
        platform = platform_name(self.platform)
        if PEER in self.dimensions:
            platform = f"peers on {platform}"
        if not words:
            return f"{platform} account total"
        listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
        return f"{platform} by {listed}"


@dataclass(frozen=True, slots=True)
class ContentRecord:
    """What a file says of one content. None = the file does not say; external_id '' = the account itself."""

    account: str
    external_id: str
    title: str | None = None
    text: str | None = None
    permalink: str | None = None
    published_at: int | None = None
    """UTC seconds; for a date without a time of day, noon of that day in the brand's zone."""
    published_day: int | None = None
    """Epoch day in the brand's zone, or the calendar date itself where the file gives no time."""
    published_hour: int | None = None
    """Local hour key (see `learning.domain.timekeys`); None where the file gives no time of day."""
    format: str | None = None
    topic: str | None = None
    hook: str | None = None
    generator: str | None = None
    strategy: str | None = None
    campaign: str | None = None
    length: int | None = None
    """Characters of the text, or seconds of a video where there is no text."""
    peer: bool = False
    extras: tuple[tuple[str, str], ...] = ()
    """Unknown text columns and enrichments (hashtags, links): (name, value), sorted by name."""


@dataclass(frozen=True, slots=True)
class SegmentKey:
    """The dimension values of an observation; '' where the cut does not have the dimension."""

    persona: str = ""
    device: str = ""
    channel: str = ""
    strategy: str = ""
    named: tuple[tuple[str, str], ...] = ()
    """Dimensions beyond the four: (name, value), sorted by name."""


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """A measure beyond the facts."""

    name: str
    """`extra.<slug>`"""
    header: str
    kind: MeasureKind
    unit: Unit


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """The values of one measure, scaled by SCALE, with their weights (scaled likewise) if the file has them."""

    spec: MeasureSpec
    values: Ints
    weights: Ints | None = None


@dataclass(frozen=True, slots=True)
class ObservationChunk:
    """Observations of one cut, one array element each; keys are unique within the chunk.

    The key is (content, segment, start, finish). HOUR: `start` is the UTC second at which the brand's local hour begins
    and `finish` = start; DAY: both are the epoch day; PERIOD: first and last epoch day; LIFETIME: both are 0.
    """

    contents: tuple[ContentRecord, ...]
    content_index: NDArray[np.int32]
    segments: tuple[SegmentKey, ...]
    segment_index: NDArray[np.int32]
    start: Ints
    finish: Ints
    day_key: Ints
    """Epoch day by which the observation is rolled up.

    Local day of activity, day of publication of a lifetime total (MISSING where unknown), first day of a period.
    """
    hour_key: Ints
    """Local hour key, MISSING where no time of day is known."""
    rows: Ints
    """Spreadsheet row of each observation (the first one, where several rows make one observation)."""
    row_counts: Ints
    """How many rows of the file each observation stands for."""
    facts: Mapping[Fact, Ints]
    """Scaled by SCALE; MISSING where the row does not say."""
    measures: tuple[MeasureColumn, ...] = ()
    currency: str | None = None
    """ISO code of the money facts of this chunk."""


@dataclass(frozen=True, slots=True)
class ChunkOutcome:
    """What the store did with each observation of a chunk: codes into `OUTCOME_CODES`."""

    codes: NDArray[np.int8]
    changes: tuple["FactChange", ...] = field(default=())
    """The largest changes of stored values, for the preview."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A stored value that an import replaces."""

    content: str
    fact: str
    before: float
    after: float
