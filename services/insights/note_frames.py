"""Notes of customers as the detectors take them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from db.unit import UnitOfWork
from learning.domain.feedback import Feeling
from learning.domain.feedback_standing import as_standing
from learning.domain.feedback_themes import archived_themes
from learning.insights.brand_data import NOTE_COLUMNS, no_notes

DAY_SECONDS: Final = 86_400
_SIGNS: Final = {Feeling.NEGATIVE: -1, Feeling.POSITIVE: 1}


def note_frame(work: UnitOfWork, brand_id: int) -> pd.DataFrame:
    """Return one row per note and theme; themes that somebody archived are left out, their notes count."""
    hidden = archived_themes(work.feedback_parts.list_theme_rules(brand_id))
    rows = [
        (
            note.id,
            note.entered_at // DAY_SECONDS if note.said_day is None else note.said_day,
            theme,
            _sign(note.feeling),
        )
        for note in as_standing(work.feedback_entries.list_of(brand_id))
        for theme in ([one for one in note.themes if one not in hidden] or [""])
    ]
    return pd.DataFrame(rows, columns=list(NOTE_COLUMNS)) if rows else no_notes()


def _sign(feeling: Feeling | None) -> int:
    return 0 if feeling is None else _SIGNS.get(feeling, 0)
