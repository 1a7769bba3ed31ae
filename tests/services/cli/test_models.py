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
