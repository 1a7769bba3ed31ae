"""Looking through the source for ways to change a value, a lease, a vote, a stage or the ledger."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FLOORS = ("app.py", "pages", "ui", "api", "services", "db", "learning", "scripts")
STORE = "db/"
TABLES = (
    *("setting_version", "key_lease", "action_vote", "action_stage", "ledger", "adjustment", "action"),
    # What a pin holds and what a shadow run passes decides what serves, and so do a base value and the stop.
    *("parameter_pin", "shadow_run", "shadow_step", "parameter", "governance_gate"),
)
WRITERS = (
    *("add_version", "take_lease", "release_lease", "add_adjustment", "update_where", "update_spec"),
    *("add_stage", "end_stage", "add_ledger", "add_vote", "write_change"),
    *("add_pin", "end_pin", "add_shadow_step"),
)
"""Methods and functions by which such a row is written; the store's own are in its repositories."""
SHELVES = ("parameters", "pins", "shadows", "gates")
"""Repositories of which every method that does not only read is named."""
_READS = ("list_", "find", "get", "count", "lock", "read", "sum_")
_VERB = re.compile(
    rf"\b(?:insert\s+into|replace\s+into|update|delete\s+from|truncate|merge\s+into)\s+\"?(?:{'|'.join(TABLES)})\b",
    re.IGNORECASE,
)
_DOORS = ("sqlalchemy", "psycopg", "sqlite3")
_RAW = {"exec", "eval", "compile", "__import__"}


@dataclass(frozen=True)
class Way:
    """Something in the source that may write such a row."""

    path: str
    what: str


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Give every file of the product, parsed."""
    for floor in FLOORS:
        for path in [ROOT / floor] if floor.endswith(".py") else sorted((ROOT / floor).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def ways_in(path: str, tree: ast.Module) -> set[Way]:
    """Name what may write such a row in a file, under whatever name it goes there.

    A writer counts wherever it is named, called or not, so that an alias, a partial or `getattr` hides nothing; a
    string counts where it is a writer's name or a statement that changes one of the tables.
    """
    found = {Way(path, name) for node in ast.walk(tree) for name in _named(node) if name in WRITERS}
    found |= {Way(path, name) for node in ast.walk(tree) for name in _of_shelves(node)}
    found |= {Way(path, f"SQL: {said}") for node in ast.walk(tree) for said in _statements(node)}
    if path.startswith(STORE):
        return found | {Way(path, f"table {name}") for name in _changed_tables(tree)}
    return found | {Way(path, f"door {name}") for node in ast.walk(tree) for name in _doors(node)}


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute():
            yield node.attr
        case ast.Name():
            yield node.id
        case ast.alias():
            yield node.name.rpartition(".")[2]
        case ast.Constant(value=str()):
            yield str(node.value)


def _of_shelves(node: ast.AST) -> Iterator[str]:
    """Methods that write, of the repositories of a unit of work that hold what serves, whatever they are called."""
    match node:
        case ast.Attribute(attr=method, value=ast.Attribute(attr=shelf, value=ast.Name(id="work"))) if shelf in SHELVES:
            if not method.startswith(_READS) and method not in WRITERS:
                yield f"{shelf}.{method}"


def _statements(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        # What is put in between is not known: any table may be meant.
        text = "".join(each.value if isinstance(each, ast.Constant) else TABLES[0] for each in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    else:
        return
    yield from (each.group() for each in _VERB.finditer(text))


def _doors(node: ast.AST) -> Iterator[str]:
    """Ways to the database beside the repositories."""
    modules: list[str] = []
    if isinstance(node, ast.Import):
        modules = [each.name for each in node.names]
    elif isinstance(node, ast.ImportFrom):
        modules = [node.module or ""] + [f"{node.module}.{each.name}" for each in node.names]
    yield from {each for each in modules if each.split(".")[0] in _DOORS or each.startswith("db.schema")}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAW:
        yield node.func.id
    if isinstance(node, ast.Attribute) and node.attr in {"_connection", "_engine", "connection", "exec_driver_sql"}:
        yield node.attr


def _changed_tables(tree: ast.Module) -> Iterator[str]:
    """The tables of which this file makes an insert, an update or a delete."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"insert", "update", "delete"}:
            yield from (name for name in TABLES if _ends_with(node.value, name))
        if isinstance(node, ast.Call):
            name = next(_named(node.func), "")
            if name in {"insert", "update", "delete", "upsert", "bulk_insert"}:
                yield from (table for each in node.args for table in TABLES if _ends_with(each, table))


def _ends_with(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == name
    return name in set(_named(node))
