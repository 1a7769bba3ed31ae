"""No way leads to another value but the action service: the source is searched for others, and others are tried."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.errors import BellwetherError
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import SystemActor
from learning.governance.transitions import TRANSITIONS, Party
from services.callers import Caller
from services.parameters.definitions import define_parameter
from tests.services.actions.bench import DRAFT, ActionBench, open_action_bench

ROOT = Path(__file__).resolve().parents[3]
FLOORS = ("app.py", "pages", "ui", "api", "services", "db", "learning", "scripts")
EFFECTS = "services/actions/effects.py"
WRITERS = {
    "parameters.add_version": {EFFECTS},
    "parameters.take_lease": {EFFECTS},
    "parameters.release_lease": {EFFECTS},
    "log.add_stage": {EFFECTS},
    "action_log.add_stage": {EFFECTS},
    "action_log.add_ledger": {EFFECTS},
    "action_log.add_vote": {EFFECTS},
    "actions.update_where": {EFFECTS, "services/actions/performing.py"},
    "write_change": {"services/actions/performing.py", "services/actions/stopping.py"},
}
"""Which files call what changes an action or a value."""
TABLES = {"setting_version", "key_lease", "action_vote", "action_stage", "ledger"}
OWNERS = {"db/schema", "db/repositories", "db/migrations"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Give the files that hold a word of those looked for, parsed."""
    words = {name.rpartition(".")[2] for name in WRITERS} | TABLES
    for floor in FLOORS:
        found = [ROOT / floor] if floor.endswith(".py") else sorted((ROOT / floor).rglob("*.py"))
        for path in found:
            text = path.read_text(encoding="utf-8")
            if any(word in text for word in words):
                yield path.relative_to(ROOT).as_posix(), ast.parse(text)


def test_nothing_but_the_action_service_calls_what_writes_a_value():
    found: dict[str, set[str]] = {name: set() for name in WRITERS}
    for path, tree in sources():
        for node in ast.walk(tree):
            called = ".".join(called_names(node.func)[-2:]) if isinstance(node, ast.Call) else ""
            if called in WRITERS:
                found[called].add(path)
    assert found == WRITERS


def called_names(node: ast.expr) -> list[str]:
    """The names of `a.b.c` in order; of anything else the last ones."""
    if isinstance(node, ast.Attribute):
        return [*called_names(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def test_nothing_but_the_store_names_the_tables_of_values():
    outside = {
        (path, name)
        for path, tree in sources()
        if not any(path.startswith(owner) for owner in OWNERS)
        for node in ast.walk(tree)
        for name in TABLES
        if (isinstance(node, ast.ImportFrom) and name in {each.name for each in node.names})
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and f"INTO {name}" in node.value)
    }
    assert outside == set()


def values_of(bench: ActionBench) -> dict[str, object]:
    with bench.store.read() as work:
        return {
            each.key.name: (each.base_value, [version.value for version in work.parameters.list_versions(each.id)])
            for each in work.parameters.list_of(bench.brand.id)
        }


def test_whoever_tries_another_way_leaves_every_value_as_it_is(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url) as bench:
        action = bench.propose()
        bench.submit(action)
        before = values_of(bench)
        for command in ActionCommand:
            for who in (*SystemActor, "ann", "bea", "bob", "vic", "nobody"):
                if command in {ActionCommand.APPROVE, ActionCommand.PROPOSE, ActionCommand.EDIT}:
                    continue
                if bench.get(action).state is not ActionState.IN_REVIEW:
                    action = bench.propose(key=f"{command} {who}")
                    bench.submit(action)
                with suppress(BellwetherError):
                    bench.do(command, who, action, reason="There is no other way than this one.")
                assert values_of(bench) == before, f"{who} changed a value by {command.value}"
        spec = ParameterSpec(ParameterKind.TEXT)
        key = ParameterKey(bench.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)
        with pytest.raises(BellwetherError):
            define_parameter(bench.store, key, spec, "another", who=Caller("adm", bench.trail, bench.clock))
        assert values_of(bench) == before
    starts = [row for row in TRANSITIONS if ActionState.ROLLING in row.after and ActionState.PAUSED not in row.before]
    assert {party for row in starts for party in row.parties} == {
        Party.APPROVER,
        Party.SCHEDULER,
        Party.ADMINISTRATOR,
    }
