"""Which steps led to each decision within its session?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from learning.domain.holdings import Texts
from learning.domain.observations import Ints

REACH_SECONDS: Final = 1_800
"""A step more than half an hour before is no part of an order."""
BEFORE: Final = "before"
EARLIER: Final = "earlier"


def with_steps(decisions: pd.DataFrame) -> pd.DataFrame:
    """Give the decisions that have a session, with the steps before each.

    Args:
        decisions: DECISION_COLUMNS.

    Returns:
        By session and time, with a fresh index: `before` names the step directly before (its component, with the
        operation where the component has several) and `earlier` the one before that, each at most half an hour before
        the next; '' where there is none, or where any step before failed in the session: what a failure brings is
        another question (`error_propagation`).
    """
    ordered, session = by_session(decisions)
    if not len(ordered):
        return ordered.assign(**{BEFORE: [], EARLIER: []})
    begins = np.concatenate([[True], session[1:] != session[:-1]])
    soon = np.concatenate([[False], np.diff(ordered["at"].to_numpy(dtype=np.int64)) <= REACH_SECONDS])
    failed = np.cumsum(ordered["failed"].to_numpy(dtype=np.float64) == 1.0)
    first = np.maximum.accumulate(np.where(begins, np.arange(len(ordered)), 0))
    # Failures up to the step before, less those up to the end of the session before.
    clean = np.concatenate([[0], failed[:-1]]) - np.concatenate([[0], failed])[first] == 0
    names = _names(ordered)
    back = [np.concatenate([np.full(size, "", dtype=object), names[:-size]]) for size in (1, 2)]
    one = ~begins & soon
    two = one & np.concatenate([[False], one[:-1]])
    return ordered.assign(
        **{
            BEFORE: np.where(one & clean, back[0], "").astype(object),
            EARLIER: np.where(two & clean, back[1], "").astype(object),
        }
    )


def by_session(decisions: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """Give the decisions that have a session by session and time, with a fresh index, and the session of each, from 0.

    Args:
        decisions: `session` and `at` of DECISION_COLUMNS, and whatever else.
    """
    known = decisions[decisions["session"].to_numpy(dtype=object) != ""]
    session = pd.factorize(known["session"].to_numpy(dtype=object))[0].astype(np.int64)
    order = np.lexsort((known["at"].to_numpy(dtype=np.int64), session))
    return known.iloc[order].reset_index(drop=True), session[order]


def _names(ordered: pd.DataFrame) -> Texts:
    component, operation = (ordered[name].to_numpy(dtype=object) for name in ("component", "operation"))
    pairs = ordered[["component", "operation"]].drop_duplicates()
    counts = pairs["component"].value_counts()
    several = ordered["component"].isin(counts[counts > 1].index).to_numpy(dtype=np.bool_) & (operation != "")
    found: Texts = component.copy()
    found[several] = component[several] + ": " + operation[several]
    return found
