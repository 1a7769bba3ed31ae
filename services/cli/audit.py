"""`bellwether audit`: is the trail whole, what does it hold, where does it end?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from learning.domain.audit import AuditHead, AuditRow
from learning.domain.errors import BadOption, NotFound
from services.actions.action_json import moment
from services.bootstrap import services_of
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="verify|export|head")
    verify = verbs.add_parser("verify", help="find the first row that is not as it was", parents=[shared_options()])
    verify.add_argument("--head", type=Path, metavar="FILE", help="a head written down earlier: an older copy is found")
    export = verbs.add_parser("export", help="write the rows, one JSON object a line", parents=[shared_options()])
    export.add_argument("--out", type=Path, metavar="FILE", help="where (default: in the answer)")
    export.add_argument("--action", type=int, metavar="ID", help="only about this action")
    verbs.add_parser("head", help="where the trail ends: keep it apart", parents=[shared_options()])


def _run(call: Call) -> Answer:
    match call.options.what:
        case "verify":
            return _verify(call)
        case "export":
            return _export(call)
        case _:
            return _head(call)


def _verify(call: Call) -> Answer:
    known = None if call.options.head is None else _read_head(call.options.head)
    with services_of(call.settings) as services:
        found = services.trail.verify(services.store, known)
    payload: dict[str, Any] = {
        "ok": found.sound,
        "rows": found.rows,
        "broken_at": found.broken_at,
        "head": asdict(found.head),
    }
    if found.sound:
        return Answer(payload, f"{found.rows:,} rows, all as they were written.")
    message = f"The audit trail is broken: {found.reason}."
    fix = "Keep the database as it is for an inquiry, and compare it with the last good backup."
    payload["error"] = {"code": "audit_broken", "message": message, "fix": fix}
    return Answer(payload, f"{message}\n{fix}", exit_code=1)


def _export(call: Call) -> Answer:
    options = call.options
    subject = None if options.action is None else f"action:{options.action}"
    with services_of(call.settings) as services, services.store.read() as work:
        brand_id = None
        if call.brand is not None:
            brand = work.brands.find_named(call.brand)
            if brand is None:
                raise NotFound("brand", call.brand)
            brand_id = brand.id
        rows = work.audit.read(brand_id=brand_id, subject=subject)
        if options.out is None:
            found = [_row(row) for row in rows]
            return Answer({"rows": found}, "\n".join(json.dumps(row, ensure_ascii=False) for row in found))
        try:
            count = _write_rows(options.out, rows)
        except OSError as error:
            allowed = f"a file that can be written ({error.strerror})"
            raise BadOption("--out", str(options.out), allowed) from error
    return Answer({"file": str(options.out), "count": count}, f"{count:,} rows written to {options.out}.")


def _write_rows(path: Path, rows: Iterable[AuditRow]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(_row(row), ensure_ascii=False) + "\n")
            count += 1
    return count


def _head(call: Call) -> Answer:
    with services_of(call.settings) as services, services.store.read() as work:
        head = work.audit.find_head()
    return Answer(asdict(head), f"{head.sequence} {head.seal}")


def _row(row: AuditRow) -> dict[str, Any]:
    return asdict(row) | {"at": moment(row.at), "body": json.loads(row.body)}


def _read_head(path: Path) -> AuditHead:
    if not path.is_file():
        raise NotFound("file", str(path))
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return AuditHead(int(found["sequence"]), str(found["seal"]))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise BadOption("--head", path.name, "what `bellwether audit head --json` printed") from error


AUDIT = Verb(_configure, _run)
