import json
from pathlib import Path

import pytest

from services.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = main(["--json", "simulate", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_exports_and_truth_are_written_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, answer = run(capsys, "--seed", "3", "--days", "5", "--end", "2026-03-05", "--out", str(tmp_path))
    assert code == 0
    assert (answer["first_day"], answer["last_day"], answer["brand"]) == ("2026-03-01", "2026-03-05", None)
    truth = json.loads((tmp_path / "truth" / "truth.json").read_text(encoding="utf-8"))
    assert truth["impressions"] == answer["impressions"]
    assert {path.name for path in (tmp_path / "exports").iterdir()} >= {"account_overview_analytics.csv"}
    assert not list((tmp_path / "exports").glob("*truth*"))


def test_no_days_is_refused_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, answer = run(capsys, "--seed", "3", "--days", "0", "--out", str(tmp_path))
    assert code == 1
    assert answer["error"]["code"] == "bad_option"


def test_an_unknown_world_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as exit_status:
        main(["simulate", "--seed", "3", "--days", "2", "--world", "mars", "--out", str(tmp_path)])
    assert exit_status.value.code == 2
