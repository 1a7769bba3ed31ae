"""Days on which no content was seen are quiet, not missing, within one import."""

from learning.metrics.cuts import bridge_quiet_days


def test_days_within_an_import_are_covered_although_nothing_happened() -> None:
    assert bridge_quiet_days(frozenset({10, 13}), [(10, 20)]) == frozenset({10, 11, 12, 13})


def test_a_gap_between_two_imports_stays_a_gap() -> None:
    assert bridge_quiet_days(frozenset({10, 15}), [(5, 10), (15, 20)]) == frozenset({10, 15})


def test_nothing_is_added_before_the_first_and_after_the_last_day() -> None:
    assert bridge_quiet_days(frozenset({10}), [(1, 30)]) == frozenset({10})
    assert bridge_quiet_days(frozenset(), [(1, 30)]) == frozenset()
