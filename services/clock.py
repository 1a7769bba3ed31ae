"""The one place that reads the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class MovedClock:
    """A clock that stands at a moment until it is moved: a past that is played, an hour that a test waits."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self.at

    def wait(self, **span: float) -> None:
        """Move on by a span, named as in a timedelta."""
        self.at += timedelta(**span)
