"""Posts of two platforms by their format: the grid on the page against the raw files."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.verification.conftest import imported, open_page
from tests.verification.plain_statistics import total
from tests.verification.reading_pages import read_number, said, traces

FACEBOOK = "facebook_live_sellers/Live.csv"
INSTAGRAM = "meta_suite_oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv"
Posts = dict[tuple[str, str], list[float]]
"""(platform, format) -> the comments of each post."""


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines(keepends=True)))


@pytest.fixture(scope="module")
def comments(shared: Path) -> Posts:
    """A post counts once, however often its row stands in the file; what fewer than a hundred saw teaches nothing."""
    found: Posts = defaultdict(list)
    facebook = {row["status_id"]: row for row in rows_of(shared / "data" / FACEBOOK)}
    for row in facebook.values():
        found["Facebook", row["status_type"]].append(float(row["num_comments"]))
    for row in rows_of(shared / "data" / INSTAGRAM):
        if float(row["Views"]) >= 100:
            found["Instagram", row["Post type"]].append(float(row["Comments"] or 0))
    return dict(found)


@pytest.fixture(scope="module", autouse=True)
def brand(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    files = [shared / "data" / name for name in (FACEBOOK, INSTAGRAM)]
    with imported(tmp_path_factory.mktemp("formats"), files):
        yield


def test_posts_by_format_and_platform_equal_the_files(comments: Posts) -> None:
    app = open_page(
        "engagement", tabs={"works": "What works where"}, period="All data", grid="Comments", gridby="Format"
    )
    shown: dict[tuple[str, str], tuple[float, float, float]] = {}
    for trace in traces(app, "Points with ranges"):
        if trace.get("customdata"):
            marks = zip(*trace["y"], trace["x"], trace["error_x"]["arrayminus"], trace["error_x"]["array"], strict=True)
            for platform, kind, value, down, up in marks:
                shown[platform, kind] = (value, value - down, value + up)
    large = {key: np.array(own) for key, own in comments.items() if len(own) >= 5 and sum(own) > 0}
    assert set(shown) <= set(comments)
    assert {key for key in large if key[0] == "Facebook"} <= set(shown)
    for key, (value, low, high) in shown.items():
        own = large[key]
        figure = total(own)
        assert value == pytest.approx(own.mean(), rel=1e-9), key
        # Of a mean the log-ratio range takes residuals by what each post leaves: a little wider than the plain one.
        assert low == pytest.approx(figure.low / len(own), rel=0.03), key
        assert high == pytest.approx(figure.high / len(own), rel=0.03), key


def test_the_posts_that_stand_behind_it_are_counted(comments: Posts) -> None:
    app = open_page(
        "engagement", tabs={"works": "What works where"}, period="All data", grid="Comments", gridby="Format"
    )
    counted = sum(len(own) for own in comments.values())
    assert f"Comments per post by format and platform · {counted:,} posts" in said(app)
    for platform, kind in comments:
        few = len(comments[platform, kind])
        if few < 5:
            assert f"{kind} on {platform} ({few})" in said(app)


def test_the_total_of_both_platforms_equals_the_files(shared: Path) -> None:
    facebook = {row["status_id"]: float(row["num_comments"]) for row in rows_of(shared / "data" / FACEBOOK)}
    instagram = [float(row["Comments"] or 0) for row in rows_of(shared / "data" / INSTAGRAM)]
    app = open_page("engagement", period="All data", metric="Comments")
    finding = next(line for line in said(app).split("\n") if line.startswith("Comments: "))
    assert read_number(finding).shows(sum(facebook.values()) + sum(instagram))
