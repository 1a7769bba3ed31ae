"""A metric over time: its finding in words, the lines, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.trends import Bucket, Headline, TrendResult
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words, range_words
from ui.headlines import change_range_words, is_likely_real, unequal_words
from ui.numbers import change_words, interval_words, value_words
from ui.wording import BASIS_HELP, BASIS_WORDS, cuts_words, n_words

BUCKET_NAMES: Final = {Bucket.DAY: "Day", Bucket.WEEK: "Week", Bucket.MONTH: "Month"}
DAYS_AS_DAYS: Final = 35
DAYS_AS_WEEKS: Final = 210
SHOWN_GAPS: Final = 3


def natural_bucket(period: Period) -> Bucket:
    """Choose the length of a point so that a line has about ten to forty of them."""
    if period.days <= DAYS_AS_DAYS:
        return Bucket.DAY
    return Bucket.WEEK if period.days <= DAYS_AS_WEEKS else Bucket.MONTH


def finding_words(entry: GlossaryEntry, found: Headline, data_first: date | None = None) -> str:
    """State what the trend says, as far as it can be trusted."""
    value = found.value
    if value.value is None:
        return f"No {entry.label.lower()} for these days"
    shown = value_words(value.value, entry.unit, currency=value.currency)
    change = found.change
    if change is None or change.relative is None or unequal_words(entry, found, data_first):
        return f"{entry.label}: {shown}"
    if change.low is None:
        return f"{entry.label}: {shown}, too early to compare"
    if not is_likely_real(found):
        return f"{entry.label}: {shown}, no clear change"
    verb = "went up" if change.relative > 0 else "went down"
    return f"{entry.label} {verb} by about {change_words(change.relative).lstrip('+−±')}, to {shown}"


def subtitle_words(entry: GlossaryEntry, result: TrendResult, data_first: date | None = None) -> str:
    """Give metric, n, basis and what the change was measured against."""
    found = result.headline
    parts = [f"{entry.label} by {point_words(result)}", BASIS_WORDS[result.basis], n_words(found.value)]
    spread = interval_words(found.value.low, found.value.high, entry.unit, currency=found.value.currency)
    if spread:
        parts.append(f"{spread} (95 % interval)")
    unequal = unequal_words(entry, found, data_first)
    if unequal:
        parts.append(f"not compared with the earlier range: {unequal}")
    elif found.change and found.change.relative is not None and found.previous_first and found.previous_last:
        before = range_words(found.previous_first, found.previous_last)
        parts.append(f"change {change_range_words(found.change)} against {before}")
    return " · ".join(parts)


def point_words(result: TrendResult) -> str:
    """Say what a point of the line stands for."""
    return "stated period" if result.stated else result.query.bucket.name.lower()


def show_finding(entry: GlossaryEntry, result: TrendResult, data_first: date | None = None) -> None:
    """Write the finding of a trend and what it rests on; `data_first` is the first day with data on its basis."""
    st.subheader(finding_words(entry, result.headline, data_first), anchor=False)
    st.caption(subtitle_words(entry, result, data_first))


def show_trend(entry: GlossaryEntry, result: TrendResult, figure: go.Figure) -> None:
    """Draw a trend with its sources below."""
    if has_points(result):
        st.plotly_chart(figure, config={"displayModeBar": False}, alt=alt_words(entry, result), key="first_trend")
    else:
        st.info(nothing_words(entry, result), icon=":material/search_off:")
    st.caption(" ".join(source_words(result)))


def has_points(result: TrendResult) -> bool:
    """Say whether there is anything to draw."""
    return any(point.value.value is not None for series in result.series for point in series.points)


def nothing_words(entry: GlossaryEntry, result: TrendResult) -> str:
    """Say that there is nothing to draw, and why."""
    reason = result.headline.value.reason
    return f"There is nothing to draw of {entry.label.lower()} for these days" + (f": {reason}." if reason else ".")


def alt_words(entry: GlossaryEntry, result: TrendResult) -> str:
    """Say in one sentence what the chart shows, for those who hear the page."""
    scope = result.query.scope
    return (
        f"Line chart: {entry.label} by {point_words(result)}, {range_words(scope.first, scope.last)}. "
        f"{finding_words(entry, result.headline)}."
    )


def source_words(result: TrendResult) -> list[str]:
    """Name the reports behind the figures, the days without data and anything that was left out."""
    value, found = result.headline.value, []
    if value.cuts:
        found.append(f"Read from {cuts_words(value.cuts)}.")
    found.append(BASIS_HELP[result.basis])
    if result.stated:
        found.append("Each point is one period of the reports, at its first day: none lies within one week or month.")
    if value.missing_days:
        found.append(f"No data on {_days_words(value.missing_days)}.")
    if result.headline.unequal_days:
        now, then = result.headline.unequal_days
        found.append(f"Unequal lengths: {now} days with data here, {then} in the earlier range.")
    return [*found, *(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in result.notes)]


def _days_words(days: Sequence[date]) -> str:
    if len(days) <= SHOWN_GAPS:
        return ", ".join(day_words(day) for day in days)
    return f"{len(days)} days between {day_words(min(days))} and {day_words(max(days))}"


def basis_choices(bases: Sequence[Basis]) -> Mapping[str, Basis]:
    """Name the bases that a metric can be shown on."""
    return {BASIS_WORDS[basis].capitalize(): basis for basis in bases}
