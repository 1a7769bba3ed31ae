"""The commands about pins and looks, as programs and people call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.cli.main import main
from services.clock import MovedClock
from tests.services.actions.bench import ActionBench
from tests.services.imports.workshop import open_workshop
from tests.services.parameters.test_pinning import PATIENT, keep

Run = Callable[..., tuple[int, dict[str, Any]]]
WHY = "The campaign of the winter needs it."


@pytest.fixture
def run(
    any_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """A brand where a hook was kept a hundred days ago, and the command on it."""
    with open_workshop(tmp_path, any_database_url) as workshop:
        before = MovedClock(datetime.now(UTC) - timedelta(days=100))
        bench = ActionBench(replace(workshop, clock=before), PATIENT)
        keep(bench, bench.started(ramp=(1.0,)))
        settings = workshop.settings
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", any_database_url)

    def call(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def as_(who: str, key: str, reason: str = WHY) -> tuple[str, ...]:
    return ("--as", who, "--key", key, "--reason", reason)


def test_a_pin_is_set_told_listed_and_let_go_and_a_key_repeats_it(run: Run) -> None:
    words = ("parameters", "pin", "content", "hook", "--days", "5", *as_("ann", "k1"))
    code, said = run(*words)
    pin = said["pin"]
    assert (code, pin["value"], pin["who"], pin["arm"], pin["reason"]) == (0, "question", "ann", None, WHY)
    assert run("parameters", "pins")[1]["pins"] == [pin]
    assert run("parameters", "get", "content")[1]["pins"] == [{"name": "hook", "arm": None, "until": pin["until"]}]
    code, refused = run("parameters", "pin", "content", "hook", "--days", "5", *as_("bea", "k2"))
    assert (code, refused["error"]["code"]) == (1, "pinned")
    code, ended = run("parameters", "unpin", "content", "hook", *as_("bea", "k3", "over"))
    assert (code, ended["pin"]["ended_by"], ended["pin"]["ended_why"]) == (0, "bea", "over")
    assert run("parameters", "pins")[1]["pins"] == []
    assert len(run("parameters", "pins", "content", "--all")[1]["pins"]) == 1
    assert run("parameters", "get", "content")[1]["pins"] == []


def test_another_value_is_refused_with_what_to_do(run: Run) -> None:
    words = ("parameters", "pin", "content", "hook", "--value", "story", "--until", "2999-01-01T00:00:00Z")
    code, said = run(*words, *as_("ann", "k1"))
    assert (code, said["error"]["code"]) == (1, "bad_option")
    code, said = run(*words[:-2], "--days", "3", *as_("ann", "k1"))
    assert (code, said["error"]["code"]) == (1, "other_value")
    assert "pin_until" in said["error"]["fix"]


def test_what_is_due_is_listed_kept_and_then_owed_no_more(run: Run) -> None:
    (one,) = run("parameters", "reviews", "--due")[1]["reviews"]
    assert (one["name"], one["base"], one["value"], one["due"]) == ("hook", "story", "question", True)
    assert [row["decision"] for row in one["brought"]] == ["kept"]
    code, said = run("parameters", "review", "content", "hook", "--verdict", "keep", *as_("ann", "k1"))
    assert (code, said["review"]["verdict"], said["review"]["action_id"]) == (0, "keep", None)
    assert run("parameters", "reviews", "--due")[1]["reviews"] == []
    (later,) = run("parameters", "reviews", "content")[1]["reviews"]
    assert (later["due"], later["last"]["who"]) == (False, "ann")


def test_the_way_back_is_a_proposal(run: Run) -> None:
    code, said = run("parameters", "review", "content", "hook", "--verdict", "base", *as_("ann", "k1"))
    assert code == 0
    shown = run("actions", "show", str(said["review"]["action_id"]))[1]
    assert (shown["state"], shown["to"]) == ("draft", "story")
    assert run("parameters", "get", "content")[1]["values"] == {"hook": "question"}


def test_a_proposal_carries_its_pin_as_a_moment(run: Run, tmp_path: Path) -> None:
    until = (datetime.now(UTC) + timedelta(days=20)).replace(microsecond=0)
    wanted = {"component": "content", "name": "hook", "from": "question", "to": "list", "reason": WHY}
    file = tmp_path / "proposal.json"
    file.write_text(json.dumps(wanted | {"pin_until": until.isoformat()}))
    code, said = run("actions", "propose", "--input", str(file), *as_("ann", "k1"))
    assert (code, said["pin_until"]) == (0, until.strftime("%Y-%m-%dT%H:%M:%SZ"))
    file.write_text(json.dumps(wanted | {"pin_until": "soon"}))
    code, said = run("actions", "propose", "--input", str(file), *as_("ann", "k2"))
    assert (code, said["error"]["code"]) == (1, "bad_option")
