import numpy as np
import pytest
from scipy import integrate, stats
from statsmodels.stats.multitest import multipletests

from learning.stats.false_discovery import (
    effect_ranges,
    local_false_sign_rates,
    selected_ranges,
    t_p_values,
)
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.scale_mixture import ScaleMixture, fit_scale_mixture, slab_likelihoods


def many(share: float, scale: float, *, seed: int, count: int = 1_600) -> tuple[np.ndarray, ...]:
    """True effects (a share of them not zero), estimates, errors and degrees."""
    rng = np.random.default_rng(seed)
    truth = np.where(rng.random(count) < share, rng.normal(0, scale, count), 0.0)
    errors, degrees = rng.uniform(0.05, 0.3, count), rng.uniform(5, 200, count)
    return truth, truth + errors * rng.standard_t(degrees), errors, degrees


def test_q_values_equal_those_of_statsmodels() -> None:
    p_values = np.random.default_rng(3).random(200) ** 3
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1], rel=1e-12)


def test_what_could_not_be_tested_does_not_count_and_stays_unknown() -> None:
    found = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])
    assert len(benjamini_hochberg(np.zeros(0))) == 0


def test_p_values_are_those_of_student() -> None:
    found = t_p_values(np.array([2.0, -2.0]), np.array([1.0, 1.0]), np.array([3.0, 1e9]))
    assert found == pytest.approx([2 * stats.t.sf(2, 3), 2 * stats.norm.sf(2)], rel=1e-6)


def test_the_posterior_is_the_one_that_integration_gives() -> None:
    prior = ScaleMixture(0.6, np.array([0.5, 2.0]), np.array([0.3, 0.1]))
    x, s, nu = 0.7, 0.3, 6.0

    def density(effect: float) -> float:
        return float(stats.t.pdf((x - effect) / s, nu) / s)

    def slabs(low: float, high: float, power: int) -> float:
        total = 0.0
        for width, weight in zip(prior.widths, prior.weights, strict=True):
            ends = max(low, -width), min(high, width)
            if ends[0] >= ends[1]:
                continue
            total += weight / (2 * width) * integrate.quad(lambda t: t**power * density(t), *ends, points=[x])[0]
        return total

    spike = 0.6 * density(0.0)
    total = spike + slabs(-9, 9, 0)
    found = local_false_sign_rates(np.array([x]), np.array([s]), np.array([nu]), prior=prior)
    assert found.null[0] == pytest.approx(spike / total, rel=1e-6)
    assert found.rate[0] == pytest.approx((spike + slabs(-9, 0, 0)) / total, rel=1e-6)
    assert found.shrunken[0] == pytest.approx(slabs(-9, 9, 1) / total, rel=1e-6)
    ranges = effect_ranges(np.array([x]), np.array([s]), np.array([nu]), prior)
    assert slabs(-9, float(ranges.low[0]), 0) / slabs(-9, 9, 0) == pytest.approx(0.025, abs=1e-6)
    assert slabs(float(ranges.high[0]), 9, 0) / slabs(-9, 9, 0) == pytest.approx(0.025, abs=1e-6)


def test_turning_every_sign_turns_the_answer_and_nothing_else() -> None:
    _, estimates, errors, degrees = many(0.1, 0.5, seed=1, count=200)
    one = local_false_sign_rates(estimates, errors, degrees)
    other = local_false_sign_rates(-estimates, errors, degrees)
    assert other.rate == pytest.approx(one.rate, abs=1e-9)
    assert other.shrunken == pytest.approx(-one.shrunken, abs=1e-9)
    ranges, turned = (effect_ranges(sign * estimates, errors, degrees, one.prior) for sign in (1, -1))
    assert turned.low == pytest.approx(-ranges.high)


@pytest.mark.parametrize(("share", "scale"), [(0.1, 0.5), (0.05, 1.0), (0.5, 0.3)])
def test_the_mean_of_the_rates_of_what_is_confirmed_is_the_share_of_wrong_signs(share: float, scale: float) -> None:
    wrong = expected = found = 0.0
    for seed in range(6):
        truth, estimates, errors, degrees = many(share, scale, seed=seed)
        rates = local_false_sign_rates(estimates, errors, degrees)
        confirmed = rates.rate < 0.05
        found += confirmed.sum()
        wrong += (truth[confirmed] * estimates[confirmed] <= 0).sum()
        expected += rates.rate[confirmed].sum()
    assert found > 100
    assert wrong / found <= 0.03
    assert abs(wrong - expected) <= 3 * np.sqrt(expected) + 3


def test_where_nothing_is_there_nothing_is_confirmed_and_all_is_drawn_to_zero() -> None:
    for seed in range(5):
        _, estimates, errors, degrees = many(0.0, 0.0, seed=seed)
        rates = local_false_sign_rates(estimates, errors, degrees)
        assert rates.rate.min() > 0.05
        assert rates.prior.null > 0.9
        assert np.abs(rates.shrunken).max() < 0.1


def test_ranges_hold_the_effect_after_the_largest_were_picked() -> None:
    inside = count = 0
    for seed in range(8):
        truth, estimates, errors, degrees = many(0.2, 0.4, seed=seed)
        rates = local_false_sign_rates(estimates, errors, degrees)
        chosen = rates.rate < 0.05
        own = effect_ranges(estimates[chosen], errors[chosen], degrees[chosen], rates.prior)
        inside += ((own.low <= truth[chosen]) & (truth[chosen] <= own.high)).sum()
        count += chosen.sum()
    assert 0.92 <= inside / count <= 0.98


def test_picked_intervals_hold_what_they_promise_where_plain_ones_do_not() -> None:
    picked, plain, count = 0, 0, 0
    for seed in range(30):
        truth, estimates, errors, degrees = many(0.1, 0.3, seed=seed)
        chosen = np.abs(estimates / errors) > 3
        own = selected_ranges(estimates, errors, degrees, chosen)
        none = selected_ranges(estimates, errors, degrees, np.zeros(len(truth), dtype=np.bool_))
        for ranges, place in ((own, 0), (none, 1)):
            held = ((ranges.low <= truth) & (truth <= ranges.high))[chosen].sum()
            picked, plain = (picked + held, plain) if place == 0 else (picked, plain + held)
        count += chosen.sum()
    assert picked / count >= 0.95
    assert plain / count < 0.92


def test_the_more_there_is_the_less_is_believed_to_be_null() -> None:
    nulls = [fit_scale_mixture(*many(share, 0.6, seed=2)[1:]).null for share in (0.0, 0.1, 0.4, 0.8)]
    assert nulls == sorted(nulls, reverse=True)
    assert nulls[-1] < 0.4


@pytest.mark.parametrize("estimates", [[0.0], [60.0], [-60.0, 0.0], [1e-12, 0.3, -0.2]])
def test_extreme_families_give_numbers(estimates: list[float]) -> None:
    x = np.array(estimates)
    errors, degrees = np.full(len(x), 0.5), np.full(len(x), 1e12)
    rates = local_false_sign_rates(x, errors, degrees)
    ranges = effect_ranges(x, errors, degrees, rates.prior)
    for part in (rates.rate, rates.null, rates.shrunken, ranges.low, ranges.high):
        assert np.isfinite(part).all()
    assert ((rates.rate >= 0) & (rates.rate <= 1)).all()
    assert (ranges.low <= ranges.high).all()


def test_an_empty_family_has_empty_answers_and_bad_ones_are_refused() -> None:
    nothing = np.zeros(0)
    assert len(local_false_sign_rates(nothing, nothing, nothing).rate) == 0
    one = np.ones(1)
    for arguments in ((one, 0 * one, 5 * one), (one, one, one), (np.nan * one, one, 5 * one)):
        with pytest.raises(ValueError, match=r"error|degrees|finite"):
            local_false_sign_rates(*arguments)


def test_a_slab_averages_the_density_over_its_width() -> None:
    found = slab_likelihoods(np.array([-0.4]), np.array([0.2]), np.array([4.0]), np.array([1.5]))
    mean = integrate.quad(lambda t: stats.t.pdf((-0.4 - t) / 0.2, 4) / 0.2 / 3.0, -1.5, 1.5, points=[-0.4])[0]
    assert found[0, 0] == pytest.approx(mean, rel=1e-6)
