"""Faults of a file through the command: each has its sentence, and what cannot be compared is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main

GOOD = "variant,users,clicks\nA,1000,50\nB,1010,60\n"


@pytest.fixture
def take(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def call(*words: str) -> tuple[int, dict]:
        code = main(["--json", "experiment", *words])
        return code, json.loads(capsys.readouterr().out)

    def take(text: str, *options: str) -> tuple[int, dict, dict]:
        path = tmp_path / "test.csv"
        path.write_text(text)
        code, answer = call("import", str(path), "--control", "A", *options)
        return code, answer, call("show", "test")[1] if not code else {}

    return take


def reasons(answer: dict) -> dict[str, int]:
    return {each["reason"]: each["rows"] for each in answer["reasons"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD.replace("1010,60", "1010,2000"), "more"),
        (GOOD.replace("B,1010", "B,-1010"), "a negative number of people"),
        (GOOD.replace("60", "-60"), "negative"),
        (GOOD.replace("1010", "1010.5"), "a fraction where people are counted"),
        (GOOD.replace("60", "60.5"), "fraction"),
        (GOOD.replace("B,", ","), "the row names no version"),
        ("variant,users,clicks\nA,1000,50\n", "only one version"),
    ],
)
def test_what_leaves_nothing_to_compare_is_refused_with_its_sentence(take, text, sentence):
    code, answer, _ = take(text)
    assert code == 1
    assert answer["error"]["code"] == "no_test"
    assert sentence in answer["error"]["message"]
    assert answer["error"]["fix"]
    assert answer["source_id"] is None


def test_one_bad_row_among_good_ones_is_told_and_left_out(take):
    code, answer, shown = take(GOOD + "C,900,-4\n,5,1\n")
    assert code == 0
    assert (answer["rows_read"], answer["rows_used"], answer["rows_rejected"]) == (4, 2, 2)
    assert {(each["row"], each["code"]) for each in answer["issues"]} == {(4, "negative"), (5, "no_version")}
    assert all(each["reason"] and each["fix"] for each in answer["issues"])
    assert shown["report"]["n"] == 2010


def test_a_version_that_nobody_saw_is_told_and_compared_with_nothing(take):
    code, answer, shown = take(GOOD.replace("B,1010,60", "B,0,0"), "--finished", "--days", "14")
    assert code == 0
    assert reasons(answer) == {"this version was shown to nobody": 1}
    assert shown["report"]["verdict"]["rule"] == "no_data"
    assert "a comparison needs two" in shown["report"]["verdict"]["reason"]


def test_where_nobody_converted_nothing_is_computed(take):
    code, _, shown = take(GOOD.replace("50", "0").replace("60", "0"), "--finished", "--days", "14")
    assert code == 0
    assert shown["report"]["verdict"]["rule"] == "not_computable"
    assert "nobody converted" in shown["report"]["verdict"]["reason"]


def test_a_unit_that_comes_twice_counts_once(take):
    rows = "".join(f"u{n},{'AB'[n % 2]},{int(n % 5 == 0)}\n" for n in range(2000))
    code, answer, shown = take("user_id,variant,clicked\n" + rows + "u1,B,1\nu2,A,1\n")
    assert code == 0
    assert answer["tests"][0]["doubled_units"] == 2
    assert reasons(answer) == {"this unit stands further up already; its first row counts": 2}
    assert shown["report"]["n"] == 2000


def test_units_without_a_version_a_count_below_zero_or_with_a_fraction_are_told_row_by_row(take):
    rows = "".join(f"u{n},{'AB'[n % 2]},{n % 4}\n" for n in range(2000))
    code, answer, shown = take("user_id,variant,orders\n" + rows + "x1,,1\nx2,B,-3\nx3,B,1.5\n")
    assert code == 0
    assert {each["row"]: each["code"] for each in answer["issues"] if each["severity"] == "error"} == {
        2002: "no_version",
        2003: "negative",
        2004: "fraction",
    }
    assert shown["report"]["results"][0]["n"] == 1000


def test_running_totals_found_in_a_file_are_told_by_the_import_and_by_the_test(take):
    rows = "".join(
        f"{arm},2026-10-{day:02d},{day * 500},{day * conversions}\n"
        for day in range(1, 11)
        for arm, conversions in (("A", 40), ("B", 44))
    )
    code, answer, shown = take("variant,date,users,clicks\n" + rows)
    assert code == 0
    assert any("running totals" in note for note in answer["notes"])
    assert any("running totals" in note for note in shown["sources"][0]["notes"])
    assert shown["report"]["n"] == 10_000
