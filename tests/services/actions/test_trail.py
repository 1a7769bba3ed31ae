"""The audit trail as it lies in the store: nobody changes it quietly."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from learning.domain.actions import ActionCommand
from learning.domain.audit import AuditQuery
from learning.domain.errors import BellwetherError, RuleRefused
from services.actions.audit_reading import read_audit
from services.actions.shadowing import BEGUN, PASSED, STEPPED, STOPPED
from services.actions.step_words import kind_words
from services.actions.stopping import KILL, UNKILL
from services.actions.trail import REFUSED
from services.parameters.pinning import PIN_OVER, PINNED, UNPINNED
from services.parameters.reviewing import REVIEWED
from services.restores import KIND as RESTORED
from tests.services.actions.bench import ActionBench, open_action_bench

ROOT = Path(__file__).resolve().parents[3]
LOCKS = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("DROP TRIGGER audit_no_change ON audit",),
}


def tamper(bench: ActionBench, statement: str) -> None:
    """Change the trail as somebody would who owns the database."""
    with bench.store.connect(writes=True) as connection:
        for unlock in (*LOCKS[bench.store.dialect.name], statement):
            connection.execute(text(unlock))
        connection.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET body = '{}' WHERE sequence = 3",
        "UPDATE audit SET sequence = 90 WHERE sequence = 3",
        "DELETE FROM audit WHERE sequence = 3",
        "DELETE FROM audit",
    ],
)
def test_neither_engine_lets_a_row_be_changed_or_removed(bench: ActionBench, statement: str):
    with pytest.raises((DBAPIError, BellwetherError), match="only added to"), bench.store.connect(writes=True) as work:
        work.execute(text(statement))
    assert bench.trail.verify(bench.store).sound


@pytest.mark.parametrize("columns", ["sequence", "rowid, sequence"])
def test_sqlite_takes_no_row_in_place_of_another_one(tmp_path: Path, sqlite_url: str, columns: str):
    with open_action_bench(tmp_path, sqlite_url) as bench:
        place = "3" if columns == "sequence" else "3, 900"
        statement = (
            f"INSERT OR REPLACE INTO audit ({columns}, brand_id, at, actor, kind, subject, body, seal) "  # noqa: S608 - words of our own
            f"VALUES ({place}, 1, 1, 'x', 'x', 'x', '{{}}', 'x')"
        )
        with (
            pytest.raises((DBAPIError, BellwetherError), match="only added to"),
            bench.store.connect(writes=True) as work,
        ):
            work.execute(text(statement))
        assert bench.trail.verify(bench.store).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET body = replace(body, 'marketer', 'marketeR') WHERE sequence = 2",
        "UPDATE audit SET at = at + 1 WHERE sequence = 2",
        "UPDATE audit SET seal = 'é' WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 2",
    ],
)
def test_one_edited_byte_is_found_and_its_row_named(bench: ActionBench, statement: str):
    bench.approved()
    tamper(bench, statement)
    found = bench.trail.verify(bench.store)
    assert (found.broken_at, found.rows) == (2, 1)
    assert "row 2" in found.reason


def test_bytes_that_are_no_text_are_found_too(tmp_path: Path, sqlite_url: str):
    """Postgres takes no such bytes."""
    with open_action_bench(tmp_path, sqlite_url) as bench:
        bench.approved()
        tamper(bench, "UPDATE audit SET body = CAST(x'7bff7d' AS TEXT) WHERE sequence = 2")
        assert bench.trail.verify(bench.store).broken_at == 2


def test_an_end_that_was_cut_off_is_found(bench: ActionBench):
    rows = bench.trail.verify(bench.store).rows
    tamper(bench, f"DELETE FROM audit WHERE sequence = {rows}")  # noqa: S608 - a number of our own
    assert bench.trail.verify(bench.store).broken_at == rows


def test_the_trail_says_in_words_what_was_done_and_names_what_it_is_about(bench: ActionBench) -> None:
    action = bench.propose()
    bench.submit(action)
    with pytest.raises(RuleRefused):
        bench.approve(action, "ann")
    with bench.store.read() as work:
        lines = read_audit(work, AuditQuery(bench.brand.id), limit=3).lines
        draft = work.actions.get(bench.brand.id, action).draft
    assert [line.what for line in lines[1:]] == ["handed it in for approval", "drafted it"]
    assert lines[0].what.startswith("was refused: approve")
    assert {line.subject for line in lines} == {f"action {action}: {draft.name} of {draft.component}"}


def test_whatever_the_services_write_into_the_trail_has_words() -> None:
    kinds = {
        *ActionCommand,
        *(REFUSED, KILL, UNKILL, RESTORED, REVIEWED, PINNED, UNPINNED, PIN_OVER),
        *(BEGUN, STEPPED, PASSED, STOPPED),
        *written_kinds(),
    }
    assert len(written_kinds()) > 4
    assert [kind for kind in kinds if kind_words(kind) == kind.replace("_", " ")] == []


def written_kinds() -> set[str]:
    """Kinds that services name where they write a row, as texts."""
    found: set[str] = set()
    for path in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
                named = [each.value for each in node.keywords if each.arg == "kind"]
                found |= {each.value for each in named if isinstance(each, ast.Constant)}
    return found
