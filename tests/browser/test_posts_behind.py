"""From a chart to the posts behind it, and from there to files, in a real browser."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, ROOT, running_server, settle

pytestmark = pytest.mark.browser
HEADER = "Post id,Platform,Published at,Format,Text,Link,Impressions,Likes,Comments"
FORMATS = ("reel", "image", "text")
HOSTILE = "=cmd|' /C calc'!A0"


def export() -> str:
    """Two hundred and ten posts; reels have three times the likes; one text is a formula."""
    rows = []
    for index in range(210):
        kind, hour = FORMATS[index % 3], (18, 9, 12)[index % 3]
        likes = 20 + index % 7 + (40 if kind == "reel" else 0)
        text = HOSTILE if index == 9 else f"Post {index}"
        day = f"2026-{9 + index // 90:02d}-{1 + index // 3 % 28:02d}"
        rows.append(
            f'p{index},X,{day} {hour:02d}:15,{kind},"{text}",https://example.com/{index},{1_000 + 13 * index},{likes},1'
        )
    return "\n".join([HEADER, *rows]) + "\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("posts")
    (folder / "posts.csv").write_text(export(), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BELLWETHER_")}
    own = {"BELLWETHER_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'bellwether.db'}"}
    command = Path(sys.executable).with_name("bellwether")
    for words in (["migrate"], ["--brand", "Acme", "import", str(folder / "posts.csv")]):
        subprocess.run([command, *words], cwd=ROOT, env=environment | own, check=True, capture_output=True)
    with running_server(folder) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def open_engagement(page: Page, address: str, tab: str | None = None) -> None:
    page.goto(f"{address}/engagement?{urlencode({'period': 'All data'})}")
    expect(page.get_by_role("tab", name="What works where")).to_be_visible()
    if tab:
        page.get_by_role("tab", name=tab).click()


POINTS = ".scatterlayer .trace >> nth=-1 >> path.point"
CELLS = ".barlayer .point path"


def click_mark(page: Page, chart: str, marks: str = POINTS) -> None:
    """Click the first mark of a chart that stands for something."""
    drawn = page.locator(f".st-key-{chart} .js-plotly-plot")
    drawn.scroll_into_view_if_needed()
    expect(drawn.locator(marks).first).to_be_attached()
    box = drawn.locator(marks).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def download(page: Page, within: Locator, name: str) -> bytes:
    within.get_by_role("button", name="Export").click()
    settle(page)
    with page.expect_download() as caught:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name=name, exact=True).click()
    found = Path(caught.value.path()).read_bytes()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    settle(page)
    return found


def test_a_click_on_a_point_opens_its_posts_which_leave_as_csv_and_workbook_with_their_date(
    address: str, page: Page
) -> None:
    open_engagement(page, address, "What works where")
    click_mark(page, "format_chart")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("70 posts")).to_be_visible()
    text = download(page, dialog, "CSV").decode("utf-8-sig")
    assert "# Brand: Acme" in text
    assert "Filters: format: " in text
    assert "exported " in text
    book = openpyxl.load_workbook(io.BytesIO(download(page, dialog, "Excel")))
    assert book["Table"].max_row == 71
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Brand"] == "Acme"
    assert "X to" in about["As of"] or "data version 1" in about["As of"]


def test_no_formula_of_a_post_leaves_alive(address: str, page: Page) -> None:
    open_engagement(page, address, "What works where")
    page.get_by_role("button", name="Export").first.wait_for()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    click_mark(page, "format_chart")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("posts").first).to_be_visible()
    book = openpyxl.load_workbook(io.BytesIO(download(page, dialog, "Excel")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]


def test_an_hour_of_the_map_opens_its_posts_and_the_chart_leaves_as_a_picture(address: str, page: Page) -> None:
    open_engagement(page, address, "Best times")
    expect(page.get_by_text("18:00–19:00").first).to_be_visible()
    click_mark(page, "best_time_chart", CELLS)
    expect(page.get_by_role("dialog").get_by_text("· 9 posts ·").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Export").last.click()
    camera = page.locator("[class*=st-key-picture] .modebar-btn").first
    expect(camera).to_be_attached()
    with page.expect_download() as caught:
        camera.click(force=True)
    assert caught.value.suggested_filename.endswith(".png")
    assert Path(caught.value.path()).read_bytes().startswith(b"\x89PNG")


def test_on_a_phone_nothing_scrolls_sideways(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("What works where", "Best times", "Followers", "Peers"):
        open_engagement(page, address, tab)
        page.wait_for_timeout(1_500)
        shift = page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth")
        assert shift <= 0, tab
