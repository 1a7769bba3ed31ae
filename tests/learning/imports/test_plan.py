"""Documented exports, written by hand: what each is taken for, which columns it binds, what it leaves open."""

from datetime import date

import pytest

from learning.domain.enums import Basis, Grain, MeasureKind, Unit
from learning.domain.imports import Period
from learning.imports.plan import plan_table
from tests.learning.imports.table_making import context, fields_of, keys_of, plan, table


def test_x_shares_stay_beside_reposts() -> None:
    found = plan(
        table(
            "Post id|Date|Post text|Post Link|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Replies"
            "|Reposts|Profile visits"
            "|Detail Expands|URL Clicks|Hashtag Clicks|Permalink Clicks",
            "19|Tue, Jul 14, 2026|Hello|https://x.com/example/status/19|10|1|2|0|0|0|0|3|0|0|0|0|0",
            file="account_analytics_content_2026-07-01_2026-07-31.csv",
        )
    )
    fields = fields_of(found)
    assert (fields["Shares"], fields["Reposts"], fields["Replies"]) == ("extra.shares", "shares", "comments")
    assert (fields["Bookmarks"], fields["New follows"], fields["URL Clicks"]) == ("saves", "follows", "clicks")
    assert (fields["Date"], found.basis, found.dimensions) == ("published_at", Basis.LIFETIME, ("content",))
    assert found.account == "example"
    assert found.settings.captured_at is not None
    assert found.settings.captured_at.date() == date(2026, 7, 31)
    assert found.identities[:3] == (("content_id",), ("permalink",), ("published_at", "text"))


def test_the_2015_favorites_of_x_are_likes() -> None:
    found = plan(table("Tweet id|Tweet permalink|Tweet text|time|impressions|retweets|replies|favorites|url clicks"))
    assert fields_of(found)["favorites"] == "likes"


def test_a_meta_content_file_by_day_is_activity_and_a_lifetime_one_is_not() -> None:
    header = "Post ID|Account username|Description|Publish time|Permalink|Post type|Date|Views|Likes"
    lifetime = plan(table(header, "1|me|a|03/27/2026 06:08|https://i/p/1|IG reel|Lifetime|12|1"))
    daily = plan(table(header, "1|me|a|03/27/2026 06:08|https://i/p/1|IG reel|03/28/2026|12|1"))
    assert (lifetime.basis, lifetime.grain) == (Basis.LIFETIME, Grain.LIFETIME)
    assert (daily.basis, daily.grain) == (Basis.ACTIVITY, Grain.DAY)
    assert lifetime.account == "me"


def test_a_metric_file_is_named_by_its_title_and_asks_for_the_platform_only_where_that_does_not_name_it() -> None:
    rows = ("2026-08-22T00:00:00|5", "2026-08-23T00:00:00|7")
    named = plan(table("Date|Primary", *rows, title="Instagram profile visits", file="Visits (1).csv"))
    bare = plan(table("Date|Primary", *rows, title="Views", file="Views.csv"))
    untitled = plan(table("Date|Primary", *rows, file="Reach.csv"))
    german = plan(table("Datum|Primär", *rows, title="Facebook-Besuche", file="Besuche.csv"))
    assert (named.platform, named.columns[1].field, keys_of(named)) == ("instagram", "profile_visits", [])
    assert (bare.columns[1].field, keys_of(bare), bare.questions[0].options) == (
        "views",
        ["platform"],
        ("facebook", "instagram"),
    )
    assert untitled.columns[1].field == "reach"
    assert (german.platform, german.columns[1].field) == ("facebook", "profile_visits")


def test_linkedin_totals_are_the_facts_and_their_parts_are_kept_beside_them() -> None:
    found = plan(
        table(
            "Date|Impressions (organic)|Impressions (sponsored)|Impressions (total)|Clicks (organic)"
            "|Clicks (total)|Reactions (total)"
            "|Comments (total)|Reposts (total)|Engagement rate (total)",
            "09/14/2026|10|0|10|1|1|2|0|0|0.055",
        )
    )
    fields = fields_of(found)
    assert (found.template, fields["Impressions (total)"], fields["Reactions (total)"]) == (
        "linkedin_metrics",
        "impressions",
        "likes",
    )
    assert (fields["Impressions (organic)"], fields["Reposts (total)"]) == ("extra.impressions_organic", "shares")


def test_new_followers_of_a_day_are_follows_and_a_standing_is_a_level() -> None:
    header = "Date|Sponsored followers|Organic followers|Total followers"
    rows = ("09/13/2026|0|4|4", "09/14/2026|0|2|2")
    gained = plan(table(header, *rows, title="New followers"))
    standing = plan(table(header, *rows))
    assert gained.columns[3].field == "follows"
    assert (standing.columns[3].field, standing.columns[3].kind) == ("extra.total_followers", MeasureKind.LEVEL)


def test_linkedin_all_posts_are_found_below_their_sheet_name() -> None:
    found = plan(
        table(
            "Post title|Post link|Post type|Campaign name|Posted by|Created date|Campaign start date"
            "|Campaign end date|Audience"
            "|Impressions|Views (Excluding offsite video views)|Offsite Views|Clicks|Click through rate (CTR)"
            "|Likes|Comments|Reposts"
            "|Follows|Engagement rate|Content Type",
            (
                "Hi|https://www.linkedin.com/feed/update/urn:li:activity:7|Organic||A|09/14/2026||||100|5||3|0.03|2|1"
                "|1|0|0.07|Video"
            ),
            title="All posts",
        )
    )
    fields = fields_of(found)
    assert (found.template, found.basis, fields["Reposts"], fields["Content Type"]) == (
        "linkedin_posts",
        Basis.LIFETIME,
        "shares",
        "format",
    )
    assert keys_of(found) == []
    rate = next(column for column in found.columns if column.header == "Engagement rate")
    assert (rate.kind, rate.weight, rate.unit) == (MeasureKind.AVERAGE, "impressions", Unit.PERCENT)


def test_tiktok_ids_come_from_links_and_favourites_are_saves() -> None:
    found = plan(
        table(
            "Video title|Video link|Post time|Total likes|Total comments|Total shares|Total views|Total play time"
            "|Average watch time"
            "|Watched full video|Add to favorites",
            "a|https://www.tiktok.com/@example/video/72|2026-09-14|1.2K|3|4|18,400|48000|11.5|38%|31",
        )
    )
    fields = fields_of(found)
    assert (fields["Add to favorites"], fields["Total play time"], found.account) == (
        "saves",
        "watch_seconds",
        "example",
    )
    assert found.identities[0] == ("permalink",)
    assert keys_of(found) == []


def test_dates_without_a_year_ask_once_and_cross_the_new_year() -> None:
    rows = ("December 30|1|1|1|0|0", "December 31|1|1|1|0|0", "January 1|1|1|1|0|0")
    found = plan(table("Date|Video Views|Profile Views|Likes|Comments|Shares", *rows, file="Overview.csv"))
    assert (keys_of(found), found.questions[0].proposed) == (["year"], "2025")
    assert found.settings.year_hint == Period(date(2025, 12, 30), date(2026, 1, 1))
    named = plan(table("Date|Video Views|Profile Views|Likes", *rows, file="Overview_2023-12-30_2024-01-01.csv"))
    assert (keys_of(named), named.settings.year_hint) == ([], Period(date(2023, 12, 30), date(2024, 1, 1)))


def test_tiktok_follower_history_gives_a_level_and_a_net_change() -> None:
    found = plan(
        table(
            "Date|Followers|Difference in followers from previous day", "2026-08-31|100|undefined", "2026-09-01|104|4"
        )
    )
    assert [(column.field, column.kind) for column in found.columns[1:]] == [
        ("extra.followers", MeasureKind.LEVEL),
        ("follows", MeasureKind.ADDITIVE),
    ]


def test_youtube_subscribers_are_the_net_change_and_gained_ones_stay_beside_them() -> None:
    header = "Content|Video title|Video publish time|Views|Watch time (hours)|{}"
    both = plan(table(header.format("Subscribers gained|Subscribers"), "a|t|Sep 14, 2026|1|0.5|3|2"))
    alone = plan(table(header.format("Subscribers gained"), "a|t|Sep 14, 2026|1|0.5|3"))
    assert (fields_of(both)["Subscribers"], fields_of(both)["Subscribers gained"]) == (
        "follows",
        "extra.subscribers_gained",
    )
    assert fields_of(alone)["Subscribers gained"] == "follows"
    hours = next(column for column in both.columns if column.field == "watch_seconds")
    assert hours.unit is Unit.HOURS


def test_two_tables_side_by_side_become_two_plans_at_their_own_places() -> None:
    head = table(
        "Date|Views|Watch time (hours)|Video title|Video publish time|Video views|Watch time (hours)",
        "11/26/24|10|2.5|One|27-Jul-20|4|1.5",
        "||| Two|12-Dec-23|6|1.0",
    )
    left, right = plan_table(head, context())
    assert (left.basis, left.dimensions, right.basis, right.dimensions) == (
        Basis.ACTIVITY,
        (),
        Basis.LIFETIME,
        ("content",),
    )
    assert [column.index for column in right.columns] == [3, 4, 5, 6]
    assert right.identities[0] == ("published_at", "title")


def test_pinterest_sections_are_days_boards_and_pins() -> None:
    days = plan(table("Date|Impressions|Engagements|Pin clicks|Outbound clicks|Saves", "2026-09-14|10|3|2|1|0"))
    pins = plan(
        table(
            "Pinterest link|Title|Content type|Source|Impressions|Pin clicks|Saves",
            "https://www.pinterest.com/pin/7/|a|b|c|10|2|0",
            title="Top Pins",
        )
    )
    boards = plan(
        table(
            "Board name|Impressions|Pin clicks|Saves",
            "Ideas|10|2|0",
            title="Top boards",
            preamble=("2026-09-01 - 2026-09-30",),
        )
    )
    assert [(one.template, one.basis) for one in (days, pins, boards)] == [
        ("pinterest_overview", Basis.ACTIVITY),
        ("pinterest_pins", Basis.LIFETIME),
        ("pinterest_boards", Basis.PERIOD),
    ]
    assert (fields_of(days)["Outbound clicks"], fields_of(days)["Pin clicks"]) == ("clicks", "extra.pin_clicks")
    assert boards.dimensions == ("board",)


def test_pinterest_ads_are_days_by_campaign() -> None:
    found = plan(
        table(
            "Date|Campaign name|Ad group name|Spend in account currency|Impressions|Pin clicks|Outbound clicks"
            "|CTR|eCPC|Total conversions"
            "|Checkouts|Checkout value in account currency|Checkout ROAS",
            "2026-09-14|Spring|Women|12.50|100|3|2|2%|6.25|1|1|80|6.4",
        )
    )
    assert (found.template, found.basis, found.dimensions) == (
        "pinterest_ads",
        Basis.ACTIVITY,
        ("ad_group", "campaign"),
    )
    assert keys_of(found) == ["currency"]


def test_ga4_takes_its_range_from_the_preamble() -> None:
    found = plan(
        table(
            (
                "Landing page + query string|Sessions|Active users|Engaged sessions|Engagement rate|Key events"
                "|Total revenue"
            ),
            "/|10|8|5|62.5%|1|0",
            preamble=("# Property: Shop", "# Start date: 20260501", "# End date: 20260531"),
        )
    )
    assert (found.template, found.basis, found.account) == ("ga4", Basis.PERIOD, "Shop")
    assert (found.settings.period, found.dimensions) == (Period(date(2026, 5, 1), date(2026, 5, 31)), ("landing_page",))
    assert keys_of(found) == []
    users = next(column for column in found.columns if column.header == "Active users")
    assert users.kind is MeasureKind.UNIQUE


def test_nth_days_are_days_of_the_stated_range() -> None:
    found = plan(
        table("Nth day|New users", "0000|5", "0001|7", preamble=("# Start date: 20260501", "# End date: 20260502"))
    )
    assert (found.basis, found.grain, found.settings.period) == (
        Basis.ACTIVITY,
        Grain.DAY,
        Period(date(2026, 5, 1), date(2026, 5, 2)),
    )
    alone = plan(table("Nth day|New users", "0000|5", "0001|7"))
    assert keys_of(alone) == ["period"]


GADS = (
    "Campaign status|Campaign|Budget|Currency code|Impr.|Interactions|Cost|Clicks|Conv. rate|Conversions"
    "|Avg. CPC|Cost / conv."
)


def test_google_ads_without_days_are_totals_of_the_range_in_the_second_line() -> None:
    lines = ("Campaign report", "September 1, 2026 - September 30, 2026")
    found = plan(table(GADS, "Enabled|Total Wine|0.66|EUR|100|5|1.50|5|2%|0.1|0.30|15", preamble=lines))
    assert (found.basis, found.dimensions, keys_of(found)) == (Basis.PERIOD, ("campaign",), [])
    assert found.settings.period == Period(date(2026, 9, 1), date(2026, 9, 30))
    assert fields_of(found)["Interactions"] == "extra.interactions"


def test_google_ads_of_all_time_ask_for_their_range_and_propose_the_last_full_month() -> None:
    found = plan(
        table(GADS, "Enabled|Spring|0.66|EUR|100|5|1.50|5|2%|0.1|0.30|15", preamble=("Campaign report", "All time"))
    )
    assert (keys_of(found), found.questions[0].proposed) == (["period"], "2026-10-01/2026-10-31")


def test_german_google_ads_by_day_read_decimal_commas() -> None:
    found = plan(
        table(
            "Tag|Kampagne|Währungscode|Kosten|Impr.|Klicks|Conversions",
            "2026-09-14|Frühling|EUR|1.234,56|1.200|34|3,00",
        )
    )
    assert (found.template, found.basis, str(found.settings.decimal_mark)) == ("google_ads", Basis.ACTIVITY, "comma")
    assert keys_of(found) == []


def test_a_device_column_splits_the_lines_of_a_day() -> None:
    rows = ("2026-09-14|Spring|Mobile|EUR|10|1.0|1", "2026-09-14|Spring|Computers|EUR|20|2.0|2")
    found = plan(table("Day|Campaign|Device|Currency code|Impr.|Cost|Clicks", *rows))
    assert found.dimensions == ("campaign", "device")


def test_meta_ads_take_their_range_from_the_rows_and_one_day_ranges_are_days() -> None:
    header = (
        "Reporting starts|Reporting ends|Campaign name|Results|Reach|Frequency|Amount spent (EGP)|Impressions"
        "|Link clicks|Clicks (all)"
    )
    month = plan(table(header, "2026-09-01|2026-09-30|A|1|10|1.2|5|12|2|3"))
    days = plan(table(header, "2026-09-01|2026-09-01|A|1|10|1.2|5|12|2|3", "2026-09-02|2026-09-02|A|1|10|1.2|5|12|2|3"))
    assert (month.basis, month.dimensions, keys_of(month)) == (Basis.PERIOD, ("campaign",), [])
    assert days.basis is Basis.ACTIVITY
    fields = fields_of(month)
    assert (fields["Link clicks"], fields["Clicks (all)"], month.settings.currency) == (
        "clicks",
        "extra.clicks_all",
        "EGP",
    )


def test_meta_ads_with_ad_names_are_contents_of_their_campaigns() -> None:
    found = plan(
        table(
            (
                "Reporting starts|Reporting ends|Campaign name|Ad set name|Ad name|Impressions|Reach|Link clicks"
                "|Amount spent (USD)|Results"
            ),
            "2026-09-01|2026-09-30|A|B|C|12|10|2|5|1",
        )
    )
    assert (found.dimensions, found.basis) == (("content",), Basis.PERIOD)
    assert fields_of(found)["Campaign name"] == "campaign"
    assert found.identities[0] == ("campaign", "attribute.ad_set", "title")


MAIL = (
    "Title|Subject|{}|Send Date|Send Weekday|Total Recipients|Successful Deliveries|Soft Bounces"
    "|Hard Bounces|Total Bounces|Unique Opens"
    "|Open Rate|Total Opens|Unique Clicks|Click Rate|Total Clicks|Unsubscribes|Abuse Complaints|Unique Id"
    "|Total Orders|Total Revenue"
)


@pytest.mark.parametrize("word", ["List", "Audience"])
def test_mailchimp_deliveries_are_impressions_and_opens_are_views(word: str) -> None:
    found = plan(
        table(
            MAIL.format(word),
            "N|Hi|All|Jun 09, 2018 09:30 pm|Saturday|100|98|1|1|2|40|40.8%|61|5|5.1%|8|0|0|a1|1|$12.00",
        )
    )
    fields = fields_of(found)
    assert (fields["Successful Deliveries"], fields["Total Opens"], fields["Total Clicks"]) == (
        "impressions",
        "views",
        "clicks",
    )
    assert (found.platform, found.basis, found.settings.currency, keys_of(found)) == (
        "mailchimp",
        Basis.LIFETIME,
        "USD",
        [],
    )
    opens = next(column for column in found.columns if column.header == "Unique Opens")
    assert opens.kind is MeasureKind.UNIQUE


def test_a_list_of_filters_is_left_out_with_its_reason() -> None:
    found = plan(table("Filter|Value", "Search type|Web", "Date|Last 3 months"))
    assert found.ignored_reason is not None
    assert found.questions == ()
