"""The same views stand in several exports of a platform: whichever of them are imported, each view counts once."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from learning.domain.enums import Basis, QuestionKey
from learning.domain.figures import FigureQuery, MetricValue
from learning.domain.imports import ImportOptions
from services.clock import SystemClock
from services.figures.asking import figures
from services.imports.importing import ImportService
from services.imports.requests import ImportRequest
from services.imports.sources import GivenFile
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.hand_made import HandMade, make

EVER = (date(2000, 1, 1), date(2030, 12, 31))

Importer = Callable[..., HandMade]


@pytest.fixture
def import_files(tmp_path: Path) -> Iterator[Importer]:
    made: list[HandMade] = []

    def run(files: Sequence[Path], answers: dict[QuestionKey, str] | None = None) -> HandMade:
        brand = make(f"sqlite:///{tmp_path / f'{len(made)}.db'}")
        made.append(brand)
        settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
        with brand.read() as work:
            own = work.brands.get(brand.brand_id)
        given = tuple(GivenFile(path, path.name) for path in files)
        request = ImportRequest(own, caller("test"), given, ImportOptions(answers=answers or {}))
        reports = ImportService(brand.store, settings, SystemClock()).commit(request)
        assert [report.error for report in reports] == [None] * len(files)
        return brand

    yield run
    for brand in made:
        brand.store.close()


def total(brand: HandMade, metric: str, basis: Basis, *, by: str | None = None) -> float | None:
    query = FigureQuery(brand.brand_id, *EVER, (by,) if by else (), {}, (metric,), basis)
    with brand.read() as work:
        values: list[MetricValue] = [row.values[metric] for row in figures(work, query).rows]
    known = [value.value for value in values if value.value is not None]
    return sum(known) if known else None


def column(path: Path, name: str, *, encoding: str = "utf-8-sig", skip: str = "") -> float:
    """The sum of a column, read without the product's own readers; rows that begin with `skip` are left out."""
    with path.open(encoding=encoding, newline="") as stream:
        rows = list(csv.DictReader(stream))
    first = next(iter(rows[0]))
    return sum(float(row[name]) for row in rows if not (skip and row[first] == skip))


def subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    return [some for size in range(1, len(names) + 1) for some in combinations(names, size)]


@pytest.mark.parametrize("names", subsets(["Chart data.csv", "Table data.csv", "Totals.csv"]), ids="+".join)
def test_youtube_by_day_by_video_and_by_day_and_video(
    names: tuple[str, ...], shared: Path, import_files: Importer
) -> None:
    folder = shared / "data" / "youtube_priyanka"
    brand = import_files([folder / name for name in names])
    activity = total(brand, "views", Basis.ACTIVITY)
    if "Totals.csv" in names:
        assert activity == column(folder / "Totals.csv", "Views")
    elif "Chart data.csv" in names:
        assert activity == column(folder / "Chart data.csv", "Views")
    else:
        assert activity is None
    if "Table data.csv" in names:
        assert total(brand, "views", Basis.LIFETIME) == column(folder / "Table data.csv", "Views", skip="Total")


@pytest.mark.parametrize("names", subsets(["Chart data.csv", "Totals.csv"]), ids="+".join)
def test_youtube_by_day_and_by_country(names: tuple[str, ...], shared: Path, import_files: Importer) -> None:
    folder = shared / "data" / "youtube_codingtrain"
    table = ("Table data.csv",) if "Totals.csv" in names else ()
    brand = import_files([folder / name for name in (*names, *table)])
    chosen = "Totals.csv" if "Totals.csv" in names else "Chart data.csv"
    assert total(brand, "views", Basis.ACTIVITY) == column(folder / chosen, "Views")
    if table:
        assert total(brand, "views", Basis.PERIOD) == column(folder / "Table data.csv", "Views", skip="Total")
    if "Chart data.csv" in names:
        charted = column(folder / "Chart data.csv", "Views")
        assert total(brand, "views", Basis.ACTIVITY, by="country") == charted


def test_youtube_with_six_ways_of_slicing_a_year(shared: Path, import_files: Importer) -> None:
    folder = shared / "data" / "youtube_dangertv"
    brand = import_files(sorted(folder.glob("*.csv")))
    with (folder / "dates data.csv").open(encoding="utf-8-sig", newline="") as stream:
        daily = sum(float(row[1]) for row in list(csv.reader(stream))[1:] if row[0] and row[0] != "Total")
    chart = column(folder / "Subscription status_Chart data.csv", "Views")
    assert total(brand, "views", Basis.ACTIVITY) == daily
    assert total(brand, "views", Basis.ACTIVITY, by="subscription_status") == chart
    period = column(folder / "Subscription_status.csv", "Views", skip="Total")
    assert total(brand, "views", Basis.PERIOD, by="subscription_status") == period


def test_meta_daily_metrics_and_posts_stay_apart(shared: Path, import_files: Importer) -> None:
    folder = shared / "data" / "meta_suite_oigetit"
    posts = folder / "Jan-14-2025_Apr-14-2025_1396269028466733.csv"
    brand = import_files([folder / "Views.csv", posts], {QuestionKey.PLATFORM: "facebook"})
    lines = (folder / "Views.csv").read_text(encoding="utf-16").splitlines()[3:]
    daily = sum(float(cells[1]) for cells in csv.reader(lines) if len(cells) > 1)
    assert total(brand, "views", Basis.ACTIVITY) == daily
    assert total(brand, "views", Basis.LIFETIME) == column(posts, "Views")


def test_x_posts_and_the_daily_overview_stay_apart(shared: Path, import_files: Importer) -> None:
    months = sorted((shared / "data" / "twitter_ropensci").glob("tweet_activity_metrics_*.csv"))[:4]
    overview = shared / "data" / "x_overview_export" / "account_overview_analytics.csv"
    brand = import_files([*months, overview])
    latest: dict[str, float] = {}
    for month in months:
        with month.open(encoding="utf-8-sig", newline="") as stream:
            latest.update({row["Tweet id"]: float(row["impressions"]) for row in csv.DictReader(stream)})
    assert total(brand, "impressions", Basis.LIFETIME) == sum(latest.values())
    assert total(brand, "impressions", Basis.ACTIVITY) == column(overview, "Impressions")
