"""How long it takes to read and mask customers' notes, beside VADER alone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vader import SentimentIntensityAnalyzer

from learning.models.feedback.reading import read_notes
from learning.models.masking.masking import mask
from services.benchmarks.record import Measurement

NOTES: Final = 10_000
BAR_SECONDS: Final = 60.0
SEED: Final = 61
_OPENINGS: Final = ("Honestly", "Hi there", "@brand", "So", "Two weeks ago", "Once again", "Wow", "Just saying")
_SUBJECTS: Final = (
    "the delivery",
    "your app",
    "the new video",
    "customer service",
    "the price",
    "my order",
    "the sound",
)
_SAYINGS: Final = (
    "was late for the third time and nobody answers",
    "is the best I have seen, thank you so much!",
    "keeps crashing since the update, please fix it",
    "could be better, but the team was friendly",
    "is too expensive for what it is",
    "works perfectly with my phone",
)
_ENDINGS: Final = ("Will you fix it?", "Never again.", "Regards, Maria Lopez", "You should post more of this.", "")


def read_ten_thousand(folder: Path) -> tuple[Measurement, ...]:
    """Read and mask ten thousand notes, in CPU seconds of one core."""
    del folder
    notes = draw_notes(NOTES)
    read_notes(notes[:1])
    mask(notes[0])
    reading = _seconds(lambda: read_notes(notes))
    masking = _seconds(lambda: [mask(note) for note in notes])
    analyzer = SentimentIntensityAnalyzer()
    plain = _seconds(lambda: [analyzer.polarity_scores(note) for note in notes])
    told = f"{NOTES:,} notes of one to three sentences"
    return (
        Measurement("feedback", reading, "CPU s", BAR_SECONDS, f"the bar for reading {told}"),
        Measurement("feedback.beside", reading, "CPU s", plain, f"VADER's score alone of {told}"),
        Measurement("feedback.masking", masking, "CPU s", plain, f"VADER's score alone of {told}"),
    )


def draw_notes(count: int) -> list[str]:
    """Draw notes as customers write them."""
    draws = random.Random(SEED)  # noqa: S311 - nothing secret
    return [
        f"{draws.choice(_OPENINGS)}, {draws.choice(_SUBJECTS)} {draws.choice(_SAYINGS)}. {draws.choice(_ENDINGS)}"
        for _ in range(count)
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
