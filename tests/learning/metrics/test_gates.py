import numpy as np

from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.metrics.gates import HOUR, is_success, teaches

NAN = float("nan")


def test_the_defaults_are_those_of_the_product() -> None:
    assert LearningGates(100, 2, 5, 0.02, 5_000) == DEFAULT_GATES


def test_posts_seen_too_little_or_captured_too_young_teach_nothing() -> None:
    exposure, age = np.array([99.0, 100.0, 100.0, NAN]), np.array([9, 9, 1.9, NAN]) * HOUR
    assert teaches(DEFAULT_GATES, exposure, age).tolist() == [False, True, False, True]


def test_the_outcome_never_decides_what_teaches() -> None:
    none_liked = teaches(DEFAULT_GATES, np.array([500.0]), np.array([9 * HOUR]))
    assert none_liked.tolist() == [True]


def test_a_success_has_enough_likes_and_a_rate_or_views() -> None:
    rate = np.array([0.02, 0.019, 0.001, 0.5, 0.5])
    views = np.array([200.0, 200.0, 5_000.0, 200.0, 200.0])
    likes = np.array([5.0, 50.0, 5.0, 4.0, NAN])
    assert is_success(DEFAULT_GATES, rate, views, likes).tolist() == [True, False, True, False, True]
