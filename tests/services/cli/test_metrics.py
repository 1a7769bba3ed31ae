import json
from datetime import date, timedelta
from typing import Any

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.cli.main import main
from tests.services.hand_made import Row, make, spec

FIRST = date(2026, 11, 2)


def run(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> tuple[int, Any]:
    code = main(["metrics", "--database", url, "--json", "--from", "2026-11-02", "--to", "2026-11-08", *arguments])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def url(sqlite_url: str) -> str:
    made = make(sqlite_url)
    rows = [Row(FIRST + timedelta(days=place), {Fact.IMPRESSIONS: 100, Fact.LIKES: 3 + place}) for place in range(6)]
    made.put(spec("x", Basis.ACTIVITY), rows)
    return sqlite_url


def test_a_figure_comes_with_everything_that_the_contract_names(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, answer = run(capsys, url, "--metric", "engagement_rate")
    assert code == 0
    assert answer["data_version"] == 1
    (row,) = answer["rows"]
    figure = row["engagement_rate"]
    assert figure["value"] == pytest.approx(33 / 600)
    assert figure["low"] < figure["value"] < figure["high"]
    assert (figure["n"], figure["basis"], figure["cuts"]) == (6, "activity", {"x": "X by day"})
    assert figure["missing_days"] == ["2026-11-08"]
    assert figure["reason"] is None


def test_dimensions_stand_beside_the_metrics(capsys: pytest.CaptureFixture[str], url: str) -> None:
    _, answer = run(capsys, url, "--by", "date", "platform", "--metric", "likes")
    first = answer["rows"][0]
    assert (first["date"], first["platform"], first["likes"]["value"]) == ("2026-11-02", "x", 3)
    assert len(answer["rows"]) == 6


def test_filters_and_bases_are_taken(capsys: pytest.CaptureFixture[str], url: str) -> None:
    _, answer = run(capsys, url, "--where", "date=2026-11-03", "--where", "platform=X", "--metric", "likes")
    assert answer["rows"][0]["likes"]["value"] == 4
    _, answer = run(capsys, url, "--basis", "lifetime")
    assert answer["rows"] == []


def test_an_unknown_metric_is_refused_with_a_code_and_a_fix(capsys: pytest.CaptureFixture[str], url: str) -> None:
    code, answer = run(capsys, url, "--metric", "charm")
    assert code == 1
    assert answer["error"]["code"] == "bad_option"
    assert "impressions" in answer["error"]["fix"]


@pytest.mark.parametrize("wrong", [("--basis", "forever"), ("--where", "platform"), ("--from", "last week")])
def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str], url: str, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(capsys, url, *wrong)
    assert stopped.value.code == 2


def test_without_json_a_person_can_read_it(capsys: pytest.CaptureFixture[str], url: str) -> None:
    main(["metrics", "--database", url, "--from", "2026-11-02", "--to", "2026-11-08", "--metric", "likes", "reach"])
    shown = capsys.readouterr().out
    assert "33" in shown
    assert "X by day; 1 days without data" in shown
