"""`bellwether feedback classify`, `correct` and `models` on files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from learning.domain.feedback import Feeling
from services.cli.main import main
from tests.learning.models.feedback.public_notes import Noted, airline_notes, drawn


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    code = main(["feedback", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def migrated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()


def notes_file(path: Path, notes: Noted, *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["what", "felt"])
        writer.writerows([text, feeling.value] for text, feeling in notes)
    return path


def test_notes_are_read_in_file_order_without_a_database(tmp_path: Path, capsys) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(
        'when,text\n1,"Love it, works\nperfectly!"\n2,\n3,Très déçu par le service client\n\n4,"It broke, awful"\n'
    )
    code, told = command(capsys, "classify", "--input", str(path), "--text-column", "text")
    assert code == 0
    assert told["model"] == "shipped"
    assert [row["sentiment"] for row in told["rows"]] == ["positive", None, None, "negative"]
    assert [row["language"] for row in told["rows"]] == ["en", None, "fr", "en"]
    for row in told["rows"]:
        assert set(row) >= {"sentiment", "score", "kind", "themes", "language", "reason"}
        assert row["reason"] is not None or None not in row.values() - {row["reason"]}
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_named_column_decides_the_delimiter(delimiter: str, tmp_path: Path, capsys) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(f'id{delimiter}note\n1{delimiter}"Great, really; great"\n', encoding="utf-8-sig")
    code, told = command(capsys, "classify", "--input", str(path), "--text-column", "Note")
    assert (code, [row["sentiment"] for row in told["rows"]]) == (0, ["positive"])


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", "empty_file", "empty"),
        ("text\n", "header_only", "no rows below"),
        ("body,when\nhello,1\n", "missing_column", "no column 'text'; its columns are body, when"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: str, code: str, words: str, tmp_path: Path, capsys) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(content)
    exit_code, told = command(capsys, "classify", "--input", str(path), "--text-column", "text")
    assert (exit_code, told["error"]["code"]) == (1, code)
    assert words in told["error"]["message"]


@pytest.mark.parametrize("content", ['text\n"good"\n""\n\n"bad"\n', "a,text\n1,good\n,\n\n  \n2,bad\n"])
def test_a_row_of_empty_cells_is_a_row_and_an_empty_line_is_none(content: str, tmp_path: Path, capsys) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(content)
    code, told = command(capsys, "classify", "--input", str(path), "--text-column", "text")
    assert (code, [row["sentiment"] for row in told["rows"]]) == (0, ["positive", None, "negative"])


def test_a_workbook_is_called_one_and_asked_for_as_csv(tmp_path: Path, capsys) -> None:
    path = tmp_path / "notes.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.save(path)
    code, told = command(capsys, "classify", "--input", str(path), "--text-column", "text")
    assert (code, told["error"]["message"]) == (1, "notes.xlsx: it is a workbook, and this reads delimited text.")
    assert told["error"]["fix"] == "Save it as CSV."


def test_a_missing_file_says_so(tmp_path: Path, capsys) -> None:
    code, told = command(capsys, "classify", "--input", str(tmp_path / "none.csv"), "--text-column", "text")
    assert code == 1
    assert "cannot be opened" in told["error"]["message"]


def test_labels_that_are_no_feelings_are_named_and_nothing_is_stored(migrated, tmp_path: Path, capsys) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("what,felt\ngood,positive\nbad,angry\nworse,furious\n")
    words = ("--input", str(path), "--text-column", "what", "--sentiment-column", "felt")
    code, told = command(capsys, "correct", *words)
    assert (code, told["error"]["code"]) == (1, "bad_label")
    assert "row 3: 'angry', row 4: 'furious'" in told["error"]["message"]
    assert command(capsys, "models")[1] == {"live": "shipped", "versions": []}


def test_few_corrections_are_kept_and_say_that_no_model_was_tried(migrated, tmp_path: Path, capsys) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("what,felt\ngood,Positive\nbad,\n,negative\n")
    words = ("--input", str(path), "--text-column", "what", "--sentiment-column", "felt")
    code, told = command(capsys, "correct", *words)
    assert code == 0
    assert told["corrections"] == {"given": 1, "new": 1, "skipped": 2}
    assert told["model"] is None
    assert "1 corrections; from 40 on" in told["reason"]
    assert command(capsys, "correct", *words)[1]["corrections"]["new"] == 0


def odd_notes(count: int) -> Noted:
    """Notes whose feeling no lexicon can know."""
    words = {Feeling.POSITIVE: "the blorp shone", Feeling.NEGATIVE: "my blorp wobbled"}
    return [
        (f"{words[feeling]} on shelf {place}", feeling)
        for place, feeling in ((place, (Feeling.POSITIVE, Feeling.NEGATIVE)[place % 2]) for place in range(count))
    ]


def test_corrections_teach_a_version_that_goes_live_and_can_be_taken_back(migrated, tmp_path: Path, capsys) -> None:
    labels = notes_file(tmp_path / "labels.csv", odd_notes(60))
    unseen = tmp_path / "unseen.csv"
    unseen.write_text("what\nanother blorp wobbled\n")
    _, told = command(capsys, "correct", "--input", str(labels), "--text-column", "what", "--sentiment-column", "felt")
    assert told["model"]["live"] is True
    classify = ("classify", "--input", str(unseen), "--text-column", "what")
    _, taught = command(capsys, *classify)
    assert (taught["model"], taught["rows"][0]["sentiment"]) == ("version 1", "negative")
    assert command(capsys, "models", "--use", "shipped")[1]["live"] == "shipped"
    assert command(capsys, *classify)[1]["rows"][0]["sentiment"] == "neutral"
    assert command(capsys, "models", "--use", "1")[1]["live"] == 1
    assert command(capsys, "models", "--use", "9")[0] == 1
    assert command(capsys, "models")[1]["live"] == 1


@pytest.mark.slow
def test_after_public_corrections_the_brand_reads_no_worse(migrated, shared: Path, tmp_path: Path, capsys) -> None:
    taught, held = drawn(airline_notes(shared), 300, 300, 31)
    labels, unseen = notes_file(tmp_path / "a.csv", taught), notes_file(tmp_path / "b.csv", held)
    classify = ("classify", "--input", str(unseen), "--text-column", "what")
    before = [row["sentiment"] for row in command(capsys, *classify)[1]["rows"]]
    command(capsys, "correct", "--input", str(labels), "--text-column", "what", "--sentiment-column", "felt")
    after = [row["sentiment"] for row in command(capsys, *classify)[1]["rows"]]
    truth = [feeling.value for _, feeling in held]
    hits = [sum(one == other for one, other in zip(told, truth, strict=True)) for told in (before, after)]
    assert hits[1] >= hits[0]


def test_kinds_and_themes_of_a_file_teach_versions_of_their_own(migrated, tmp_path: Path, capsys) -> None:
    labels = tmp_path / "labels.csv"
    lines = [f"the zark hums {n},idea,zarks; noise" if n % 2 else f"my blorp glows {n},question," for n in range(60)]
    labels.write_text("\n".join(["what,kind,about", *lines]))
    words = ("--input", str(labels), "--text-column", "what")
    code, told = command(capsys, "correct", *words, "--kind-column", "kind", "--themes-column", "about")
    assert code == 0
    assert [(one["label"], one["model"] and one["model"]["live"]) for one in told["models"]] == [
        ("kind", True),
        ("themes", None),
    ]
    assert "5 without it" in told["models"][1]["reason"] or "corrections; from 40" in told["models"][1]["reason"]
    unseen = tmp_path / "unseen.csv"
    unseen.write_text("what\nanother zark hums\n")
    _, read = command(capsys, "classify", "--input", str(unseen), "--text-column", "what")
    assert (read["models"], read["rows"][0]["kind"]) == ({"kind": "version 1"}, "idea")
    assert command(capsys, "models", "--label", "kind", "--use", "shipped")[1]["live"] == "shipped"
    assert command(capsys, "correct", *words)[0] == 1
