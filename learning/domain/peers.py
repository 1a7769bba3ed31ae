"""Own posts beside those of peers: as context, never added to own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.trends import ContentRow, Scope


@dataclass(frozen=True, slots=True)
class PeersQuery:
    """A metric of own and of peers' posts."""

    scope: Scope
    metric: str
    gates: LearningGates = DEFAULT_GATES
    limit: int = 5


@dataclass(frozen=True, slots=True)
class PostSpread:
    """How the posts of one side do."""

    n: int
    median: float
    low: float | None
    """95 % range of the median; None for few posts."""
    high: float | None
    best: float
    """The highest post: of a rate drawn to the mean, so that one that few saw does not win by chance."""


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One platform."""

    platform: str
    own: PostSpread | None
    peers: PostSpread | None


@dataclass(frozen=True, slots=True)
class PeersContext:
    """Own posts beside those of peers."""

    query: PeersQuery
    rows: tuple[PeerRow, ...]
    """Platforms on which there are posts of peers."""
    posts: tuple[ContentRow, ...]
    """The best posts of peers."""
    cuts: Mapping[str, str]
    """Platform -> where the posts of peers were read."""
    reason: str | None = None
