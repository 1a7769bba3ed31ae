"""What a brand sets about its insights: stored as its settings, checked before they are."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.insights.brand_data import Marks
from learning.insights.confidence import HALF_LIFE_DAYS
from services.stored_numbers import stored_number

PREFIX: Final = "insights."
DETECTORS: Final = "learning.insights.catalogue"
"""Takes seconds to load, which no page should wait for."""
LONGEST_HALF_LIFE: Final = 365.0
LEARNED: Final = (
    "engagement_rate",
    "click_through_rate",
    "conversion_rate",
    "save_rate",
    "share_rate",
    "comment_rate",
    "profile_visit_rate",
    "follows_per_1000_impressions",
    "bounce_rate",
    "revenue_per_session",
    "average_watch_seconds",
)
"""Rates that are learned about, the most important first. Totals follow the calendar and the number of posts; one is
learned about only where it is a goal."""
MARKS: Final = Marks()
LEAST_MARK: Final = 0.05
MOST_DRAFTS: Final = 20
LARGEST_EFFECT: Final = 10.0
RECENT_DAYS: Final = 91
"""Without historical learning only posts of so many days teach."""


@dataclass(frozen=True, slots=True)
class InsightSettings:
    """How insights are looked for, and what they are good for."""

    minimum_confidence: float = 0.7
    """From which an insight may become a proposal, 0-1."""
    half_life_days: float = HALF_LIFE_DAYS
    """In which the confidence of an insight that nothing renews halves."""
    historical_learning: bool = True
    """Whether posts of any age teach; else those of the last quarter of a year."""
    pattern_recognition: bool = True
    """Whether anything is looked for at all."""
    detectors_off: tuple[str, ...] = ()
    """Names of detectors that are not asked."""
    efficiency_mark: float = MARKS.efficiency
    """Of programs less of whose time goes to what succeeds it is said, 0-1."""
    recovery_mark: float = MARKS.recovery
    """Of programs fewer of whose failures are made good within the session it is said, 0-1."""
    test_drafts: int = 3
    """So many drafts of tests made by the system may wait for a person at once; 0 = it makes none."""
    smallest_effect: float = 0.05
    """From which, up or down, an insight may become a proposal; 0.05 is 5 %."""
    performance_tracking: bool = True
    """Whether posts far from the brand's benchmark are reported to the loop of feedback."""


DEFAULTS: Final = InsightSettings()


def read_settings(work: UnitOfWork, brand_id: int) -> InsightSettings:
    """Read the settings of a brand; what nobody set, or somebody spoiled by hand, is the default."""
    stored = work.settings.list_all(brand_id)
    return InsightSettings(
        minimum_confidence=stored_number(
            stored, PREFIX + "minimum_confidence", DEFAULTS.minimum_confidence, low=0.0, high=1.0
        ),
        half_life_days=stored_number(
            stored, PREFIX + "half_life_days", DEFAULTS.half_life_days, low=0.1, high=LONGEST_HALF_LIFE
        ),
        historical_learning=_switch(stored, "historical_learning", default=DEFAULTS.historical_learning),
        pattern_recognition=_switch(stored, "pattern_recognition", default=DEFAULTS.pattern_recognition),
        detectors_off=tuple(filter(None, stored.get(f"{PREFIX}detectors_off", "").split(","))),
        efficiency_mark=stored_number(
            stored, PREFIX + "efficiency_mark", DEFAULTS.efficiency_mark, low=LEAST_MARK, high=1.0
        ),
        recovery_mark=_number(stored, "recovery_mark", low=LEAST_MARK, high=1.0),
        smallest_effect=stored_number(
            stored, PREFIX + "smallest_effect", DEFAULTS.smallest_effect, low=0.0, high=LARGEST_EFFECT
        ),
        performance_tracking=_switch(stored, "performance_tracking", default=DEFAULTS.performance_tracking),
        test_drafts=int(_number(stored, "test_drafts", low=0.0, high=MOST_DRAFTS)),
    )


def set_settings(work: UnitOfWork, brand_id: int, wanted: InsightSettings) -> None:
    """Store the settings that differ from what holds; the caller commits.

    Raises:
        BadOption: One of them cannot be; nothing is stored then.
    """
    if not 0 <= wanted.minimum_confidence <= 1:
        raise BadOption("Sure enough for a change from", f"{wanted.minimum_confidence:g}", "a share from 0 to 1")
    if not (math.isfinite(wanted.half_life_days) and 0.1 <= wanted.half_life_days <= LONGEST_HALF_LIFE):
        raise BadOption("Half life", f"{wanted.half_life_days:g}", f"days from 0.1 to {LONGEST_HALF_LIFE:g}")
    for name, mark in (("Time to what succeeds", wanted.efficiency_mark), ("Failures made good", wanted.recovery_mark)):
        if not LEAST_MARK <= mark <= 1:
            raise BadOption(name, f"{mark:g}", f"a share from {LEAST_MARK:g} to 1")
    if not 0 <= wanted.smallest_effect <= LARGEST_EFFECT:
        raise BadOption(
            "Large enough for a change from", f"{wanted.smallest_effect:g}", f"a part from 0 to {LARGEST_EFFECT:g}"
        )
    if not 0 <= wanted.test_drafts <= MOST_DRAFTS:
        raise BadOption("Drafts of tests", f"{wanted.test_drafts}", f"a number from 0 to {MOST_DRAFTS}")
    if wanted.detectors_off:
        names = detector_names()
        unknown = sorted(set(wanted.detectors_off) - set(names))
        if unknown:
            raise BadOption("detector", unknown[0], f"one of {', '.join(names)}")
    known = asdict(read_settings(work, brand_id))
    for name, value in asdict(wanted).items():
        if value != known[name]:
            text = ",".join(value) if isinstance(value, tuple) else str(value)
            work.settings.put(brand_id, PREFIX + name, text)


def detector_names() -> tuple[str, ...]:
    """Name every detector that can be switched off."""
    return tuple(detector.name for detector in importlib.import_module(DETECTORS).DETECTORS)


def settings_text(settings: InsightSettings, more: Mapping[str, object]) -> str:
    """Write what is in force as canonical JSON, to be stored with each run."""
    return json.dumps({**asdict(settings), **more}, sort_keys=True, separators=(",", ":"))


def _number(stored: Mapping[str, str], name: str, *, low: float, high: float) -> float:
    return stored_number(stored, PREFIX + name, float(getattr(DEFAULTS, name)), low=low, high=high)


def _switch(stored: Mapping[str, str], name: str, *, default: bool) -> bool:
    return {"True": True, "False": False}.get(stored.get(PREFIX + name, ""), default)
