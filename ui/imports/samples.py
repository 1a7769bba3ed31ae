"""The first values of every column of an upload, for the mapping."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from services.imports.archives import Caps
from services.imports.drafts import Draft
from services.imports.sample_values import ColumnValues, sample_values
from ui.runtime import settings

MOST_UPLOADS = 50


def samples_of(draft: Draft) -> Mapping[tuple[str, str], ColumnValues]:
    """Return (file, table) -> header -> its first values; read once per upload."""
    return _samples(draft.token, draft)


@st.cache_data(max_entries=MOST_UPLOADS, show_spinner=False)
def _samples(token: str, _draft: Draft) -> dict[tuple[str, str], ColumnValues]:  # noqa: ARG001 - the token is the key
    return sample_values(_draft.files, Caps(settings().upload_limit_bytes))
