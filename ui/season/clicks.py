"""A click on a chart of the season: the posts of a day, of a weekday, or of an hour of the day."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from learning.domain.analyses import Decomposition
from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.trends import Scope
from services.glossary import GlossaryEntry
from ui.clicks import take_click
from ui.content.drilldown import open_posts
from ui.season.words import place_words
from ui.trend.clicks import clicked_day, open_point


def open_clicked_day(brand: Brand, scope: Scope, entry: GlossaryEntry, key: str) -> None:
    """Open what stands behind the day that was clicked on a chart, if one was."""
    day = clicked_day(key)
    if day is not None:
        open_point(brand, scope, entry, (day, day))


def open_clicked_place(
    brand: Brand, scope: Scope, entry: GlossaryEntry, parts: Decomposition, key: str, *, hours: bool
) -> None:
    """Open the posts behind the weekday or the hour that was clicked, if one was.

    The store knows the hours of the week of what has hours; of data by day alone the days can be clicked one by one.
    """
    point = take_click(key)
    if point is None:
        return
    if not any(factor.is_known for factor in parts.hours):
        st.toast("The data has no hours, so the posts of a weekday cannot be listed. Click a day of the trend instead.")
        return
    verb = "published" if scope.basis is Basis.LIFETIME else "active"
    place = place_words(point.index, hours=hours)
    title = f"{entry.label} of posts {verb} {f'around {place}' if hours else f'on {place}s'}"
    where = {**scope.where, "hour_of_week": hours_of_week(point.index, hours=hours)}
    open_posts(brand, replace(scope, where=where), entry.name, title)


def hours_of_week(place: int, *, hours: bool) -> tuple[str, ...]:
    """Return the hours of the week of a weekday, or of an hour on all weekdays, as the filters write them."""
    if hours:
        return tuple(str(weekday * 24 + place) for weekday in range(7))
    return tuple(str(place * 24 + hour) for hour in range(24))
