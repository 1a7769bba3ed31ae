"""The stored analyses of a series: read, never computed on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from learning.domain.analyses import Analysed, ChangePoints, Decomposition, SeriesKey
from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.platforms import platform_name
from learning.domain.trends import Scope
from services.analyses.reading import find_changes, find_decomposition
from services.analyses.series import HEADLINES
from services.glossary import GlossaryEntry
from ui.calendar_words import moment_words
from ui.imports.wording import plain
from ui.runtime import services
from ui.wording import listed_words

PLATFORM: Final = "platform"


@dataclass(frozen=True, slots=True)
class SeriesAnalyses:
    """What is stored of one series, and whether the page shows only a part of that series."""

    series: SeriesKey
    decomposition: Analysed[Decomposition] | None
    changes: Analysed[ChangePoints] | None
    narrowed: bool
    """True where a filter leaves a part of the analysed series on the page."""

    @property
    def parts(self) -> Decomposition | None:
        """The decomposition, if one was stored."""
        return self.decomposition.result if self.decomposition else None

    @property
    def shifts(self) -> ChangePoints | None:
        """The changes of level, if they were looked for."""
        return self.changes.result if self.changes else None

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes whenever one of the results does: part of the key of a drawn chart."""
        return tuple(one.computed_at if one else None for one in (self.decomposition, self.changes))


def series_of(scope: Scope, metric: str, basis: Basis) -> tuple[SeriesKey, bool]:
    """Return the analysed series that holds what the page shows, and whether the page shows only a part of it."""
    platforms = scope.where.get(PLATFORM, ())
    others = any(values for name, values in scope.where.items() if name != PLATFORM)
    if len(platforms) == 1:
        return SeriesKey(metric, basis, platforms[0]), others
    return SeriesKey(metric, basis), others or bool(platforms)


def whole_words(brand: Brand, found: SeriesAnalyses) -> str | None:
    """Say for what the season was computed where the page shows less; None where both are the same."""
    if not found.narrowed:
        return None
    whole = platform_name(found.series.platform) if found.series.platform else plain(brand.name)
    return f"Computed for all of {whole}, not for the filters above."


def age_words(brand: Brand, one: Analysed[Decomposition] | Analysed[ChangePoints] | None) -> str | None:
    """Say as of when an analysis is where it is older than the data or failed; None where it is up to date."""
    if one is None or (one.data_version == brand.data_version and not one.failure):
        return None
    if one.computed_at is None:
        return f"The analysis failed: {one.failure}." if one.failure else None
    moment = moment_words(datetime.fromtimestamp(one.computed_at, UTC), brand.time_zone)
    if one.failure:
        return f"The last analysis failed ({plain(one.failure)}); this one is as of {moment}."
    return f"As of {moment}; the newest import is not in it yet."


def read_series(brand: Brand, scope: Scope, metric: str, basis: Basis) -> SeriesAnalyses:
    """Return what is stored of the series that the page shows.

    Read anew on every run (a few milliseconds): results come after the data that they are about, without a new version.
    """
    series, narrowed = series_of(scope, metric, basis)
    with services().store.read() as work:
        decomposition = find_decomposition(work, brand.id, series)
        return SeriesAnalyses(series, decomposition, find_changes(work, brand.id, series), narrowed)


def not_yet_words(entry: GlossaryEntry, labels: Mapping[str, str]) -> str:
    """Say why there is no analysis of a figure: it is not one of the main ones, or it is still to come."""
    if entry.name in HEADLINES:
        return (
            "Level, weekdays and hours are computed after each import. They are not there yet: look again in a minute."
        )
    names = listed_words([labels[name].lower() for name in HEADLINES if name in labels])
    return f"Level, weekdays and hours are computed for the main figures: {names}. {plain(entry.label)} is not one."
