from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import main
from tests.services.experiments.bench import daily_file

STATES = ("draft", "running", "decided", "archived")


@pytest.fixture
def run(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def call(*words: str) -> tuple[int, dict]:
        code = main(["--json", "experiment", *words])
        return code, json.loads(capsys.readouterr().out)

    return call


def file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "winter.csv"
    path.write_text(text)
    return str(path)


def test_a_test_goes_from_a_file_to_a_decision_on_the_command_line(run, tmp_path):
    path = file(tmp_path, daily_file(14, (1500, 75), (1500, 98)))
    code, answer = run("import", path, "--control", "A", "--days", "14", "--planned-n", "40000", "--topic", "rain gear")
    assert (code, answer["rows_read"], answer["test_count"]) == (0, 28, 1)
    assert run("import", path, "--control", "A", "--topic", "rain gear")[1]["reused"]
    code, answer = run("list", "--topic", "rain gear")
    assert (code, answer["total"]) == (0, 1)
    assert (answer["experiments"][0]["verdict"], answer["experiments"][0]["arm"]) == ("ship", "B")
    code, shown = run("show", "winter", "--looks")
    assert shown["report"]["verdict"]["word"] == "ship"
    assert len(shown["looks"]) == 14
    assert not any(look["verdict"]["word"] == "ship" for look in shown["looks"][:6])
    assert run("predict", "winter", "B", "--lift", "0.2", "--chance", "0.8", "--as", "ada")[0] == 0
    code, decided = run("decide", "winter", "--choose", "B", "--as", "ada", "--note", "More clicks")
    assert (code, decided["state"], decided["action"]["state"]) == (0, "decided", "draft")
    assert decided["action"]["to"] == "B"
    code, refused = run("decide", "winter", "--keep", "--as", "bob")
    assert (code, refused["error"]["code"]) == (1, "decided")
    again = run("show", "winter")[1]
    assert again["report"]["results"] == shown["report"]["results"]
    assert [each["who"] for each in again["predictions"]] == ["ada", "system"]


def test_a_test_is_designed_started_and_assigned_on_the_command_line(run):
    code, answer = run(
        "create", "--name", "Short hooks", "--metric", "clicks", "--arm", "A=3", "--arm", "B", "--control", "A",
        "--guardrail", "unsubscribes=0.1", "--predict", "B", "--start",
    )  # fmt: skip
    assert (code, answer["state"]) == (0, "running")
    guardrail = answer["design"]["metrics"][1]
    assert (guardrail["role"], guardrail["good"], guardrail["margin"]) == ("guardrail", "down", 0.1)
    assert set(run("assign", "short_hooks", "u1", "u2")[1]["assignments"]) == {"u1", "u2"}
    assert run("decide", "short_hooks", "--longer", "7")[1]["design"]["extended_days"] == 14
    assert run("decide", "short_hooks", "--choose", "B")[1]["error"]["code"] == "not_trusted"
    assert run("end", "short_hooks")[0] == 0
    assert run("decide", "short_hooks", "--stop")[1]["state"] == "decided"
    assert run("archive", "short_hooks")[1]["state"] == "archived"


def test_what_goes_wrong_is_said_beside_the_keys_of_the_command(run, tmp_path):
    assert run("list") == (0, {"total": 0, "states": dict.fromkeys(STATES, 0), "experiments": []})
    code, answer = run("import", str(tmp_path / "nothing.csv"))
    assert (code, answer["error"]["code"], answer["file"]) == (1, "not_found", "nothing.csv")
    assert run("show", "nothing")[1]["error"]["code"] == "not_found"
    code, answer = run("create", "--name", "x", "--metric", "clicks", "--arm", "A", "--arm", "B=much")
    assert (code, answer["error"]["code"]) == (1, "bad_option")
    code, answer = run("import", file(tmp_path, "variant,users,clicks\nA,100,5\nB,90,9\n"), "--weight", "A")
    assert answer["error"]["code"] == "bad_option"


def test_an_import_is_taken_back_by_its_number(run, tmp_path):
    path = file(tmp_path, "test,variant,users,clicks\nx,A,100,5\nx,B,100,9\ny,A,100,5\ny,B,100,6\n")
    _, answer = run("import", path)
    code, removed = run("remove", str(answer["source_id"]))
    assert (code, removed["tests"], sorted(removed["withdrawn"])) == (0, 2, ["x", "y"])
    assert run("list")[1]["total"] == 0
    assert run("remove", "99")[1]["error"]["code"] == "not_found"


def test_a_test_of_several_things_answers_for_each_part_on_the_command_line(run, tmp_path):
    factors = ("--factor", "headline=short, long", "--factor", "image=photo,film")
    code, made = run(
        "create", "--name", "Look", "--key", "winter", "--metric", "clicks", *factors, "--planned-n", "48000", "--start"
    )
    assert (code, [arm["label"] for arm in made["design"]["arms"]][-1]) == (0, "long + film")
    arms = {"short + photo": 60, "short + film": 62, "long + photo": 80, "long + film": 82}
    lines = [f"{arm},2026-10-{day:02d},1000,{x}" for day in range(1, 13) for arm, x in arms.items()]
    path = file(tmp_path, "\n".join(["variant,date,users,clicks", *lines]))
    assert run("import", path, "--test", "winter")[0] == 0
    shown = run("show", "winter")[1]
    headline, image, both = shown["report"]["factorial"]
    assert (headline["factors"], headline["levels"], headline["n"]) == (["headline"], ["long"], 48_000)
    assert headline["low"] > 0.2
    assert image["low"] < 0 < image["high"]
    assert both["p_adjusted"] > 0.5
    code, refused = run("create", "--name", "X", "--metric", "clicks", "--factor", "headline=short,long")
    assert (code, refused["error"]["code"]) == (1, "bad_option")


def test_another_split_is_said_on_the_command_line_and_each_version_keeps_some_people(run):
    run("create", "--name", "Hooks", "--metric", "clicks", "--arm", "A", "--arm", "B", "--arm", "C", "--start")
    code, changed = run("reallocate", "hooks", "--split", "A=5", "B=4", "C=1", "--note", "C loses", "--as", "ada")
    assert code == 0
    assert changed["design"]["splits"][0]["weights"] == pytest.approx([0.5, 0.4, 0.1])
    assert run("show", "hooks")[1]["history"][-1]["note"] == "A 50%, B 40%, C 10%: C loses"
    code, refused = run("reallocate", "hooks", "--split", "A=5", "B=4", "C=0")
    assert (code, refused["error"]["code"]) == (1, "bad_option")
