"""`bellwether insights`: on a fresh import at once, in the shape of its contract, with a reason where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main
from tests.services.hand_made import make
from tests.services.insights.planted import brand

KEYS = {
    "id",
    "kind",
    "pattern",
    "segment",
    "metric",
    "effect",
    "low",
    "high",
    "n",
    "confidence",
    "tier",
    "impact",
    "priority",
    "status",
    "evidence",
    "recommendations",
    "data_version",
}


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path))


def call(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, dict[str, object]]:
    code = main(["insights", *words, "--database", url, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_data_that_nobody_looked_at_yet_is_looked_at_first(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    brand(sqlite_url)
    code, answer = call(capsys, sqlite_url)
    assert code == 0
    rows = answer["insights"]
    assert isinstance(rows, list)
    video = next(row for row in rows if row["segment"] == {"format": "video"} and row["metric"] == "engagement_rate")
    assert video.keys() >= KEYS
    assert (video["tier"], video["status"], video["kind"]) == ("confirmed", "new", "attribute_effect")
    assert video["low"] < video["effect"] < video["high"]
    assert video["pattern"] == "Posts in the format “video” had a higher engagement rate"
    assert video["recommendations"][0] == "Publish more like this"
    assert len(video["evidence"]["posts"]) > 0
    code, again = call(capsys, sqlite_url, "show", str(video["id"]))
    assert (code, again["id"], again["evidence"]) == (0, video["id"], video["evidence"])


def test_no_insight_has_a_reason(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    make(sqlite_url)
    assert call(capsys, sqlite_url) == (0, {"insights": [], "reason": "no data has been imported yet"})


def test_an_id_that_is_not_there_is_wrong_usage(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    brand(sqlite_url)
    code, answer = call(capsys, sqlite_url, "show", "999")
    assert code != 0
    assert "error" in answer


def test_a_person_accepts_dismisses_and_takes_that_back(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    brand(sqlite_url)
    _, answer = call(capsys, sqlite_url)
    assert isinstance(answer["insights"], list)
    number = str(next(row["id"] for row in answer["insights"] if row["segment"] == {"format": "video"}))
    code, refused = call(capsys, sqlite_url, "dismiss", number)
    assert (code, "reason" in str(refused["error"])) == (1, True)
    code, dismissed = call(capsys, sqlite_url, "dismiss", number, "--reason", "We know.", "--as", "ada")
    assert (code, dismissed["status"], dismissed["reason"]) == (0, "dismissed", "We know.")
    dismissal = dismissed["dismissal"]
    assert isinstance(dismissal, dict)
    assert call(capsys, sqlite_url, "lift", str(dismissal["id"]))[0] == 0
    code, tested = call(capsys, sqlite_url, "test", number)
    assert (code, tested["overlaps"]) == (0, [])
    code, accepted = call(capsys, sqlite_url, "accept", number, "--as", "ada", "--reason", "Let us try it.")
    assert (code, accepted["status"]) == (0, "accepted")
    assert isinstance(accepted["action_id"], int)
    code, twice = call(capsys, sqlite_url, "accept", number, "--as", "bob")
    assert code == 1
    assert isinstance(twice["error"], dict)
    assert twice["error"]["code"] == "decided"
