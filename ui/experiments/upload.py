"""Tests from a file: drop it, see what it is taken for and what would come of it, complete it, import."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from learning.domain.brands import Brand
from learning.domain.imports import Issue
from learning.imports.arms.mapping import ROLES
from services.brands import get_import_brand
from services.experiments.arm_imports import import_arms
from services.experiments.headers import read_header
from services.experiments.import_records import ArmImportReport, ArmImportRequest
from services.imports.sources import GivenFile
from ui import runtime
from ui.demo import demo_notice
from ui.experiments.list import open_test
from ui.experiments.words import name_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

PREVIEW: Final = "_arms_preview"
RESULT: Final = "_arms_result"
ROUND: Final = "_arms_round"
NOBODY_NAMED: Final = "None: each with the others together"
OFFERED: Final = ("median_of_", "p90_of_")
SHOWN_ISSUES: Final = 5
SHOWN_TESTS: Final = 10
AS_RECOGNISED: Final = "as recognised"
ROLE_WORDS: Final = {
    "unit": "who it is (person, session)",
    "test": "which test",
    "arm": "which version",
    "label": "what the version shows",
    "day": "day",
    "outcome_day": "day of the result",
    "look": "days since the start",
    "segment": "segment (device, country)",
    "count": "number of people",
    "metric": "result",
    "metric_name": "name of the result",
    "topic": "topic",
    "hook": "hook",
    "ignore": "leave it out",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said of the file so far."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    control: str | None = None
    primary: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    finished: bool = False
    days: int | None = None
    name: str = ""
    running_totals: bool = False


def upload_tests(brand: Brand | None) -> None:
    """Draw the step at which the file is."""
    if brand is not None and brand.is_demo:
        demo_notice(brand)
        return
    done: ArmImportReport | None = st.session_state.get(RESULT)
    if done is not None:
        _result(done)
        return
    st.markdown(
        "One row per person (a column with the version, columns with results), or totals by version and day, or many "
        "tests at once. You see what it is taken for before anything is stored; only sums are kept."
    )
    dropped = st.file_uploader(
        "Drop a file of A/B results",
        key=f"arms_file_{st.session_state.get(ROUND, 0)}",
        type=None,
        help="CSV, TSV, Excel or Parquet, also zipped.",
    )
    if dropped is None:
        return
    services = runtime.services()
    into = brand or get_import_brand(services.store, None, services.clock)
    with shown_problems("this file"):
        _check(into, dropped)


def _check(brand: Brand, dropped: UploadedFile) -> None:
    key = f"arms_{dropped.file_id}"
    choices: Choices = st.session_state.get(key, Choices())
    report = _preview(brand, dropped, choices)
    if report.error is not None:
        st.error(plain(report.error.fix), title=plain(report.error.message), icon=":material/error:")
        _issues(report.issues, report.reasons)
        mapping = _mapping(dropped, report, choices)
        if mapping != choices.mapping:
            st.session_state[key] = replace(choices, mapping=mapping)
            st.rerun()
        return
    _summary(report)
    _issues(report.issues, report.reasons)
    mapping = _mapping(dropped, report, choices)
    changed = _complete(report, replace(choices, mapping=mapping))
    # With what was said last, even where the press came before the page had taken it in.
    if st.button(f"Import {count_words(report.test_count, 'test')}", type="primary", key="arms_import"):
        with st.spinner("Reading the file into sums …"):
            st.session_state[RESULT] = _run(brand, dropped, changed, dry_run=False)
        st.rerun()
    if changed != choices:
        st.session_state[key] = changed
        st.rerun()


def _preview(brand: Brand, dropped: UploadedFile, choices: Choices) -> ArmImportReport:
    """A dry run, kept while file and choices stay."""
    looked = replace(choices, finished=False, days=None, name="", weights={})
    stamp = (brand.id, dropped.file_id, repr(looked))
    kept: tuple[object, ArmImportReport] | None = st.session_state.get(PREVIEW)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    with st.spinner("Looking at the file …"):
        report = _run(brand, dropped, choices, dry_run=True)
    st.session_state[PREVIEW] = (stamp, report)
    return report


def _run(brand: Brand, dropped: UploadedFile, choices: Choices, *, dry_run: bool) -> ArmImportReport:
    services = runtime.services()
    with tempfile.TemporaryDirectory() as folder:
        request = ArmImportRequest(
            brand=brand,
            who=runtime.caller(),
            file=_written(dropped, folder),
            mapping=choices.mapping,
            control=choices.control,
            primary=choices.primary,
            weights=choices.weights,
            finished=choices.finished,
            days=choices.days,
            name=choices.name,
            running_totals=choices.running_totals,
            dry_run=dry_run,
        )
        return import_arms(services.store, services.settings, request, services.clock)


def _written(dropped: UploadedFile, folder: str) -> GivenFile:
    # The name of an upload is a stranger's text: the bytes stand under a name of our own.
    path = Path(folder) / f"upload{Path(dropped.name).suffix[:10]}"
    path.write_bytes(dropped.getbuffer())
    return GivenFile(path, dropped.name)


def _summary(report: ArmImportReport) -> None:
    if report.reused:
        words = "nothing would change" if not report.replanned else "only the plan of its tests would change"
        st.info(f"This file was imported already, read the same way; {words}.", icon=":material/history:")
    kind = {"units": "one row per person", "totals": "totals by version", "pairs": "two versions per row"}
    people = sum(test.people for test in report.tests)
    st.subheader(f"{count_words(report.test_count, 'test')} found", anchor=False)
    words = f"{kind.get(report.shape, report.shape)} · {count_words(report.rows_used, 'row')} used"
    if report.rows_rejected:
        words += f", {report.rows_rejected:,} cannot be used"
    if report.test_count <= len(report.tests):
        words += f" · {people:,} people"
    st.caption(words)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Test": test.name,
                    "Versions": ", ".join(test.arms),
                    "Compared with": test.control or "the others together",
                    "Decided by": test.primary,
                    "Metrics": ", ".join(test.metrics),
                    "People": test.people,
                    "": "new" if test.created else "known: its data are replaced",
                }
                for test in report.tests[:SHOWN_TESTS]
            ]
        ),
        hide_index=True,
        alt="Tests that the file tells of",
        column_config={"People": st.column_config.NumberColumn(format="localized")},
    )
    if report.test_count > SHOWN_TESTS:
        st.caption(f"and {report.test_count - SHOWN_TESTS:,} more")
    for note in report.notes:
        st.caption(f":material/info: {plain(note)}")
    for test in report.tests[:SHOWN_TESTS]:
        if test.doubled_units:
            st.caption(f":material/info: {plain(test.name)}: {test.doubled_units:,} people stand in the file twice.")
        if test.units_in_several_arms:
            st.warning(
                f"{plain(test.name)}: {count_words(test.units_in_several_arms, 'person', 'people')} saw more than one "
                "version.",
                icon=":material/warning:",
            )


def _issues(issues: tuple[Issue, ...], reasons: tuple[tuple[str, int], ...]) -> None:
    if not reasons:
        return
    with st.expander(f"{count_words(sum(rows for _, rows in reasons), 'row')} with a problem", expanded=True):
        for reason, rows in reasons:
            st.markdown(f"- {plain(reason)}: {count_words(rows, 'row')}")
        for issue in issues[:SHOWN_ISSUES]:
            where = f"Row {issue.row}" + (f", {plain(issue.column)}" if issue.column else "")
            value = f" “{plain(issue.value)}”" if issue.value else ""
            st.caption(f"{where}{value}: {plain(issue.reason)}. {plain(issue.fix)}")


def _mapping(dropped: UploadedFile, report: ArmImportReport, choices: Choices) -> Mapping[str, str]:
    """Let a person say what a column is; what they leave alone is recognised."""
    headers: Mapping[str, str] = report.columns
    if not headers:
        with tempfile.TemporaryDirectory() as folder:
            names = read_header(runtime.services().settings, _written(dropped, folder))
        headers = dict.fromkeys(names, "")
    words = {role: said for role, said in ROLE_WORDS.items() if role in ROLES}
    roles = {said: role for role, said in words.items()}
    taken = {value.value: key for key, value in ROLES.items()}
    with st.expander("What each column is", expanded=report.error is not None):
        rows = [
            {
                "Column": header,
                "Taken for": words.get(taken.get(role, role), role or "not known"),
                "Say otherwise": words.get(choices.mapping.get(header, ""), AS_RECOGNISED),
            }
            for header, role in headers.items()
        ]
        edited: pd.DataFrame = st.data_editor(
            pd.DataFrame(rows),
            hide_index=True,
            disabled=["Column", "Taken for"],
            key=f"arms_map_{dropped.file_id}",
            column_config={
                "Say otherwise": st.column_config.SelectboxColumn(options=[AS_RECOGNISED, *roles], required=True)
            },
        )
    said = {str(row["Column"]): roles.get(str(row["Say otherwise"]), "") for row in _records(edited)}
    return {column: role for column, role in said.items() if role}


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return list(frame.to_dict("records"))


def _complete(report: ArmImportReport, choices: Choices) -> Choices:
    """Ask for what the file does not say."""
    st.markdown("**What the file does not say**")
    first = report.tests[0]
    control, primary, weights, name = choices.control, choices.primary, choices.weights, choices.name
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if report.test_count == 1:
            name = st.text_input("Name", value=choices.name, placeholder=first.name, key="arms_name", width=240)
            options = [NOBODY_NAMED, *first.arms]
            at = options.index(first.control) if first.control in first.arms else 0
            picked = st.selectbox("Compare the others with", options, index=at, key="arms_control", width=260)
            control = None if picked in {NOBODY_NAMED, first.control} and choices.control is None else str(picked)
            if picked == NOBODY_NAMED:
                control = None
        offered = [name for name in first.quantiles if name.startswith(OFFERED)]
        metrics = list(dict.fromkeys((*first.metrics, *offered)))
        chosen = st.selectbox(
            "Metric that decides",
            metrics,
            index=metrics.index(first.primary),
            key="arms_primary",
            width=260,
            format_func=name_words,
        )
        if chosen != first.primary or choices.primary:
            primary = chosen
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.number_input("Days it ran", 1, value=None, key="arms_days", placeholder="as the file says", width=200)
        finished = st.toggle("Nothing more will come", key="arms_finished", value=choices.finished)
        totals = st.toggle(
            "Later rows hold everything up to them",
            key="arms_totals",
            value=choices.running_totals,
            help="Running totals: the row of day 5 counts days 1 to 5.",
        )
    if report.test_count == 1 and len(first.arms) <= 6:
        weights = _weights(first.arms)
    return replace(
        choices,
        control=control,
        primary=primary,
        weights=weights,
        finished=finished,
        days=None if days is None else int(days),
        name=name,
        running_totals=totals,
    )


def _weights(arms: tuple[str, ...]) -> dict[str, float]:
    with st.expander("The split was not planned to be equal"):
        found: dict[str, float] = {}
        with st.container(horizontal=True, gap="small"):
            for arm in arms:
                found[arm] = st.number_input(
                    f"Share of {arm}", min_value=0.01, value=1.0, key=f"arms_weight_{arm}", width=140
                )
    return found if len(set(found.values())) > 1 else {}


def _result(done: ArmImportReport) -> None:
    if done.error is not None:
        st.error(plain(done.error.fix), title=plain(done.error.message), icon=":material/error:")
    elif done.reused:
        words = (
            "Nothing changed" if not done.replanned else f"The plan of {count_words(done.replanned, 'test')} changed"
        )
        st.info(f"This file was there already, read the same way. {words}.", icon=":material/history:")
    else:
        words = f"{count_words(done.test_count, 'test')}, {count_words(done.rows_used, 'row')} of {plain(done.file)}."
        st.success(words, title="Imported", icon=":material/check_circle:")
        st.caption("To take it back: open the test, History, Take back.")
    with st.container(horizontal=True, gap="small"):
        for test in done.tests[:3]:
            if test.id is not None:
                st.button(
                    f"Open {test.name}", key=f"arms_open_{test.id}", type="primary", on_click=_open, args=(test.id,)
                )
        st.button("Another file", key="arms_again", icon=":material/add:", on_click=_again)


def _open(test: int) -> None:
    _again()
    open_test(test)


def _again() -> None:
    st.session_state.pop(RESULT, None)
    st.session_state.pop(PREVIEW, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
