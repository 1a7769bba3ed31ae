import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from learning.stats import false_discovery, multiplicity

NAMES = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "holm_sidak": "holm-sidak",
    "hochberg": "simes-hochberg",
    "benjamini_hochberg": "fdr_bh",
    "benjamini_yekutieli": "fdr_by",
}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(p_values=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=12))
def test_each_adjustment_is_that_of_statsmodels(name: str, p_values: list[float]) -> None:
    found = getattr(multiplicity, name)(np.array(p_values))
    np.testing.assert_allclose(found, multipletests(p_values, method=NAMES[name])[1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_families_of_their_own_and_absent_members_do_not_count(name: str) -> None:
    adjust = getattr(multiplicity, name)
    rows = np.array([[0.01, 0.04, np.nan, 0.03], [0.5, np.nan, np.nan, 0.001]])
    found = adjust(rows)
    for row, adjusted in zip(rows, found, strict=True):
        np.testing.assert_allclose(adjusted[~np.isnan(row)], adjust(row[~np.isnan(row)]))
        assert np.isnan(adjusted[np.isnan(row)]).all()


def worlds(repetitions: int) -> tuple[float, float]:
    """Family-wise error of Holm and realised false-discovery rate of BH: 12 tests, a third of them real, correlated."""
    generator = np.random.default_rng(12)
    shared = generator.normal(0, 1, (repetitions, 1))
    z = np.sqrt(0.5) * shared + np.sqrt(0.5) * generator.normal(0, 1, (repetitions, 12))
    z[:, :4] += 3.0
    p_values = 2 * (1 - false_discovery.special.ndtr(np.abs(z)))
    any_false = (multiplicity.holm(p_values)[:, 4:] <= 0.05).any(axis=1).mean()
    passed = multiplicity.benjamini_hochberg(p_values) <= 0.05
    share = passed[:, 4:].sum(axis=1) / np.maximum(passed.sum(axis=1), 1)
    return float(any_false), float(share.mean())


def test_holm_bounds_false_alarms_and_benjamini_hochberg_false_discoveries() -> None:
    any_false, share = worlds(2_000)
    assert any_false <= 0.05
    assert share <= 0.05


@pytest.mark.slow
def test_the_bounds_hold_in_a_hundred_thousand_families() -> None:
    any_false, share = worlds(100_000)
    assert any_false <= 0.05
    assert share <= 0.05
