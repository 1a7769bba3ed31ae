from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.experiment_verdicts import GuardrailState, Level, Rule, VerdictWord
from learning.experiments.verdicts import ArmEvidence, Evidence, Standing, decide

WINNER = ArmEvidence("B", Standing.BETTER, 0.1, span=" (+4 % to +12 %, 95 % range)")
GOOD = Evidence(
    arms=(WINNER,),
    control="A",
    arms_with_units=2,
    split=Level.GREEN,
    split_reason="x.",
    seen_twice=Level.GREEN,
    seen_twice_reason="x.",
    days=14.0,
    min_days=7,
    fewest_conversions=500.0,
    min_conversions=100,
    at_end=True,
    is_over=False,
    days_left=0,
)


def test_a_clear_winner_under_good_conditions_is_shipped_with_its_range() -> None:
    found = decide(GOOD)
    assert (found.word, found.rule, found.arm) == (VerdictWord.SHIP, Rule.BETTER, "B")
    assert found.reason == "B did better than A (+4 % to +12 %, 95 % range)."


@pytest.mark.parametrize(
    ("change", "word", "rule"),
    [
        ({"arms_with_units": 1}, VerdictWord.KEEP_RUNNING, Rule.NO_DATA),
        ({"arms_with_units": 1, "is_over": True}, VerdictWord.DONT_TRUST, Rule.NO_DATA),
        ({"arms_with_units": 1, "split": Level.RED}, VerdictWord.DONT_TRUST, Rule.UNEVEN_SPLIT),
        ({"split": Level.RED, "split_reason": "x."}, VerdictWord.DONT_TRUST, Rule.UNEVEN_SPLIT),
        ({"seen_twice": Level.RED}, VerdictWord.DONT_TRUST, Rule.SEEN_TWICE),
        ({"days": 5.0}, VerdictWord.KEEP_RUNNING, Rule.TOO_SHORT),
        ({"days": 5.0, "is_over": True}, VerdictWord.DONT_TRUST, Rule.TOO_SHORT),
        ({"days": 6.0, "min_days": 1}, VerdictWord.KEEP_RUNNING, Rule.TOO_SHORT),
        ({"days": 10.0, "min_days": 14}, VerdictWord.KEEP_RUNNING, Rule.TOO_SHORT),
        ({"days": None}, VerdictWord.DONT_TRUST, Rule.LENGTH_UNKNOWN),
        ({"fewest_conversions": 99.0}, VerdictWord.KEEP_RUNNING, Rule.FEW_CONVERSIONS),
        ({"fewest_conversions": 99.0, "is_over": True}, VerdictWord.DONT_TRUST, Rule.FEW_CONVERSIONS),
        ({"arms": (replace(WINNER, guardrail=GuardrailState.BROKEN),)}, VerdictWord.KEEP, Rule.GUARDRAIL_BROKEN),
        (
            {"arms": (replace(WINNER, guardrail=GuardrailState.UNCLEAR, guardrail_reason="x."),)},
            VerdictWord.TOO_CLOSE,
            Rule.GUARDRAIL_UNCLEAR,
        ),
        ({"arms": (replace(WINNER, standing=Standing.WORSE),)}, VerdictWord.KEEP, Rule.WORSE),
        ({"arms": (replace(WINNER, standing=Standing.OPEN),)}, VerdictWord.TOO_CLOSE, Rule.END_WITHOUT_WINNER),
        (
            {"arms": (replace(WINNER, standing=Standing.OPEN),), "at_end": False, "days_left": 6},
            VerdictWord.KEEP_RUNNING,
            Rule.RUNNING,
        ),
        ({"arms": (replace(WINNER, standing=Standing.UNKNOWN),)}, VerdictWord.DONT_TRUST, Rule.NOT_COMPUTABLE),
    ],
)
def test_each_rule_fires_for_its_own_reason(change: dict[str, object], word: VerdictWord, rule: Rule) -> None:
    found = decide(replace(GOOD, **change))
    assert (found.word, found.rule) == (word, rule)
    assert found.reason.endswith(".")


def test_of_two_winners_the_larger_one_with_kept_guardrails_is_shipped() -> None:
    small, large = replace(WINNER, arm="C", lift=0.05), replace(WINNER, arm="D", lift=0.3)
    assert decide(replace(GOOD, arms=(WINNER, small, large))).arm == "D"
    harmful = replace(large, guardrail=GuardrailState.BROKEN)
    assert decide(replace(GOOD, arms=(WINNER, small, harmful))).arm == "B"


def test_keep_running_tells_about_how_many_days_but_never_less_than_the_week_needs() -> None:
    assert decide(replace(GOOD, days=2.0, days_left=1)).days_left == 5
    assert decide(replace(GOOD, days=2.0, days_left=12)).days_left == 12


def test_a_red_split_or_people_seen_twice_leave_nothing_to_choose() -> None:
    assert not decide(replace(GOOD, split=Level.RED)).may_choose
    assert not decide(replace(GOOD, seen_twice=Level.RED)).may_choose
    assert decide(replace(GOOD, split=Level.AMBER)).may_choose


arms = st.builds(
    ArmEvidence,
    arm=st.sampled_from(["B", "C", "D"]),
    standing=st.sampled_from(Standing),
    lift=st.none() | st.floats(-1, 3),
    guardrail=st.sampled_from(GuardrailState),
)
anything = st.builds(
    Evidence,
    arms=st.lists(arms, max_size=4, unique_by=lambda arm: arm.arm).map(tuple),
    control=st.none() | st.just("A"),
    arms_with_units=st.integers(0, 4),
    split=st.sampled_from(Level),
    split_reason=st.just("x"),
    seen_twice=st.sampled_from(Level),
    seen_twice_reason=st.just("x"),
    days=st.none() | st.floats(0, 60),
    min_days=st.integers(1, 30),
    fewest_conversions=st.floats(0, 1e6),
    min_conversions=st.integers(0, 1000),
    at_end=st.booleans(),
    is_over=st.booleans(),
    days_left=st.none() | st.integers(0, 90),
)


@settings(deadline=None)
@given(evidence=anything)
def test_nothing_is_ever_shipped_under_a_red_split_too_early_with_harm_or_with_few_conversions(
    evidence: Evidence,
) -> None:
    found = decide(evidence)
    assert found == decide(evidence)
    if found.word is VerdictWord.SHIP:
        shipped = next(arm for arm in evidence.arms if arm.arm == found.arm)
        assert evidence.split is not Level.RED
        assert evidence.seen_twice is not Level.RED
        assert evidence.days is not None
        assert evidence.days >= max(7, evidence.min_days)
        assert evidence.fewest_conversions >= evidence.min_conversions
        assert shipped.guardrail is GuardrailState.KEPT
        assert shipped.standing is Standing.BETTER
