"""A test on one page that any browser prints: the verdict, the numbers behind it, the checks, the settings."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from learning.domain.brands import Brand
from learning.domain.experiments import MetricRole, TestReport
from services.experiments.analysing import ExperimentView
from ui import runtime
from ui.calendar_words import moment_words
from ui.experiments.effects import prior_words, version_rows
from ui.experiments.factors import factor_rows
from ui.experiments.health import checks_of
from ui.experiments.history import decision_words
from ui.experiments.words import GUARDRAIL_WORDS, LEVEL_WORDS, arm_name, headline_words, metric_words, percent_of
from ui.exports import MADE_UP

STYLE: Final = (
    "body{font:14px/1.5 Inter,Helvetica,Arial,sans-serif;color:#0f172a;max-width:820px;margin:32px auto;padding:0 16px}"
    "h1{font-size:26px;margin:0}h2{font-size:17px;margin:24px 0 6px}p{margin:4px 0}.verdict{font-size:20px;"
    "font-weight:600;border-left:5px solid #4338ca;padding-left:12px;margin:18px 0 6px}small,.quiet{color:#475569}"
    "table{border-collapse:collapse;width:100%;margin:6px 0}th,td{border-bottom:1px solid #e2e5ee;padding:5px 8px;"
    "text-align:left;vertical-align:top}th{font-weight:600;color:#475569}@media print{body{margin:0}}"
)


def report_page(brand: Brand, view: ExperimentView, report: TestReport) -> str:
    """Return the page as one file without anything from elsewhere."""
    design, record = view.design, view.record
    name = f"{brand.name} ({MADE_UP})" if brand.is_demo else brand.name
    parts = [
        f"<h1>{escape(record.name)}</h1>",
        f"<p class=quiet>{escape(name)} · printed {escape(moment_words(runtime.now(), brand.time_zone))}</p>",
        f"<p>{escape(record.hypothesis)}</p>" if record.hypothesis else "",
        f"<p class=verdict>{escape(headline_words(design, report))}</p>",
        f"<p>{escape(report.verdict.reason)}</p>",
        f"<h2>{escape(metric_words(design.primary).capitalize())} by version</h2>",
        (
            f"<p class=quiet>{report.n:,.0f} people; {percent_of(design.alpha)} ranges; usual lifts: "
            f"{escape(prior_words(report))}.</p>"
        ),
        _table(version_rows(design, report, design.primary)),
        *_factors(report),
        "<h2>Checks</h2>",
        _table(
            [
                {"Check": one.name, "State": LEVEL_WORDS[one.level], "Value": one.value.replace("\\", "")}
                for one in checks_of(view, report)
            ]
        ),
        *_guardrails(view, report),
        *_others(view, report),
        *_decisions(brand, view),
        (
            f"<p><small>Rule that fired: {escape(report.verdict.rule.value)}. Data version {report.data_version}. "
            f"alpha {design.alpha:g}, planned people {design.planned_n or 'not said'}, planned days "
            f"{design.planned_days or 'not said'}.</small></p>"
        ),
    ]
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(record.name)}</title>'
    return f"{head}<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"


def _factors(report: TestReport) -> list[str]:
    return ["<h2>What each part did</h2>", _table(factor_rows(report))] if report.factorial else []


def _guardrails(view: ExperimentView, report: TestReport) -> list[str]:
    if not report.guardrails:
        return []
    rows: list[dict[str, object]] = [
        {
            "Guardrail": one.metric.replace("_", " "),
            "Version": arm_name(view.design, one.arm),
            "State": GUARDRAIL_WORDS[one.state][1],
            "Why": one.reason,
        }
        for one in report.guardrails
    ]
    return ["<h2>Guardrails</h2>", _table(rows)]


def _others(view: ExperimentView, report: TestReport) -> list[str]:
    found: list[str] = []
    for metric in view.design.metrics_of(MetricRole.SECONDARY):
        if report.of(metric.name):
            found += [f"<h2>{escape(metric_words(metric).capitalize())}</h2>"]
            found += [_table(version_rows(view.design, report, metric))]
    return found


def _decisions(brand: Brand, view: ExperimentView) -> list[str]:
    return [f"<h2>Decision</h2><p>{escape(decision_words(brand, view, one))}</p>" for one in view.decisions]


def _table(rows: Sequence[dict[str, object]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in rows[0])
    lines = ("".join(f"<td>{escape(_cell(value))}</td>" for value in row.values()) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
