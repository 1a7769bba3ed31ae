"""What a look at the outcomes leads to, and how often it is wrong."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from learning.domain.actions import GuardrailMargin
from learning.domain.judgements import Finding, GroupSums, MetricSums
from learning.governance.judging import Terms, judge
from learning.governance.reasons import reason_of

NOW = 1_000_000
TERMS = Terms(share=1.0, holdout=0.5, error_share=1.0, minimum_sample=50, fresh_seconds=3_600)
RAILS = (GuardrailMargin("clicks", 0.05),)


def group(values: np.ndarray) -> GroupSums:
    return GroupSums(len(values), float(values.sum()), float((values**2).sum()))


def sums(treated: np.ndarray, holdout: np.ndarray, metric: str = "clicks", newest: int | None = NOW) -> MetricSums:
    return MetricSums(metric, group(treated), group(holdout), newest)


def draw(mean: float, n: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).gamma(4, mean / 4, n)


def look(treated: np.ndarray, holdout: np.ndarray, terms: Terms = TERMS, **parts: int | None):
    found = sums(treated, holdout, **parts)  # type: ignore[arg-type]
    return judge(RAILS, [found], "clicks", (len(treated), len(holdout)), now=NOW, terms=terms)


def test_two_alike_groups_hold_and_a_clear_fall_is_broken():
    assert look(draw(10, 500), draw(10, 500, 2)).finding is Finding.HOLDS
    broken = look(draw(6, 500), draw(10, 500, 2))
    assert broken.finding is Finding.BROKEN
    assert broken.primary.high is not None
    assert broken.primary.high < -0.05
    assert re.fullmatch(r"clicks: \d+% to \d+% lower, and at most 5% is allowed", reason_of(broken))


def test_where_less_is_better_a_rise_is_what_breaks():
    terms = replace(TERMS, worse_when_higher=frozenset({"clicks"}))
    assert look(draw(16, 500), draw(10, 500, 2), terms).finding is Finding.BROKEN
    assert look(draw(6, 500), draw(10, 500, 2), terms).finding is Finding.HOLDS


def test_no_data_and_stale_data_are_never_a_pass():
    nothing = judge(RAILS, [], "clicks", (500, 500), now=NOW, terms=TERMS)
    assert (nothing.finding, nothing.primary.lift) == (Finding.MISSING, None)
    stale = look(draw(10, 500), draw(10, 500, 2), newest=NOW - 4 * 3_600)
    assert stale.finding is Finding.MISSING
    assert "4 hours old" in reason_of(stale)


def test_few_units_wait_and_an_uneven_split_withholds_everything():
    assert look(draw(10, 20), draw(10, 20, 2)).finding is Finding.TOO_FEW
    uneven = look(draw(10, 700), draw(10, 500, 2))
    assert uneven.finding is Finding.MISMATCH
    assert "700 treated to 500 held out" in reason_of(uneven)


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_values_without_any_spread_are_too_few_with_a_reason_and_no_number(value):
    found = look(np.full(500, value), np.full(500, value))
    assert found.finding is Finding.TOO_FEW
    assert found.guardrails[0].reason
    assert found.guardrails[0].low is None


def test_a_collapse_to_nothing_is_seen():
    assert look(np.zeros(500), draw(10, 500, 2)).finding is Finding.BROKEN
