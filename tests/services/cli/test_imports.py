"""`bellwether import`, `undo` and `redo`: shapes, exit statuses, brands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.main import main
from services.schema import migrate
from services.settings import load_settings

POSTS = """Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts
1900000000000000001,"Tue, Jul 14, 2026",Hello,https://x.com/a/status/1900000000000000001,1000,10,30,1,0,2,3,4
1900000000000000002,"Wed, Jul 15, 2026",Again,https://x.com/a/status/1900000000000000002,2000,20,60,2,0,0,6,8
"""
TABLE_KEYS = {
    "file",
    "table",
    "batch_id",
    "template",
    "platform",
    "account",
    "basis",
    "cut",
    "confidence",
    "rows_read",
    "added",
    "updated",
    "unchanged",
    "skipped",
    "rejected",
    "issues",
    "questions",
    "date_min",
    "date_max",
    "totals",
    "error_file",
}


class Shell:
    """Runs the command against a database of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BELLWETHER_DATA_DIR", str(folder / "data"))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        self.folder, self._capsys = folder, capsys

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def __call__(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        status = main([*arguments, "--json"])
        return status, json.loads(self._capsys.readouterr().out)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    opened = Shell(tmp_path, capsys, monkeypatch)
    (tmp_path / "data").mkdir()
    migrate(load_settings({"BELLWETHER_DATA_DIR": str(tmp_path / "data")}).database_url, backup_dir=tmp_path)
    return opened


def test_an_import_answers_files_and_tables_in_the_shape_of_the_contract(shell: Shell) -> None:
    status, answer = shell("import", shell.file("posts.csv", POSTS))
    assert status == 0
    [file], [table] = answer["files"], answer["tables"]
    assert file == {"file": "posts.csv", "batch_id": table["batch_id"]}
    assert set(table) >= TABLE_KEYS
    assert (table["template"], table["platform"], table["basis"], table["cut"]) == (
        "x_content",
        "x",
        "lifetime",
        "X by post",
    )
    assert (table["rows_read"], table["added"], table["rejected"]) == (2, 2, 0)
    assert (table["date_min"], table["date_max"]) == ("2026-07-14", "2026-07-15")
    assert table["totals"]["impressions"] == 3000


def test_undo_and_redo_answer_alike_however_often_they_are_asked(shell: Shell) -> None:
    _, answer = shell("import", shell.file("posts.csv", POSTS))
    batch = answer["files"][0]["batch_id"]
    first, second = shell("undo", batch), shell("undo", batch)
    assert first == second
    assert first[0] == 0
    withdrawn = first[1].pop("withdrawn")
    assert all(name.startswith("insight ") for name in withdrawn)
    assert first[1] == {"batch_id": batch, "removed": 2, "restored": 0, "flagged": []}
    status, again = shell("redo", batch)
    assert (status, again["files"][0]["batch_id"], again["tables"][0]["added"]) == (0, batch, 2)


def test_a_dry_run_has_no_batch_and_makes_no_brand(shell: Shell) -> None:
    path = shell.file("posts.csv", POSTS)
    status, answer = shell("import", path, "--dry-run")
    assert (status, answer["files"][0]["batch_id"], answer["tables"][0]["added"]) == (0, None, 2)
    status, answer = shell("import", path)
    assert (status, answer["tables"][0]["added"]) == (0, 2)


def test_an_open_question_is_exit_one_with_the_error_beside_the_tables(shell: Shell) -> None:
    path = shell.file("Overview.csv", "Date,Video Views,Profile Views,Likes,Comments,Shares\nAugust 31,5,1,2,0,1\n")
    status, answer = shell("import", path)
    assert status == 1
    assert answer["error"]["code"] == answer["files"][0]["error"]["code"] == "needs_answer"
    assert answer["tables"][0]["questions"][0]["key"] == "year"
    assert answer["tables"][0]["questions"][0]["proposed"] == "2026"
    status, answer = shell("import", "--answer", "year=2025", path)
    assert (status, answer["tables"][0]["date_max"]) == (0, "2025-08-31")


def test_several_brands_need_a_name_and_a_new_name_makes_a_brand(shell: Shell) -> None:
    path = shell.file("posts.csv", POSTS)
    assert shell("import", path, "--brand", "Acme")[0] == 0
    assert shell("--brand", "Beta", "import", path)[0] == 0
    status, answer = shell("import", path)
    assert status == 2
    assert answer["error"]["code"] == "ambiguous_brand"
    assert "Acme" in answer["error"]["message"]


def test_another_brands_batch_is_not_found(shell: Shell) -> None:
    _, answer = shell("import", shell.file("posts.csv", POSTS), "--brand", "Acme")
    batch = answer["files"][0]["batch_id"]
    status, refused = shell("undo", batch, "--brand", "Beta")
    assert (status, refused["error"]["code"]) == (1, "not_found")


def test_a_file_that_cannot_be_read_fails_alone(shell: Shell) -> None:
    status, answer = shell("import", shell.file("empty.csv", ""), shell.file("posts.csv", POSTS))
    assert status == 1
    assert [file.get("error", {}).get("code") for file in answer["files"]] == ["empty_file", None]
    assert len(answer["tables"]) == 1


def test_rejected_rows_alone_leave_exit_zero_unless_told_to_stop(shell: Shell) -> None:
    path = shell.file("posts.csv", POSTS.replace(",1000,10,", ",many,10,"))
    status, answer = shell("import", path, "--on-error", "stop")
    assert (status, answer["error"]["code"], answer["files"][0]["batch_id"]) == (1, "rejected_rows", None)
    status, answer = shell("import", path)
    table = answer["tables"][0]
    assert (status, table["rejected"], table["added"]) == (0, 1, 1)
    assert Path(table["error_file"]).is_file()


def test_templates_are_listed_with_platform_basis_and_fields(shell: Shell) -> None:
    status, answer = shell("import", "--list-templates")
    assert status == 0
    by_name = {template["name"]: template for template in answer["templates"]}
    assert {"x_legacy", "x_content", "tiktok_content", "generic"} <= set(by_name)
    assert set(by_name["x_legacy"]) == {"name", "platform", "basis", "fields"}


@pytest.mark.parametrize("arguments", [["import", "x.csv", "--answer", "colour=red"], ["import"]])
def test_wrong_usage_is_exit_two(shell: Shell, arguments: list[str]) -> None:
    assert shell(*arguments)[0] == 2


def test_a_column_can_be_mapped_to_a_field(shell: Shell) -> None:
    path = shell.file("a.csv", "day,things shown\n2026-07-01,5\n2026-07-02,6\n")
    _, answer = shell("import", path, "--map", "things shown=impressions")
    assert answer["tables"][0]["totals"] == {"impressions": 11}
