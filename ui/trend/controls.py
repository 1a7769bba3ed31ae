"""What a person can choose about the trend: metric, length of a point, basis, split, and what lies over the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.trends import Available, Bucket, Headline, Scope
from services.glossary import GlossaryEntry
from ui import reads
from ui.engagement_blocks import headlines
from ui.filters.state import BY_URL
from ui.glossary_view import metric_help
from ui.problems import shown_problems
from ui.trend.view import BUCKET_NAMES, basis_choices, natural_bucket

METRIC_KEY: Final = "metric"
TAGS_KEY: Final = "tags"
LAYERS_KEY: Final = "show"


class Layer(StrEnum):
    """What can lie over the lines; the value is what stands in the menu and in the address."""

    NOTES = "Notes"
    EXPECTED = "Expected range"
    CHANGES = "Changes of level"
    GOAL = "Goal"


@dataclass(frozen=True, slots=True)
class TrendChoice:
    """What the person asks of the trend."""

    entry: GlossaryEntry
    bucket: Bucket
    basis: Basis | None
    by_platform: bool
    layers: frozenset[Layer]
    tags: tuple[str, ...]
    """Only notes with one of them; empty = all."""


def trend_controls(brand: Brand, available: Available, scope: Scope) -> TrendChoice | None:
    """Draw the choices and read them; None where the brand has no metric."""
    entry = _choose_metric(available, reads.glossary(brand), headlines(brand, available, scope))
    if entry is None:
        return None
    bucket = _choose_bucket(scope)
    basis = _choose_basis(available, entry.name)
    split = _choose_split(available, entry.name)
    layers, tags = _choose_layers(brand)
    return TrendChoice(entry, bucket, basis, split, layers, tags)


def _choose_metric(
    available: Available, glossary: dict[str, GlossaryEntry], shown_above: Sequence[Headline]
) -> GlossaryEntry | None:
    """Every metric of the brand, the known ones first; labels may repeat between an extra and a known one."""
    labels: dict[str, str] = {}
    for metric in available.metrics:
        label = glossary[metric.name].label if metric.name in glossary else metric.label
        labels[label if label not in labels else f"{label} ({metric.name})"] = metric.name
    if not labels:
        st.caption("The exports of this brand hold no metric yet.")
        return None
    first = next((one.metric for one in shown_above), next(iter(labels.values())))
    index = list(labels.values()).index(first)
    shown = glossary[labels.get(str(st.session_state.get(METRIC_KEY)), first)]
    label = st.selectbox(
        "Metric", list(labels), index=index, key=METRIC_KEY, bind=BY_URL, width=230, help=metric_help(shown)
    )
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
    picked = st.selectbox("Basis", ["Best available", *choices], key="basis", bind=BY_URL, width=230)
    return choices.get(picked)


def _choose_split(available: Available, name: str) -> bool:
    platforms = next((metric.platforms for metric in available.metrics if metric.name == name), ())
    return len(platforms) > 1 and st.toggle("By platform", key="split", bind=BY_URL)


def _choose_layers(brand: Brand) -> tuple[frozenset[Layer], tuple[str, ...]]:
    with st.popover("Show", icon=":material/layers:", help="What lies over the lines"), st.container(width=300):
        names = [layer.value for layer in Layer]
        picked = st.pills("On the chart", names, selection_mode="multi", default=names, key=LAYERS_KEY, bind=BY_URL)
        known: list[str] = []
        with shown_problems("the tags of the notes"):
            known = reads.note_tags(brand)
        tags = (
            st.multiselect("Only notes tagged", known, key=TAGS_KEY, bind=BY_URL, placeholder="All notes")
            if known
            else []
        )
    return frozenset(Layer(name) for name in picked), tuple(tags)
