"""Presets stand where the data is."""

from datetime import date

import pytest

from learning.domain.imports import Period
from ui.filters.periods import Compare, Preset, choose_period

OLD = Period(date(2017, 1, 1), date(2019, 3, 31))
FRESH = Period(date(2026, 1, 1), date(2026, 11, 20))
TODAY = date(2026, 11, 21)


def test_old_data_is_shown_where_it_ends_and_the_words_say_so() -> None:
    chosen = choose_period(Preset.LAST_90, OLD, TODAY)
    assert chosen.period == Period(date(2019, 1, 1), date(2019, 3, 31))
    assert chosen.moved
    assert chosen.words == "Last 90 days with data, 1 Jan – 31 Mar 2019"


def test_data_up_to_yesterday_needs_no_excuse() -> None:
    chosen = choose_period(Preset.LAST_7, FRESH, TODAY)
    assert chosen.period == Period(date(2026, 11, 14), date(2026, 11, 20))
    assert not chosen.moved
    assert chosen.words == "Last 7 days, 14–20 Nov 2026"


@pytest.mark.parametrize(
    ("preset", "first", "words"),
    [
        (Preset.MONTH, date(2019, 3, 1), "Latest month with data, 1–31 Mar 2019"),
        (Preset.QUARTER, date(2019, 1, 1), "Latest quarter with data, 1 Jan – 31 Mar 2019"),
    ],
)
def test_a_calendar_preset_is_the_latest_one_with_data(preset: Preset, first: date, words: str) -> None:
    chosen = choose_period(preset, OLD, TODAY)
    assert chosen.period == Period(first, OLD.last)
    assert chosen.words == words


def test_all_data_is_the_whole_range() -> None:
    assert choose_period(Preset.ALL, OLD, TODAY).period == OLD


def test_data_that_lies_in_the_future_is_shown_rather_than_nothing() -> None:
    ahead = Period(date(2027, 1, 1), date(2027, 2, 1))
    assert choose_period(Preset.LAST_28, ahead, TODAY).period.last == ahead.last


def test_days_after_today_do_not_move_the_end_of_a_preset() -> None:
    mixed = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert choose_period(Preset.LAST_7, mixed, TODAY).period.last == TODAY


def test_half_a_custom_range_is_one_day_and_order_does_not_matter() -> None:
    assert choose_period(Preset.CUSTOM, OLD, TODAY, [date(2018, 5, 1)]).period.days == 1
    both = choose_period(Preset.CUSTOM, OLD, TODAY, [date(2018, 5, 9), date(2018, 5, 1)])
    assert both.period == Period(date(2018, 5, 1), date(2018, 5, 9))


def test_a_custom_range_not_yet_chosen_never_starts_before_the_data() -> None:
    short = Period(date(2019, 3, 20), date(2019, 3, 31))
    assert choose_period(Preset.CUSTOM, short, TODAY).period == short


def test_every_choice_can_be_read_back_from_the_address() -> None:
    assert [Preset(choice.value) for choice in Preset] == list(Preset)
    assert [Compare(choice.value) for choice in Compare] == list(Compare)
