"""What components say: causal words only where chance decided who met a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionProgress, ActionRecord, ActionState, LedgerRow
from learning.domain.components import MeanValue
from learning.domain.judgements import HOLDOUT, Finding, Judgement, MetricNumbers
from learning.domain.parameters import ParameterKind, ParameterSpec
from services.parameters.components import ComponentChange
from tests.drafts import DRAFT
from ui.actions.words import value_words
from ui.components.words import bounds_words, effect_words, mean_words
from ui.numbers import MINUS, NO_BREAK

BY_HAND = "before and after"
PRIMARY = MetricNumbers("clicks", 0.2, 0.1, 0.3, None, Finding.HOLDS, "", 40.0)
RECORD = ActionRecord(7, DRAFT, ActionState.ROLLING, "", 1, 1, ActionProgress(1, 1, started_at=1))
LEDGER = LedgerRow(7, "kept", "clicks", 0.2, 0.1, 0.3, 900, HOLDOUT, "bob", 1, None, None, None, "")


def judged(primary: MetricNumbers, method: str) -> Judgement:
    return Judgement(1, Finding.HOLDS, 500, 400, None, (), primary, method)


def said(change: ComponentChange) -> str:
    return effect_words(change).replace(NO_BREAK, " ")


def test_what_was_randomised_is_said_to_have_done_it_with_both_values_range_and_n():
    words = said(ComponentChange(RECORD, None, judged(PRIMARY, HOLDOUT)))
    assert words.startswith("**It raised clicks** by +20 % (+10 % to +30 %, 95 % range, against the holdout)")
    assert "40.0 held out, 48.0 with it; 500 units with it, 400 beside them" in words
    lower = replace(PRIMARY, lift=-0.2, low=-0.3, high=-0.1)
    assert "**It lowered clicks**" in said(ComponentChange(RECORD, None, judged(lower, HOLDOUT)))


@pytest.mark.parametrize("ledger", [False, True])
def test_what_was_not_randomised_went_up_or_down_after(ledger: bool):
    by_hand = judged(replace(PRIMARY, lift=-0.2, low=-0.3, high=-0.1), BY_HAND)
    row = replace(LEDGER, method=BY_HAND, effect=-0.2, low=-0.3, high=-0.1)
    words = said(ComponentChange(RECORD, row, None) if ledger else ComponentChange(RECORD, None, by_hand))
    assert words.startswith(f"**Clicks went down after** by {MINUS}20 %")
    assert "not randomised" in words
    assert "raised" not in words
    assert "lowered" not in words


def test_what_cannot_be_told_is_too_close_or_has_its_reason():
    close = replace(PRIMARY, low=-0.1)
    assert said(ComponentChange(RECORD, None, judged(close, HOLDOUT))).startswith("**Too close to call**")
    nothing = replace(PRIMARY, lift=None, reason="nobody was held out")
    assert "nobody was held out" in said(ComponentChange(RECORD, None, judged(nothing, HOLDOUT)))
    assert "Live, and nothing is measured yet" in said(ComponentChange(RECORD, None, None))
    waiting = replace(RECORD, progress=ActionProgress(1, 1))
    assert "Not live yet. Expected" in said(ComponentChange(waiting, None, None))
    gone = replace(LEDGER, effect=None, reason="no look was taken")
    assert "no look was taken" in said(ComponentChange(RECORD, gone, None))


def test_bounds_and_means_are_written_with_their_range():
    assert bounds_words(ParameterSpec(ParameterKind.NUMBER, 0, None, 0.5)) == "0 to no bound, steps of 0.5"
    assert bounds_words(ParameterSpec(ParameterKind.TEXT, options=("a", "b"))) == "a / b"
    assert bounds_words(ParameterSpec(ParameterKind.SWITCH)) == "any switch"
    assert mean_words(MeanValue(40.25, 39, 41.5, 1200), "clicks") == "40.2 (39.0 to 41.5, n = 1,200)"
    assert mean_words(MeanValue(4, None, None, 1), "clicks") == "4.00, n = 1: no range can be given yet"
    assert mean_words(None, "clicks") == "nothing reported"


def test_an_envelope_is_written_with_its_bounds_and_its_last_day():
    assert value_words({"largest_step": 0.2, "until": 1_797_758_861}) == "largest step 0.2, until 20 Dec 2026"
    assert value_words({}) == "closed"
