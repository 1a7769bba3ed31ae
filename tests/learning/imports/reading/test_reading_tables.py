"""Preambles, headers and stacked tables, on texts made for the purpose."""

import pytest


def text(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def test_a_plain_file_is_one_table_with_its_header_in_row_1(read):
    (table,) = read(text("Date,Views", "2026-01-01,5", "2026-01-02,7"))
    assert table.head.header == ("Date", "Views")
    assert (table.head.header_row, table.numbers, table.rows[1]) == (1, [2, 3], ["2026-01-02", "7"])
    assert table.head.complete
    assert table.head.preamble == ()


def test_report_name_and_date_range_above_the_header_are_preamble(read):
    (table,) = read(
        text("Campaign report", '"September 1, 2026 - September 30, 2026"', "Campaign,Impr.,Cost", "Brand,10,1.50")
    )
    assert table.head.table == "Campaign report"
    assert table.head.header_row == 3
    assert [row for row, _ in table.head.preamble] == [1, 2]


def test_comment_lines_padded_with_commas_are_preamble(read):
    (table,) = read(text("# -----,,", "# Start date: 20260501,,", "Landing page,Sessions,Users", "/a,3,2"))
    assert table.head.header == ("Landing page", "Sessions", "Users")
    assert [row for row, _ in table.head.preamble] == [1, 2]


def test_a_sep_line_counts_as_a_row_and_a_title_names_the_table(read):
    data = 'sep=;\n"Views"\n"Date";"Primary"\n"2026-01-01T00:00:00";"5"\n'.encode("utf-16")
    (table,) = read(data)
    assert (table.head.table, table.head.header_row, table.numbers) == ("Views", 3, [4])
    assert table.rows == [["2026-01-01T00:00:00", "5"]]


def test_tables_stacked_with_comments_are_read_apart(read):
    tables = read(
        text(
            *("# Start date: 20260501", "", "Page,Views", "/a,5", "/b,6", ""),
            *("# Start date: 20260501", "Page,Views,Users", "/a,5,4", ""),
            *("# All Users", "# Start date: 20260501", "", "Channel,Sessions", "Direct,9"),
        )
    )
    assert [table.head.header for table in tables] == [
        ("Page", "Views"),
        ("Page", "Views", "Users"),
        ("Channel", "Sessions"),
    ]
    assert [table.numbers for table in tables] == [[4, 5], [9], [15]]
    assert [table.head.index for table in tables] == [0, 1, 2]
    assert [row for row, _ in tables[2].head.preamble] == [11, 12]


def test_fifteen_stacked_tables_of_the_same_shape_are_read_apart(read):
    blocks = [
        line
        for number in range(15)
        for line in (
            "# Start date: 20260501",
            "# End date: 20260531",
            f"Nth day,Metric {number}",
            "0000,5",
            "0001,6",
            "",
        )
    ]
    tables = read(text(*blocks))
    assert [table.head.header[1] for table in tables] == [f"Metric {number}" for number in range(15)]
    assert all(len(table.rows) == 2 for table in tables)


def test_sections_with_titles_a_filter_preamble_and_blank_lines_are_read_apart(read):
    tables = read(
        text(
            *("Analytics overview", "Date range,2026-05-01 - 2026-05-31", "Content type,All", "Device,All", ""),
            *("Date,Impressions,Saves", "2026-05-01,10,1", "2026-05-02,12,0", ""),
            *("Top Boards", "Board,Impressions", "Recipes,900", "Travel,80", ""),
            *("Top Pins", "Pin ID,Title,Impressions,Saves", "123,Cake,800,4"),
        )
    )
    assert [table.head.header for table in tables] == [
        ("Date", "Impressions", "Saves"),
        ("Board", "Impressions"),
        ("Pin ID", "Title", "Impressions", "Saves"),
    ]
    assert [table.head.table for table in tables][1:] == ["Top Boards", "Top Pins"]
    assert [len(table.rows) for table in tables] == [2, 2, 1]
    assert [cells[:2] for _, cells in tables[0].head.preamble][1] == ("Date range", "2026-05-01 - 2026-05-31")


def test_stacked_tables_without_a_blank_line_are_told_by_a_new_header(read):
    tables = read(
        text("Date,Impressions,Clicks", "2026-05-01,10,1", "2026-05-02,12,0", "Country,Users", "DE,5", "FR,6")
    )
    assert [table.head.header for table in tables] == [("Date", "Impressions", "Clicks"), ("Country", "Users")]
    assert [len(table.rows) for table in tables] == [2, 2]


def test_stacked_tables_of_one_width_without_a_blank_line_are_told_by_a_new_header(read):
    tables = read(text("Country,Users", *["DE,5"] * 20, "City,Users", *["Bonn,6"] * 20))
    assert [table.head.header for table in tables] == [("Country", "Users"), ("City", "Users")]
    assert tables[1].head.header_row == 22


def test_transposed_blocks_are_a_header_and_one_row_each(read):
    tables = read(
        text(
            *('"Age & gender"', '"","Women","Men"', '"18-24","10.6","6.5"', '"65+","3","2"', ""),
            *('"Top countries"', '"South Africa","Nigeria"', '"75.1","5.9"', ""),
            *('"Top cities"', '"Cape Town, South Africa","Lagos, Nigeria"', '"13.7","5.7"', ""),
        )
    )
    assert [table.head.table for table in tables] == ["Age & gender", "Top countries", "Top cities"]
    assert next(table.head.header for table in tables) == ("", "Women", "Men")
    assert tables[2].rows == [["13.7", "5.7"]]


def test_blank_lines_inside_data_do_not_end_the_table(read):
    (table,) = read(text("Date,Video Views,Likes", "April 12,1591,10", "", "April 13,1154,5", ",,", "April 14,1737,4"))
    assert table.numbers == [2, 4, 6]
    assert table.issues == []


def test_a_footer_arrives_as_an_ordinary_row(read):
    (table,) = read(text("Page,Views", "/a,5", "/b,6", "", "Showing top 500 results"))
    assert table.rows[-1] == ["Showing top 500 results", ""]


def test_a_second_header_row_of_descriptions_is_no_data(read):
    (table,) = read(
        text(
            "Post ID,Type,Posted,Lifetime Post Total Reach,Lifetime Engaged Users",
            ",,,Lifetime: The total number of people who saw it. (Unique Users),Lifetime: People who clicked. (Unique)",
            "1_2,Photo,10/11/2016 12:00,500,20",
            "1_3,Link,10/12/2016 12:00,600,30",
        )
    )
    assert (table.head.header_row, table.numbers) == (1, [3, 4])
    assert table.head.header[0] == "Post ID"
    assert [row for row, _ in table.head.preamble] == [2]


def test_group_names_above_the_header_are_preamble(read):
    (table,) = read(text(",,Organic,,Paid,", "Date,Page,Views,Clicks,Views,Clicks", "2026-01-01,a,1,2,3,4"))
    assert table.head.header == ("Date", "Page", "Views", "Clicks", "Views", "Clicks")
    assert table.head.header_row == 2


def test_header_cells_are_cleaned_of_spaces_marks_and_line_breaks(read):
    (table,) = read('\ufeff\ufeff"Post\nID", timedelta,Watch\u00a0time ,,Watch time\n1,2,3,4,5\n'.encode())
    assert table.head.header == ("Post ID", "timedelta", "Watch time", "", "Watch time")


def test_a_file_without_a_header_gets_numbered_columns(read):
    (table,) = read(text("2026-01-01,5,0.5", "2026-01-02,7,0.7", "2026-01-03,8,0.1"))
    assert (table.head.header_row, table.head.header) == (0, ("column_1", "column_2", "column_3"))
    assert table.numbers == [1, 2, 3]


def test_a_file_without_a_header_may_hold_words(read):
    (table,) = read(text("2026-01-01,a post,5", "2026-01-02,another,7", "2026-01-03,third,8"))
    assert table.head.header_row == 0
    assert len(table.rows) == 3


def test_a_table_of_one_column_works(read):
    (table,) = read(text("Views", "1", "2", "3"))
    assert table.head.header == ("Views",)
    assert table.numbers == [2, 3, 4]


def test_a_caption_of_many_lines_and_commas_is_no_header(read):
    caption = '"We, the team,\nlove, cakes,\n\nviews, clicks"'
    (table,) = read(text("Description,Date,Views", f"{caption},2026-01-01,5", f"{caption},2026-01-02,6"))
    assert table.numbers == [2, 3]
    assert table.rows[0][0].count("\n") == 3


def test_a_damaged_row_is_a_row_and_no_header(read):
    rows = [f"C{number},{number}" for number in range(30)]
    rows[11] = "Atlantis,broken"
    (table,) = read(text("Country,Users", *rows))
    assert len(table.rows) == 30
    assert table.rows[11] == ["Atlantis", "broken"]


def test_a_row_of_words_among_numbers_is_a_row(read):
    (table,) = read(text("Date,Country,Views", *["2026-01-01,DE,5"] * 10, "foo,bar,baz", *["2026-01-01,DE,5"] * 10))
    assert len(table.rows) == 21


def test_longer_rows_are_cut_with_a_warning_and_shorter_ones_padded(read):
    (table,) = read(text("Date,Text,Views", "2026-01-01,a,5", "2026-01-02,b,with comma,6", "2026-01-03,c"))
    assert table.rows[1:] == [["2026-01-02", "b", "with comma"], ["2026-01-03", "c", ""]]
    assert [(issue.row, issue.code, issue.value) for issue in table.issues] == [(3, "ragged", "6")]


def test_empty_columns_at_the_end_are_dropped_silently(read):
    (table,) = read(text("Date,Views,,", "2026-01-01,5,,", "2026-01-02,6,,"))
    assert table.head.header == ("Date", "Views")
    assert table.issues == []


def test_a_column_of_row_numbers_without_a_name_shifts_nothing(read):
    (table,) = read(text("Date,Views", "1,2026-01-01,5", "2,2026-01-02,6", "3,2026-01-03,6"))
    assert table.head.header == ("", "Date", "Views")


def test_a_repeated_header_is_left_out_with_a_warning(read):
    (table,) = read(text("Date,Views", "2026-01-01,5", "Date,Views", "2026-01-02,6"))
    assert table.numbers == [2, 4]
    assert [issue.code for issue in table.issues] == ["repeated_header"]


def test_the_same_header_under_a_new_title_is_a_new_table(read):
    tables = read(
        text(
            '"Facebook reach"', "Date,Primary", "2026-01-01,5", "", '"Instagram reach"', "Date,Primary", "2026-01-01,6"
        )
    )
    assert [table.head.table for table in tables] == ["Facebook reach", "Instagram reach"]


def test_dates_across_the_top_are_a_header(read):
    (table,) = read(text("Metric,2026-01-01,2026-01-02", "Views,5,6", "Clicks,1,2"))
    assert table.head.header == ("Metric", "2026-01-01", "2026-01-02")
    assert len(table.rows) == 2


def test_total_rows_and_missing_values_are_rows(read):
    (table,) = read(
        text(
            "Campaign,Impr.,CTR", "Brand, --, --", "Total Wine,5,1%", "Total: Campaigns, --, --", "Total: Account,5,1%"
        )
    )
    assert len(table.rows) == 4


def test_words_without_any_value_are_a_table_under_their_first_line(read):
    (table,) = read(text("Filter,Value", "Search type,Web", "Device,Mobile"))
    assert (table.head.header, len(table.rows)) == (("Filter", "Value"), 2)


def test_a_header_alone_is_a_table_without_rows(read):
    (table,) = read(b"Search Appearance,Clicks,Impressions,CTR,Position")
    assert (len(table.head.header), table.rows, table.head.complete) == (5, [], True)


def test_an_empty_section_between_others_is_a_table_without_rows(read):
    tables = read(
        text("# Start date: 20260501", "Page,Views", "", "# Start date: 20260501", "Channel,Sessions", "Direct,4")
    )
    assert [(table.head.header, len(table.rows)) for table in tables] == [
        (("Page", "Views"), 0),
        (("Channel", "Sessions"), 1),
    ]


def test_labels_and_values_become_one_header_and_one_row(read):
    (table,) = read(
        text(
            *('"Email Campaign Report"', '"Title:","Spring sale"', '"Delivery Date/Time:","Jun 09, 2018 09:30 pm"', ""),
            *('"Overall Stats"', '"Total Recipients:","1,600"', '"Bounces:","8 (0.5%)"', '"Times Forwarded:","0"'),
        )
    )
    assert table.head.header == ("Title", "Delivery Date/Time", "Total Recipients", "Bounces", "Times Forwarded")
    assert table.rows == [["Spring sale", "Jun 09, 2018 09:30 pm", "1,600", "8 (0.5%)", "0"]]
    assert table.numbers == [2]


def test_sections_of_repeated_labels_become_tables_and_a_table_below_is_kept(read):
    tables = read(
        text(
            *('"Report"', '"Title:","A"', '"Opens:","5"', '"Combination 1 Stats"', '"Opens:","2"', '"Clicks:","1"'),
            *('"Combination 2 Stats"', '"Opens:","3"', '"Clicks:","0"', "", '"Clicks by URL"'),
            *('"URL","Total Clicks","Unique Clicks"', '"https://example.org","3","2"'),
        )
    )
    assert [table.head.table for table in tables] == [
        "Report",
        "Combination 1 Stats",
        "Combination 2 Stats",
        "Clicks by URL",
    ]
    assert tables[3].rows == [["https://example.org", "3", "2"]]


@pytest.mark.parametrize(
    "header",
    [
        "Tag;Kampagne;Kosten;Klicks",
        "날짜;캠페인;비용;클릭수",
        "日付;キャンペーン;費用;クリック数",
        "Jour;Campagne;Montant dépensé (EUR);Clics",
        "Дата;Кампания;Расход;Клики",
    ],
)
def test_headers_of_any_language_are_found_below_a_preamble(read, header):
    (table,) = read(
        text("Kampagnenbericht", "1. September 2026 - 30. September 2026", header, "01.09.2026;A;1.234,56;7")
    )
    assert table.head.header == tuple(header.split(";"))
    assert table.rows == [["01.09.2026", "A", "1.234,56", "7"]]


def test_a_long_table_gives_a_sample_and_all_rows(read):
    (table,) = read(text("Date,Views", *[f"2026-01-01,{number}" for number in range(12_345)], "", "2026-01-01,9"))
    assert not table.head.complete
    assert len(table.head.sample) == 5_000
    assert len(table.rows) == 12_346
    assert table.numbers[-1] == 12_348


def test_a_table_below_a_long_one_is_found(read):
    tables = read(text("Date,Views", *["2026-01-01,5"] * 9_000, "", "Top Pins", "Pin,Saves", "a,1"))
    assert [(table.head.table, len(table.rows)) for table in tables] == [("", 9_000), ("Top Pins", 1)]


def test_hashtags_in_the_first_column_are_data(read):
    (table,) = read(text("Hashtag,Posts", "#money,5", "#art,6", "# one,7"))
    assert len(table.rows) == 3


def test_records_in_quotation_marks_as_a_whole_are_split(read):
    lines = ['"Date,Title,Views"', '"2026-01-01,""a, b"",5"', "2026-01-02,c,6", '"2026-01-03,d,7"']
    (table,) = read(text(*lines))
    assert table.head.header == ("Date", "Title", "Views")
    assert table.rows == [["2026-01-01", "a, b", "5"], ["2026-01-02", "c", "6"], ["2026-01-03", "d", "7"]]


def test_single_rows_in_quotation_marks_as_a_whole_are_split(read):
    (table,) = read(text("Date,Title,Views", *["2026-01-02,c,6"] * 20, '"2026-01-03,""x, y"",7"'))
    assert table.rows[-1] == ["2026-01-03", "x, y", "7"]


def test_a_damaged_first_row_is_data(read):
    (table,) = read(text("Date,Country,Views", "foo,bar,baz", *["2026-01-01,DE,5"] * 5))
    assert (table.numbers[0], table.rows[0]) == (2, ["foo", "bar", "baz"])


def test_a_line_of_units_below_the_header_is_no_data(read):
    (table,) = read(text("Date,Country,Spend,Rate", ",,(EUR),%", *["2026-01-01,DE,5,0.1"] * 3))
    assert table.numbers == [3, 4, 5]


def test_small_stacked_tables_of_one_width_and_a_shared_column_are_read_apart(read):
    tables = read(text("Viewer age,Views (%)", "13–17 years,1%", "18–24 years,9%", "Gender,Views (%)", "Female,50%"))
    assert [table.head.header[0] for table in tables] == ["Viewer age", "Gender"]


def test_rows_that_all_end_with_the_delimiter_keep_their_columns(read):
    (table,) = read(text("Date,Views", "2026-01-01,5,", "2026-01-02,6,"))
    assert (table.head.header, table.rows) == (("Date", "Views"), [["2026-01-01", "5"], ["2026-01-02", "6"]])
