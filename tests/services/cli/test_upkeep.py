from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main


@pytest.fixture
def database(any_empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, with the data folder apart from everybody else's."""
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    return any_empty_database_url


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    status = main(["--json", *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_migrate_alone_makes_the_schema_and_check_then_finds_it_sound(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answer = run(capsys, "check", "--database", database)
    assert status == 1
    assert answer["schema"] == "behind"
    assert answer["error"]["code"] == "schema_behind"  # type: ignore[index]
    assert run(capsys, "--database", database, "migrate")[0] == 0
    status, answer = run(capsys, "check", "--database", database)
    assert status == 0
    assert {key: answer[key] for key in ("rollups_equal_facts", "differences", "audit_ok", "schema")} == {
        "rollups_equal_facts": True,
        "differences": [],
        "audit_ok": True,
        "schema": "head",
    }


def test_a_backup_is_written_and_restored_and_a_missing_one_is_refused(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "b.zip")
    status, answer = run(capsys, "backup", file, "--database", database)
    assert status == 1
    assert set(answer["error"]) == {"code", "message", "fix"}  # type: ignore[call-overload]
    run(capsys, "migrate", "--database", database)
    status, answer = run(capsys, "backup", file, "--database", database)
    assert status == 0
    assert "master key" in str(answer["excluded"])
    status, answer = run(capsys, "restore", file, "--database", database)
    assert (status, answer["paused"]) == (0, [])
    assert answer["audit"] == {"row_before": 0, "row_of_backup": 0, "goes_back": False, "ok": True}
    assert run(capsys, "restore", str(tmp_path / "none.zip"), "--database", database)[0] == 1
