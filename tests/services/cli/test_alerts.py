from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.cli.main import main
from tests.services.delivery.sinks import HttpSink, running
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 1)


@pytest.fixture
def acme(sqlite_url: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> HandMade:
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path))
    made = make(sqlite_url)
    put(made, dict.fromkeys(range(40), 100.0) | {20: 300.0})
    return made


def put(acme: HandMade, clicks: dict[int, float]) -> None:
    rows = [Row(FIRST + timedelta(days=day), {Fact.CLICKS: value}) for day, value in clicks.items()]
    acme.put(spec("x", Basis.ACTIVITY), rows)


def run(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> tuple[int, Any]:
    code = main([*arguments, "--database", url, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_rule_is_tried_added_and_speaks_after_the_next_import(capsys, acme: HandMade, sqlite_url: str) -> None:
    rule = ("--metric", "clicks", "--above", "150", "--where", "platform=x")
    code, tried = run(capsys, sqlite_url, "alerts", "preview", "--name", "x", *rule)
    assert (code, tried["fired"], tried["days"]) == (0, ["2026-09-21"], 40)
    code, added = run(capsys, sqlite_url, "alerts", "add", *rule, "--cooldown", "48")
    assert code == 0
    assert added["rule"]["rule"] == "Clicks of X on a day above 150"
    assert run(capsys, sqlite_url, "alerts", "list")[1]["alerts"] == []
    put(acme, {40: 200.0})
    (alert,) = run(capsys, sqlite_url, "alerts", "list")[1]["alerts"]
    assert (alert["day"], alert["value"], alert["status"]) == ("2026-10-11", 200.0, "open")
    assert run(capsys, sqlite_url, "alerts", "ack", str(alert["id"]), "--note", "sale")[1]["alert"]["note"] == "sale"
    assert run(capsys, sqlite_url, "alerts", "list")[1]["alerts"] == []
    assert len(run(capsys, sqlite_url, "alerts", "list", "--all")[1]["alerts"]) == 1
    assert run(capsys, sqlite_url, "alerts", "mute", "1", "3")[1]["rule"]["muted_until"]
    assert run(capsys, sqlite_url, "alerts", "remove", "1")[0] == 0
    assert run(capsys, sqlite_url, "alerts", "rules")[1]["rules"] == []


def test_a_rule_is_changed_in_what_is_given_and_tells_who_changed_it(capsys, acme: HandMade, sqlite_url: str) -> None:
    rule = ("--metric", "clicks", "--above", "150", "--where", "platform=x", "--cooldown", "48")
    run(capsys, sqlite_url, "alerts", "add", *rule)
    changed = run(capsys, sqlite_url, "alerts", "change", "1", "--above", "120")[1]["rule"]
    assert (changed["threshold"], changed["cooldown_hours"], changed["where"]) == (120.0, 48, {"platform": ["x"]})
    assert changed["name"] == "Clicks of X on a day above 120", "it was named by what it said"
    changed = run(capsys, sqlite_url, "alerts", "change", "1", "--anomaly", "--name", "Odd days")[1]["rule"]
    assert (changed["kind"], changed["threshold"], changed["name"]) == ("anomaly", None, "Odd days")
    told = run(capsys, sqlite_url, "alerts", "history", "1")[1]["changes"]
    assert [one["before"]["rule"] for one in told] == [
        "Clicks of X on a day above 150",
        "Clicks of X on a day above 120",
    ]
    assert {one["who"] for one in told} == {"command line"}
    assert run(capsys, sqlite_url, "alerts", "change", "9", "--above", "1")[1]["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "--metric", "charm", "--above", "1"), "bad_option"),
        (("add", "--metric", "clicks", "--above", "1", "--channel", "nobody"), "not_found"),
        (("ack", "7"), "not_found"),
        (("mute", "7", "1"), "not_found"),
    ],
)
def test_what_cannot_be_is_refused(capsys, acme: HandMade, sqlite_url: str, arguments, code: str) -> None:
    status, answer = run(capsys, sqlite_url, "alerts", *arguments)
    assert (status, answer["error"]["code"]) == (1, code)


def test_a_channel_is_added_from_standard_input_tested_and_removed(
    capsys, acme: HandMade, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(HttpSink()) as sink:
        sink.taken.faults = ["500"]
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{sink.address}\n"))
        code, added = run(capsys, sqlite_url, "channels", "hook", "hook", "-")
        assert (code, added["channel"]["to"]) == (0, f"http://127.0.0.1:{sink.port}/…")
        code, failed = run(capsys, sqlite_url, "channels", "test", "hook")
        assert (code, failed["error"]["code"], failed["status"]) == (1, "not_delivered", "waiting")
        code, tested = run(capsys, sqlite_url, "channels", "test", "hook")
        assert (code, tested["status"]) == (0, "sent")
    assert tested["id"] in sink.taken.copies
    assert run(capsys, sqlite_url, "channels", "list")[1]["channels"][0]["name"] == "hook"
    assert run(capsys, sqlite_url, "channels", "remove", "hook")[0] == 0


def test_a_secret_among_the_arguments_is_refused_and_not_repeated(capsys, acme: HandMade, sqlite_url: str) -> None:
    code, answer = run(capsys, sqlite_url, "channels", "hook", "hook", "https://x.example/T0PSECRET")
    assert code == 1
    assert "T0PSECRET" not in json.dumps(answer)
    assert "env:NAME" in answer["error"]["fix"]
