import numpy as np
import pytest

from learning.stats.overdispersion import Overdispersion, fit_overdispersion
from learning.stats.unit_contrasts import UnitTable, contrast_parts


def table(events: np.ndarray, exposure: np.ndarray) -> UnitTable:
    unit, part = np.nonzero(exposure > 0)
    seen = exposure[unit, part].astype(float)
    return UnitTable(unit, part, exposure.shape[1], events[unit, part].astype(float), seen)


def test_a_rate_twice_that_of_the_rest_is_told_as_twice() -> None:
    exposure = np.full((50, 3), 10_000.0)
    rates = np.array([0.04, 0.02, 0.02])
    found = contrast_parts(table(exposure * rates, exposure), event_size=1.0)
    assert found.paired
    assert np.exp(found.log_ratio[0]) == pytest.approx(2.0)
    assert np.exp(found.log_ratio[1]) == pytest.approx(2 / 3)
    assert found.units.tolist() == [50, 50, 50]


def test_posts_that_differ_tell_nothing_where_each_is_compared_with_itself() -> None:
    """A post with ten times the rate lifts the part that it reached more, but not against itself."""
    rng = np.random.default_rng(5)
    post_rate = 0.01 * np.exp(rng.normal(0, 1, 200))
    exposure = rng.gamma(1, 5_000, (200, 2)) + 50
    exposure[:, 0] *= np.where(post_rate > 0.01, 10, 1)
    found = contrast_parts(table(exposure * post_rate[:, None], exposure), event_size=1.0)
    crude = (exposure[:, 0] @ post_rate / exposure[:, 0].sum()) / (exposure[:, 1] @ post_rate / exposure[:, 1].sum())
    assert crude > 1.3
    assert found.log_ratio[0] == pytest.approx(0.0, abs=1e-9)


def test_two_parts_mirror_each_other() -> None:
    rng = np.random.default_rng(1)
    exposure = rng.integers(500, 5_000, (80, 2)).astype(float)
    found = contrast_parts(table(rng.poisson(exposure * 0.03), exposure), event_size=1.0)
    assert found.log_ratio[0] == pytest.approx(-found.log_ratio[1])
    assert found.error[0] == pytest.approx(found.error[1], rel=0.05)


def test_posts_with_one_part_each_are_compared_with_other_posts() -> None:
    rng = np.random.default_rng(2)
    part = np.arange(300) % 3
    seen = rng.integers(1_000, 9_000, 300).astype(float)
    events = rng.poisson(seen * np.where(part == 0, 0.03, 0.02) * np.exp(rng.normal(0, 0.3, 300)))
    found = contrast_parts(UnitTable(np.arange(300), part, 3, events.astype(float), seen), event_size=1.0)
    assert not found.paired
    assert found.log_ratio[0] / found.error[0] > 4
    assert np.exp(found.log_ratio[0]) == pytest.approx(1.5, rel=0.15)


def test_one_viral_post_does_not_carry_its_part() -> None:
    rng = np.random.default_rng(3)
    part = np.arange(120) % 3
    seen = np.full(120, 2_000.0)
    events = rng.poisson(seen * 0.02).astype(float)
    events[0] = 1_500
    found = contrast_parts(UnitTable(np.arange(120), part, 3, events, seen), event_size=1.0)
    assert abs(found.log_ratio[0] / found.error[0]) < 2


@pytest.mark.parametrize("event_size", [1.0, None])
def test_z_values_of_equal_parts_are_those_of_chance(event_size: float | None) -> None:
    """Uneven parts, sparse events, overdispersed; amounts are orders of unequal size."""
    scores: list[float] = []
    shares = np.outer([0.3, 0.28, 0.24, 0.18], [0.66, 0.26, 0.08]).ravel()
    for seed in range(40):
        rng = np.random.default_rng(seed)
        exposure = rng.poisson(40 * np.exp(rng.normal(0, 0.8, 200))[:, None] * shares).astype(float)
        counts = rng.poisson(exposure * 0.05 * np.exp(rng.normal(0, 0.4, 200))[:, None])
        events = counts.astype(float)
        if event_size is None:
            events = np.array([rng.lognormal(4, 0.45, n).sum() for n in counts.ravel()]).reshape(counts.shape)
        found = contrast_parts(table(events, exposure), event_size=event_size)
        scores += (found.log_ratio / found.error)[found.degrees >= 4].tolist()
    scores_array = np.array(scores)
    assert abs(scores_array.mean()) < 0.2
    assert 0.75 < scores_array.std() < 1.1
    assert (np.abs(scores_array) > 1.96).mean() < 0.07


def test_parts_without_events_or_rest_have_no_answer() -> None:
    exposure = np.array([[100.0, 100.0, 0.0], [100.0, 100.0, 0.0]])
    found = contrast_parts(table(np.array([[0, 5, 0], [0, 7, 0]]), exposure), event_size=1.0)
    assert np.isnan(found.log_ratio).all()
    none = np.zeros(0, dtype=np.int64)
    assert np.isnan(contrast_parts(UnitTable(none, none, 2, np.zeros(0), np.zeros(0)), event_size=1.0).error).all()


def test_overdispersion_is_recovered() -> None:
    rng = np.random.default_rng(4)
    expected = rng.gamma(1, 30, 40_000) + 1
    counts = rng.poisson(expected * rng.gamma(5, 1 / 5, len(expected)))
    found = fit_overdispersion((counts - expected) ** 2, expected, event_size=1.0)
    assert found.scale == 1.0
    assert found.spread == pytest.approx(0.2, rel=0.05)
    pure = fit_overdispersion((rng.poisson(expected) - expected) ** 2, expected, event_size=1.0)
    assert pure.spread < 0.005


def test_the_size_of_one_event_is_recovered_from_amounts() -> None:
    rng = np.random.default_rng(6)
    expected = rng.gamma(2, 400, 20_000) + 50
    amounts = 54.0 * rng.poisson(expected / 54.0)
    found = fit_overdispersion((amounts - expected) ** 2, expected, event_size=None)
    assert found.scale == pytest.approx(54.0, rel=0.1)
    assert found.spread < 0.01


def test_no_units_leave_chance_alone() -> None:
    nothing = np.zeros(0)
    assert fit_overdispersion(nothing, nothing, event_size=1.0) == Overdispersion(1.0, 0.0)
