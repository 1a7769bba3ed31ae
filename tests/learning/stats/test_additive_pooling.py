import numpy as np
import pytest

from learning.stats.additive_pooling import PooledGrid, pool_grid

WEEK = (7, 24)


def week(
    generator: np.random.Generator, units: int, *, row: float, column: float, cell: float
) -> tuple[np.ndarray, ...]:
    """Values with effects of the given spread, their rows and columns, and the true effect of each cell."""
    effect = generator.normal(0, row, (7, 1)) + generator.normal(0, column, (1, 24)) + generator.normal(0, cell, WEEK)
    rows = generator.integers(0, 7, units)
    columns = generator.choice(24, units, p=generator.dirichlet(np.full(24, 0.7)))
    noise = generator.standard_t(5, units) * 0.6 / np.sqrt(5 / 3)
    return effect[rows, columns] + noise, rows, columns, effect


def real(found: PooledGrid) -> np.ndarray:
    """What the best-time map calls likely real."""
    return (found.false_sign < 0.05) & (found.units >= 5) & (np.nanmin([found.row_p, found.column_p]) < 0.05)


def test_a_cell_with_one_unit_stands_nearer_to_its_row_and_column_than_to_its_own_value() -> None:
    generator = np.random.default_rng(2)
    rows = np.repeat(np.arange(3), 100)
    columns = np.tile(np.repeat(np.arange(4), 25), 3)
    values = 0.5 * (rows == 1) + generator.normal(0, 0.6, 300)
    lone = (rows == 1) & (columns == 2)
    keep = ~lone | (np.cumsum(lone) == 1)
    values[lone] = 1.8
    found = pool_grid(values[keep], rows[keep], columns[keep], (3, 4))
    assert found.units[1, 2] == 1
    assert abs(found.effect[1, 2] - found.effect[1, 1]) < abs(found.effect[1, 2] - (1.8 - values[keep].mean()))


def test_a_cell_with_many_units_keeps_its_own_mean() -> None:
    generator = np.random.default_rng(3)
    rows, columns = np.repeat(np.arange(7), 24 * 500), np.tile(np.repeat(np.arange(24), 500), 7)
    values = generator.normal(0, 0.5, len(rows)) + 0.8 * ((rows == 2) & (columns == 9))
    found = pool_grid(values, rows, columns, WEEK)
    assert found.effect[2, 9] == pytest.approx(0.8, abs=0.15)
    assert found.low[2, 9] > 0.4


def test_a_cell_without_units_has_the_effect_of_its_row_and_column_and_a_wide_range() -> None:
    generator = np.random.default_rng(4)
    rows, columns = generator.integers(0, 3, 600), generator.integers(0, 3, 600)
    empty = (rows == 0) & (columns == 0)
    values = 0.6 * (rows == 0) + 0.4 * (columns == 0) + generator.normal(0, 0.2, 600)
    found = pool_grid(values[~empty], rows[~empty], columns[~empty], (3, 3))
    assert found.units[0, 0] == 0
    assert found.effect[0, 0] == found.effect.max()
    assert found.high[0, 0] - found.low[0, 0] > found.high[1, 1] - found.low[1, 1]


def test_noise_alone_is_hardly_ever_called_real() -> None:
    generator = np.random.default_rng(5)
    called = 0
    for _ in range(40):
        values, rows, columns, _ = week(generator, 300, row=0, column=0, cell=0)
        called += bool(real(pool_grid(values, rows, columns, WEEK)).any())
    assert called <= 4


def test_planted_hours_are_found_with_the_right_sign_and_their_ranges_hold() -> None:
    generator = np.random.default_rng(6)
    wrong, found_any, covered, nearer = [], 0, [], []
    for _ in range(12):
        values, rows, columns, effect = week(generator, 600, row=0.15, column=0.3, cell=0.08)
        found = pool_grid(values, rows, columns, WEEK)
        truth = effect - np.average(effect, weights=found.units)
        sure, held = real(found), found.units > 0
        found_any += bool(sure.any())
        wrong.extend((np.sign(found.effect) != np.sign(truth))[sure].tolist())
        covered.extend(((found.low <= truth) & (truth <= found.high))[held].tolist())
        plain = np.bincount(rows * 24 + columns, values, minlength=168).reshape(WEEK) / np.maximum(found.units, 1)
        nearer.append(((found.effect - truth)[held] ** 2).mean() / ((plain - values.mean() - truth)[held] ** 2).mean())
    assert found_any >= 11
    assert np.mean(wrong) <= 0.05
    assert 0.90 <= np.mean(covered) <= 0.99
    assert np.mean(nearer) < 0.5


def test_units_of_little_weight_hardly_move_their_cell() -> None:
    rows, columns = np.repeat([0, 1], 50), np.tile([0, 1], 50)
    values = np.random.default_rng(7).normal(0, 0.1, 100)
    spoiled = values.copy()
    spoiled[0] = 50.0
    weights = np.ones(100)
    weights[0] = 1e-6
    plain = pool_grid(values, rows, columns, (2, 2)).effect
    assert pool_grid(spoiled, rows, columns, (2, 2), weights=weights).effect == pytest.approx(plain, abs=0.05)
