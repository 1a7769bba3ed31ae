"""The blocks of the Engagement page: each asks for one thing, draws it, and fails alone."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.trends import Available, Bucket, Comparison, ContentQuery, Ranking, Scope, TrendQuery
from learning.metrics.catalog import CATALOG
from services.glossary import GlossaryEntry
from ui import reads
from ui.content_view import show_content
from ui.filters import BY_URL, Filters
from ui.headlines import card, show_cards
from ui.periods import Compare
from ui.trend_view import BUCKET_NAMES, basis_choices, natural_bucket, show_finding, show_trend, trend_chart

COMPARISONS: Final = {
    Compare.PREVIOUS: Comparison.PREVIOUS,
    Compare.LAST_YEAR: Comparison.LAST_YEAR,
    Compare.OFF: Comparison.OFF,
}
SLOTS: Final = (
    ("engagement_rate", "conversion_rate", "click_through_rate", "bounce_rate"),
    ("impressions", "views", "sessions"),
    ("reach_per_post", "follows", "conversions", "comments"),
    ("clicks", "shares", "revenue", "spend"),
)
"""Of each row the first metric that the brand's exports have and that is not shown yet becomes a headline."""
MINIMUM_SEEN: Final = 100
SHOWN_POSTS: Final = 10


def scope_of(brand: Brand, filters: Filters) -> Scope:
    """Turn the filters into the scope of a question."""
    where = {"platform": filters.platforms} if filters.platforms else {}
    period = filters.period
    return Scope(brand.id, period.first, period.last, where, compare=COMPARISONS[filters.compare])


def headline_block(brand: Brand, available: Available, scope: Scope, *, most: int = len(SLOTS)) -> None:
    """Show up to four big numbers."""
    names = headline_names(available)[:most]
    glossary = reads.glossary(brand)
    if names:
        found = reads.headlines(brand, scope, names)
        show_cards([card(glossary[one.metric], one, first_day(available, one.value.basis)) for one in found])


def first_day(available: Available, basis: Basis) -> date | None:
    """Return the first day that has data on a basis."""
    span = available.spans.get(basis)
    return span[0] if span else None


def headline_names(available: Available) -> list[str]:
    """Choose the metrics of the headline."""
    known = {metric.name for metric in available.metrics}
    chosen: list[str] = []
    for slot in SLOTS:
        chosen += [name for name in slot if name in known and name not in chosen][:1]
    return chosen


def trend_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show one metric over time, with everything that can be chosen about it."""
    glossary = reads.glossary(brand)
    head = st.container(gap="small")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        entry = _choose_metric(available, glossary)
        if entry is None:
            return
        bucket = _choose_bucket(scope)
        basis = _choose_basis(available, entry.name)
        split = _choose_split(available, entry.name)
    wanted = Scope(scope.brand_id, scope.first, scope.last, scope.where, basis, scope.compare)
    query = TrendQuery(wanted, entry.name, bucket, by_platform=split)
    result = reads.trend(brand, query)
    with head:
        show_finding(entry, result, first_day(available, result.basis))
    chart = trend_chart(entry, result, reads.notes(brand, scope.first, scope.last))
    show_trend(entry, result, reads.figure(brand, query, chart))


def _choose_metric(available: Available, glossary: dict[str, GlossaryEntry]) -> GlossaryEntry | None:
    """Every metric of the brand, the known ones first; labels may repeat between an extra and a known one."""
    labels: dict[str, str] = {}
    for metric in available.metrics:
        label = glossary[metric.name].label if metric.name in glossary else metric.label
        labels[label if label not in labels else f"{label} ({metric.name})"] = metric.name
    if not labels:
        st.caption("The exports of this brand hold no metric yet.")
        return None
    first = next((name for name in headline_names(available)), next(iter(labels.values())))
    index = list(labels.values()).index(first)
    label = st.selectbox("Metric", list(labels), index=index, key="metric", bind=BY_URL, width=260)
    return glossary[labels[label]]


def _choose_bucket(scope: Scope) -> Bucket:
    natural = natural_bucket(Period(scope.first, scope.last))
    names = {"Auto": natural} | {name: bucket for bucket, name in BUCKET_NAMES.items()}
    picked = st.segmented_control(
        "By",
        list(names),
        default="Auto",
        key="by",
        bind=BY_URL,
        required=True,
        help=f"Auto is by {BUCKET_NAMES[natural].lower()} for this range.",
    )
    return names.get(picked or "Auto", natural)


def _choose_basis(available: Available, name: str) -> Basis | None:
    """With one basis there is nothing to choose; None lets the service take the first that has the metric."""
    bases = next((metric.bases for metric in available.metrics if metric.name == name), ())
    if len(bases) < 2:
        return None
    choices = basis_choices(bases)
    picked = st.selectbox("Basis", ["Best available", *choices], key="basis", bind=BY_URL, width=260)
    return choices.get(picked)


def _choose_split(available: Available, name: str) -> bool:
    platforms = next((metric.platforms for metric in available.metrics if metric.name == name), ())
    return len(platforms) > 1 and st.toggle("By platform", key="split", bind=BY_URL)


def content_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show the best or the worst posts by a metric."""
    place = st.container()
    glossary = reads.glossary(brand)
    names = [metric.name for metric in available.metrics if metric.name in CATALOG]
    rates = [name for name in names if CATALOG[name].denominator]
    if "content" not in available.dimensions or not names:
        place.subheader("Which posts did best?", anchor=False)
        st.info(
            "The exports of this brand do not name single posts. Add a post-level export on the Data page.",
            icon=":material/search_off:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        end = st.segmented_control("Show", ["Best", "Worst"], default="Best", key="end", bind=BY_URL, required=True)
        ordered = [*rates, *(name for name in names if name not in rates)]
        labels = {glossary[name].label: name for name in ordered}
        label = st.selectbox("By", list(labels), key="rank", bind=BY_URL, width=260)
        minimum = st.number_input(
            "Seen at least",
            min_value=0,
            value=MINIMUM_SEEN,
            step=100,
            key="seen",
            bind=BY_URL,
            width=150,
            help="Posts that fewer saw are not ranked by a rate: chance would win.",
        )
    entry = glossary[labels[label]]
    rated = bool(CATALOG[entry.name].denominator)
    place.subheader(f"Which posts did {'best' if end == 'Best' else 'worst'} by {entry.label.lower()}?", anchor=False)
    query = ContentQuery(
        scope,
        entry.name,
        Ranking.RATE if rated else Ranking.VOLUME,
        best_first=end != "Worst",
        limit=SHOWN_POSTS,
        minimum_exposure=float(minimum),
    )
    show_content(entry, reads.content(brand, query))
