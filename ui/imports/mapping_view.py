"""Which column is taken for what: every header with its first values and its field, to be corrected by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.enums import Role
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.imports import BoundColumn, TableReport
from learning.imports.fields import FIELDS
from ui.imports.report_names import known_fields
from ui.imports.wording import extras_words, is_extra

Samples = Mapping[str, Sequence[str]]
"""Header -> first values of its column."""
SEVERAL_COLUMNS: Final = frozenset({Role.IGNORED, Role.MEASURE})
"""Fields that any number of columns may have."""
OPEN_BELOW: Final = 0.95


def edit_mapping(table: TableReport, samples: Samples, key: str) -> dict[str, str] | None:
    """Show the mapping; return header -> field of what a person changed, None while it cannot work."""
    with st.expander(_label(table), expanded=table.confidence < OPEN_BELOW, icon=":material/table_chart:"):
        note = extras_words(table.columns, known_fields(table.template))
        if note:
            st.caption(note)
        edited = st.data_editor(
            mapping_frame(table.columns, samples),
            hide_index=True,
            disabled=["Column", "First values", "Kept as"],
            key=key,
            alt="The columns of the file and what each is taken for",
            column_config={
                "Taken for": st.column_config.SelectboxColumn(
                    options=field_choices(table.columns), required=True, width="medium"
                ),
                "First values": st.column_config.TextColumn(width="medium"),
            },
        )
        chosen = {str(header): str(field) for header, field in zip(edited["Column"], edited["Taken for"], strict=True)}
        problem = mapping_problem(table.columns, chosen)
        if problem:
            st.error(problem, icon=":material/error:")
            return None
        return {
            column.header: chosen[column.header] for column in table.columns if chosen[column.header] != column.field
        }


def _label(table: TableReport) -> str:
    name = f" of {table.table}" if table.table else ""
    return f"Columns{name}: {len(table.columns)}, what each is taken for"


def mapping_frame(columns: Sequence[BoundColumn], samples: Samples) -> pd.DataFrame:
    """Lay the columns out as a table that can be edited."""
    return pd.DataFrame(
        {
            "Column": [column.header for column in columns],
            "First values": [" · ".join(samples.get(column.header, ())) or "–" for column in columns],
            "Taken for": [column.field for column in columns],
            "Kept as": [_kept_as(column) for column in columns],
        }
    )


def _kept_as(column: BoundColumn) -> str:
    if column.role is Role.IGNORED:
        return "left out"
    unit = column.unit.value.replace("_", " ")
    return f"extra, {unit}" if is_extra(column) else f"{column.role.value.replace('_', ' ')}, {unit}"


def field_choices(columns: Sequence[BoundColumn]) -> list[str]:
    """Every field that a column may be given: the fixed ones, and for each column to be kept under its own name."""
    own = [column.field for column in columns if column.field not in FIELDS]
    return sorted(FIELDS) + sorted(set(own))


def mapping_problem(columns: Sequence[BoundColumn], chosen: Mapping[str, str]) -> str | None:
    """Say why a mapping cannot work: two columns for one field."""
    taken = Counter(chosen[column.header] for column in columns)
    for field, count in taken.items():
        known = FIELDS.get(field)
        several = field.startswith(EXTRA_PREFIX) is False and known is not None and known.role in SEVERAL_COLUMNS
        if count > 1 and not several:
            names = ", ".join(f"“{column.header}”" for column in columns if chosen[column.header] == field)
            return f"{names} cannot all be {field}: give all but one of them another field, or 'ignore'."
    return None
