"""The audit trail in words that a marketer can read, and as a file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from db.unit import UnitOfWork
from learning.domain.audit import AuditQuery, ReadableRow
from learning.domain.pins import Pin
from services.actions.step_words import kind_words
from services.actions.trail import REFUSED
from services.callers import OPERATOR
from services.parameters.pinning import PIN_OVER, PINNED, UNPINNED

OF_SYSTEM: Final = "the system"
OF_OPERATOR: Final = "the command line"
UNKNOWN: Final = "somebody unknown"
ACTION: Final = "action:"
PARAMETER: Final = "parameter:"
PIN_KINDS: Final = frozenset({PINNED, UNPINNED, PIN_OVER})
SYSTEM, OF_STORE = "system:0", "the whole database"
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the trail in words."""

    sequence: int
    at: int
    """UTC seconds."""
    who: str
    kind: str
    """As the trail names it."""
    what: str
    """What was done, or refused."""
    subject: str
    reason: str
    refused: bool
    seal: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A part of the trail."""

    lines: tuple[AuditLine, ...]
    total: int
    """Rows that fit the query."""


def read_audit(work: UnitOfWork, query: AuditQuery, *, limit: int, offset: int = 0) -> AuditPage:
    """Return a part of the trail in words, the newest first."""
    rows = work.audit_pages.list_page(query, limit=limit, offset=offset)
    names = {person.pseudonym: person.name for person in work.people.list_all()}
    subjects = names | _subjects(work, {row.row.subject for row in rows}, query.brand_id)
    pins = _pins(work, rows)
    return AuditPage(tuple(_line(row, names, subjects, pins) for row in rows), work.audit_pages.count(query))


def audit_actors(work: UnitOfWork) -> dict[str, str]:
    """Return whom a person can filter by: names with their pseudonyms."""
    return {person.name: person.pseudonym for person in work.people.list_all()}


def audit_kinds(work: UnitOfWork, brand_id: int) -> tuple[str, ...]:
    """Return the kinds of rows there are."""
    return work.audit_pages.list_kinds(brand_id)


def export_lines(rows: Iterable[AuditLine]) -> str:
    """Write lines as JSON, one each, with sequence and seal, so that they can be compared with the trail."""
    return "".join(
        json.dumps(
            {
                "sequence": row.sequence,
                "at": row.at,
                "who": row.who,
                "kind": row.kind,
                "what": row.what,
                "subject": row.subject,
                "reason": row.reason,
                "seal": row.seal,
            },
            ensure_ascii=False,
        )
        + "\n"
        for row in rows
    )


def _subjects(work: UnitOfWork, subjects: Collection[str], brand_id: int | None) -> dict[str, str]:
    """Name the actions and the parameters that rows are about; what is gone keeps its number."""
    if brand_id is None:
        return {}
    found: dict[str, str] = {}
    numbers = sorted(int(each.removeprefix(ACTION)) for each in subjects if each.removeprefix(ACTION).isdecimal())
    for first in range(0, len(numbers), AT_ONCE):
        for record in work.actions.list_named(brand_id, numbers[first : first + AT_ONCE]):
            found[f"{ACTION}{record.id}"] = f"action {record.id}: {record.draft.name} of {record.draft.component}"
    if any(each.startswith(PARAMETER) for each in subjects):
        for parameter in work.parameters.list_of(brand_id):
            found[f"{PARAMETER}{parameter.id}"] = f"{parameter.key.name} of {parameter.key.component}"
    return found


def _pins(work: UnitOfWork, rows: Sequence[ReadableRow]) -> dict[int, Pin]:
    """Return the pins of parameters that rows tell of: why somebody pinned, or let go, stands with the pin."""
    about = {row.row.subject.removeprefix(PARAMETER) for row in rows if row.row.kind in PIN_KINDS}
    return {pin.id: pin for number in about if number.isdecimal() for pin in work.pins.list_of(int(number))}


def _reason(found: ReadableRow, body: Mapping[str, Any], pins: Mapping[int, Pin]) -> str:
    pin = pins.get(body.get("pin", 0)) if found.row.kind in PIN_KINDS else None
    if pin is None:
        return found.reason
    return pin.reason if found.row.kind == PINNED else pin.ended_why


def _line(
    found: ReadableRow, names: Mapping[str, str], subjects: Mapping[str, str], pins: Mapping[int, Pin]
) -> AuditLine:
    row = found.row
    body: dict[str, Any] = json.loads(row.body)
    refused = row.kind == REFUSED
    what = _refusal(body) if refused else _step(row.kind, body)
    subject = (
        OF_STORE
        if row.subject == SYSTEM
        else subjects.get(row.subject, row.subject.replace(":", " ").replace("_", " "))
    )
    reason = _reason(found, body, pins)
    return AuditLine(row.sequence, row.at, _who(row.actor, names), row.kind, what, subject, reason, refused, row.seal)


def _who(actor: str, names: Mapping[str, str]) -> str:
    if actor in names:
        return names[actor]
    if actor == OPERATOR:
        return OF_OPERATOR
    if actor.startswith(("unknown:", "named:")):
        return UNKNOWN
    return f"{OF_SYSTEM} ({actor})" if not actor.startswith("person:") else actor


def _refusal(body: Mapping[str, Any]) -> str:
    command = str(body.get("command", "")).replace("_", " ")
    code = str(body.get("code", "")).replace("_", " ")
    return f"was refused: {command} ({code})"


def _step(kind: str, body: Mapping[str, Any]) -> str:
    words = kind_words(kind)
    return f"{words}: {body['role'] or 'no role'}" if "role" in body else words
