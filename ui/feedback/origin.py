"""Where a new note is about: what the page showed from which the box was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from learning.domain.errors import BadOption
from learning.domain.feedback_entries import LinkKind
from ui.addresses import address_pairs, go_to

ABOUT_KEY: Final = "about"
SEPARATOR: Final = ": "
KNOWN_KEYS: Final = {"campaign": LinkKind.CAMPAIGN, "test": LinkKind.TEST, "insight": LinkKind.INSIGHT}
"""Parts of an address that say what a page shows, and what a note written there is about."""


def open_feedback() -> None:
    """Open the box for a new note, about what the present page shows."""
    about = [f"{KNOWN_KEYS[key]}{SEPARATOR}{value}" for key, value in address_pairs() if key in KNOWN_KEYS and value]
    go_to("feedback", **({ABOUT_KEY: about} if about else {}))


def prefilled() -> list[str]:
    """What the box was opened for, as it is shown."""
    return [told for told in st.query_params.get_all(ABOUT_KEY) if _split(told) is not None]


def links_of(told: Sequence[str]) -> tuple[tuple[LinkKind, str], ...]:
    """Turn what stands in the box into links.

    Raises:
        BadOption: Something typed names no kind of thing.
    """
    links = []
    for one in told:
        found = _split(one)
        if found is None:
            raise BadOption("about", one, f"a kind and a name, such as campaign: spring ({', '.join(LinkKind)})")
        links.append(found)
    return tuple(links)


def _split(told: str) -> tuple[LinkKind, str] | None:
    kind, _, target = told.partition(":")
    name = kind.strip().casefold()
    return (LinkKind(name), target.strip()) if name in set(LinkKind) and target.strip() else None
