"""The commands about changes, as programs and checks call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import open_store
from services.cli.main import main

PROPOSAL: dict[str, Any] = {
    "component": "content",
    "operation": "set",
    "name": "hook",
    "context": {},
    "from": "story",
    "to": "question",
    "reason": "Questions earned twice the saves in test 12.",
    "evidence": "experiment:12",
    "expected": {"metric": "clicks", "low": 0.04, "high": 0.12},
    "guardrails": [{"metric": "conversions", "margin": 0.1}],
    "ramp": [0.1, 0.5, 1.0],
    "holdout": 0.1,
    "undo": "Back to story.",
}
Said = tuple[int, dict[str, Any]]
Run = Callable[..., Said]


@pytest.fixture
def run(
    any_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", any_database_url)

    def call(*words: str) -> Said:
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    for name, role in (("ann", "marketer"), ("bob", "approver"), ("cat", "approver"), ("adm", "administrator")):
        assert call("user", "add", name, "--role", role)[0] == 0
    return call


@pytest.fixture
def proposal(tmp_path: Path) -> Callable[..., str]:
    def write(**changes: object) -> str:
        path = tmp_path / "proposal.json"
        path.write_text(json.dumps(PROPOSAL | changes))
        return str(path)

    return write


def as_(who: str, key: str, reason: str = "") -> tuple[str, ...]:
    return ("--as", who, "--key", key, "--reason", reason)


def in_review(run: Run, proposal: Callable[..., str], **changes: object) -> dict[str, Any]:
    code, said = run("actions", "propose", "--input", proposal(**changes), *as_("ann", "k1"))
    assert (code, said["state"], said["round"], said["stage"]) == (0, "draft", 0, None)
    return run("actions", "submit", str(said["id"]), *as_("ann", "k2"))[1]


def approve(run: Run, said: dict[str, Any], who: str = "bob", key: str = "k3", **other: str) -> Said:
    seen = {"round": str(said["round"]), "digest": said["digest"]} | other
    words = ("--round", seen["round"], "--digest", seen["digest"])
    return run("actions", "approve", str(said["id"]), *words, *as_(who, key, "Looks sound."))


def test_a_change_goes_by_command_from_the_file_to_the_rollback(run: Run, proposal):
    said = in_review(run, proposal)
    code, said = approve(run, said)
    assert (code, said["state"], said["votes"][0]["voter"]) == (0, "approved", "bob")
    code, said = run("actions", "start", "1", *as_("bob", "k4"))
    assert (code, said["state"], said["stage"], said["share"]) == (0, "rolling", 0, 0.1)
    assert said["versions"] == {"base": 0, "applied": 1, "restored": None, "live": 1}
    code, early = run("actions", "advance", "1", *as_("bob", "k5"))
    assert (code, early["error"]["code"], early["state"], early["stage"]) == (1, "too_early", "rolling", 0)
    told = [run("parameters", "get", "content", "--unit", f"u{number}")[1] for number in range(30)]
    assert {each["values"]["hook"] for each in told if each["cohort"] != "treated"} == {"story"}
    assert {each["action_id"] for each in told} == {1}
    code, said = run("actions", "rollback", "1", *as_("ann", "k6", "it hurts"))
    assert (code, said["state"], said["versions"]["restored"]) == (0, "rolled_back", 2)
    assert [line["command"] for line in said["history"]] == ["propose", "submit", "approve", "start", "rollback"]
    assert run("parameters", "get", "content", "--unit", "u1")[1]["values"] == {"hook": "story"}
    code, ledger = run("actions", "ledger")
    assert (ledger["ledger"][0]["decision"], ledger["ledger"][0]["effect"]) == ("rolled_back", None)


def test_what_may_not_be_done_exits_with_one_and_says_what_to_do(run: Run, proposal):
    said = in_review(run, proposal)
    for answer, code in (
        (approve(run, said, digest="0" * 64), "not_current"),
        (approve(run, said, round="7"), "not_current"),
        (approve(run, said, "ann"), "not_allowed"),
        (approve(run, said, "zoe"), "unknown_user"),
        (run("actions", "start", "1", *as_("bob", "k9")), "wrong_state"),
        (run("actions", "start", "99", *as_("bob", "k9")), "not_found"),
        (run("actions", "reject", "1", *as_("bob", "k9")), "reason_missing"),
    ):
        assert (answer[0], answer[1]["error"]["code"]) == (1, code)
        assert answer[1]["error"]["fix"]
    assert run("actions", "show", "1")[1]["state"] == "in_review"
    refused = [row["body"]["code"] for row in run("audit", "export")[1]["rows"] if row["kind"] == "refused"]
    assert len(refused) == 7


def test_an_approver_cannot_approve_what_they_proposed(run: Run, proposal):
    run("actions", "propose", "--input", proposal(), *as_("bob", "p"))
    said = run("actions", "submit", "1", *as_("bob", "s"))[1]
    assert approve(run, said, "bob")[1]["error"]["code"] == "own_change"
    assert approve(run, said, "cat")[1]["state"] == "approved"


def test_a_key_that_was_used_answers_the_same_and_takes_nothing_else(run: Run, proposal):
    said = in_review(run, proposal)
    first = approve(run, said)
    run("actions", "start", "1", *as_("bob", "k4"))
    again = approve(run, said)
    assert (again[0], again[1]["state"], again[1]["history"]) == (0, "approved", first[1]["history"])
    assert approve(run, said, "cat")[1]["error"]["code"] == "key_used"
    assert run("actions", "propose", "--input", proposal(), *as_("ann", "k1"))[1]["id"] == 1
    assert len(run("actions", "list")[1]["actions"]) == 1
    changed = run("actions", "propose", "--input", proposal(to="list"), *as_("ann", "k1"))
    assert changed[1]["error"]["code"] == "key_used"


def test_an_edit_names_only_what_changes_and_asks_again(run: Run, proposal, tmp_path: Path):
    approve(run, in_review(run, proposal))
    edit = tmp_path / "edit.json"
    edit.write_text(json.dumps({"to": "list"}))
    code, said = run("actions", "edit", "1", "--input", str(edit), *as_("ann", "k7", "better"))
    assert (code, said["state"], said["round"], said["to"]) == (0, "in_review", 2, "list")
    assert said["history"][-1]["detail"]["changed"]["to"] == ["question", "list"]
    assert not said["votes"][0]["counts"]


def test_the_kill_switch_by_command(run: Run, proposal):
    approve(run, in_review(run, proposal))
    run("actions", "start", "1", *as_("bob", "k4"))
    code, said = run("actions", "kill", *as_("ann", "stop", "numbers look wrong"))
    assert (code, said["killed"], said["actions"][0]["state"]) == (0, True, "paused")
    resumed = run("actions", "resume", "1", *as_("bob", "k8", "fine"))
    assert (resumed[0], resumed[1]["error"]["code"]) == (1, "killed")
    assert run("actions", "unkill", *as_("bob", "go", "found it"))[1]["killed"] is False
    assert run("actions", "resume", "1", *as_("bob", "k8", "fine"))[1]["state"] == "rolling"


@pytest.mark.parametrize(
    "changes",
    [
        {"to": None},
        {"to": [1]},
        {"holdout": 2},
        {"ramp": [0.5, 0.2]},
        {"guardrails": [{"metric": "x"}]},
        {"expected": "a lot"},
        {"context": {"device": ["a"]}},
        {"colour": "red"},
        {"from": 1e300, "to": 2},
    ],
)
def test_a_proposal_that_cannot_be_is_refused_with_the_field(run: Run, proposal, changes):
    code, said = run("actions", "propose", "--input", proposal(**changes), *as_("ann", "k1"))
    assert (code, said["error"]["code"]) == (1, "bad_option")
    assert run("actions", "list")[1]["actions"] == []


def test_decisions_and_outcomes_are_taken_once_and_bad_lines_are_told(run: Run, tmp_path: Path):
    file = tmp_path / "lines.jsonl"
    at = "2026-11-20T10:00:00Z"
    decision = {"decision_id": "d1", "timestamp": at, "component": "content", "arm": "a", "propensity": 0.5}
    lines = [
        decision | {"session_id": "s-canary", "user_id": "u-canary", "ip_address": "10.9.8.7", "cohort": "treated"},
        decision,
        decision | {"decision_id": "d2", "propensity": 0},
        decision | {"decision_id": "d3", "timestamp": "yesterday"},
        decision | {"decision_id": "d4", "action_id": 7},
        {"timestamp": at},
    ]
    file.write_text("\n".join([*(json.dumps(line) for line in lines), "no json", "[1]", ""]))
    code, said = run("decisions", "record", "--input", str(file))
    assert (code, said["accepted"], said["duplicate"]) == (0, 1, 1)
    assert [(each["line"], each["field"]) for each in said["rejected"]] == [
        *((3, "propensity"), (4, "timestamp"), (5, "action_id"), (6, "decision_id"), (7, "line"), (8, "line")),
    ]
    outcomes = [
        {"decision_id": "d1", "timestamp": at, "metrics": {"clicks": 3}},
        {"decision_id": "d1", "timestamp": at, "quality_score": 7.5},
        {"decision_id": "d1", "timestamp": at, "quality_score": 11},
        {"decision_id": "gone", "timestamp": at, "metrics": {"clicks": 3}},
    ]
    file.write_text("\n".join(json.dumps(line) for line in [*outcomes, outcomes[0]]))
    code, said = run("outcomes", "record", "--input", str(file))
    assert (said["accepted"], said["duplicate"]) == (2, 1)
    assert [(each["line"], each["field"]) for each in said["rejected"]] == [(3, "quality_score"), (4, "decision_id")]
    assert run("outcomes", "record", "--input", str(file))[1]["accepted"] == 0


def test_the_audit_trail_by_command(run: Run, proposal, tmp_path: Path):
    in_review(run, proposal)
    code, said = run("audit", "verify")
    assert (code, said["ok"], said["rows"]) == (0, True, 6)
    head = tmp_path / "head.json"
    head.write_text(json.dumps(run("audit", "head")[1]))
    assert run("audit", "verify", "--head", str(head))[0] == 0
    head.write_text(json.dumps({"sequence": 50, "seal": "x"}))
    code, said = run("audit", "verify", "--head", str(head))
    assert (code, said["error"]["code"]) == (1, "audit_broken")
    assert run("check")[1]["audit_ok"] is True
    assert run("audit", "export", "--action", "1", "--out", str(tmp_path / "rows.jsonl"))[1]["count"] == 2


def feed(run: Run, tmp_path: Path, mark: str) -> None:
    """Ask for what serves, unit by unit, and report what came of it, as a program does."""
    at = datetime.now(UTC).isoformat()
    file = tmp_path / "feed.jsonl"
    decisions = []
    for number in range(60):
        served = run("parameters", "get", "content", "--unit", f"{mark} {number}")[1]
        kept = {name: served[name] for name in ("component", "cohort", "propensity", "action_id", "version")}
        decisions.append(kept | {"decision_id": f"{mark} {number}", "unit": f"{mark} {number}", "timestamp": at})
    file.write_text("\n".join(map(json.dumps, decisions)))
    assert run("decisions", "record", "--input", str(file))[1]["accepted"] == 60
    outcomes = [
        {"decision_id": f"{mark} {number}", "timestamp": at, "metrics": {"clicks": 10 + number % 3}}
        for number in range(60)
    ]
    file.write_text("\n".join(map(json.dumps, outcomes)))
    assert run("outcomes", "record", "--input", str(file))[1]["accepted"] == 60


def test_a_change_advances_to_its_end_and_each_step_can_be_said_again(run: Run, proposal, tmp_path: Path):
    limits = ("--set", "bake_seconds=0", "--set", "window_seconds=0", "--set", "minimum_sample=2")
    run("actions", "policy", *limits, "--as", "adm")
    rails = [{"metric": "clicks", "margin": 0.5}]
    approve(run, in_review(run, proposal, ramp=[0.5, 1.0], holdout=0.5, guardrails=rails))
    run("actions", "start", "1", *as_("bob", "k4"))
    feed(run, tmp_path, "first")
    for _ in range(2):
        code, said = run("actions", "advance", "1", *as_("bob", "k5"))
        assert (code, said["state"], said["stage"], said["share"]) == (0, "rolling", 1, 1.0)
    feed(run, tmp_path, "second")
    code, said = run("actions", "advance", "1", "--stage", "0", *as_("bob", "k6"))
    assert (code, said["error"]["code"], said["state"]) == (1, "stage_passed", "rolling")
    for _ in range(2):
        code, said = run("actions", "advance", "1", *as_("bob", "k7"))
        assert (code, said["state"]) == (0, "awaiting_decision")
    keep = as_("bob", "k8", "The brand team wants it whatever comes.")
    for _ in range(2):
        assert run("actions", "keep", "1", *keep)[1]["state"] == "kept"
    (row,) = run("actions", "ledger")[1]["ledger"]
    assert (row["decision"], row["who"], row["n"]) == ("kept", "bob", 60)
    assert run("parameters", "get", "content", "--unit", "u1")[1]["values"] == {"hook": "question"}


@pytest.mark.parametrize("id_", ["-1", "0", str(2**63), "9" * 30])
def test_an_id_that_no_action_can_have_is_not_found(run: Run, id_: str):
    for words in (("show", id_), ("start", id_, *as_("bob", "k1")), ("advance", id_, *as_("bob", "k2"))):
        code, said = run("actions", *words)
        assert (code, said["error"]["code"]) == (1, "not_found")
    refused = [row["body"]["command"] for row in run("audit", "export")[1]["rows"] if row["kind"] == "refused"]
    assert refused == ["start", "advance"]


def test_a_key_that_was_used_is_told_also_for_an_action_that_is_not_there(run: Run, proposal):
    in_review(run, proposal)
    code, said = run("actions", "submit", "99", *as_("ann", "k2"))
    assert (code, said["error"]["code"]) == (1, "key_used")


def test_a_ramp_may_be_written_in_percent_and_the_way_back_in_parts(run: Run, proposal):
    said = in_review(run, proposal, ramp=[10, 50, 100], undo={"to": "story"})
    assert (said["ramp"], said["undo"]) == ([0.1, 0.5, 1.0], '{"to": "story"}')


def test_files_that_nobody_can_mean_are_refused(run: Run, tmp_path: Path):
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000)
    endless = tmp_path / "endless.json"
    endless.write_text('{"sequence": 1e999, "seal": ""}')
    for words in (
        ("actions", "propose", "--input", str(deep), *as_("ann", "k1")),
        ("audit", "verify", "--head", str(deep)),
        ("audit", "verify", "--head", str(endless)),
        ("audit", "export", "--out", str(tmp_path / "no folder" / "rows.jsonl")),
        ("parameters", "define", "a", "b", "--type", "integer", "--base", "1" + "0" * 400, "--as", "adm"),
        ("parameters", "define", "a", "b", "--type", "number", "--base", "3", "--low", "nan", "--as", "adm"),
        ("parameters", "define", "a", "b", "--type", "number", "--base", "3", "--step", "0", "--as", "adm"),
        (
            "parameters",
            "define",
            "a",
            "b",
            "--type",
            "number",
            "--base",
            "3",
            *("--low", "5", "--high", "1"),
            "--as",
            "adm",
        ),
    ):
        code, said = run(*words)
        assert (code, said["error"]["code"]) == (1, "bad_option"), words


def test_an_edited_row_of_the_trail_is_named_by_command(run: Run, any_database_url: str):
    with closing(open_store(any_database_url)) as store, store.connect(writes=True) as connection:
        sqlite = store.dialect.name == "sqlite"
        connection.execute(text(f"DROP TRIGGER {'audit_no_update' if sqlite else 'audit_no_change ON audit'}"))
        connection.execute(text("UPDATE audit SET body = replace(body, 'a', 'A') WHERE sequence = 3"))
        connection.commit()
    code, said = run("audit", "verify")
    assert (code, said["ok"], said["broken_at"], said["error"]["code"]) == (1, False, 3, "audit_broken")
    assert "row 3" in said["error"]["message"]
    assert run("check")[1]["audit_ok"] is False


def test_show_lists_the_components_and_one_as_on_its_page(run: Run, proposal: Callable[..., str]) -> None:
    assert run("parameters", "show") == (0, {"components": []})
    run("actions", "propose", "--input", proposal(), *as_("ann", "p"))
    _, listed = run("parameters", "show")
    assert [row["component"] for row in listed["components"]] == ["content"]
    code, page = run("parameters", "show", "content", "--days", "90")
    assert (code, len(page["days"]), page["parameters"][0]["serves"]) == (0, 90, "story")
    assert [change["state"] for change in page["changes"]] == ["draft"]
    code, refused = run("parameters", "show", "nothing")
    assert (code != 0, refused["error"]["code"]) == (True, "not_found")
