"""The rules of the house that a machine can check beside ruff and mypy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from ui.navigation import NAVIGATION, PAGES

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("pages", "ui", "api", "services", "db", "learning")
LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION, MOST_ARGUMENTS = 400, 80, 50, 6
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", [ROOT / "app.py", *sources(*FLOORS, "tests", "scripts")], ids=lambda path: path.name)
def test_files_and_functions_keep_their_size_and_names(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    longest = LONGEST_PAGE if path.parent.name == "pages" and path.parent.parent == ROOT else LONGEST_FILE
    assert text.count("\n") <= longest
    assert path.stem not in VAGUE
    for function in functions(tree):
        assert (function.end_lineno or 0) - function.lineno < LONGEST_FUNCTION, function.name
        arguments = [one for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in {"self", "cls"}]
        assert len(arguments) <= MOST_ARGUMENTS, function.name


def test_package_files_hold_a_docstring_and_nothing_else():
    for path in sources(*FLOORS):
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path


def test_only_the_settings_read_the_environment():
    readers = [
        str(path.relative_to(ROOT))
        for path in sources(*FLOORS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    allowed = {
        "services/settings.py",
        "services/server/serving.py",  # hands the whole environment on to its child
        "services/cli/main.py",  # gives it to the settings
        "services/benchmarks/page_servers.py",  # hands the whole environment on to its children
        "services/benchmarks/postgres.py",  # tells a package where its lock belongs
    }
    assert set(readers) <= allowed


def test_every_page_stands_in_the_menu_and_every_line_of_the_menu_has_its_page():
    files = {path.name for path in PAGES.glob("*.py")} - {"__init__.py"}
    assert {Path(entry.path).name for entry in NAVIGATION} == files


def test_streamlit_finds_the_application_in_the_launcher():
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.app_name) == (True, "app")


def test_the_locks_pin_every_version_and_name_no_index():
    lines = [
        line
        for name in ("requirements.lock", "requirements-dev.lock")
        for line in (ROOT / name).read_text().splitlines()
    ]
    pins = [line for line in lines if not line.startswith("#")]
    assert all("==" in pin for pin in pins)
    assert not any("://" in line or line.startswith("-") for line in lines)


def test_each_decision_has_a_number_of_its_own_and_says_it():
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(file.name.split("-")[0]) for file in files]
    assert numbers == list(range(1, len(files) + 1))
    for number, file in zip(numbers, files, strict=True):
        assert file.read_text(encoding="utf-8").startswith(f"# {number}. "), file.name
