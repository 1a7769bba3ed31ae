"""`bellwether models`: train, list, show and roll back by the command."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.cli.main import main
from services.models.updating import update_models
from tests.learning.models.arms.worlds import PERSONAS
from tests.services.hand_made import HandMade, make
from tests.services.models.arm_brands import METRIC, report_arms
from tests.services.models.test_training import POSTS, caller, posts


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
    assert told["model"]["update"] is None
    acme.put(POSTS, posts(91, start=200, effect=0.0))
    with acme.read() as work:
        (brand,) = work.brands.list_all()
    update_models(acme.store, brand, who=caller())
    code, told = run(capsys, sqlite_url, "show", "1", "--task", "engagement")
    update = told["model"]["update"]
    assert (update["posts"], update["taken"]) == (90, True)
    assert update["error"] < update["live_error"]
    code, told = run(capsys, sqlite_url, "forecast", "--set", "format=reel")
    assert [one["updated_with"] for one in told["forecast"]["tasks"]] == [0, 90]
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


def test_an_arm_is_recommended_and_its_versions_are_listed_shown_and_put_away(
    capsys, acme: HandMade, sqlite_url: str
) -> None:
    now = int(datetime.now(UTC).timestamp())
    code, told = run(capsys, sqlite_url, "recommend", "content")
    assert code == 1
    assert told["error"]
    report_arms(acme.store, acme.brand_id, {("question", who): 0.3 for who in PERSONAS}, now=now)
    code, told = run(capsys, sqlite_url, "recommend", "content")
    assert (code, told["advice"]["recommended"]) == (0, None)
    assert told["advice"]["reason"].startswith("no recommender was made yet")
    code, told = run(capsys, sqlite_url, "train", "--component", "content", "--metric", METRIC)
    assert (code, told["trained"][0]["model"]["live"]) == (0, True)
    code, told = run(capsys, sqlite_url, "recommend", "content", "--context", "persona=new")
    advice = told["advice"]
    assert (advice["recommended"], advice["randomised"], advice["context"]) == ("question", True, {"persona": "new"})
    assert {"expected", "low", "high", "n", "n_here", "best_chance"} <= set(advice["ranked"][0])
    code, told = run(capsys, sqlite_url, "show", "1", "--component", "content")
    scores = told["model"]["scores"]["one_arm"]
    assert scores["low"] < scores["diff"] < scores["high"]
    assert {"doubly_robust", "self_normalised", "inverse_propensity", "effective_n", "rewarded"} <= set(scores)
    code, told = run(capsys, sqlite_url, "rollback", "nothing", "--component", "content")
    assert (code, told["live"]) == (0, None)
    code, told = run(capsys, sqlite_url, "list", "--component", "content")
    assert [(one["version"], one["live"]) for one in told["models"]] == [(1, False)]
    for wrong in (
        ("show", "7", "--component", "content"),
        ("rollback", "last", "--component", "content"),
        ("train", "--component", "content", "--task", "success"),
        ("train", "--component", "content", "--metric", "moon"),
        ("train", "--metric", METRIC),
        ("recommend", "content", "--context", "persona"),
    ):
        code, told = run(capsys, sqlite_url, *wrong)
        assert code != 0, wrong
        assert "error" in told
