"""Tables as spreadsheets of other countries write them: code page, words, dates, groups, decimal commas, total rows."""

from __future__ import annotations

from datetime import date

import pytest

from learning.domain.enums import Basis, QuestionKey
from tests.services.imports.workshop import Workshop

TABLES = {
    "polish": (
        "cp1250",
        (
            "Data;Kampania;Wyświetlenia;Kliknięcia;Koszt (PLN)\r\n01.09.2026;Jesień;12 345;321;1 234,50\r\n"
            "13.09.2026;Żniwa;9 100;210;800,25\r\nRazem;;21 445;531;2 034,75\r\n"
        ),
    ),
    "czech": (
        "cp1250",
        (
            "Datum;Kampaň;Zobrazení;Prokliky;Cena (Kč)\r\n1.9.2026;Léto;12 345;321;1 234,50\r\n"
            "13.9.2026;Žlutý kůň;9 100;210;800,25\r\nCelkem;;21 445;531;2 034,75\r\n"
        ),
    ),
    "greek": (
        "cp1253",
        (
            "Ημερομηνία;Καμπάνια;Εμφανίσεις;Κλικ;Κόστος (EUR)\r\n01/09/2026;Καλοκαίρι;12.345;321;1.234,50\r\n"
            "13/09/2026;Άνοιξη;9.100;210;800,25\r\nΣύνολο;;21.445;531;2.034,75\r\n"
        ),
    ),
    "turkish": (
        "cp1254",
        (
            "Tarih;Kampanya;Gösterim;Tıklama;Maliyet (TRY)\r\n01.09.2026;Yaz indirimi;12.345;321;1.234,50\r\n"
            "13.09.2026;Güz;9.100;210;800,25\r\n"
        ),
    ),
    "russian": (
        "cp1251",
        (
            "Дата;Кампания;Показы;Клики;Расход (RUB)\r\n01.09.2026;Осень;12 345;321;1 234,50\r\n"
            "13.09.2026;Осень;9 100;210;800,25\r\nИтого;;21 445;531;2 034,75\r\n"
        ),
    ),
}


@pytest.mark.parametrize("language", TABLES)
def test_a_table_of_another_country_gives_its_totals_without_a_question(workshop: Workshop, language: str) -> None:
    codec, text = TABLES[language]
    [report] = workshop.preview(workshop.file("report.csv", text.encode(codec)))
    [table] = report.tables
    assert table.questions == ()
    assert (table.date_min, table.date_max) == (date(2026, 9, 1), date(2026, 9, 13))
    assert table.totals == {"impressions": 21445, "clicks": 531, "spend": 2034.75}


def test_the_comma_of_a_header_does_not_part_a_file_of_semicolons(workshop: Workshop) -> None:
    text = "Дата;Показы;Расход, руб.\n01.09.2026;12 345;1 234,50\n13.09.2026;9 100;800,25\n"
    [report] = workshop.preview(workshop.file("report.csv", text))
    [table] = report.tables
    assert [question.key for question in table.questions] == [QuestionKey.CURRENCY]
    assert table.totals == {"impressions": 21445, "spend": 2034.75}


def test_a_column_of_unknown_name_with_dates_places_its_rows(workshop: Workshop) -> None:
    text = "When it ran;Segment;impressions\n2026-09-01;A;100\n2026-09-01;B;90\n2026-09-02;A;80\n"
    [report] = workshop.preview(workshop.file("report.csv", text))
    [table] = report.tables
    assert (table.basis, table.questions) == (Basis.ACTIVITY, ())
    assert (table.date_min, table.date_max) == (date(2026, 9, 1), date(2026, 9, 2))


def test_a_column_of_unknown_name_with_hours_places_its_rows_by_hour(workshop: Workshop) -> None:
    text = "content id,Day & clock,impressions\n007,5/1/2026 9:00:00 AM,100\n007,5/13/2026 12:30:00 AM,80\n"
    [report] = workshop.preview(workshop.file("report.csv", text))
    [table] = report.tables
    assert "by hour" in table.cut
    assert (table.date_min, table.date_max) == (date(2026, 5, 1), date(2026, 5, 13))


def test_a_date_of_unknown_name_stays_a_description_where_another_column_places_the_rows(workshop: Workshop) -> None:
    text = "date,campaign,Checked by us,impressions\n2026-09-01,A,2026-10-01,100\n2026-09-02,A,2026-10-02,90\n"
    [report] = workshop.preview(workshop.file("report.csv", text))
    assert report.tables[0].date_max == date(2026, 9, 2)


def test_an_unknown_column_with_percent_signs_is_not_added_up(workshop: Workshop) -> None:
    text = "date,impressions,Finished\n2026-09-01,100,38%\n2026-09-02,90,0.31\n"
    [report] = workshop.preview(workshop.file("report.csv", text))
    assert report.tables[0].totals == {"impressions": 190}


def test_a_row_that_names_nothing_and_sums_up_the_others_is_their_total(workshop: Workshop) -> None:
    text = (
        "Reporting starts,Reporting ends,Campaign name,Ad set name,Impressions,Reach,Amount spent (EUR),Link clicks\n"
        "2026-09-01,2026-09-02,,,2100,1500,26.01,63\n"
        "2026-09-01,2026-09-01,Autumn,Set A,1000,800,12.50,30\n"
        "2026-09-02,2026-09-02,Autumn,Set A,1100,850,13.50,33\n"
    )
    [report] = workshop.preview(workshop.file("ads.csv", text))
    assert report.tables[0].totals == {"impressions": 2100, "spend": 26, "clicks": 63}
    [issue] = report.tables[0].issues
    assert (issue.row, issue.severity.value) == (2, "warning")


def test_a_row_that_names_nothing_and_is_no_sum_stays(workshop: Workshop) -> None:
    text = "date,campaign,impressions,clicks\n2026-09-01,,2100,60\n2026-09-01,A,1000,30\n2026-09-01,B,1100,33\n"
    [report] = workshop.preview(workshop.file("ads.csv", text))
    assert report.tables[0].totals == {"impressions": 4200, "clicks": 123}


def test_hours_of_a_twelve_hour_clock_beside_a_date_are_read(workshop: Workshop) -> None:
    text = (
        "date,hour,content_id,impressions\n09/01/2026,9 AM,p1,100\n09/01/2026,1:00 PM,p1,90\n09/13/2026,12 a.m.,p1,80\n"
    )
    [report] = workshop.commit(workshop.file("hours.csv", text))
    assert "by hour" in report.tables[0].cut
    assert workshop.sum_of("impressions") == 270
