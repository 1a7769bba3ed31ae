import numpy as np

from learning.metrics.catalog import CATALOG
from learning.metrics.ranking import rank_by_rate, rank_by_volume

RATE = CATALOG["engagement_rate"]


def test_posts_below_the_minimum_exposure_are_left_out_and_counted() -> None:
    ranked = rank_by_rate(RATE, np.array([5.0, 9.0]), np.array([10.0, 1_000.0]), minimum=100, best_first=True)
    assert ranked.place.tolist() == [1]
    assert ranked.below_minimum == 1


def test_posts_are_sorted_by_the_shrunken_rate_in_both_directions() -> None:
    top, bottom = np.array([5.0, 50.0, 20.0]), np.array([1_000.0, 1_000.0, 1_000.0])
    assert rank_by_rate(RATE, top, bottom, minimum=0, best_first=True).place.tolist() == [1, 2, 0]
    assert rank_by_rate(RATE, top, bottom, minimum=0, best_first=False).place.tolist() == [0, 2, 1]


def test_amounts_are_not_shrunk_as_if_they_were_counts() -> None:
    ranked = rank_by_rate(
        CATALOG["return_on_spend"], np.array([50.0, 10.0]), np.array([10.0, 10.0]), minimum=0, best_first=True
    )
    assert ranked.shrunken.tolist() == [5.0, 1.0]
    assert np.isnan(ranked.low).all()


def test_posts_without_any_event_have_a_rate_of_zero() -> None:
    ranked = rank_by_rate(RATE, np.zeros(2), np.array([500.0, 900.0]), minimum=0, best_first=True)
    assert ranked.value.tolist() == [0.0, 0.0]


def test_volume_sorts_by_the_total() -> None:
    assert rank_by_volume(np.array([3.0, 9.0, 5.0]), best_first=True).place.tolist() == [1, 2, 0]
