from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis, Grain, MeasureKind
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.figures import CountedUnit, FigureQuery, FigureRow, FigureTable, MetricValue
from learning.domain.observations import SegmentKey
from services.figures.asking import figures
from tests.services.hand_made import HandMade, Row, make, spec

MONDAY = date(2026, 11, 2)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def country(name: str) -> SegmentKey:
    return SegmentKey(named=(("country", name),))


def daily(values: list[int], fact: Fact = Fact.VIEWS) -> list[Row]:
    return [Row(day(offset), {fact: value}) for offset, value in enumerate(values)]


@pytest.fixture
def brand(sqlite_url: str) -> Iterator[HandMade]:
    made = make(sqlite_url)
    yield made
    made.store.close()


def ask(
    brand: HandMade,
    *metrics: str,
    by: tuple[str, ...] = (),
    where: dict[str, tuple[str, ...]] | None = None,
    basis: Basis | None = None,
    days: tuple[int, int] = (0, 6),
) -> FigureTable:
    query = FigureQuery(brand.brand_id, day(days[0]), day(days[1]), by, where or {}, metrics, basis)
    with brand.read() as work:
        return figures(work, query)


def only(table: FigureTable, metric: str) -> MetricValue:
    (row,) = table.rows
    return row.values[metric]


def by_key(table: FigureTable, metric: str) -> dict[tuple[str, ...], float | None]:
    return {
        tuple(value for _, value in row.keys): row.values[metric].value for row in table.rows if metric in row.values
    }


class TestOneCut:
    def test_views_that_stand_in_three_cuts_are_counted_once(self, brand: HandMade) -> None:
        brand.put(spec("youtube", Basis.ACTIVITY, "country"), [Row(day(0), {Fact.VIEWS: 60}, segment=country("DE"))])
        brand.put(spec("youtube", Basis.ACTIVITY, "content"), [Row(day(0), {Fact.VIEWS: 100}, content="a")])
        brand.put(spec("youtube", Basis.ACTIVITY), [Row(day(0), {Fact.VIEWS: 100})])
        views = only(ask(brand, "views", days=(0, 0)), "views")
        assert views.value == 100
        assert views.cuts == {"youtube": "YouTube by day"}

    def test_a_split_is_read_from_the_cut_that_has_it(self, brand: HandMade) -> None:
        brand.put(spec("youtube", Basis.ACTIVITY), daily([100]))
        brand.put(
            spec("youtube", Basis.ACTIVITY, "country"),
            [
                Row(day(0), {Fact.VIEWS: 60}, segment=country("DE")),
                Row(day(0), {Fact.VIEWS: 30}, segment=country("FR")),
            ],
        )
        assert by_key(ask(brand, "views", by=("country",)), "views") == {("DE",): 60, ("FR",): 30}
        assert only(ask(brand, "views", where={"country": ("FR",)}), "views").value == 30

    def test_missing_days_are_named_and_never_filled_from_another_cut(self, brand: HandMade) -> None:
        brand.put(spec("youtube", Basis.ACTIVITY), daily([100, 100]))
        rows = [Row(day(offset), {Fact.VIEWS: 10}, segment=country("DE")) for offset in range(1, 4)]
        brand.put(spec("youtube", Basis.ACTIVITY, "country"), rows)
        views = only(ask(brand, "views", days=(0, 3)), "views")
        assert views.value == 30
        assert views.missing_days == (day(0),)

    def test_a_day_without_a_row_is_quiet_in_a_cut_of_contents_but_missing_elsewhere(self, brand: HandMade) -> None:
        rows = [Row(day(offset), {Fact.VIEWS: 10}, content="a") for offset in (0, 3)]
        brand.put(spec("youtube", Basis.ACTIVITY, "content"), rows)
        brand.put(spec("x", Basis.ACTIVITY), [Row(day(offset), {Fact.VIEWS: 10}) for offset in (0, 3)])
        assert only(ask(brand, "views", days=(0, 3), where={"platform": ("youtube",)}), "views").missing_days == ()
        missing = only(ask(brand, "views", days=(0, 3), where={"platform": ("x",)}), "views").missing_days
        assert missing == (day(1), day(2))

    def test_a_quiet_stretch_may_reach_over_the_edge_of_the_range(self, brand: HandMade) -> None:
        rows = [Row(day(offset), {Fact.VIEWS: 10}, content="a") for offset in (0, 3, 6)]
        brand.put(spec("youtube", Basis.ACTIVITY, "content"), rows)
        views = only(ask(brand, "views", days=(1, 5)), "views")
        assert (views.value, views.missing_days) == (10, ())

    def test_platforms_are_added_each_from_its_own_cut(self, brand: HandMade) -> None:
        brand.put(spec("youtube", Basis.ACTIVITY), daily([100]))
        brand.put(spec("x", Basis.ACTIVITY, "content"), [Row(day(0), {Fact.VIEWS: 7}, content="a")])
        views = only(ask(brand, "views", days=(0, 0)), "views")
        assert views.value == 107
        assert views.cuts == {"x": "X by day and post", "youtube": "YouTube by day"}
        assert views.counted is CountedUnit.UNITS

    def test_a_file_without_an_account_is_about_the_only_named_one(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([50]))
        brand.put(spec("x", Basis.ACTIVITY, "content"), [Row(day(0), {Fact.VIEWS: 50}, content="a", account="acme")])
        assert only(ask(brand, "views", days=(0, 0)), "views").value == 50

    def test_two_named_accounts_are_added_and_can_be_told_apart(self, brand: HandMade) -> None:
        rows = [Row(day(0), {Fact.VIEWS: 50}, account="acme"), Row(day(0), {Fact.VIEWS: 8}, account="other")]
        brand.put(spec("x", Basis.ACTIVITY), rows)
        assert only(ask(brand, "views", days=(0, 0)), "views").value == 58
        assert by_key(ask(brand, "views", by=("account",)), "views") == {("acme",): 50, ("other",): 8}
        assert only(ask(brand, "views", where={"account": ("other",)}), "views").value == 8

    def test_a_ratio_takes_both_parts_from_one_cut(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([1_000], Fact.IMPRESSIONS))
        both = {Fact.IMPRESSIONS: 500, Fact.LIKES: 5}
        brand.put(spec("x", Basis.ACTIVITY, "content"), [Row(day(0), both, content="a")])
        rate = only(ask(brand, "engagement_rate", days=(0, 0)), "engagement_rate")
        assert rate.value == pytest.approx(0.01)
        assert rate.cuts == {"x": "X by day and post"}


class TestBases:
    def test_each_basis_has_its_own_row(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([10]))
        brand.put(spec("x", Basis.LIFETIME, "content"), [Row(day(0), {Fact.VIEWS: 99}, content="a")])
        brand.put(spec("x", Basis.PERIOD), [Row(day(0), {Fact.VIEWS: 70}, last=day(6))])
        table = ask(brand, "views")
        assert [(row.basis, row.values["views"].value) for row in table.rows] == [
            (Basis.ACTIVITY, 10),
            (Basis.LIFETIME, 99),
            (Basis.PERIOD, 70),
        ]
        assert [row.basis for row in ask(brand, "views", basis=Basis.LIFETIME).rows] == [Basis.LIFETIME]

    def test_a_lifetime_total_belongs_to_the_day_of_its_publication(self, brand: HandMade) -> None:
        rows = [Row(day(0), {Fact.VIEWS: 5}, content="a"), Row(day(9), {Fact.VIEWS: 7}, content="b")]
        brand.put(spec("x", Basis.LIFETIME, "content"), rows)
        assert only(ask(brand, "views"), "views").value == 5

    def test_contents_without_a_publication_day_are_left_out_and_told(self, brand: HandMade) -> None:
        rows = [Row(day(0), {Fact.VIEWS: 5}, content="a"), Row(None, {Fact.VIEWS: 7}, content="b")]
        brand.put(spec("x", Basis.LIFETIME, "content"), rows)
        table = ask(brand, "views")
        assert only(table, "views").value == 5
        assert "1 without a date" in table.notes[0]

    def test_the_newer_capture_counts(self, brand: HandMade) -> None:
        cut = spec("x", Basis.LIFETIME, "content")
        brand.put(cut, [Row(day(0), {Fact.VIEWS: 9}, content="a")], captured_at=2_000)
        brand.put(cut, [Row(day(0), {Fact.VIEWS: 5}, content="a")], captured_at=1_000)
        assert only(ask(brand, "views"), "views").value == 9

    def test_period_totals_answer_only_for_ranges_that_contain_them(self, brand: HandMade) -> None:
        brand.put(spec("ga4", Basis.PERIOD), [Row(day(0), {Fact.SESSIONS: 70}, last=day(6))])
        assert only(ask(brand, "sessions", days=(0, 6)), "sessions").value == 70
        short = only(ask(brand, "sessions", days=(0, 5)), "sessions")
        assert short.value is None
        assert "not spread over days" in (short.reason or "")

    def test_overlapping_periods_are_not_added_and_uncovered_days_are_named(self, brand: HandMade) -> None:
        weeks = [Row(day(0), {Fact.SESSIONS: 70}, last=day(6)), Row(day(7), {Fact.SESSIONS: 30}, last=day(13))]
        brand.put(spec("ga4", Basis.PERIOD), [*weeks, Row(day(3), {Fact.SESSIONS: 55}, last=day(9))])
        sessions = only(ask(brand, "sessions", days=(0, 14)), "sessions")
        assert sessions.value == 100
        assert (sessions.n, sessions.counted) == (2, CountedUnit.PERIODS)
        assert sessions.missing_days == (day(14),)

    def test_period_totals_are_never_spread_over_dates(self, brand: HandMade) -> None:
        brand.put(spec("ga4", Basis.PERIOD), [Row(day(0), {Fact.SESSIONS: 70}, last=day(6))])
        table = ask(brand, "sessions", by=("date",))
        assert table.rows == ()
        assert "never spread" in table.notes[0]
        assert by_key(ask(brand, "sessions", by=("month",)), "sessions") == {("2026-11",): 70}


class TestValues:
    def test_the_engagement_rate_is_by_views_where_there_are_no_impressions(self, brand: HandMade) -> None:
        older = Row(day(0), {Fact.IMPRESSIONS: 100, Fact.VIEWS: 900, Fact.LIKES: 4, Fact.SAVES: 1}, content="a")
        newer = Row(day(1), {Fact.VIEWS: 300, Fact.LIKES: 10, Fact.COMMENTS: 5}, content="b")
        brand.put(spec("instagram", Basis.LIFETIME, "content"), [older, newer])
        rate = only(ask(brand, "engagement_rate"), "engagement_rate")
        assert rate.value == pytest.approx(20 / 400)
        assert (rate.n, rate.counted) == (2, CountedUnit.POSTS)

    def test_posts_that_do_not_report_the_numerator_do_not_dilute_a_rate(self, brand: HandMade) -> None:
        rows = [
            Row(day(0), {Fact.IMPRESSIONS: 100, Fact.SAVES: 5}, content="a"),
            Row(day(1), {Fact.IMPRESSIONS: 900}, content="b"),
        ]
        brand.put(spec("instagram", Basis.LIFETIME, "content"), rows)
        assert only(ask(brand, "save_rate"), "save_rate").value == pytest.approx(0.05)

    def test_reach_of_one_report_is_shown_and_of_several_is_not(self, brand: HandMade) -> None:
        brand.put(spec("facebook", Basis.ACTIVITY), daily([40, 60], Fact.REACH))
        assert only(ask(brand, "reach", days=(0, 0)), "reach").value == 40
        both = only(ask(brand, "reach", days=(0, 1)), "reach")
        assert both.value is None
        assert "not added" in (both.reason or "")
        assert by_key(ask(brand, "reach", by=("date",)), "reach") == {("2026-11-02",): 40, ("2026-11-03",): 60}

    def test_the_rate_by_reach_is_for_one_post_at_a_time(self, brand: HandMade) -> None:
        facts = [{Fact.REACH: 50, Fact.LIKES: 5}, {Fact.REACH: 100, Fact.LIKES: 5}]
        rows = [Row(day(place), own, content=name) for place, (name, own) in enumerate(zip("ab", facts, strict=True))]
        brand.put(spec("instagram", Basis.LIFETIME, "content"), rows)
        assert only(ask(brand, "engagement_rate_by_reach"), "engagement_rate_by_reach").value is None
        table = ask(brand, "engagement_rate_by_reach", by=("content",))
        assert by_key(table, "engagement_rate_by_reach") == {("a",): 0.1, ("b",): 0.05}
        assert only(ask(brand, "reach_per_post"), "reach_per_post").value == 75

    def test_amounts_in_two_currencies_are_never_added(self, brand: HandMade) -> None:
        cut = spec("google_ads", Basis.ACTIVITY)
        brand.put(cut, daily([10], Fact.SPEND), currency="EUR")
        brand.put(cut, [Row(day(1), {Fact.SPEND: 20})], currency="USD")
        spend = only(ask(brand, "spend"), "spend")
        assert spend.value is None
        assert "EUR and USD" in (spend.reason or "")
        euros = only(ask(brand, "spend", where={"currency": ("EUR",)}), "spend")
        assert (euros.value, euros.currency) == (10, "EUR")
        assert by_key(ask(brand, "spend", by=("currency",)), "spend") == {("EUR",): 10, ("USD",): 20}

    def test_zero_denominators_and_single_units_are_said_and_never_nan(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), [Row(day(0), {Fact.IMPRESSIONS: 0, Fact.LIKES: 0})])
        table = ask(brand, "engagement_rate", "likes", days=(0, 0))
        assert only(table, "engagement_rate").value is None
        assert "no impressions" in (only(table, "engagement_rate").reason or "")
        likes = only(table, "likes")
        assert (likes.value, likes.low, likes.high) == (0, None, None)
        assert likes.reason

    def test_a_fact_that_no_file_has_is_null_with_a_reason(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([10]))
        saves = only(ask(brand, "saves"), "saves")
        assert saves.value is None
        assert "saves" in (saves.reason or "")

    def test_an_interval_surrounds_the_value_and_counts_posts(self, brand: HandMade) -> None:
        rows = [Row(day(place % 7), {Fact.VIEWS: 100 + 7 * place}, content=str(place)) for place in range(12)]
        brand.put(spec("x", Basis.ACTIVITY, "content"), rows)
        views = only(ask(brand, "views"), "views")
        assert (views.n, views.counted) == (12, CountedUnit.POSTS)
        assert views.low is not None
        assert views.high is not None
        assert views.low < (views.value or 0) < views.high


class TestExtras:
    def test_counts_are_added_and_levels_stand_as_they_stood_last(self, brand: HandMade) -> None:
        cut = spec("x", Basis.ACTIVITY)
        brand.put(cut, [Row(day(offset), extras={"opens": 5.0 + offset}) for offset in range(3)])
        brand.put(cut, [Row(day(o), extras={"followers": 100.0 + o}) for o in range(3)], kind=MeasureKind.LEVEL)
        table = ask(brand, "extra.opens", "extra.followers")
        assert only(table, "extra.opens").value == 18
        assert only(table, "extra.followers").value == 102

    def test_an_average_is_weighted_or_not_given(self, brand: HandMade) -> None:
        cut = spec("youtube", Basis.ACTIVITY)
        rows = [
            Row(day(0), extras={"duration": 10.0}, weights={"duration": 1.0}),
            Row(day(1), extras={"duration": 40.0}, weights={"duration": 2.0}),
        ]
        brand.put(cut, rows, kind=MeasureKind.AVERAGE)
        brand.put(cut, [Row(day(o), extras={"rank": 3.0}) for o in range(2)], kind=MeasureKind.AVERAGE)
        table = ask(brand, "extra.duration", "extra.rank")
        assert only(table, "extra.duration").value == pytest.approx(30.0)
        assert only(table, "extra.rank").value is None
        assert by_key(ask(brand, "extra.rank", by=("date",)), "extra.rank") == {("2026-11-02",): 3, ("2026-11-03",): 3}

    def test_shares_are_a_distribution_and_never_summed(self, brand: HandMade) -> None:
        rows = [
            Row(day(0), last=day(6), segment=country(name), extras={"views": share})
            for name, share in (("DE", 0.6), ("FR", 0.4))
        ]
        brand.put(spec("youtube", Basis.PERIOD, "country"), rows, kind=MeasureKind.SHARE)
        assert only(ask(brand, "extra.views"), "extra.views").value is None
        table = ask(brand, "extra.views", by=("country",))
        assert by_key(table, "extra.views") == {("DE",): 0.6, ("FR",): 0.4}

    def test_extras_can_be_split_by_properties_of_posts(self, brand: HandMade) -> None:
        rows = [
            Row(day(0), content="a", format="reel", extras={"opens": 5.0}),
            Row(day(0), content="b", format="image", extras={"opens": 3.0}),
        ]
        brand.put(spec("instagram", Basis.LIFETIME, "content"), rows)
        table = ask(brand, "extra.opens", by=("format",))
        assert by_key(table, "extra.opens") == {("image",): 3, ("reel",): 5}


class TestSplits:
    def test_hours_of_the_week_come_from_hourly_activity(self, brand: HandMade) -> None:
        rows = [Row(day(offset), {Fact.VIEWS: 10}, hour=9) for offset in (0, 7, 1)]
        brand.put(spec("ga4", Basis.ACTIVITY, grain=Grain.HOUR), rows)
        table = ask(brand, "views", by=("hour_of_week",), days=(0, 13))
        assert by_key(table, "views") == {("33",): 10, ("9",): 20}

    def test_hours_of_the_week_of_posts_are_those_of_publication(self, brand: HandMade) -> None:
        rows = [Row(day(0), {Fact.VIEWS: 4}, content="a", hour=9), Row(day(0), {Fact.VIEWS: 5}, content="b")]
        brand.put(spec("x", Basis.LIFETIME, "content"), rows)
        assert by_key(ask(brand, "views", by=("hour_of_week",)), "views") == {("9",): 4}

    def test_hours_of_the_week_can_be_filtered_by_a_property_of_posts(self, brand: HandMade) -> None:
        rows = [
            Row(day(0), {Fact.VIEWS: 4}, content="a", hour=9, format="reel"),
            Row(day(0), {Fact.VIEWS: 5}, content="b", hour=9, format="image"),
        ]
        brand.put(spec("web", Basis.ACTIVITY, "content", grain=Grain.HOUR), rows)
        table = ask(brand, "views", by=("hour_of_week",), where={"format": ("reel",)})
        assert by_key(table, "views") == {("9",): 4}

    def test_daily_data_has_no_hours_and_says_so(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([10]))
        views = only(ask(brand, "views", where={"hour_of_week": ("9",)}), "views")
        assert views.value is None
        assert "hour of week" in (views.reason or "")

    def test_several_dimensions_make_one_row_per_combination(self, brand: HandMade) -> None:
        rows = [
            Row(day(offset), {Fact.VIEWS: 1}, segment=SegmentKey(persona=persona, device=device))
            for offset in range(2)
            for persona in ("buyer", "fan")
            for device in ("phone", "desktop")
        ]
        brand.put(spec("web", Basis.ACTIVITY, "persona", "device"), rows)
        table = ask(brand, "views", by=("persona", "device"))
        assert len(table.rows) == 4
        assert set(by_key(table, "views").values()) == {2}
        assert (
            only(ask(brand, "views", where={"persona": ("fan",), "device": ("phone", "desktop")}), "views").value == 4
        )

    def test_a_row_of_one_date_only_misses_that_date(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([10, 10]))
        brand.put(spec("youtube", Basis.ACTIVITY), daily([5]))
        rows: dict[str, FigureRow] = {
            row.keys[0][1]: row for row in ask(brand, "views", by=("date",), days=(0, 1)).rows
        }
        assert rows["2026-11-02"].values["views"].missing_days == ()
        assert rows["2026-11-03"].values["views"].missing_days == (day(1),)

    def test_without_named_metrics_every_one_that_can_be_answered_is_there(self, brand: HandMade) -> None:
        brand.put(spec("x", Basis.ACTIVITY), [Row(day(0), {Fact.VIEWS: 9, Fact.LIKES: 2}, extras={"opens": 1.0})])
        (row,) = ask(brand).rows
        assert set(row.values) == {"views", "likes", "engagement_rate", "engagement_score", "extra.opens"}


class TestQuestions:
    @pytest.mark.parametrize(
        ("metrics", "by", "where"),
        [
            (("engagment_rate",), (), {}),
            (("extra.nothing",), (), {}),
            ((), ("planet",), {}),
            ((), (), {"planet": ("mars",)}),
            ((), ("date", "date"), {}),
            ((), (), {"date": ("yesterday",)}),
            ((), (), {"hour_of_week": ("168",)}),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, brand: HandMade, metrics: tuple[str, ...], by: tuple[str, ...], where: dict[str, tuple[str, ...]]
    ) -> None:
        brand.put(spec("x", Basis.ACTIVITY), daily([10]))
        with pytest.raises(BadOption):
            ask(brand, *metrics, by=by, where=where)

    def test_a_reversed_range_is_refused(self, brand: HandMade) -> None:
        with pytest.raises(BadOption):
            ask(brand, "views", days=(3, 0))

    def test_a_brand_without_data_answers_with_a_reason(self, brand: HandMade) -> None:
        assert ask(brand).rows == ()
        assert only(ask(brand, "views"), "views").reason == "no data has been imported"
