"""Whether a test can be trusted: split, length, conversions, people who saw two versions, age of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.experiment_records import ExperimentState
from learning.domain.experiment_verdicts import Level
from learning.domain.experiments import MetricKind, TestReport
from learning.experiments.checks import check_seen_twice
from services.experiments.analysing import ExperimentView
from services.experiments.import_json import crossed_units, report_from_json
from ui import runtime
from ui.calendar_words import age_words
from ui.experiments.words import LEVEL_COLOURS, LEVEL_ICONS, LEVEL_WORDS, arm_name
from ui.imports.wording import plain
from ui.numbers import count_words

WEEK: Final = 7
STALE_SECONDS: Final = 3 * 86_400
CARD_WIDTH: Final = 142
UNITS: Final = "units"
FEW_ARMS: Final = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One check in words."""

    name: str
    level: Level
    value: str
    help: str


def health_strip(view: ExperimentView, report: TestReport) -> None:
    """Draw every check as a word, a sign and its number."""
    checks = checks_of(view, report)
    with st.grid(len(checks), min_column_width=CARD_WIDTH):
        for check in checks:
            with st.container(border=True, gap="xsmall", height="stretch"):
                st.markdown(f"**{check.name}**", help=check.help)
                st.badge(
                    LEVEL_WORDS[check.level],
                    icon=f":material/{LEVEL_ICONS[check.level]}:",
                    color=LEVEL_COLOURS[check.level],
                )
                st.caption(check.value)
    for note in report.notes:
        st.caption(f":material/info: {plain(note)}")


def checks_of(view: ExperimentView, report: TestReport) -> tuple[Check, ...]:
    """Put the checks of a report into words."""
    return (
        _split(view, report),
        _length(view, report),
        _conversions(view, report),
        _seen_twice(view, report),
        _age(view),
    )


def conversions_of(view: ExperimentView, report: TestReport) -> dict[str, float]:
    """Return the conversions of each version in the primary metric, where it counts conversions."""
    if view.design.primary.kind is not MetricKind.BINOMIAL:
        return {}
    units = dict(report.sample_ratio.observed)
    found: dict[str, float] = {}
    for result in report.of(view.design.primary.name):
        if result.value is not None:
            found[result.arm] = result.value * result.n
        if view.design.control is not None and result.base_value is not None:
            found[view.design.control] = result.base_value * units.get(view.design.control, 0.0)
    return found


def split_words(view: ExperimentView, report: TestReport) -> str:
    """Write the shares that the versions got, and those that were planned."""
    ratio = report.sample_ratio
    seen = _shares(dict(ratio.observed))
    planned = _shares(dict(ratio.expected))
    if not seen:
        return "nobody yet"
    if len(seen) > FEW_ARMS:
        return f"{len(seen)} versions"
    parts = [f"{plain(arm_name(view.design, arm))} {100 * share:.1f}\u00a0%" for arm, share in seen.items()]
    plan = " : ".join(f"{100 * share:.3g}" for share in planned.values())
    return " · ".join(parts) + (f" (planned {plan})" if plan else "")


def _shares(units: dict[str, float]) -> dict[str, float]:
    whole = sum(units.values())
    return {arm: each / whole for arm, each in units.items()} if whole > 0 else {}


def _split(view: ExperimentView, report: TestReport) -> Check:
    ratio = report.sample_ratio
    help_text = "Do the versions have the shares of people that were planned? Red below p = 0.001: no winner can be"
    help_text += " chosen then (sample-ratio mismatch, chi-square)."
    chance = "" if ratio.p_value is None else f"; {_chance(ratio.p_value)}"
    bad = [one.segment for one in ratio.segments if one.level is Level.RED]
    more = f" Uneven also in {count_words(len(bad), 'segment')}." if bad else ""
    return Check("Split", ratio.level, f"{split_words(view, report)}{chance}.{more}", help_text)


def _chance(p_value: float) -> str:
    return "p under 0.0001" if p_value < 0.0001 else f"p\u00a0=\u00a0{p_value:.2g}"


def _length(view: ExperimentView, report: TestReport) -> Check:
    least = max(view.design.min_days, WEEK)
    help_text = f"Weekdays differ: at least {least} days, whole weeks are best."
    if report.days is None:
        return Check("Length", Level.UNKNOWN, "Nobody said how long it ran.", help_text)
    planned, longer = view.design.planned_days, view.design.extended_days
    words = f"{report.days:.0f} of {planned} planned days" if planned else f"{report.days:.0f} days"
    words += f"; extended to day {longer}" if longer else ""
    return Check("Length", Level.GREEN if report.days >= least else Level.AMBER, words, help_text)


def _conversions(view: ExperimentView, report: TestReport) -> Check:
    least = view.design.min_conversions
    found = conversions_of(view, report)
    if not found:
        words = f"{report.n:,.0f} people; {plain(view.design.primary.name)} is not a count of conversions"
        return Check("People", Level.GREEN if report.n else Level.RED, words, "All versions together.")
    fewest = min(found.values())
    words = f"{sum(found.values()):,.0f} of {report.n:,.0f} people; the smallest version has {fewest:,.0f}"
    help_text = f"Below {least:,} in the smallest version nothing is called better."
    return Check("Conversions", Level.GREEN if fewest >= least else Level.AMBER, words, help_text)


def _seen_twice(view: ExperimentView, report: TestReport) -> Check:
    help_text = "People who were shown more than one version blur the difference."
    known = [
        crossed_units(source.report).get(view.record.id, 0)
        for source in view.sources
        if report_from_json(source.report, source.id).shape == UNITS
    ]
    if not known:
        return Check("Seen twice", Level.UNKNOWN, "Sums do not tell who saw what.", help_text)
    level, _ = check_seen_twice(known[0], report.n)
    share = f" ({known[0] / report.n:.2%})" if known[0] and report.n else ""
    return Check("Seen twice", level, f"{count_words(known[0], 'person', 'people')}{share}", help_text)


def _age(view: ExperimentView) -> Check:
    help_text = "When the newest numbers of this test came in."
    if not view.sources:
        return Check("Data", Level.UNKNOWN, "No file; results come from programs.", help_text)
    latest = datetime.fromtimestamp(max(source.created_at for source in view.sources), UTC)
    now = runtime.now()
    is_open = view.record.state is ExperimentState.RUNNING and view.record.ended_at is None
    is_stale = is_open and (now - latest).total_seconds() > STALE_SECONDS
    return Check("Data", Level.AMBER if is_stale else Level.GREEN, f"came in {age_words(latest, now)}", help_text)
