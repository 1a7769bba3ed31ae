"""Real exports: the totals that an import tells equal those counted by hand from the file's own cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from learning.domain.imports import FileReport
from tests.services.imports.workshop import Workshop, accounted, open_workshop


@dataclass(frozen=True)
class Expected:
    """What a person would count in one file."""

    path: str
    """Below the shared data."""
    columns: dict[str, str]
    """Fact -> header of its column (the first of that name)."""
    template: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    header: int = 0
    """Records above the header."""
    scale: int = 1
    leaves_out: tuple[str, ...] = ("Total",)
    """First cells of rows that are no data."""
    last_wins: bool = False
    """Rows with the same first cell are one content: the last one counts."""


X = {
    "impressions": "impressions",
    "engagements": "engagements",
    "shares": "retweets",
    "comments": "replies",
    "likes": "likes",
    "clicks": "url clicks",
    "follows": "follows",
}
CASES = (
    Expected(
        "x_overview_export/account_overview_analytics.csv",
        {
            "impressions": "Impressions",
            "saves": "Bookmarks",
            "shares": "Reposts",
            "comments": "Replies",
            "follows": "New follows",
            "extra.shares": "Shares",
        },
        "x_overview",
    ),
    Expected("youtube_codingtrain/Chart data.csv", {"views": "Views"}, "youtube_chart"),
    Expected("youtube_codingtrain/Table data.csv", {"views": "Views"}, "youtube_dimension"),
    Expected("youtube_codingtrain/Totals.csv", {"views": "Views"}, "youtube_totals"),
    Expected(
        "youtube_dangertv/DangerTV_Content.csv",
        {
            "views": "Views",
            "impressions": "Impressions",
            "follows": "Subscribers",
            "revenue": "Estimated revenue (USD)",
        },
        "youtube_content",
        leaves_out=("Total", "Showing top 500 results"),
    ),
    Expected("youtube_dangertv/Subscription status_Chart data.csv", {"views": "Views"}, "youtube_chart"),
    Expected("youtube_dangertv/Viewer_Cities.csv", {"views": "Views"}, "youtube_dimension"),
    Expected(
        "youtube_priyanka/Table data.csv",
        {"views": "Views", "impressions": "Impressions", "follows": "Subscribers"},
        "youtube_content",
    ),
    Expected("youtube_priyanka/Chart data.csv", {"views": "Views"}, "youtube_chart"),
    Expected("youtube_shorts_oisin/Table data.csv", {"views": "Views", "likes": "Likes"}, "youtube_content"),
    Expected(
        "meta_suite_oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv",
        {"likes": "Reactions", "comments": "Comments", "shares": "Shares", "clicks": "Link Clicks"},
        "facebook_content",
    ),
    Expected(
        "meta_suite_oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv",
        {"views": "Views", "likes": "Likes", "saves": "Saves", "follows": "Follows"},
        "instagram_content",
    ),
    Expected("search_console_greek/Chart.csv", {"clicks": "Clicks", "impressions": "Impressions"}, "search_console"),
    Expected(
        "facebook_live_sellers/Live.csv",
        {"comments": "num_comments", "shares": "num_shares", "likes": "num_reactions"},
        "facebook_statuses",
        last_wins=True,
    ),
    Expected(
        "facebook_metrics_uci/dataset_Facebook.csv",
        {"comments": "comment", "shares": "share"},
        "facebook_legacy_posts",
        delimiter=";",
    ),
    Expected(
        "upworthy_google_analytics/2013.01.01-2015.04.30-daily-users-info.csv",
        {"sessions": "Sessions", "views": "Pageviews"},
        "google_analytics",
    ),
    Expected("website_views_daily/Thecleverprogrammer.csv", {"views": "Views"}, "generic"),
    Expected(
        "ga4_traffic_acquisition_hourly/data-export.csv",
        {"sessions": "Sessions", "extra.engaged_sessions": "Engaged sessions"},
        "ga4",
        header=9,
    ),
)


def count_by_hand(file: Path, case: Expected) -> dict[str, Fraction]:
    """Sum the columns with the csv module and exact fractions."""
    records = list(csv.reader(io.StringIO(file.read_text(case.encoding), newline=""), delimiter=case.delimiter))
    filled = [record for record in records if any(cell.strip() for cell in record)]
    place = next(
        n for n, record in enumerate(filled) if set(case.columns.values()) <= {cell.strip() for cell in record}
    )
    header = [cell.strip() for cell in filled[place]]
    rows = [record for record in filled[place + 1 :] if record[0] not in case.leaves_out]
    if case.last_wins:
        rows = list({record[0]: record for record in rows}.values())
    return {
        fact: sum((_number(row[header.index(name)]) for row in rows), Fraction(0))
        for fact, name in case.columns.items()
    }


def _number(text: str) -> Fraction:
    text = text.strip().replace(",", "")
    return Fraction(text) if text not in {"", "-", "--", "N/A"} else Fraction(0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_the_totals_of_an_export_are_those_of_its_cells(case: Expected, shared: Path, workshop: Workshop) -> None:
    file = shared / "data" / case.path
    [report] = workshop.preview(file)
    assert report.error is None or report.error.code == "needs_answer", "a period may be open where a file stands alone"
    table = next(table for table in report.tables if table.template == case.template)
    expected = {fact: float(value) for fact, value in count_by_hand(file, case).items()}
    assert {fact: table.totals[fact] for fact in expected} == pytest.approx(expected, rel=1e-12)
    assert accounted(report)
    assert not any(issue.severity.value == "error" for issue in table.issues)


@pytest.fixture(scope="module")
def years_of_posts(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workshop, tuple[FileReport, ...]]]:
    with open_workshop(tmp_path_factory.mktemp("years")) as workshop:
        yield workshop, workshop.commit(shared / "data" / "twitter_ropensci")


def test_three_years_of_monthly_exports_go_in_at_once(
    years_of_posts: tuple[Workshop, tuple[FileReport, ...]], shared: Path
) -> None:
    workshop, reports = years_of_posts
    files = sorted((shared / "data" / "twitter_ropensci").glob("*.csv"))
    assert [report.error for report in reports] == [None] * len(files)
    told: dict[str, Fraction] = dict.fromkeys(X, Fraction(0))
    for file in files:
        for fact, value in count_by_hand(file, Expected(file.name, X, "x_legacy")).items():
            told[fact] += value
    for fact, value in told.items():
        assert sum(report.tables[0].totals[fact] for report in reports) == value
    assert workshop.sum_of("impressions") == told["impressions"], "no post stands in two of the files"


def test_undoing_one_month_and_redoing_it_brings_the_numbers_back(
    years_of_posts: tuple[Workshop, tuple[FileReport, ...]],
) -> None:
    workshop, reports = years_of_posts
    before, month = workshop.sum_of("impressions"), reports[5]
    workshop.undo(str(month.batch_id))
    assert workshop.sum_of("impressions") == before - month.tables[0].totals["impressions"]
    workshop.redo(str(month.batch_id))
    assert workshop.sum_of("impressions") == before


def test_importing_all_of_them_again_changes_nothing(
    years_of_posts: tuple[Workshop, tuple[FileReport, ...]], shared: Path
) -> None:
    workshop, reports = years_of_posts
    again = workshop.commit(shared / "data" / "twitter_ropensci")
    assert [report.batch_id for report in again] == [report.batch_id for report in reports]
    assert all(report.reused for report in again)


FOLDERS = (
    "ga4_aptamer",
    "google_ads_campaign_greek",
    "instagram_insights",
    "meta_suite_natalio",
    "meta_suite_oigetit",
    "search_console_greek",
    "tiktok_overview",
    "youtube_dangertv",
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_rows_of_every_export_add_up(folder: str, shared: Path, workshop: Workshop) -> None:
    reports = workshop.preview(shared / "data" / folder)
    assert reports
    for report in reports:
        assert accounted(report), report.file
        assert report.error is None or report.error.code in {"needs_answer", "header_only"}
        assert (
            sum(
                table.outcomes[outcome]
                for table in report.tables
                for outcome in table.outcomes
                if outcome.value == "rejected"
            )
            == 0
        )
