"""`bellwether check`: proves that rollups equal the facts and that the audit trail is whole."""

from __future__ import annotations

import argparse

from db.engine import open_unchecked
from services.actions.trail import open_trail
from services.cli.verb import Answer, Call, Verb
from services.schema import SchemaState
from services.upkeep import CheckReport, check


def _configure(parser: argparse.ArgumentParser) -> None:
    del parser


def _run(call: Call) -> Answer:
    store = open_unchecked(call.settings.database_url)
    try:
        report = check(store, open_trail(call.settings))
    finally:
        store.close()
    payload: dict[str, object] = {
        "rollups_equal_facts": report.rollups_equal_facts,
        "differences": list(report.differences),
        "audit_ok": report.audit_ok,
        "audit_note": report.audit_note,
        "schema": report.schema.value,
    }
    if report.sound:
        return Answer(payload, "Sound: rollups equal the facts, the audit trail is whole, the schema is the newest.")
    message, fix = _verdict(report)
    code = "schema_behind" if report.schema is SchemaState.BEHIND else "check_failed"
    payload["error"] = {"code": code, "message": message, "fix": fix}
    return Answer(payload, "\n".join([message, *report.differences, fix]), exit_code=1)


def _verdict(report: CheckReport) -> tuple[str, str]:
    if report.schema is SchemaState.BEHIND:
        return "The schema is behind this program.", "Run `bellwether migrate` (it makes a backup first)."
    if not report.audit_ok:
        return report.audit_note, "Run `bellwether audit verify`, and keep the database as it is for an inquiry."
    return (
        f"{len(report.differences)} tables differ from the facts.",
        "Restore the last good backup, or report this with the differences above.",
    )


CHECK = Verb(_configure, _run)
