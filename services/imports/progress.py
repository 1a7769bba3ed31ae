"""How far an import is, and whether it is to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is being done with a file, in the words of the screen."""

    READING = "reading"
    CHECKING = "checking"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of an import."""

    stage: Stage
    file: str
    file_number: int
    """From 1."""
    files: int
    rows: int
    """Rows of this file so far."""
    share: float
    """0-1 of this file's bytes."""


OnProgress = Callable[[Progress], None]
IsCancelled = Callable[[], bool]


def ignore_progress(_: Progress) -> None:
    """Tell nobody."""


def never_cancelled() -> bool:
    """Go on."""
    return False
