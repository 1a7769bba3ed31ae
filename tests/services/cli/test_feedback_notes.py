"""`bellwether feedback add`, `list` and what may be done with a note."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main


@pytest.fixture(autouse=True)
def migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    assert main(["migrate"]) == 0
    capsys.readouterr()


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    code = main(["feedback", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_note_is_added_listed_labelled_answered_and_removed(capsys) -> None:
    code, told = command(
        capsys, "add", "--text", "Anna Berg thinks the price is too high", "--from", "sales call", "--about", "test=4"
    )
    entry = told["entry"]
    assert (code, entry["text"], entry["masked"]) == (0, "[name] thinks the price is too high", {"name": 1})
    assert (entry["state"], entry["late"], entry["from"]) == ("new", False, "sales call")
    assert entry["links"] == [{"relation": "about", "kind": "test", "target": "4"}]
    number = str(entry["id"])
    assert command(capsys, "label", number, "--sentiment", "mixed")[1]["entry"]["sentiment_by"] == "person"
    assert command(capsys, "list")[1]["clock"]["reason"] == "nothing was used or answered yet"
    assert (
        command(capsys, "answer", number, "--because", "the price stays")[1]["entry"]["state"] == "no change, because"
    )
    listed = command(capsys, "list", "--sentiment", "mixed", "--search", "PRICE")[1]
    assert [one["id"] for one in listed["entries"]] == [entry["id"]]
    assert listed["clock"]["within_24_hours"] == 1.0
    assert command(capsys, "list", "--late")[1]["total"] == 0
    assert command(capsys, "remove", number)[1] == {"removed": entry["id"]}
    assert command(capsys, "list")[1]["total"] == 0


def test_what_cannot_be_used_is_said_in_words(capsys) -> None:
    code, told = command(capsys, "add", "--text", "too slow", "--about", "planet=4")
    assert (code, told["error"]["code"]) == (1, "bad_option")
    assert "KIND=ID" in told["error"]["fix"]
    assert command(capsys, "add", "--text", "  ")[0] == 1
    assert command(capsys, "answer", "99", "--because", "no")[1]["error"]["code"] == "not_found"


def test_duplicates_are_merged_by_the_command(capsys) -> None:
    numbers = [str(command(capsys, "add", "--text", "too expensive")[1]["entry"]["id"]) for _ in range(2)]
    assert command(capsys, "merge", numbers[0], "--into", numbers[1])[1]["entry"]["same_as"] == int(numbers[1])


def test_reports_of_a_part_become_a_suggestion_of_the_next_batch(capsys) -> None:
    told = ("report", "--source", "engagement", "--target", "generator", "--type", "low engagement", "--score", "0.1")
    for _ in range(6):
        assert command(capsys, *told, "--entity", "profile=recipe writer")[0] == 0
    assert main(["jobs", "run", "feedback"]) == 0
    capsys.readouterr()
    (one,) = command(capsys, "suggestions", "--target", "segment strategy")[1]["suggestions"]
    assert (one["entity"], one["n"], one["state"]) == ({"kind": "profile", "name": "recipe writer"}, 6, "open")
    assert command(capsys, "suggestions", "--target", "topic")[1]["suggestions"] == []
    code, refused = command(capsys, *told, "--entity", "planet=mars")
    assert (code, refused["error"]["code"]) == (1, "bad_option")


def test_a_file_of_notes_is_looked_at_imported_and_taken_back_by_the_command(migrated, tmp_path: Path, capsys) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("Review,Date,Shop\ntoo slow,03/04/2026,spring\n,04/04/2026,spring\nlove it,04/04/2026,spring\n")
    code, told = command(capsys, "import", str(path), "--map", "Shop=campaign", "--dry-run")
    assert (code, told["upload"], told["notes"], told["skipped"]) == (0, None, 2, 1)
    assert told["columns"] == {"text": "Review", "when": "Date", "campaign": "Shop"}
    assert told["questions"][0]["key"] == "date_order"
    code, told = command(capsys, "import", str(path))
    assert (code, told["error"]["code"]) == (1, "needs_answer")
    code, told = command(capsys, "import", str(path), "--date-order", "dmy")
    assert (code, told["upload"], told["questions"]) == (0, 1, [])
    assert [one["said"] for one in command(capsys, "list")[1]["entries"]] == ["2026-04-03", "2026-04-04"]
    assert command(capsys, "import", str(path), "--map", "Shop=color", "--dry-run")[0] == 1
    assert command(capsys, "undo", "1")[1] == {"upload": 1, "removed": 2}
    assert command(capsys, "list")[1]["entries"] == []
    assert command(capsys, "undo", "1")[1]["error"]["code"] == "refused"
