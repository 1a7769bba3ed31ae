from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main

GOOD = [
    {"test": "banner", "arm": arm, "metric": "clicks", "date": f"2026-11-0{day}", "n": 1000, "total": clicks}
    for day in range(1, 9)
    for arm, clicks in (("control", 50), ("bold", 70))
]


@pytest.fixture
def record(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def record(given: object) -> tuple[int, dict]:
        path = tmp_path / "events.json"
        path.write_text(given if isinstance(given, str) else json.dumps(given))
        code = main(["--json", "experiment", "record", "--input", str(path)])
        return code, json.loads(capsys.readouterr().out)

    record.show = lambda key: (main(["--json", "experiment", "show", key]), json.loads(capsys.readouterr().out))[1]
    return record


def test_results_that_programs_report_become_a_test_with_an_answer(record):
    assert record({"events": GOOD}) == (0, {"accepted": 16, "duplicate": 0, "rejected": []})
    assert record(GOOD)[1] == {"accepted": 0, "duplicate": 16, "rejected": []}
    shown = record.show("banner")
    assert (shown["origin"], shown["report"]["n"], shown["report"]["days"]) == ("program", 16_000, 8)
    assert shown["report"]["results"][0]["against"] == "control"


def test_each_event_that_cannot_be_taken_is_told_with_its_field_and_stops_no_other(record):
    bad = [
        7,
        GOOD[0] | {"arm": None},
        GOOD[0] | {"n": "many"},
        GOOD[0] | {"n": 10.5},
        GOOD[0] | {"n": -1},
        GOOD[0] | {"total": 2000},
        GOOD[0] | {"total": 1.5},
        GOOD[0] | {"squares": True},
        GOOD[0] | {"date": "soon"},
        GOOD[0] | {"segment": "phone"},
        GOOD[0] | {"segment": 5},
    ]
    code, answer = record({"events": [*bad, *GOOD]})
    assert (code, answer["accepted"]) == (0, 16)
    fields = ["event", "arm", "n", "n", "n", "total", "total", "squares", "date", "segment", "segment"]
    assert [each["index"] for each in answer["rejected"]] == list(range(len(bad)))
    assert [each["field"] for each in answer["rejected"]] == fields
    assert all(each["reason"] for each in answer["rejected"])


@pytest.mark.parametrize("text", ["", "{", '{"events": 3}', "[[[["])
def test_a_file_without_events_is_refused(record, text):
    code, answer = record(text)
    assert (code, answer["error"]["code"]) == (1, "unreadable_file")
