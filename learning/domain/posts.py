"""The posts behind a figure, and one post with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.domain.enums import Basis
from learning.domain.estimates import Estimate
from learning.domain.facts import Fact
from learning.domain.figures import MetricValue
from learning.domain.holdings import ContentCard
from learning.domain.trends import Scope


@dataclass(frozen=True, slots=True)
class PostsQuery:
    """Which posts stand behind a figure: those of its range and its filters."""

    scope: Scope
    metric: str
    limit: int = 500
    only: tuple[int, ...] = ()
    """Ids of contents: no others; empty = all."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post behind a figure."""

    card: ContentCard
    value: float | None
    """The metric of this post alone."""
    low: float | None
    """95 % range of a rate of counts, given how often the post was seen."""
    high: float | None
    share: float | None
    """Its part of the sum over all posts behind the figure: of a rate, of its numerator."""
    exposure: float | None
    """Impressions, or views where there are none."""
    interactions: float | None
    facts: Mapping[Fact, float] = field(default_factory=dict)
    """Every fact that was reported of it in this range."""
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PostsBehind:
    """The posts behind a figure, those that weigh most first."""

    query: PostsQuery
    basis: Basis | None
    cuts: Mapping[str, str]
    rows: tuple[PostRow, ...]
    total: int
    """How many posts stand behind it; the rows are at most as many as were asked for."""
    facts: tuple[Fact, ...] = ()
    """Facts that any of the rows has."""
    note: str | None = None
    """What a reader must know: that these posts are not counted by the basis of the figure."""
    reason: str | None = None
    """Why there are none."""


@dataclass(frozen=True, slots=True)
class Capture:
    """The running totals of a post as of one moment."""

    captured_at: int
    """UTC seconds."""
    facts: Mapping[Fact, float]


@dataclass(frozen=True, slots=True)
class CaptureHistory:
    """The captures of a post in one cut, oldest first, and its totals as they stand."""

    captures: tuple[Capture, ...] = ()
    facts: Mapping[Fact, float] = field(default_factory=dict)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Velocity:
    """Interactions per hour over the first hours of a post."""

    hours: int
    per_hour: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PostFigures:
    """All facts of a post from one cut."""

    cut: str
    basis: Basis
    facts: Mapping[Fact, float]
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PostAttributes:
    """What is known of a post beside its numbers; None = nobody said it."""

    topic: str | None = None
    hook: str | None = None
    generator: str | None = None
    strategy: str | None = None
    campaign: str | None = None
    length: int | None = None
    peer: bool = False


@dataclass(frozen=True, slots=True)
class PostText:
    """What the words of a post tell."""

    keywords: tuple[str, ...] = ()
    """The most telling first; empty where it has none that few posts share."""
    complexity: float | None = None
    """0-1; None where there are too few words, or a script without spaces."""
    domain: str = ""
    """Its subject area; '' = its words name none."""


@dataclass(frozen=True, slots=True)
class AlikePost:
    """An earlier post and how alike it is."""

    likeness: float
    """Cosine of the words of both, up to 1."""
    row: PostRow
    """With what it got."""


@dataclass(frozen=True, slots=True)
class AlikePosts:
    """The earlier posts of the same account that are most like a post."""

    metric: str
    rows: tuple[AlikePost, ...]
    """The most alike first."""
    compared: int
    """With how many earlier posts it was compared."""
    together: Estimate
    """The metric of these posts taken together."""
    closest: float | None = None
    """Likeness of the most alike one, also where it is too unlike to be listed."""
    reason: str | None = None
    """Why none is listed."""


@dataclass(frozen=True, slots=True)
class PostDetail:
    """One post."""

    card: ContentCard
    attributes: PostAttributes
    text: PostText
    figures: tuple[PostFigures, ...]
    captures: tuple[Capture, ...]
    """Oldest first; empty where no export gives lifetime totals of it."""
    velocities: tuple[Velocity, ...]


@dataclass(frozen=True, slots=True)
class PagesBehind:
    """What exports tell apart where they name no posts: pages, queries, screens, events or items."""

    dimension: str
    """'' where they tell nothing apart."""
    rows: tuple[tuple[str, MetricValue], ...]
    """The largest first."""
    total: int
    """All of them, also those that are not listed."""
