"""The real exports beside the project are planned as what they are, with the questions that they leave open."""

from pathlib import Path
from typing import Final

import pytest

from learning.domain.imports import TablePlan
from learning.domain.observations import CutSpec
from tests.learning.imports.table_making import keys_of, plans_of

EXPECTED: Final[dict[str, dict[tuple[str, int], tuple[tuple[str, str, str, list[str]], ...]]]] = {
    "x_overview_export": {("account_overview_analytics.csv", 0): (("x_overview", "activity", "X by day", []),)},
    "youtube_codingtrain": {
        ("Chart data.csv", 0): (("youtube_chart", "activity", "YouTube by day and country", []),),
        ("Table data.csv", 0): (("youtube_dimension", "period", "YouTube by period and country", []),),
        ("Totals.csv", 0): (("youtube_totals", "activity", "YouTube by day", []),),
    },
    "youtube_dangertv": {
        ("DangerTV_Content.csv", 0): (("youtube_content", "lifetime", "YouTube by post", []),),
        ("Subscription status_Chart data.csv", 0): (
            ("youtube_chart", "activity", "YouTube by day and subscription status", []),
        ),
        ("Subscription_status.csv", 0): (
            ("youtube_dimension", "period", "YouTube by period and subscription status", []),
        ),
        ("Viewer_Cities.csv", 0): (("youtube_dimension", "period", "YouTube by period and city", []),),
        ("Viewer_gender.csv", 0): (("youtube_shares", "period", "YouTube by period and gender", []),),
        ("dates data.csv", 0): (
            ("youtube_totals", "activity", "YouTube by day", []),
            ("youtube_content", "lifetime", "YouTube by post", []),
        ),
        ("viewer_age.csv", 0): (("youtube_shares", "period", "YouTube by period and age", []),),
    },
    "youtube_shorts_oisin": {("Table data.csv", 0): (("youtube_content", "lifetime", "YouTube by post", []),)},
    "youtube_priyanka": {
        ("Chart data.csv", 0): (("youtube_chart", "activity", "YouTube by day and post", []),),
        ("Table data.csv", 0): (("youtube_content", "lifetime", "YouTube by post", []),),
        ("Totals.csv", 0): (("youtube_totals", "activity", "YouTube by day", []),),
    },
    "tiktok_overview": {("Overview_en.csv", 0): (("tiktok_overview", "activity", "TikTok by day", ["year"]),)},
    "meta_suite_oigetit": {
        ("Audience.csv", 0): (("meta_audience", "period", "Facebook by period, age and gender", ["platform"]),),
        ("Audience.csv", 1): (("meta_audience", "period", "Facebook by period and country", ["platform"]),),
        ("Audience.csv", 2): (("meta_audience", "period", "Facebook by period and city", ["platform"]),),
        ("Follows.csv", 0): (("meta_metric", "activity", "Facebook by day", ["platform"]),),
        ("Interactions (1).csv", 0): (("meta_metric", "activity", "Instagram by day", ["platform"]),),
        ("Interactions.csv", 0): (("meta_metric", "activity", "Facebook by day", ["platform"]),),
        ("Jan-14-2025_Apr-14-2025_1396269028466733.csv", 0): (
            ("facebook_content", "lifetime", "Facebook by post", []),
        ),
        ("Mar-18-2025_Apr-14-2025_1019826952924933.csv", 0): (
            ("instagram_content", "lifetime", "Instagram by post", []),
        ),
        ("Mar-18-2025_Apr-14-2025_553302954456165.csv", 0): (("facebook_content", "lifetime", "Facebook by post", []),),
        ("Reach.csv", 0): (("meta_metric", "activity", "Facebook by day", []),),
        ("Views.csv", 0): (("meta_metric", "activity", "Facebook by day", ["platform"]),),
        ("Visits (1).csv", 0): (("meta_metric", "activity", "Instagram by day", []),),
        ("Visits.csv", 0): (("meta_metric", "activity", "Facebook by day", []),),
    },
    "meta_suite_natalio": {
        ("Reach.csv", 0): (("meta_metric", "activity", "Facebook by day", ["platform"]),),
        ("Top_cities.csv", 0): (("meta_audience", "period", "Facebook by period and city", ["platform"]),),
        ("Top_countries.csv", 0): (("meta_audience", "period", "Facebook by period and country", ["platform"]),),
        ("age_gender.csv", 0): (("meta_audience", "period", "Facebook by period, age and gender", ["platform"]),),
    },
    "ga4_aptamer": {("data-export.csv", 0): (("ga4", "period", "GA4 by period and event", []),)},
    "ga4_traffic_acquisition_hourly": {("data-export.csv", 0): (("ga4", "activity", "GA4 by hour and channel", []),)},
    "google_ads_campaign_greek": {
        ("Campaign report.csv", 0): (("google_ads", "period", "Google Ads by period and campaign", []),)
    },
    "search_console_greek": {
        ("Chart.csv", 0): (("search_console", "activity", "Search Console by day", []),),
        ("Countries.csv", 0): (("search_console", "period", "Search Console by period and country", []),),
        ("Devices.csv", 0): (("search_console", "period", "Search Console by period and device", []),),
        ("Filters.csv", 0): (("search_console_filters", "period", "Search Console by period", []),),
        ("Pages.csv", 0): (("search_console", "period", "Search Console by period and page", []),),
        ("Queries.csv", 0): (("search_console", "period", "Search Console by period and query", []),),
        ("Search appearance.csv", 0): (
            ("search_console", "period", "Search Console by period and search appearance", []),
        ),
    },
    "upworthy_google_analytics": {
        ("2013.01.01-2015.04.30-aggregate-country-data.csv", 0): (
            ("google_analytics", "period", "Google Analytics by period and country", []),
        ),
        ("2013.01.01-2015.04.30-daily-pageviews.csv", 0): (
            ("google_analytics", "activity", "Google Analytics by day", []),
        ),
        ("2013.01.01-2015.04.30-daily-users-info.csv", 0): (
            ("google_analytics", "activity", "Google Analytics by day", []),
        ),
    },
    "facebook_ads_kag": {
        ("KAG_conversion_data.csv", 0): (
            ("generic", "period", "Web by period, age, post, gender and interest", ["period", "currency"]),
        ),
        ("KAG_conversion_data_1143_with_added_dates.csv", 0): (
            ("generic", "activity", "Web by day, age, post, gender and interest", ["currency"]),
        ),
    },
    "facebook_live_sellers": {("Live.csv", 0): (("facebook_statuses", "lifetime", "Facebook by post", []),)},
    "facebook_metrics_uci": {
        ("dataset_Facebook.csv", 0): (("facebook_legacy_posts", "lifetime", "Facebook by post", []),),
        ("dataset_Facebook_variant_b.csv", 0): (("facebook_legacy_posts", "lifetime", "Facebook by post", []),),
    },
    "instagram_insights": {
        ("Instagram data 2.csv", 0): (("generic", "lifetime", "Instagram by post", []),),
        ("Instagram data.csv", 0): (("generic", "lifetime", "Instagram by post", []),),
        ("Instagram.csv", 0): (("generic", "lifetime", "Instagram by post", []),),
    },
    "website_views_daily": {("Thecleverprogrammer.csv", 0): (("generic", "activity", "Web by day", []),)},
    "online_news_popularity_part": {
        ("OnlineNewsPopularity_subset9874.csv", 0): (("generic", "lifetime", "Web by post", []),)
    },
}


def described(plan: TablePlan) -> tuple[str, str, str, list[str]]:
    cut = CutSpec(plan.platform, plan.basis, plan.grain, plan.dimensions).name
    return plan.template, str(plan.basis), cut, keys_of(plan)


@pytest.mark.parametrize("folder", EXPECTED)
def test_the_files_of_a_folder_imported_together_are_planned_as_what_they_are(shared: Path, folder: str) -> None:
    found = plans_of(sorted((shared / "data" / folder).glob("*.csv")))
    assert {key: tuple(described(one) for one in plans) for key, plans in found.items()} == EXPECTED[folder]


def test_the_monthly_x_exports_need_no_answer_and_belong_to_the_handle_in_their_links(shared: Path) -> None:
    found = plans_of(sorted((shared / "data" / "twitter_ropensci").glob("*.csv")))
    assert len(found) == 37
    assert {described(one)[:3] for plans in found.values() for one in plans} == {("x_legacy", "lifetime", "X by post")}
    assert {(one.account, one.questions) for plans in found.values() for one in plans} == {("rOpenSci", ())}


def test_the_chart_tables_of_a_ga4_file_are_not_stored_beside_the_full_table(shared: Path) -> None:
    found = plans_of([shared / "data" / "ga4_psyteachr" / "data-export_2021-09-26.csv"])
    first, second, third = (plans[0] for plans in found.values())
    assert first.ignored_reason is not None
    assert (second.ignored_reason, third.ignored_reason) == (None, None)
    assert (second.dimensions, third.dimensions) == (("page",), ("hostname", "page"))
    assert {one.settings.period for one in (second, third)} == {second.settings.period}
    assert str(second.settings.period.last) == "2021-10-02" if second.settings.period else False
    assert second.account == "psyTeachR"


def test_periods_without_days_come_from_the_chart_that_was_exported_with_them(shared: Path) -> None:
    found = plans_of(sorted((shared / "data" / "youtube_dangertv").glob("*.csv")))
    period = found["Viewer_Cities.csv", 0][0].settings.period
    assert period is not None
    assert (str(period.first), str(period.last)) == ("2023-11-28", "2024-11-26")


def test_facebooks_second_views_column_is_not_counted_twice(shared: Path) -> None:
    found = plans_of(sorted((shared / "data" / "meta_suite_oigetit").glob("Mar*553302954456165.csv")))
    (plan,) = next(iter(found.values()))
    views = [(column.index, column.field, str(column.role)) for column in plan.columns if column.header == "Views"]
    assert views == [(17, "views", "fact"), (24, "extra.views_2", "ignored")]
