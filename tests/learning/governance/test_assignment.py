from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.parameters import Cohort
from learning.governance.assignment import choose_arm, cohort_of, treated_share, unit_draw

KEY = b"k" * 32
UNITS = [f"unit {number}" for number in range(20_000)]


@settings(max_examples=50, deadline=None)
@given(
    unit=st.text(max_size=30),
    action=st.text(max_size=5),
    holdout=st.floats(0, 0.5),
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted),
)
def test_a_treated_unit_stays_treated_and_a_held_out_one_held_out(unit, action, holdout, shares):
    seen = [cohort_of(KEY, action, unit, share=share, holdout=holdout) for share in shares]
    assert len({cohort is Cohort.HOLDOUT for cohort in seen}) == 1
    order = [cohort is Cohort.TREATED for cohort in seen]
    assert order == sorted(order)


def test_the_sides_have_the_shares_that_were_asked_for():
    for share, holdout in ((0.1, 0.1), (0.5, 0.3), (1.0, 0.1)):
        sides = [cohort_of(KEY, "7", unit, share=share, holdout=holdout) for unit in UNITS]
        # Four standard errors of 20,000 draws.
        for side, wanted in (
            (Cohort.HOLDOUT, holdout),
            (Cohort.TREATED, treated_share(share=share, holdout=holdout)),
        ):
            error = (wanted * (1 - wanted) / len(UNITS)) ** 0.5
            assert abs(sides.count(side) / len(UNITS) - wanted) <= 4 * error


def test_two_actions_two_keys_and_two_purposes_draw_independently():
    one = [unit_draw(KEY, "ramp", "1", unit) for unit in UNITS[:2_000]]
    for other in (
        [unit_draw(KEY, "ramp", "2", unit) for unit in UNITS[:2_000]],
        [unit_draw(b"x" * 32, "ramp", "1", unit) for unit in UNITS[:2_000]],
        [unit_draw(KEY, "holdout", "1", unit) for unit in UNITS[:2_000]],
    ):
        both = sum(a < 0.5 and b < 0.5 for a, b in zip(one, other, strict=True))
        assert abs(both / 2_000 - 0.25) < 0.05


def test_the_parts_of_a_draw_do_not_run_into_each_other():
    assert unit_draw(KEY, "ramp", "1", "23") != unit_draw(KEY, "ramp", "12", "3")


WEIGHTS = st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0.01, 1), min_size=1, max_size=6)


@settings(max_examples=50, deadline=None)
@given(weights=WEIGHTS, draw=st.floats(0, 1, exclude_max=True))
def test_an_arm_is_chosen_whatever_the_draw_and_never_one_without_weight(weights, draw):
    total = sum(weights.values())
    shares = {arm: weight / total for arm, weight in weights.items()} | {"none": 0.0}
    assert shares[choose_arm(shares, draw)] > 0


def test_arms_get_their_weights():
    drawn = [choose_arm({"a": 0.7, "b": 0.3}, unit_draw(KEY, "arm", "c", unit)) for unit in UNITS]
    assert abs(drawn.count("a") / len(UNITS) - 0.7) < 0.02
