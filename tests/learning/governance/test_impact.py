"""What the report at the end says: the range of one look, adjusted by what came before, and whether it lasts."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.judgements import Finding, GroupSums, MetricSums
from learning.governance.holdout_effect import holdout_effect
from learning.governance.impact import follow_course, measure_impact
from learning.governance.judging import Terms, judge
from learning.stats.student import upper_quantiles

NOW = 1_000_000


def group(values: np.ndarray, before: np.ndarray | None = None) -> GroupSums:
    past = np.zeros(len(values)) if before is None else before
    pairs = (values, values**2, past, past**2, values * past)
    return GroupSums(len(values), *(float(each.sum()) for each in pairs))


def draw(mean: float, n: int = 400, seed: int = 1, spread: float = 0.3) -> np.ndarray:
    return np.random.default_rng(seed).gamma(1 / spread**2, mean * spread**2, n)


def test_the_range_is_that_of_welch_on_the_logarithm_at_four_percent():
    treated, holdout = draw(11), draw(10, seed=2)
    found = measure_impact(MetricSums("clicks", group(treated), group(holdout), NOW))
    ratio = np.log(treated.mean() / holdout.mean())
    parts = [each.var(ddof=1) / len(each) / each.mean() ** 2 for each in (treated, holdout)]
    degrees = sum(parts) ** 2 / sum(part**2 / 399 for part in parts)
    reach = float(upper_quantiles(np.array([degrees]), 0.02)[0]) * np.sqrt(sum(parts))
    assert found.lift == pytest.approx(np.expm1(ratio))
    assert (found.low, found.high) == (pytest.approx(np.expm1(ratio - reach)), pytest.approx(np.expm1(ratio + reach)))


def test_it_is_narrower_than_what_holds_at_every_look():
    sums = MetricSums("clicks", group(draw(11)), group(draw(10, seed=2)), NOW)
    looked = judge([], [sums], "clicks", (400, 400), now=NOW, terms=Terms(1.0, 0.5, 1.0, 50, 3_600)).primary
    found = measure_impact(sums)
    assert found.low is not None and looked.low is not None and found.high is not None and looked.high is not None  # noqa: PT018
    assert looked.low < found.low < found.high < looked.high


def test_what_the_same_units_brought_before_is_taken_out_of_both_sides():
    level = np.exp(np.random.default_rng(5).normal(0, 0.8, 120))
    noise = [draw(1.0, 120, seed, 0.1) for seed in (1, 2)]
    treated = np.arange(120) < 60
    after, before = level * noise[0] * np.where(treated, 1.1, 1.0), level * noise[1]
    plain = holdout_effect(MetricSums("clicks", group(after[treated]), group(after[~treated]), NOW))
    paired = [group(after[side], before[side]) for side in (treated, ~treated)]
    adjusted = holdout_effect(MetricSums("clicks", *paired, NOW))
    assert not isinstance(plain, str)
    assert not isinstance(adjusted, str)
    assert adjusted.error < plain.error / 3
    assert adjusted.as_lift(adjusted.effect) == pytest.approx(0.1, abs=3 * adjusted.error)
    assert adjusted.base_mean == plain.base_mean, "amounts are counted from what was really brought"


def test_without_outcomes_or_units_there_is_a_reason_and_no_number():
    nothing = MetricSums("clicks", group(draw(1, 1)), group(draw(1, 9)), NOW)
    assert measure_impact(nothing).finding is Finding.TOO_FEW
    assert "fewer than two" in measure_impact(nothing).reason
    unheard = MetricSums("clicks", group(draw(1)), group(draw(1)), None)
    assert measure_impact(unheard).finding is Finding.MISSING


def course(early: float, late: float, n: int = 400):
    whole = [
        np.concatenate([draw(mean, n, seed), draw(last, n, seed + 9)])
        for mean, last, seed in ((early, late, 1), (10, 10, 2))
    ]
    parts = [
        MetricSums("clicks", group(one), group(other), NOW)
        for one, other in (whole, [each[:n] for each in whole], [each[n:] for each in whole])
    ]
    return follow_course(measure_impact(parts[0]), [parts[1]], parts[2])


def test_an_effect_that_stays_lasts_and_one_that_is_gone_or_has_clearly_fallen_does_not():
    stays, gone, fallen = course(12, 12), course(13, 10), course(16, 12, 4_000)
    assert stays is not None
    assert (stays.fades, stays.reason) == (False, "")
    assert gone is not None
    assert gone.fades
    assert "last part" in gone.reason
    assert fallen is not None
    assert fallen.fades
    assert fallen.reason.startswith("it did not last: +58.0% at first and +19.1% in its last part")
    assert fallen.late_low is not None
    assert fallen.late_low > 0, "there is still something of it"


def test_a_fall_that_goes_on_is_no_fading_gain_and_without_a_clear_effect_there_is_no_course():
    harm = course(7, 8)
    assert harm is not None
    assert not harm.fades
    assert course(10, 10) is None
