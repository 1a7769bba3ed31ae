"""What happened to insights: runs, sightings, and kinds of finding that a person does not want to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.insights import InsightKind


@dataclass(frozen=True, slots=True)
class Sighting:
    """One run's word about one insight: found with these numbers, or looked for and missed."""

    insight_id: int
    at: int
    """UTC seconds of the run."""
    data_version: int
    confidence: float | None
    """As it was found; None where the run did not find it."""
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Damping:
    """A kind of finding that was dismissed: others like it are kept, but shown below all others."""

    brand_id: int
    insight_id: int
    """The insight that was dismissed."""
    kind: InsightKind
    metric: str
    about: str
    """What findings of this kind are about, as in 'attribute=topic'; '' = whatever it is."""
    reason: str
    who: str
    created_at: int
    """UTC seconds."""
    lifted_at: int | None = None
    lifted_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class InsightRun:
    """One pass over all that can be found in the data of a brand."""

    brand_id: int
    started_at: int
    """UTC seconds."""
    finished_at: int
    data_version: int
    settings_version: int
    looked_at: int = 0
    """Candidates, null ones included."""
    found: int = 0
    settings: str = ""
    """Canonical JSON of what was in force."""
    failure: str = ""
    """Why nothing came of it; '' = it succeeded."""
    id: int = 0
