"""Answers to the pages' questions, kept until something changes.

The key of every entry names the brand, its data, settings and notes versions, and the question: an import, an undo or a
note raises a version, so nothing stale is ever shown and no entry needs to be thrown away by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import streamlit as st

from learning.domain.brands import Brand
from services.operations import CacheCount, track_operation
from ui.runtime import services

ENTRIES: Final = 1_000
CacheKey = tuple[int, int, int, int, str, str]
Answer = TypeVar("Answer")


def cache_key(brand: Brand, block: str, question: object = "") -> CacheKey:
    """Name an answer: who is asked, as of which versions, and what."""
    return brand.id, brand.data_version, brand.settings_version, brand.notes_version, block, repr(question)


class _Asked:
    """How often the pages asked, and how often an answer had to be computed; a few lost counts do not matter."""

    questions = 0
    computed = 0


def cache_count() -> CacheCount:
    """Tell how often the cache could answer, since the start of the process."""
    return CacheCount(max(_Asked.questions - _Asked.computed, 0), _Asked.computed)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _kept(key: CacheKey, _compute: Callable[[], Any]) -> Any:
    """Return what was computed for the same key before, or compute it."""
    _Asked.computed += 1
    with track_operation("answer", key[4]):
        return _compute()


def cached(key: CacheKey, compute: Callable[[], Any]) -> Any:
    """Return what was computed for the same key before, or compute it."""
    _Asked.questions += 1
    return _kept(key, compute)


def ask(key: CacheKey, read: Callable[[Any], Answer]) -> Answer:
    """Read in one transaction, or give what was read for the same key before."""

    def compute() -> Answer:
        with services().store.read() as work:
            return read(work)

    return cast("Answer", cached(key, compute))
