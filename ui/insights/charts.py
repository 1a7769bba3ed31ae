"""Insights as figures: effects with their ranges, and how sure each run was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import plotly.graph_objects as go

from learning.domain.insight_log import Sighting
from learning.domain.insights import Finding, Insight
from learning.insights.confidence import decayed
from services.insights.settings import InsightSettings
from ui.charts.drawing import COLOURS
from ui.charts.marks import QUIET
from ui.experiments.charts import EffectRow, effect_figure
from ui.insights.words import is_correlation, size_words, title_metric

HEIGHT: Final = 220
DIFFERENCE: Final = "Difference"
"""Of findings that are about no metric."""
STEPS: Final = 40
"""Points of the curve along which confidence decays."""


def metrics_figure(findings: Sequence[Finding]) -> go.Figure:
    """Draw the effect of one finding on each metric with its range, beside zero."""
    rows = [
        EffectRow(
            title_metric(one.candidate.subject.metric) or DIFFERENCE,
            one.effect,
            one.low,
            one.high,
            f"{title_metric(one.candidate.subject.metric) or DIFFERENCE}: {size_words(one)}, n = {one.candidate.n:,}",
        )
        for one in findings
    ]
    return effect_figure(rows, names=("difference", ""), as_share=not any(is_correlation(one) for one in findings))


def confidence_figure(sightings: Sequence[Sighting], one: Insight, moment: int, settings: InsightSettings) -> go.Figure:
    """Draw how sure the runs were, how it decays since, and the bound for a change."""
    found = [line for line in sightings if line.confidence is not None]
    missed = [line for line in sightings if line.confidence is None]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[_moment(line.at) for line in found],
            y=[line.confidence for line in found],
            mode="lines+markers",
            name="found",
            line={"color": COLOURS[0], "width": 2},
            hovertemplate="%{x|%d %b %Y}: %{y:.0%}<extra>found</extra>",
        )
    )
    if missed:
        figure.add_trace(
            go.Scatter(
                x=[_moment(line.at) for line in missed],
                y=[0.0] * len(missed),
                mode="markers",
                name="not found",
                marker={"color": COLOURS[2], "symbol": "x", "size": 8},
                hovertemplate="%{x|%d %b %Y}<extra>not found</extra>",
            )
        )
    span = max(moment - one.renewed_at, 0)
    steps = [one.renewed_at + span * place / STEPS for place in range(STEPS + 1)]
    half_life = settings.half_life_days
    figure.add_trace(
        go.Scatter(
            x=[_moment(step) for step in steps],
            y=[decayed(one.finding.confidence, step - one.renewed_at, half_life_days=half_life) for step in steps],
            mode="lines",
            name="since then",
            line={"color": COLOURS[0], "width": 1.6, "dash": "dot"},
            hoverinfo="skip",
        )
    )
    figure.add_hline(y=settings.minimum_confidence, line={"color": QUIET, "width": 1.2, "dash": "dash"})
    _lay_out(figure)
    return figure


def _lay_out(figure: go.Figure) -> None:
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None},
        hovermode="closest",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_yaxes(range=[-0.06, 1.06], tickformat=".0%", fixedrange=True, nticks=4)
    figure.update_xaxes(fixedrange=True, nticks=6, showgrid=False)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
