"""Correlations beyond one common cause."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.one_factor import residual_correlations


def columns(rng: np.random.Generator, pair: float = 0.0, n: int = 900) -> np.ndarray:
    common, shared = rng.normal(size=n), rng.normal(size=n)
    found = np.column_stack([0.8 * common + 0.6 * rng.normal(size=n) for _ in range(5)])
    found[:, 0] += pair * shared
    found[:, 1] += pair * shared
    return found - found.mean(axis=0)


def test_one_common_cause_leaves_nothing() -> None:
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(60):
        residuals, errors, groups = residual_correlations(columns(rng), np.arange(900) // 5)
        upper = np.triu_indices(5, 1)
        ratios += (residuals[upper] / errors[upper]).tolist()
        assert groups == 40
    assert abs(np.mean(ratios)) < 0.2
    assert (np.abs(ratios) > 2.02).mean() < 0.08


def test_what_two_columns_share_besides_it_is_seen() -> None:
    residuals, errors, _ = residual_correlations(columns(np.random.default_rng(2), pair=0.6), np.arange(900) // 5)
    assert residuals[0, 1] / errors[0, 1] > 5
    assert residuals[0, 1] == pytest.approx(0.2, abs=0.1)
