"""The command line itself: where options may stand, how refusals look, which exit status they have."""

import importlib
import json
from pathlib import Path

import pytest

from services.cli import catalog
from services.cli.actions import ACTION_VERBS
from services.cli.catalog import VERBS
from services.cli.experiment import EXPERIMENT_VERBS
from services.cli.feedback import FEEDBACK_VERBS
from services.cli.main import main
from services.cli.verb import Verb


def test_options_may_stand_before_or_after_the_verb(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    for arguments in (["--json", "--database", sqlite_url, "check"], ["check", "--database", sqlite_url, "--json"]):
        assert main(arguments) == 0
        assert json.loads(capsys.readouterr().out)["schema"] == "head"


def test_an_empty_database_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], empty_sqlite_url: str
) -> None:
    assert main(["--json", "--database", empty_sqlite_url, "import", "nothing.csv"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "schema_behind"
    assert "bellwether migrate" in error["fix"]


def test_an_address_of_an_unknown_kind_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--database", "mysql://ann:secret@host/db", "check"]) == 2
    out = capsys.readouterr().out
    assert json.loads(out)["error"]["code"] == "bad_option"
    assert "secret" not in out


def test_several_brands_and_none_named_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    export = tmp_path / "posts.csv"
    export.write_text("Date,Impressions\n2026-03-14,10\n2026-03-15,12\n", encoding="utf-8")
    for brand in ("One", "Two"):
        assert main(["--database", sqlite_url, "--brand", brand, "import", str(export)]) == 0
    capsys.readouterr()
    assert main(["--json", "--database", sqlite_url, "import", str(export)]) == 2
    assert "One, Two" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_every_listed_verb_can_be_loaded_and_every_verb_is_listed() -> None:
    listings = (*VERBS, *ACTION_VERBS, *EXPERIMENT_VERBS, *FEEDBACK_VERBS)
    listed = {(listing.module, listing.constant) for listing in listings}
    assert all(isinstance(listing.load(), Verb) for listing in listings)
    written = {
        (path.stem, name)
        for path in Path(catalog.__file__).parent.glob("*.py")
        for name, value in vars(importlib.import_module(f"services.cli.{path.stem}")).items()
        if isinstance(value, Verb)
    }
    assert written == listed


def test_a_word_that_is_also_a_verb_may_be_the_name_of_a_brand(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    assert main(["--json", "--database", sqlite_url, "--brand", "undo", "check"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "head"


def test_every_verb_stands_once_in_the_catalogue() -> None:
    names = [verb.name for verb in VERBS]
    assert len(names) == len(set(names))
    assert {"import", "undo", "redo", "check", "metrics", "migrate", "simulate", "bench", "serve"} <= set(names)
    assert {"backup", "restore", "worker"} <= set(names)


def test_every_verb_is_named_once() -> None:
    names = [listing.name for listing in VERBS]
    assert len(names) == len(set(names))
