"""No way leads to another value but the action service: the source is searched for others, and others are tried."""

from __future__ import annotations

import ast
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
from tests.services.actions.ways import Way, sources, ways_in

EFFECTS, PERFORMING, STOPPING = (f"services/actions/{name}.py" for name in ("effects", "performing", "stopping"))
PARAMETERS, LOG, ACTIONS = (f"db/repositories/{name}.py" for name in ("parameters", "action_log", "actions"))
PINNED, PINNING = "services/actions/pinned.py", "services/parameters/pinning.py"
OF_EXPERIMENTS = ("deciding", "describing", "designing", "event_results", "reallocating", "replanning", "running")
WAYS = {
    *(Way(EFFECTS, name) for name in ("add_version", "take_lease", "release_lease", "update_where")),
    *(Way(EFFECTS, name) for name in ("add_stage", "end_stage", "add_ledger", "add_vote")),
    *(Way(PERFORMING, name) for name in ("update_where", "write_change")),
    Way(STOPPING, "write_change"),
    # Inside of an approved envelope, and the bounds of a parameter: no value of an action.
    Way("services/actions/adjusting.py", "add_adjustment"),
    *(Way("services/parameters/definitions.py", name) for name in ("update_spec", "parameters.add")),
    # A parameter that its first proposal introduces, at the base value that stands in it.
    Way("services/actions/drafting.py", "parameters.add"),
    # What a person holds at what was approved, or a change at what it brings; what a mechanism only says.
    *(Way(path, name) for path in (PINNED, PINNING) for name in ("add_pin", "end_pin")),
    Way("services/parameters/reviewing.py", "pins.add_review"),
    Way("services/actions/adjusting.py", "add_shadow_step"),
    *(Way("services/actions/shadowing.py", f"shadows.{name}") for name in ("add", "add_step", "decide")),
    # The stop, the breaker, and when the scheduler looked last.
    *(Way(path, "gates.put") for path in (PERFORMING, STOPPING, "services/actions/ticking.py")),
    Way("db/repositories/gates.py", "table governance_gate"),
    Way("db/repositories/pins.py", "table parameter_pin"),
    *(Way("db/repositories/shadows.py", f"table shadow_{name}") for name in ("run", "step")),
    Way(PARAMETERS, "table parameter"),
    *(Way(PARAMETERS, f"table {name}") for name in ("setting_version", "key_lease", "adjustment")),
    *(Way(LOG, f"table {name}") for name in ("action_stage", "action_vote", "ledger")),
    Way(ACTIONS, "table action"),
}
"""Every place that writes a value, a lease, a vote, a stage, the ledger or the state of an action."""
OTHERS = {
    # Methods of the same name, of tests and of models of feedback and of posts.
    *(Way(f"services/experiments/{name}.py", "update_where") for name in OF_EXPERIMENTS),
    Way("services/feedback/correcting.py", "add_version"),
    Way("services/models/training.py", "add_version"),
    Way("services/models/arm_training.py", "add_version"),
    # What the schema is called, for backups and upgrades; the bare speed of a driver, on tables of its own.
    *(
        Way(f"services/{name}.py", f"door db.schema.head{part}")
        for name in ("backups", "schema")
        for part in ("", ".HEAD")
    ),
    *(Way("services/benchmarks/imports.py", f"door {name}") for name in ("psycopg", "sqlite3")),
    # Statements with a table put in: loading a backup into empty tables, columns of another table.
    *(Way("db/dialects.py", f'SQL: {verb} "setting_version') for verb in ("INSERT INTO", "TRUNCATE")),
    Way("db/migrations/versions/0013_parts_by_cut.py", 'SQL: INSERT INTO "setting_version'),
    *(
        Way("db/migrations/versions/0018_actions.py", f"SQL: {verb}")
        for verb in ("UPDATE action", "INSERT INTO parameter")
    ),
}
"""What looks alike."""
AROUND = {
    "an alias": "write = work.parameters.add_version\nwrite(version)",
    "a partial": "partial(work.parameters.add_version, version)()",
    "another name of the repository": "mine = work.parameters\nmine.add_version(version)",
    "by the name of the method": "getattr(work.parameters, 'add_version')(version)",
    "a pin of its own": "work.pins.add_pin(pin)",
    "a word for a mechanism in shadow": "work.shadows.decide(run, state, who='me', reason='', at=1)",
    "another gate": "work.gates.put(1, gate)",
    "an imported function": "from services.actions.effects import write_change as go",
    "a statement as text": "work.run('UPDATE setting_version SET value = 1')",
    "a statement in small letters with quotes": "run('delete from \"key_lease\"')",
    "a statement with a name put in": "run(f'INSERT INTO {table} VALUES (1)')",
    "the table itself": "from db.schema.parameters import setting_version",
    "the module of the table": "from db.schema import parameters",
    "a session of its own": "from sqlalchemy import create_engine",
    "a driver of its own": "import sqlite3",
    "the connection of a unit of work": "work.parameters._connection.execute(statement)",
    "the engine of the store": "store._engine.begin()",
    "a text that is run": "exec(words)",
}
IN_THE_STORE = {
    "an insert": "setting_version.insert().values(value=1)",
    "the tables by name": "metadata.tables['ledger'].delete()",
    "a function of the library": "insert(key_lease)",
    "a base value": "parameter.update().values(base_value=1)",
    "a bulk of rows in a migration": "op.bulk_insert(setting_version, rows)",
    "a statement in a migration": "op.execute('update action set state = 1')",
}


def test_values_are_written_in_the_places_that_are_known_and_nowhere_else():
    found = {way for path, tree in sources() for way in ways_in(path, tree)}
    assert found - WAYS - OTHERS == set(), "another way to a value"
    assert (WAYS | OTHERS) - found == set(), "a way that is not there any more"


@pytest.mark.parametrize("name", [*AROUND, *IN_THE_STORE])
def test_a_way_around_would_be_seen(name: str):
    is_store = name in IN_THE_STORE
    path = "db/repositories/goals.py" if is_store else "services/goals.py"
    assert ways_in(path, ast.parse((IN_THE_STORE if is_store else AROUND)[name])) != set()


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
