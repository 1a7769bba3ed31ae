"""When a brand's models learn anew: each week or each month, and at once where there is none yet."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.outcome_models import ModelTask
from services.callers import Caller
from services.models.training import train

RHYTHM: Final = "models.rhythm"
WEEK_DAYS: Final = 7


class TrainingRhythm(StrEnum):
    """How often models learn anew, where enough new posts came."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def read_rhythm(work: UnitOfWork, brand_id: int) -> TrainingRhythm:
    """Read that of a brand; weekly where nobody set it, or somebody spoiled it by hand."""
    stored = work.settings.list_all(brand_id).get(RHYTHM, "")
    return TrainingRhythm(stored) if stored in set(TrainingRhythm) else TrainingRhythm.WEEKLY


def set_rhythm(work: UnitOfWork, brand_id: int, wanted: TrainingRhythm) -> None:
    """Store that of a brand, for `change_settings`, which commits."""
    if wanted is not read_rhythm(work, brand_id):
        work.settings.put(brand_id, RHYTHM, wanted.value)


def brands_due(work: UnitOfWork, now: datetime) -> tuple[Brand, ...]:
    """Name the brands whose models learn anew in the week of a moment: monthly is the first one of the month."""
    is_first = now.day <= WEEK_DAYS
    return tuple(
        brand for brand in work.brands.list_all() if is_first or read_rhythm(work, brand.id) is TrainingRhythm.WEEKLY
    )


def train_first(store: Store, who: Caller) -> int:
    """Train what was never tried of a brand, once enough posts came; returns how many models were made."""
    with store.read() as work:
        missing = [
            (brand, task)
            for brand in work.brands.list_all()
            if brand.data_version > 0
            for task in ModelTask
            if not work.outcome_models.list_versions(brand.id, task)
        ]
    return sum(train(store, brand, task, who=who).version is not None for brand, task in missing)
