"""`bellwether models`: train, list, show and roll back by the command."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.cli.main import main
from tests.services.hand_made import HandMade, make
from tests.services.models.test_training import POSTS, posts


@pytest.fixture
def acme(sqlite_url: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> HandMade:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path))
    return make(sqlite_url)


def run(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> tuple[int, Any]:
    code = main(["models", *arguments, "--database", url, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_model_is_trained_shown_and_rolled_back(capsys, acme: HandMade, sqlite_url: str) -> None:
    acme.put(POSTS, posts(200))
    code, told = run(capsys, sqlite_url, "train", "--task", "engagement")
    (trained,) = told["trained"]
    assert (code, trained["model"]["version"], trained["model"]["live"]) == (0, 1, True)
    code, told = run(capsys, sqlite_url, "list")
    assert [(one["task"], one["method"]) for one in told["models"]] == [("engagement", "boosting")]
    code, told = run(capsys, sqlite_url, "show", "1", "--task", "engagement")
    scores = told["model"]["scores"]
    assert scores["rows"] > 100
    assert scores["model"]["first"] < scores["baseline"]["first"]
    assert 0.7 < scores["coverage"] <= 1
    assert len(scores["fold_accuracies"]) == 5
    assert scores["fold_mean"] == pytest.approx(sum(scores["fold_accuracies"]) / 5)
    assert 0 <= scores["fold_deviation"] < 0.5
    code, told = run(capsys, sqlite_url, "rollback", "baseline", "--task", "engagement")
    assert (code, told["live"]) == (0, None)
    code, told = run(capsys, sqlite_url, "list", "--task", "engagement")
    assert [one["live"] for one in told["models"]] == [False]
    code, told = run(capsys, sqlite_url, "rollback", "1", "--task", "engagement")
    assert (code, told["live"]) == (0, 1)


def test_what_cannot_be_trained_or_shown_says_why(capsys, acme: HandMade, sqlite_url: str) -> None:
    acme.put(POSTS, posts(20))
    code, told = run(capsys, sqlite_url, "train", "--retrain-after", "25")
    assert code == 0
    assert [one["model"] for one in told["trained"]] == [None, None]
    assert all("from 120 on a model is tried" in one["why"] for one in told["trained"])
    with acme.read() as work:
        assert work.settings.list_all(acme.brand_id)["models.retrain_after"] == "25"
        (kept,) = work.settings.list_changes(acme.brand_id, limit=9)
    assert (kept.key, kept.before, kept.after) == ("models.retrain_after", None, "25")
    for wrong in (("show", "7", "--task", "success"), ("rollback", "newest", "--task", "success"), ("show", "1")):
        code, told = run(capsys, sqlite_url, *wrong)
        assert code != 0, wrong
        assert "error" in told


def test_a_forecast_is_told_with_its_range_and_what_was_taken_as_usual(capsys, acme: HandMade, sqlite_url: str) -> None:
    acme.put(POSTS, posts(200))
    run(capsys, sqlite_url, "train", "--task", "engagement")
    code, told = run(capsys, sqlite_url, "forecast", "--set", "format=reel", "--set", "hour=9")
    assert code == 0
    found = {one["task"]: one for one in told["forecast"]["tasks"]}
    assert found["engagement"]["told_by"] == "version 1"
    assert found["engagement"]["model"]["low"] < found["engagement"]["model"]["value"]
    assert found["success"]["told_by"] == "baseline"
    assert told["forecast"]["assumed"]["platform"] == "x"
    assert main(["models", "forecast", "--set", "format=reel", "--database", sqlite_url]) == 0
    said = capsys.readouterr().out
    assert "90 % range of one post), by version 1 from 200 posts. The baseline, the usual post: about" in said
    assert "That is the baseline, the usual post: " in said
    assert run(capsys, sqlite_url, "forecast", "--set", "format")[0] != 0


def test_without_a_brand_it_says_what_to_do_first(capsys, sqlite_url: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path))
    code, told = run(capsys, sqlite_url, "forecast")
    assert (code, told["reason"]) == (0, "There is no brand yet: import an export first.")


def test_the_demo_brand_is_told_of_as_well(capsys, acme: HandMade, sqlite_url: str) -> None:
    with acme.store.write() as work:
        work.brands.add("Made up", time_zone="UTC", created_at=0, is_demo=True)
        work.commit()
    code, told = run(capsys, sqlite_url, "forecast", "--brand", "Made up")
    assert (code, told["forecast"]["tasks"]) == (0, [])
    assert "it takes 19, so 19 more" in told["forecast"]["reason"]
