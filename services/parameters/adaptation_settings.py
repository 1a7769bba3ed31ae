"""Whether rules adjust what programs read at all, and how soon and how far: settings of a brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.governance.success_rule import Pace
from services.stored_numbers import stored_number

REFINEMENT: Final = "adaptation.refinement"
FEWEST: Final = "adaptation.fewest_operations"
RATE: Final = "adaptation.learning_rate"
MOST_OPERATIONS: Final = 100_000
LEAST_RATE: Final = 0.01
DEFAULT_PACE: Final = Pace()


@dataclass(frozen=True, slots=True)
class AdaptationSettings:
    """What rules may do inside of their envelopes; what people approved bounds it all the same."""

    refinement: bool = True
    """Whether they adjust anything."""
    pace: Pace = DEFAULT_PACE


ADAPTATION: Final = AdaptationSettings()


def read_adaptation(work: UnitOfWork, brand_id: int) -> AdaptationSettings:
    """Read the settings of a brand; what nobody set, or somebody spoiled by hand, is the default."""
    stored = work.settings.list_all(brand_id)
    fewest = stored_number(stored, FEWEST, ADAPTATION.pace.fewest_operations, low=1, high=MOST_OPERATIONS)
    rate = stored_number(stored, RATE, ADAPTATION.pace.learning_rate, low=LEAST_RATE, high=1.0)
    return AdaptationSettings(stored.get(REFINEMENT) != str(False), Pace(int(fewest), rate))


def set_adaptation(work: UnitOfWork, brand_id: int, wanted: AdaptationSettings) -> None:
    """Store what differs from what holds, for `change_settings`, which commits.

    Raises:
        BadOption: A number is out of range; nothing is stored then.
    """
    pace = wanted.pace
    if not 1 <= pace.fewest_operations <= MOST_OPERATIONS:
        bounds = f"a whole number from 1 to {MOST_OPERATIONS:,}"
        raise BadOption("operations before a rule adjusts", f"{pace.fewest_operations}", bounds)
    if not LEAST_RATE <= pace.learning_rate <= 1:
        raise BadOption("learning rate", f"{pace.learning_rate:g}", f"a share from {LEAST_RATE:g} to 1")
    held = _texts(read_adaptation(work, brand_id))
    for key, text in _texts(wanted).items():
        if text != held[key]:
            work.settings.put(brand_id, key, text)


def _texts(settings: AdaptationSettings) -> Mapping[str, str]:
    pace = settings.pace
    return {REFINEMENT: str(settings.refinement), FEWEST: str(pace.fewest_operations), RATE: str(pace.learning_rate)}
