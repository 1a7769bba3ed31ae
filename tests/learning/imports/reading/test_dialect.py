"""Encodings and delimiters of self-made bytes."""

import pytest

from learning.imports.reading.dialect import sniff

GERMAN = "Beitrag;Größe;Aufrufe\nMädchen für alles;schön;1.234\nÜber uns;größer;5,6\n"
JAPANESE = "日付,表示回数,クリック数\n2026年1月1日,1234,56\n2026年1月2日,キャンペーンの名前,57\n" * 20
KOREAN = "날짜,노출수,클릭수\n2026-01-01,캠페인 이름,56\n2026-01-02,게시물 도달 범위,57\n" * 20
CHINESE = "日期,展示次数,点击次数\n2026-01-01,广告系列名称和内容,56\n2026-01-02,我们的新产品发布了,57\n" * 20


@pytest.mark.parametrize(
    ("encoding", "expected", "marked"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("cp1252", "cp1252", False),
        ("latin-1", "cp1252", False),
    ],
)
def test_western_encodings_are_told_with_and_without_a_mark(encoding, expected, marked):
    dialect = sniff(GERMAN.encode(encoding))
    assert (dialect.encoding, dialect.skip_bom, dialect.delimiter) == (expected, marked, ";")


def test_utf_16_big_endian_with_a_mark_is_told():
    assert sniff(b"\xfe\xff" + GERMAN.encode("utf-16-be")).encoding == "utf-16-be"


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "shift_jis", "cp932"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "euc-kr", "cp949"),
        (CHINESE, "gb18030", "gb18030"),
        (KOREAN, "utf-16-le", "utf-16-le"),
    ],
)
def test_east_asian_encodings_are_told(text, written, expected):
    data = text.encode(written)
    assert sniff(data).encoding == expected
    assert sniff(data[:-1]).encoding == expected


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_character_cut_at_the_end_of_the_head_does_not_flip_the_verdict(cut):
    assert sniff("Título,Vistas\nJalapeño 🌶".encode()[:-cut]).encoding == "utf-8"


def test_one_broken_byte_does_not_flip_utf_8():
    assert sniff("Título,Vistas\nañejo,1\nmaña,2\n".encode() + b"b\xf1o,3\n").encoding == "utf-8"


def test_no_break_spaces_between_hashtags_stay_western():
    assert sniff(b"Caption,Tags\n" + b"Here\x92s how,#data\xa0#science\xa0#art\n" * 40).encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_told(delimiter):
    lines = ["Date,Title,Views", '2026-01-01,"a; b, c | d",5', "2026-01-02,plain,6"]
    rows = [line.replace(",", delimiter) if index != 1 else None for index, line in enumerate(lines)]
    rows[1] = delimiter.join(["2026-01-01", '"a; b, c | d\te"', "5"])
    assert sniff("\n".join(filter(None, rows)).encode()).delimiter == delimiter


def test_decimal_commas_do_not_make_a_semicolon_file_a_comma_file():
    assert sniff(b"Tag;CTR;Rate\n2026-01-01;1,5;2,5\n2026-01-02;1,6;2,6\n2026-01-03;1,7;2,7\n").delimiter == ";"


def test_quoted_cells_of_a_semicolon_file_with_decimal_commas():
    assert sniff(b'"Tag";"CTR"\n"2026-01-01";"1,5"\n"2026-01-02";"1,6"\n').delimiter == ";"


def test_semicolons_in_texts_do_not_make_a_comma_file_a_semicolon_file():
    rows = b"".join(b"%d,first; second; third,5\n" % number for number in range(50))
    assert sniff(b"id,text,views\n" + rows).delimiter == ","


def test_commas_in_texts_do_not_make_a_tab_file_a_comma_file():
    rows = "".join(f"{n}\tso, it is, good\t5\n" for n in range(50))
    assert sniff(("id\ttext\tviews\n" + rows).encode()).delimiter == "\t"


def test_a_long_preamble_does_not_hide_the_delimiter():
    assert sniff(b"Campaign report\nAll time\nby me\nnotes\nDay,Cost\n2026-01-01,5\n").delimiter == ","


def test_a_column_of_free_text_is_not_split():
    text = "comment\nwell, yes\nno\nit is, as I said, fine\ngood; really\nso what\nok"
    assert sniff(text.encode()).delimiter not in ",;"


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("sep=,", ","), ("sep=;", ";"), ("SEP=|", "|"), ("sep=\t", "\t"), ("sep=#", "#"), ('"sep=;"', ";")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_sep_line_decides(line, delimiter, encoding):
    dialect = sniff(f"{line}\r\nDate,Views\r\n2026-01-01,5\r\n".encode(encoding))
    assert (dialect.sep_line, dialect.delimiter) == (True, delimiter)
