"""The exports of ../shared/data: tables, headers and rows, counted by other means than the package's."""

import csv
import io
from pathlib import Path

import pytest

EXPECTED = [
    # file, header rows, first and last header cell per table
    ("airline_tweets/Tweets.csv", [1], [("airline_sentiment", "tweet_created")]),
    ("asos_digital_experiments/split_visible.csv", [1], [("experiment_id", "variance_t")]),
    ("cookie_cats/cookie_cats.csv", [1], [("userid", "retention_7")]),
    ("customer_personality/marketing_campaign.csv", [1], [("ID", "Response")]),
    ("facebook_ads_kag/KAG_conversion_data.csv", [1], [("ad_id", "Approved_Conversion")]),
    ("facebook_ads_kag/KAG_conversion_data_1143_with_added_dates.csv", [1], [("Date", "Approved_Conversion")]),
    ("facebook_live_sellers/Live.csv", [1], [("status_id", "num_angrys")]),
    ("facebook_metrics_uci/dataset_Facebook.csv", [1], [("Page_T_Likes", "T_Interactions")]),
    ("facebook_metrics_uci/dataset_Facebook_variant_b.csv", [1], [("Page total likes", "Total Interactions")]),
    ("feedback_amazon_alexa/amazon_alexa.tsv", [1], [("rating", "feedback")]),
    ("ga4_aptamer/data-export.csv", [10], [("Event name", "Total revenue")]),
    ("ga4_traffic_acquisition_hourly/data-export.csv", [2], None),
    ("google_ads_campaign_greek/Campaign report.csv", [3], [("Campaign status", "Cost / conv.")]),
    ("instagram_insights/Instagram data 2.csv", [1], [("Impressions", "Hashtags")]),
    ("instagram_insights/Instagram data.csv", [1], [("Date", "Hashtags")]),
    ("instagram_insights/Instagram.csv", [1], [("Impressions", "Hashtags")]),
    ("marketing_ab_sample/marketing_AB.csv", [1], [("user id", "most ads hour")]),
    ("meta_suite_natalio/Reach.csv", [1], [("Date", "Primary")]),
    ("meta_suite_natalio/Top_cities.csv", [1], None),
    ("meta_suite_natalio/Top_countries.csv", [1], [("Mexico", "Peru")]),
    ("meta_suite_natalio/age_gender.csv", [1], [("Age", "Men")]),
    ("meta_suite_oigetit/Audience.csv", [3, 12, 16], None),
    ("meta_suite_oigetit/Follows.csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Interactions (1).csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Interactions.csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv", [1], None),
    ("meta_suite_oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv", [1], [("Post ID", "Follows")]),
    ("meta_suite_oigetit/Mar-18-2025_Apr-14-2025_553302954456165.csv", [1], None),
    ("meta_suite_oigetit/Reach.csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Views.csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Visits (1).csv", [3], [("Date", "Primary")]),
    ("meta_suite_oigetit/Visits.csv", [3], [("Date", "Primary")]),
    ("online_news_popularity_part/OnlineNewsPopularity_subset9874.csv", [1], [("url", "shares")]),
    ("online_shoppers/online_shoppers_intention.csv", [1], [("Administrative", "Revenue")]),
    ("open_bandit/bts/men/item_context.csv", [1], [("", "item_feature_3")]),
    ("open_bandit/bts/men/men.csv", [1], None),
    ("open_bandit/random/men/item_context.csv", [1], [("", "item_feature_3")]),
    ("open_bandit/random/men/men.csv", [1], None),
    ("prophet_examples/example_retail_sales.csv", [1], [("ds", "y")]),
    ("prophet_examples/example_wp_log_peyton_manning.csv", [1], [("ds", "y")]),
    ("search_console_greek/Chart.csv", [1], [("Date", "Position")]),
    ("search_console_greek/Countries.csv", [1], [("Country", "Position")]),
    ("search_console_greek/Devices.csv", [1], [("Device", "Position")]),
    ("search_console_greek/Filters.csv", [1], [("Filter", "Value")]),
    ("search_console_greek/Pages.csv", [1], [("Top pages", "Position")]),
    ("search_console_greek/Queries.csv", [1], [("Top queries", "Position")]),
    ("search_console_greek/Search appearance.csv", [1], [("Search Appearance", "Position")]),
    ("tiktok_overview/Overview_en.csv", [1], [("Date", "Shares")]),
    (
        "upworthy_google_analytics/2013.01.01-2015.04.30-aggregate-country-data.csv",
        [1],
        [("Country", "Avg. Session Duration")],
    ),
    ("upworthy_google_analytics/2013.01.01-2015.04.30-daily-pageviews.csv", [1], [("Day Index", "Pageviews")]),
    ("upworthy_google_analytics/2013.01.01-2015.04.30-daily-users-info.csv", [1], [("Day Index", "Pages / Session")]),
    ("website_views_daily/Thecleverprogrammer.csv", [1], [("Date", "Views")]),
    ("x_overview_export/account_overview_analytics.csv", [1], [("Date", "Media views")]),
    ("youtube_codingtrain/Chart data.csv", [1], [("Date", "Views")]),
    ("youtube_codingtrain/Table data.csv", [1], [("Geography", "Watch time (hours)")]),
    ("youtube_codingtrain/Totals.csv", [1], [("Date", "Views")]),
    ("youtube_dangertv/DangerTV_Content.csv", [1], [("Content", "Impressions click-through rate (%)")]),
    ("youtube_dangertv/Subscription status_Chart data.csv", [1], [("Date", "Views")]),
    ("youtube_dangertv/Subscription_status.csv", [1], [("Subscription status", "Average view duration")]),
    ("youtube_dangertv/Viewer_Cities.csv", [1], [("Cities", "Average view duration")]),
    ("youtube_dangertv/Viewer_gender.csv", [1], [("Viewer gender", "Watch time (hours) (%)")]),
    ("youtube_dangertv/dates data.csv", [1], [("Date", "Video estimated revenue (USD)")]),
    ("youtube_dangertv/viewer_age.csv", [1], [("Viewer age", "Watch time (hours) (%)")]),
    ("youtube_priyanka/Chart data.csv", [1], [("Date", "Views")]),
    ("youtube_priyanka/Table data.csv", [1], [("Content", "Impressions click-through rate (%)")]),
    ("youtube_priyanka/Totals.csv", [1], [("Date", "Views")]),
    ("youtube_shorts_oisin/Table data.csv", [1], [("Content", "Impressions click-through rate (%)")]),
]
WESTERN = {"Instagram.csv", "Instagram data 2.csv"}
DELIMITERS = {"customer_personality": ";", "facebook_metrics_uci": ";", "feedback_amazon_alexa": "\t"}


def plain_records(path: Path) -> list[list[str]]:
    """All records of a file, by its folder's known encoding and delimiter."""
    data = path.read_bytes()
    folder = path.parent.name
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else "cp1252" if path.name in WESTERN else "utf-8-sig"
    text = io.StringIO(data.decode(encoding, errors="strict"), newline="")
    return list(csv.reader(text, delimiter=DELIMITERS.get(folder, ",")))


def is_data(record: list[str]) -> bool:
    return any(cell.strip() for cell in record) and not record[0].lstrip("\ufeff").startswith("# ")


@pytest.mark.parametrize(("name", "header_rows", "ends"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_a_real_export_gives_its_tables_headers_and_rows(read, shared, name, header_rows, ends):
    path = shared / "data" / name
    records = plain_records(path)
    tables = read(path)
    assert [table.head.header_row for table in tables] == header_rows
    if ends is not None:
        assert [(table.head.header[0], table.head.header[-1]) for table in tables] == ends
    starts = [*(row - 1 for row in header_rows), len(records)]
    for table, start, end in zip(tables, starts, starts[1:], strict=False):
        width = len(table.head.header)
        below = [(index + 1, records[index]) for index in range(start + 1, end) if is_data(records[index])]
        if end < len(records):
            below.pop()  # the title of the next table
        assert table.numbers == [row for row, _ in below]
        assert table.rows == [[*record[:width], *[""] * (width - len(record))] for _, record in below]


def test_every_weekly_export_of_three_stacked_tables_is_read_apart(read, shared):
    for path in sorted((shared / "data" / "ga4_psyteachr").glob("*.csv")):
        tables = read(path)
        records = plain_records(path)
        first = ["Page path + query string and screen class"]
        headers = [index + 1 for index, record in enumerate(records) if record[:1] == first]
        assert [table.head.header_row for table in tables] == headers, path.name
        assert [len(table.head.header) for table in tables] == [2, 3, 11]
        rows = sum(1 for record in records if is_data(record)) - 3
        assert sum(len(table.rows) for table in tables) == rows


@pytest.mark.parametrize("folder", ["twitter_ropensci", "nab/realAdExchange", "nab/realKnownCause", "nab/realTweets"])
def test_a_folder_of_plain_exports_gives_one_table_per_file(read, shared, folder):
    paths = sorted((shared / "data" / folder).glob("*.csv"))
    assert paths
    for path in paths:
        (table,) = read(path)
        records = plain_records(path)
        assert table.head.header_row == 1
        assert list(table.head.header) == [cell.strip() for cell in records[0]]
        assert table.rows == [record for record in records[1:] if is_data(record)]
        assert table.issues == []
