"""Every table and chart as a file, with what it shows and as of when written on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.holdings import ContentCard
from learning.domain.platforms import platform_name
from learning.domain.trends import Scope
from ui import reads
from ui.calendar_words import day_words, hours_of_week_words, moment_words, range_words
from ui.charts.pictures import picture, picture_config
from ui.content.post_words import published_words
from ui.downloads import HeadLine, csv_bytes, workbook_bytes
from ui.lazy_menu import lazy_menu
from ui.runtime import now
from ui.wording import BASIS_WORDS, cuts_words

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOUR_OF_WEEK: Final = "hour_of_week"
MADE_UP: Final = "made-up demo data"
UNFIT_FOR_FILES: Final = re.compile(r"[^\w\s().,%&+-]", re.UNICODE)
LONGEST_NAME: Final = 120

Table = Sequence[Sequence[object]]
Bytes = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What a table or a chart shows, for those who only have the file."""

    brand: str
    period: str
    filters: str
    as_of: str
    source: str = ""
    """Basis and reports behind the figures."""
    notes: tuple[str, ...] = ()

    def head(self, title: str) -> tuple[HeadLine, ...]:
        """The lines that stand above a table."""
        lines = (
            HeadLine("Title", title),
            HeadLine("Brand", self.brand),
            HeadLine("Period", self.period),
            HeadLine("Filters", self.filters),
            HeadLine("As of", self.as_of),
            HeadLine("Source", self.source),
            *(HeadLine("Note", note) for note in self.notes),
        )
        return tuple(line for line in lines if line.words)


def context_of(
    brand: Brand,
    scope: Scope,
    *,
    basis: Basis | None = None,
    cuts: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> ExportContext:
    """Put brand, period, filters, freshness and origin of a block into the words of its files."""
    origin = [BASIS_WORDS[basis]] if basis else []
    if cuts:
        origin.append(f"from {cuts_words(cuts)}")
    return ExportContext(
        brand=f"{brand.name} ({MADE_UP})" if brand.is_demo else brand.name,
        period=range_words(scope.first, scope.last),
        filters=filters_words(scope),
        as_of=as_of_words(brand),
        source=", ".join(origin),
        notes=tuple(notes),
    )


def context_of_post(brand: Brand, card: ContentCard) -> ExportContext:
    """The same for a file about one post."""
    return ExportContext(
        brand=f"{brand.name} ({MADE_UP})" if brand.is_demo else brand.name,
        period=f"published {published_words(card)}",
        filters=f"one post on {platform_name(card.platform)}",
        as_of=as_of_words(brand),
        source=BASIS_WORDS[Basis.LIFETIME],
    )


def filters_words(scope: Scope) -> str:
    """Write the filters of a scope: 'platform: X or TikTok; persona: Busy parents', or 'none'."""
    found: list[str] = []
    for dimension, values in sorted(scope.where.items()):
        if dimension == HOUR_OF_WEEK:
            found.append(f"when: {hours_of_week_words([int(value) for value in values])}")
            continue
        names = [platform_name(value) if dimension == "platform" else value or "not stated" for value in values]
        found.append(f"{dimension.replace('_', ' ')}: {' or '.join(names)}")
    return "; ".join(found) or "none"


def as_of_words(brand: Brand) -> str:
    """Say how far the data of each platform go and when the file was made."""
    latest: dict[str, str] = {}
    for source in sorted(reads.sources(brand), key=lambda one: one.days_old, reverse=True):
        if source.last_day:
            latest[platform_name(source.platform)] = day_words(source.last_day)
    ends = ", ".join(f"{platform} to {day}" for platform, day in sorted(latest.items()))
    made = f"exported {moment_words(now(), brand.time_zone)}"
    version = f"data version {brand.data_version}"
    return " · ".join([part for part in (f"data: {ends}" if ends else "", version, made) if part])


def export_buttons(
    name: str,
    header: Sequence[str],
    rows: Table | Callable[[], Table],
    *,
    context: ExportContext,
    figure: go.Figure | None = None,
) -> None:
    """Draw the menu that saves a table as CSV or workbook and a chart as a picture; nothing is made before it opens.

    `name` is the title of the file and must differ between the menus of a page; `rows` may be a function, so that a
    page that nobody exports from does not put them together.
    """
    lazy_menu(
        "Export",
        partial(_menu, name, header, rows, context, figure),
        key=f"export_{name}",
        icon=":material/download:",
        tip="Save as CSV, Excel" + (" or a picture" if figure is not None else ""),
    )


def _menu(
    name: str,
    header: Sequence[str],
    rows: Table | Callable[[], Table],
    context: ExportContext,
    figure: go.Figure | None,
) -> None:
    with st.container(gap="small", width=520 if figure is not None else 260):
        head = context.head(name)
        table = rows() if callable(rows) else rows
        with st.container(horizontal=True, gap="small"):
            _save("CSV", name, "csv", "text/csv", partial(csv_bytes, header, table, head))
            _save("Excel", name, "xlsx", XLSX, partial(workbook_bytes, header, table, head))
        if figure is not None:
            _offer_picture(name, context, figure)


def _save(label: str, name: str, ending: str, mime: str, data: Bytes) -> None:
    st.download_button(
        label,
        data,
        file_name=f"{file_name(name)}.{ending}",
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"save_{ending}_{name}",
    )


def _offer_picture(name: str, context: ExportContext, figure: go.Figure) -> None:
    st.caption("The picture as it will be saved. Press the camera at its upper right to save it as PNG.")
    shown = f"{context.brand} · {context.period} · filters: {context.filters}"
    origin = " ".join(
        f"{part.rstrip('.')}." for part in (context.source[:1].upper() + context.source[1:], *context.notes) if part
    )
    lines = [shown, origin, context.as_of]
    made = picture(figure, name, [line for line in lines if line])
    st.plotly_chart(
        made,
        theme=None,
        config=picture_config(file_name(name), made),
        key=f"picture_{name}",
        alt=f"{name}, as a picture to save",
    )


def file_name(name: str) -> str:
    """Turn a title into a name that every file system takes."""
    clean = " ".join(UNFIT_FOR_FILES.sub(" ", name).split())
    return clean[:LONGEST_NAME].strip(" .") or "export"
