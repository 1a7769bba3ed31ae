"""A downloaded table cannot run anything."""

import csv
import io

import pytest

from ui.downloads import csv_bytes, guarded


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-cmd", "@SUM(A1)", "\tx", "  =1+1"])
def test_text_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert guarded(text) == "'" + text


def test_numbers_keep_their_sign_and_missing_cells_are_empty() -> None:
    assert guarded(-4.5) == -4.5
    assert guarded(None) == ""


def test_quotes_newlines_and_other_scripts_survive() -> None:
    rows = [('line one\nline "two", with comma', "مرحبا"), ("日本語", 3)]
    data = csv_bytes(("Text", "More"), rows)
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert back == [["Text", "More"], ['line one\nline "two", with comma', "مرحبا"], ["日本語", "3"]]
