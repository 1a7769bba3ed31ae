"""The appendix for the statistician: every number of a report, every setting, the names of the formulas."""

from __future__ import annotations

import json
from typing import Any, Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiments import ArmResult, TestReport
from learning.domain.plain_values import plain_values
from services.experiments.analysing import ExperimentView
from services.experiments.design_json import design_to_json
from services.experiments.summaries import ANALYSIS_VERSION
from ui.experiments.report import report_page
from ui.experiments.words import headline_words
from ui.exports import MADE_UP, ExportContext, as_of_words, export_buttons, file_name
from ui.imports.wording import plain

HEADER: Final = ("Part", "Metric", "Version", "Quantity", "Value")
FORMULAS: Final = {
    "Lift": "(version - compared) / |compared|; intervals on the logarithm (delta method), back by exp - 1",
    "p at one look": "Welch's t on the log ratio; proportions, means, ratios (delta method over units)",
    "While running": "asymptotic confidence sequence (Waudby-Smith et al. 2021, arXiv 2103.06476), tuned to planned n",
    "At the planned end": "one fixed-horizon look with the part of alpha that the running looks leave (hybrid)",
    "Several versions": "Holm over the versions in the primary metric; Benjamini-Hochberg over secondary metrics",
    "Bayes": "normal likelihood of the log ratio, normal prior from the brand's finished tests (empirical Bayes)",
    "Split": "Pearson chi-square against the planned shares; red below 0.001, amber below 0.01; Holm over segments",
    "Several things at once": "contrasts of the log means, combinations weighted alike; Holm over all effects",
    "Guardrails": "one-sided non-inferiority at the margin",
    "Adjustment": "CUPED, theta pooled over versions, where a value before the test is known",
}


def appendix(brand: Brand, view: ExperimentView, report: TestReport) -> None:
    """Draw all numbers, settings and formulas, folded until asked for, and the files."""
    opened = st.expander(
        "Appendix for the statistician", key="appendix", on_change="rerun", icon=":material/functions:"
    )
    if opened.open:
        with opened:
            frame = pd.DataFrame([_wide_row(one) for one in report.results])
            st.dataframe(frame, hide_index=True, key="appendix_numbers", alt="All numbers of each metric and version")
            settings = pd.DataFrame(setting_rows(view, report), columns=["Setting", "Value"])
            with st.grid(2, min_column_width=320):
                st.dataframe(settings, hide_index=True, key="appendix_settings", alt="Settings of the analysis")
                st.markdown("\n".join(f"- **{name}**: {plain(formula)}" for name, formula in FORMULAS.items()))
    with st.container(horizontal=True, gap="small"):
        export_buttons(
            f"A/B test {view.record.name}",
            HEADER,
            lambda: number_rows(view, report),
            context=_context(brand, view, report),
        )
        st.download_button(
            "Printable report",
            lambda: report_page(brand, view, report).encode(),
            file_name=f"{file_name(f'A-B test {view.record.name}')}.html",
            mime="text/html",
            icon=":material/print:",
            type="tertiary",
            on_click="ignore",
            key="print_report",
            help="One page that any browser prints or saves as PDF.",
        )


def number_rows(view: ExperimentView, report: TestReport) -> list[tuple[str, str, str, str, object]]:
    """Return every number of a report in rows, with the settings it was computed under."""
    rows: list[tuple[str, str, str, str, object]] = []
    values = plain_values(report)
    for result in values.pop("results"):
        metric, arm = result.pop("metric"), result.pop("arm")
        rows += [("result", metric, arm, name, value) for name, value in _flat(result)]
    for guard in values.pop("guardrails"):
        metric, arm = guard.pop("metric"), guard.pop("arm")
        rows += [("guardrail", metric, arm, name, value) for name, value in _flat(guard)]
    for effect in values.pop("factorial"):
        parts = zip(effect["factors"], effect["levels"], strict=True)
        name = " x ".join(f"{factor}={level}" for factor, level in parts)
        kind = "interaction" if len(effect["factors"]) > 1 else "main effect"
        metric = view.design.primary.name
        rows += [(kind, metric, name, quantity, value) for quantity, value in _flat(effect)]
    rows += [("report", "", "", name, value) for name, value in _flat(values)]
    rows += [("setting", "", "", name, value) for name, value in setting_rows(view, report)]
    return rows


def setting_rows(view: ExperimentView, report: TestReport) -> list[tuple[str, object]]:
    """Return the settings in force, flat."""
    design = json.loads(design_to_json(view.design))
    design.pop("salt", None)
    rows: list[tuple[str, object]] = [
        ("analysis version", ANALYSIS_VERSION),
        ("data version of the test", report.data_version),
        ("rule that fired", report.verdict.rule.value),
        ("at the planned end", report.at_planned_end),
    ]
    return [(name, _text(value)) for name, value in rows + _flat(design)]


def _wide_row(one: ArmResult) -> dict[str, object]:
    row: dict[str, object] = {"metric": one.metric, "version": one.arm}
    values = plain_values(one)
    row.update((name, value) for name, value in _flat(values) if name not in {"metric", "arm"})
    return row


def _flat(value: Any, name: str = "") -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in _flat(each, f"{name}.{key}" if name else str(key))]
    if isinstance(value, list):
        return [pair for place, each in enumerate(value) for pair in _flat(each, f"{name}.{place + 1}")]
    return [(name, value)]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _context(brand: Brand, view: ExperimentView, report: TestReport) -> ExportContext:
    days = "length not known" if report.days is None else f"{report.days:.0f} days"
    return ExportContext(
        brand=f"{brand.name} ({MADE_UP})" if brand.is_demo else brand.name,
        period=days,
        filters="one A/B test",
        as_of=as_of_words(brand),
        source=", ".join(source.file for source in view.sources),
        notes=(headline_words(view.design, report), plain(report.verdict.reason).replace("\\", "")),
    )
