"""How long the loop takes over many notes, beside a quarter of them: what it costs must grow with their number."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from db.engine import open_unchecked
from db.migrations.upgrade import upgrade
from learning.domain.feedback_entries import FeedbackDraft
from services.actions.trail import open_trail
from services.benchmarks.feedback import draw_notes
from services.benchmarks.record import Measurement
from services.brands import add_brand
from services.callers import Caller, Operator
from services.clock import SystemClock
from services.feedback.looping import take_up_all
from services.feedback.note_rows import NoteColumn
from services.feedback.uploading import LookedAt, NoteUploads
from services.settings import load_settings

NOTES: Final = 10_000
PART: Final = 4


def take_up_ten_thousand(folder: Path) -> tuple[Measurement, ...]:
    """Take in and take up ten thousand notes of one file, in CPU seconds of one core."""
    few_kept, few_taken = _seconds(folder / "few", NOTES // PART)
    kept, taken = _seconds(folder / "many", NOTES)
    told = f"times what {NOTES // PART:,} notes take, for {NOTES:,},"
    return (
        Measurement("feedback_loop.kept", kept, "CPU s", PART * few_kept, f"{PART} {told} to be kept"),
        Measurement("feedback_loop", taken, "CPU s", PART * few_taken, f"{PART} {told} to be taken up"),
    )


def _seconds(folder: Path, count: int) -> tuple[float, float]:
    folder.mkdir()
    settings, clock = load_settings({"BELLWETHER_DATA_DIR": str(folder)}), SystemClock()
    store = open_unchecked(f"sqlite:///{folder / 'bellwether.db'}")
    try:
        upgrade(store)
        brand = add_brand(store, "Own", clock)
        drafts = tuple(FeedbackDraft(text) for text in draw_notes(count))
        looked = LookedAt("notes.csv", "0" * 64, ("text",), {NoteColumn.TEXT: "text"}, drafts, 0, (), 0)
        begun = time.process_time()
        uploads = NoteUploads(store, settings, brand, clock)
        uploads.take(looked, who=Caller(Operator(), open_trail(settings), clock))
        kept = time.process_time()
        take_up_all(store, clock)
        return kept - begun, time.process_time() - kept
    finally:
        store.close()
