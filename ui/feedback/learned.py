"""What corrections taught: versions of each label with their held-back scores, and the way back to an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback import Label, ModelVersion
from learning.models.feedback.gate import FEWEST_CORRECTIONS
from services.feedback.correcting import use_version
from ui import runtime
from ui.calendar_words import day_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "feedback_learned_problem"
SHOWN: Final = 10
NAMES: Final = {
    Label.FEELING: "Feeling",
    Label.KIND: "Kind",
    Label.THEMES: "Topics",
    Label.STRENGTH: "How strong",
}


def learned_list(brand: Brand) -> None:
    """List what each label is read by, and the versions that corrections taught, the newest first."""
    show_kept_problem(PROBLEM)
    with runtime.services().store.read() as work:
        counts = work.feedback_models.count_corrections(brand.id)
        versions = {label: work.feedback_models.list_versions(brand.id, label) for label in Label}
    st.caption(
        "Every hour the corrected labels teach a new version. It reads your notes only if it does better than what "
        "reads them now, on corrections that neither of the two has learned from."
    )
    for label, name in NAMES.items():
        _label(brand, label, name, versions[label], counts.get(label, 0))


def _label(brand: Brand, label: Label, name: str, versions: tuple[ModelVersion, ...], corrected: int) -> None:
    live = next((one for one in versions if one.is_live), None)
    with st.container(border=True):
        st.markdown(f"**{name}**: {_reads_by(live)}")
        st.caption(_corrected_words(corrected, versions))
        for one in versions[:SHOWN]:
            _version(brand, one)
        if live is not None:
            st.button(
                "Back to the rule that comes along",
                key=f"learned_shipped_{label}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_use,
                args=(brand, label, None),
            )


def _reads_by(live: ModelVersion | None) -> str:
    return "read by the rule that comes along" if live is None else f"read by version {live.version}"


def _corrected_words(corrected: int, versions: tuple[ModelVersion, ...]) -> str:
    told = f"{count_words(corrected, 'correction')} so far."
    if corrected < FEWEST_CORRECTIONS and not versions:
        told += f" From {FEWEST_CORRECTIONS} on a version is tried."
    return told


def _version(brand: Brand, one: ModelVersion) -> None:
    day = day_words(datetime.fromtimestamp(one.made_at, UTC).date())
    state = ":green-badge[reads your notes]" if one.is_live else ":gray-badge[does not read]"
    scores = f"F1 {one.live_f1:.2f} before, {one.candidate_f1:.2f} with it"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Version {one.version} {state} {day}, from {count_words(one.corrections, 'correction')}. "
            f"On {count_words(one.rows, 'held-back correction')}: {scores}.",
            help=plain(f"{one.why}. F1 is 1 where every label is right, 0 where none is."),
            width="content",
        )
        if one.packed is not None and not one.is_live:
            st.button(
                "Use this version",
                key=f"learned_use_{one.label}_{one.version}",
                type="tertiary",
                on_click=_use,
                args=(brand, one.label, one.version),
            )


def _use(brand: Brand, label: Label, version: int | None) -> None:
    with kept_problem(PROBLEM):
        use_version(runtime.services().store, brand, label, version, who=runtime.caller())
