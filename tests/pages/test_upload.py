"""The upload: every file ends in a sentence and a next step, and nothing is stored before 'Import'."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from services.demo.brand import DEMO_BRAND
from tests.pages.conftest import OpenPage, buttons, texts, wait_for
from tests.services.hand_made import HandMade

HEADER = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts"


def x_export(count: int = 12, *, bad_row: bool = False) -> bytes:
    lines = [HEADER]
    for index in range(1, count + 1):
        link = f"https://x.com/acme/status/18{index:017d}"
        lines.append(
            f'18{index:017d},"Tue, Jul {index:02d}, 2026",Hello {index},{link},{100 * index},{index},{index},1,1,0,1,1'
        )
    if bad_row:
        lines.append('1899999999999999999,"Tue, Jul 13, 2026",Bad,https://x.com/a/status/1,many,1,1,1,1,0,1,1')
    return "\n".join(lines).encode()


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, content in files:
        app.file_uploader[0].upload(name, content)
    app.run()
    return wait_for(app, lambda page: "Looking at your files" not in texts(page))


def press_import(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label.startswith("Import ")).click().run()
    return wait_for(app, lambda page: "Importing" not in texts(page))


def batch_count(brand: HandMade) -> int:
    with brand.read() as work:
        return len(work.batches.list_of(brand.brand_id))


def test_a_known_export_is_imported_without_a_question(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("account_analytics_content_2026-07-01_2026-07-31.csv", x_export()))
    said = texts(app)
    assert "This looks like **X" in said
    assert "We are sure" in said
    assert "12\u00a0rows will be added or changed" in said
    assert batch_count(acme) == 0
    app = press_import(app)
    assert "1\u00a0file imported" in texts(app)
    assert batch_count(acme) == 1
    assert len(app.get("plotly_chart")) == 1
    assert {"See it in Engagement", "Undo this import", "Upload more files"} <= set(buttons(app))


def test_two_tables_side_by_side_are_both_shown_and_imported(acme: HandMade, open_page: OpenPage) -> None:
    days = "Date,Views,Watch time (hours),Average view duration,Estimated revenue (USD)"
    films = "Video title,Video publish time,Duration,Video views,Watch time (hours),Subscribers"
    lines = [f"{days},{films},Video estimated revenue (USD)"]
    lines += [
        f"11/{day}/24,{100 + day},5.5,0:02:10,1.5,Film {day},{day}-Nov-24,120,{10 * day},2.5,{day},0.5"
        for day in range(13, 27)
    ]
    lines += [f",,,,,Old film {day},{day}-Oct-24,120,{10 * day},2.5,{day},0.5" for day in range(1, 13)]
    app = drop(open_page("data"), ("dates data.csv", "\n".join(lines).encode()))
    assert "our fault" not in texts(app)
    assert texts(app).count("This looks like **YouTube") == 2
    press_import(app)
    assert batch_count(acme) == 1


def test_the_sums_to_compare_with_the_platform_are_those_of_the_file(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export()))
    sums = next(frame.value for frame in app.dataframe if "Sum of the rows" in frame.value.columns)
    assert dict(zip(sums["Metric"], sums["Sum of the rows"], strict=True))["Impressions"] == "7,800"


def test_a_row_that_cannot_be_read_is_shown_and_the_choice_is_the_persons(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export(bad_row=True)))
    assert any("left out" in expander.label for expander in app.expander)
    assert "1\u00a0row cannot be read" in app.radio[0].label
    app.radio[0].set_value("Import nothing of a file until all its rows are right").run()
    wait_for(app, lambda page: "Looking at your files" not in texts(page))
    app = press_import(app)
    assert batch_count(acme) == 0
    assert "imported" not in "".join(getattr(alert.proto, "title", "") for alert in app.success)


def test_the_upload_goes_on_after_a_reload(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export()))
    token = app.query_params["upload"]
    again = open_page("data", upload=token if isinstance(token, str) else token[0])
    wait_for(again, lambda page: "Looking at your files" not in texts(page))
    assert "12\u00a0rows will be added or changed" in texts(again)


def test_starting_over_forgets_the_files(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export()))
    next(button for button in app.button if button.label == "Start over").click().run()
    assert app.file_uploader
    assert "upload" not in app.query_params
    assert batch_count(acme) == 0


def test_the_same_file_again_changes_nothing_and_says_so(acme: HandMade, open_page: OpenPage) -> None:
    press_import(drop(open_page("data"), ("content.csv", x_export())))
    app = drop(open_page("data"), ("renamed.csv", x_export()))
    assert "This very file is here already" in texts(app)
    assert next(button for button in app.button if button.label.startswith("Import ")).disabled


def test_undo_on_the_result_takes_the_figures_back(acme: HandMade, open_page: OpenPage) -> None:
    app = press_import(drop(open_page("data"), ("content.csv", x_export())))
    app.button(key="undo_result").click().run()
    assert "This import was taken back" in texts(app)
    assert "No data yet" in texts(open_page("engagement"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("empty.csv", b""),
        ("only_a_header.csv", HEADER.encode()),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_next_step(
    acme: HandMade, open_page: OpenPage, name: str, content: bytes
) -> None:
    app = drop(open_page("data"), (name, content))
    assert name.replace("_", "\\_") in texts(app)
    assert app.error[0].value
    assert "our fault" not in texts(app)
    assert batch_count(acme) == 0


def test_one_bad_file_among_good_ones_does_not_hold_them_up(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export()), ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert "2\u00a0files: 1 ready, 1 cannot be read" in texts(app)
    app = press_import(app)
    assert "1\u00a0file imported" in texts(app)


def test_the_first_drop_makes_the_first_brand(no_brand: None, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("content.csv", x_export()))
    assert app.selectbox(key="brand").value == "My brand"
    press_import(app)
    assert "12\u00a0posts" in texts(open_page("engagement", period="All data"))


def test_the_demo_brand_takes_no_import_and_says_where_to_go(acme: HandMade, open_page: OpenPage) -> None:
    with acme.store.write() as work:
        work.brands.add(DEMO_BRAND, time_zone="UTC", created_at=1, is_demo=True)
        work.commit()
    app = open_page("data", brand=DEMO_BRAND)
    assert not app.file_uploader
    assert "takes no imports" in texts(app)
    next(button for button in app.button if button.label == "Upload to my own brand").click().run()
    assert app.selectbox(key="brand").value == "Acme"
    assert app.file_uploader


def test_questions_are_asked_with_a_proposal_and_then_settled(acme: HandMade, open_page: OpenPage) -> None:
    app = drop(open_page("data"), ("report.csv", b"Channel,Sessions\nOrganic,10\nDirect,5\n"))
    assert "before this can be imported" in texts(app)
    next(button for button in app.button if button.label == "Use these answers").click().run()
    wait_for(app, lambda page: "Looking at your files" not in texts(page))
    assert "Your answers" in texts(app)


def test_one_upload_takes_one_answer_to_each_question(acme: HandMade, open_page: OpenPage) -> None:
    us = b"Date,Post id,Likes\n01/02/2026,a1,5\n03/04/2026,a2,6\n"
    uk = b"Date,Post id,Likes\n05/06/2026,b1,5\n07/08/2026,b2,6\n"
    app = drop(open_page("data"), ("one.csv", us), ("two.csv", uk))
    orders = [radio for radio in app.radio if "mdy" in str(radio.options) or "first" in str(radio.options)]
    assert len(orders) == 2
    orders[0].set_value("dmy")
    orders[1].set_value("mdy").run()
    assert "One upload takes one answer" in texts(app)
    assert next(button for button in app.button if button.label == "Use these answers").disabled


def test_an_unknown_column_is_kept_and_can_be_given_a_meaning(acme: HandMade, open_page: OpenPage) -> None:
    rows = [f"p{index},2026-05-{index:02d},{index * 10},{index}" for index in range(13, 25)]
    content = "\n".join(["Post id,Date,Impressions,Zorbs", *rows]).encode()
    app = drop(open_page("data"), ("own.csv", content))
    editor = next(frame.value for frame in app.dataframe if "Taken for" in frame.value.columns)
    fields = dict(zip(editor["Column"], editor["Taken for"], strict=True))
    assert fields["Impressions"] == "impressions"
    assert fields["Zorbs"] == "extra.zorbs"
    assert dict(zip(editor["Column"], editor["First values"], strict=True))["Zorbs"] == "13 · 14 · 15"
    press_import(app)
    assert "Zorbs" in open_page("engagement", period="All data").selectbox(key="metric").options
