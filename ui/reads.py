"""What the pages read of a brand; every answer is kept as long as its versions stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

import plotly.graph_objects as go

from learning.domain.alerts import WITHOUT_SERIES, AlertDraft, AlertPreview
from learning.domain.annotations import Annotation
from learning.domain.batches import BatchRecord
from learning.domain.brands import Brand
from learning.domain.dimension_values import DimensionValues
from learning.domain.enums import Basis
from learning.domain.goals import Goal
from learning.domain.trends import Available, ContentQuery, ContentTable, Headline, Scope, TrendQuery, TrendResult
from services.alerts.preview import preview_rule
from services.annotations import known_tags, notes_between
from services.content.ranking import content_table
from services.figures.availability import available as read_available
from services.figures.dimension_values import dimension_values as read_values
from services.figures.sparklines import sparklines as read_sparklines
from services.figures.trends import headlines as read_headlines
from services.figures.trends import trend as read_trend
from services.glossary import GlossaryEntry
from services.glossary import glossary as read_glossary
from services.goals import list_goals
from services.imports.history import SourceAge
from ui import runtime
from ui.answers import ask, cache_key, cached, drawn
from ui.charts.drawing import TrendChart, trend_figure
from ui.runtime import services, today


def brands() -> tuple[Brand, ...]:
    """Return the person's brands with their versions; asked anew on every run: versions are the keys of the rest."""
    with services().store.read() as work:
        found = work.brands.list_all()
    if not runtime.has_to_sign_in():
        return found
    roles = runtime.signed_in().person.roles
    return tuple(brand for brand in found if brand.id in roles)


def fresh(brand: Brand) -> Brand:
    """Return a brand with the versions that it has now."""
    with services().store.read() as work:
        return work.brands.get(brand.id)


def available(brand: Brand) -> Available:
    """Return what the brand's data can answer."""
    return ask(cache_key(brand, "available"), lambda work: read_available(work, brand.id))


def dimension_values(brand: Brand) -> tuple[DimensionValues, ...]:
    """Return what the brand's figures can be filtered by, with the values of each dimension."""
    offered = available(brand)
    return ask(cache_key(brand, "dimension_values"), lambda work: read_values(work, brand.id, offered))


def glossary(brand: Brand | None) -> dict[str, GlossaryEntry]:
    """Return every metric in words, the brand's extras included, by name."""
    if brand is None:
        return {entry.name: entry for entry in read_glossary()}
    entries = ask(cache_key(brand, "glossary"), lambda work: read_glossary(work, brand.id))
    return {entry.name: entry for entry in entries}


def headlines(brand: Brand, scope: Scope, metrics: Sequence[str]) -> tuple[Headline, ...]:
    """Return several metrics, each in one figure with its change."""
    key = cache_key(brand, "headlines", (scope, tuple(metrics)))
    return ask(key, lambda work: read_headlines(work, scope, metrics))


def sparklines(brand: Brand, scope: Scope, bases: Mapping[str, Basis]) -> dict[str, tuple[float, ...]]:
    """Return the course of several metrics in a few points each."""
    key = cache_key(brand, "sparklines", (scope, sorted(bases.items())))
    return ask(key, lambda work: read_sparklines(work, scope, bases))


def trend(brand: Brand, query: TrendQuery) -> TrendResult:
    """Return a metric over time."""
    return ask(cache_key(brand, "trend", query), lambda work: read_trend(work, query))


def figure(brand: Brand, query: TrendQuery, chart: TrendChart) -> go.Figure:
    """Return the drawn chart of a trend; drawing costs more than reading."""
    key = cache_key(brand, "figure", (query, chart.height, len(chart.marks)))
    return drawn(key, lambda: trend_figure(chart))


def content(brand: Brand, query: ContentQuery) -> ContentTable:
    """Return the best or the worst contents."""
    return ask(cache_key(brand, "content", query), lambda work: content_table(work, query))


def notes(brand: Brand, first: date, last: date) -> list[Annotation]:
    """Return the notes on the time line between two days that the person may see."""
    who = runtime.who()
    key = cache_key(brand, "notes", (who, first, last))
    return ask(key, lambda work: notes_between(work, brand.id, first, last, who=who))


def note_tags(brand: Brand) -> list[str]:
    """Return the tags that notes carry already."""
    who = runtime.who()
    return ask(cache_key(brand, "note_tags", who), lambda work: known_tags(work, brand.id, who=who))


def goals(brand: Brand) -> tuple[Goal, ...]:
    """Return the goals of a brand; setting one raises the settings version."""
    return ask(cache_key(brand, "goals"), lambda work: list_goals(work, brand.id))


def alert_preview(brand: Brand, draft: AlertDraft) -> AlertPreview:
    """Return what a rule would have said of the past; of insights and notes asked anew, they raise no data version."""
    moment = int(runtime.now().timestamp())
    if draft.kind in WITHOUT_SERIES:
        with services().store.read() as work:
            return preview_rule(work, brand.id, draft, moment)
    return ask(cache_key(brand, "alert_preview", draft), lambda work: preview_rule(work, brand.id, draft, moment))


def sources(brand: Brand) -> tuple[SourceAge, ...]:
    """Return how old the data of each account are, the oldest first."""
    day = today(brand)
    key = cache_key(brand, "sources", day)
    return cast("tuple[SourceAge, ...]", cached(key, lambda: services().history.list_sources(brand.id, day)))


def history(brand: Brand, *, limit: int | None = None) -> list[BatchRecord]:
    """Return the imports, newest first."""
    found = ask(cache_key(brand, "history"), lambda work: work.batches.list_of(brand.id))
    # One that was taken back keeps its place: a person looks for it where it was.
    return sorted(found, key=lambda batch: (batch.created_at, batch.file), reverse=True)[:limit]
