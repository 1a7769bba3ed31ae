"""What the pages read, cached until something changes.

The key of every entry names the brand, its data, settings and notes versions, and the question: an import, an undo or a
note raises a version, so nothing stale is ever shown and no entry needs to be thrown away by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, TypeVar, cast

import plotly.graph_objects as go
import streamlit as st

from learning.domain.annotations import Annotation
from learning.domain.batches import BatchRecord
from learning.domain.brands import Brand
from learning.domain.timekeys import day_key
from learning.domain.trends import Available, ContentQuery, ContentTable, Headline, Scope, TrendQuery, TrendResult
from services.availability import available as read_available
from services.content_ranking import content_table
from services.glossary import GlossaryEntry
from services.glossary import glossary as read_glossary
from services.imports.history import SourceAge
from services.trends import headlines as read_headlines
from services.trends import trend as read_trend
from ui.charts import TrendChart, trend_figure
from ui.runtime import services, today

ENTRIES: Final = 1_000
CacheKey = tuple[int, int, int, int, str, str]
Answer = TypeVar("Answer")


def cache_key(brand: Brand, block: str, question: object = "") -> CacheKey:
    """Name an answer: who is asked, as of which versions, and what."""
    return brand.id, brand.data_version, brand.settings_version, brand.notes_version, block, repr(question)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _cached(key: CacheKey, _compute: Callable[[], Any]) -> Any:  # noqa: ARG001 - the key is the cache's
    return _compute()


def _ask(key: CacheKey, read: Callable[[Any], Answer]) -> Answer:
    """Read in one transaction, or give what was read for the same key before."""

    def compute() -> Answer:
        with services().store.read() as work:
            return read(work)

    return cast("Answer", _cached(key, compute))


def brands() -> tuple[Brand, ...]:
    """Return all brands with their versions; asked anew on every run, since the versions are the keys of the rest."""
    with services().store.read() as work:
        return work.brands.list_all()


def fresh(brand: Brand) -> Brand:
    """Return a brand with the versions that it has now."""
    with services().store.read() as work:
        return work.brands.get(brand.id)


def available(brand: Brand) -> Available:
    """Return what the brand's data can answer."""
    return _ask(cache_key(brand, "available"), lambda work: read_available(work, brand.id))


def glossary(brand: Brand | None) -> dict[str, GlossaryEntry]:
    """Return every metric in words, the brand's extras included, by name."""
    if brand is None:
        return {entry.name: entry for entry in read_glossary()}
    entries = _ask(cache_key(brand, "glossary"), lambda work: read_glossary(work, brand.id))
    return {entry.name: entry for entry in entries}


def headlines(brand: Brand, scope: Scope, metrics: Sequence[str]) -> tuple[Headline, ...]:
    """Return several metrics, each in one figure with its change."""
    key = cache_key(brand, "headlines", (scope, tuple(metrics)))
    return _ask(key, lambda work: read_headlines(work, scope, metrics))


def trend(brand: Brand, query: TrendQuery) -> TrendResult:
    """Return a metric over time."""
    return _ask(cache_key(brand, "trend", query), lambda work: read_trend(work, query))


def figure(brand: Brand, query: TrendQuery, chart: TrendChart) -> go.Figure:
    """Return the drawn chart of a trend; drawing costs more than reading."""
    key = cache_key(brand, "figure", (query, chart.height, len(chart.marks)))
    return cast("go.Figure", _cached(key, lambda: trend_figure(chart)))


def content(brand: Brand, query: ContentQuery) -> ContentTable:
    """Return the best or the worst contents."""
    return _ask(cache_key(brand, "content", query), lambda work: content_table(work, query))


def notes(brand: Brand, first: date, last: date) -> list[Annotation]:
    """Return the notes on the time line between two days."""
    key = cache_key(brand, "notes", (first, last))
    return _ask(key, lambda work: work.annotations.list_between(brand.id, day_key(first), day_key(last)))


def sources(brand: Brand) -> tuple[SourceAge, ...]:
    """Return how old the data of each account are, the oldest first."""
    day = today(brand)
    key = cache_key(brand, "sources", day)
    return cast("tuple[SourceAge, ...]", _cached(key, lambda: services().history.list_sources(brand.id, day)))


def history(brand: Brand, *, limit: int | None = None) -> list[BatchRecord]:
    """Return the imports, newest first."""
    found = _ask(cache_key(brand, "history"), lambda work: work.batches.list_of(brand.id))
    # One that was taken back keeps its place: a person looks for it where it was.
    return sorted(found, key=lambda batch: (batch.created_at, batch.file), reverse=True)[:limit]
