"""Storing what programs report: every line is taken, known already, or told with its field and reason."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.decisions import DecisionLine, OutcomeLine, RecordReport, RejectedLine
from learning.domain.errors import FileTooLarge, NotFound
from services.decisions.lines import BadField, parse_decision, parse_outcome
from services.master_key import derive_key, load_master_key
from services.settings import Settings

LINES_AT_A_TIME: Final = 5_000
LONGEST_LINE: Final = 1_000_000
Lines = list[tuple[int, dict[str, Any]]]
"""Objects with their line numbers."""
Parts = Iterable[tuple[Lines, list[RejectedLine]]]
"""Lines that are stored together, and those beside them that are none."""


class DecisionService:
    """Takes decisions and outcomes; a line that was taken is taken for good, and twice is once."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Work on a store."""
        self._store = store
        self._master = load_master_key(settings)

    def record_decisions(self, brand: Brand, path: Path) -> RecordReport:
        """Store the decisions of a file with one JSON object a line.

        Raises:
            NotFound: There is no such file.
            FileTooLarge: A line is longer than any that can be meant.
        """
        return self.take_decisions(brand, _read(path))

    def record_outcomes(self, brand: Brand, path: Path) -> RecordReport:
        """Store the outcomes of a file with one JSON object a line.

        Raises:
            NotFound: There is no such file.
            FileTooLarge: A line is longer than any that can be meant.
        """
        return self.take_outcomes(brand, _read(path))

    def take_decisions(self, brand: Brand, parts: Parts) -> RecordReport:
        """Store decisions as a program has them, part by part."""
        return self._record(brand, parts, lambda work, lines: self._decisions(work, brand, lines))

    def take_outcomes(self, brand: Brand, parts: Parts) -> RecordReport:
        """Store outcomes as a program has them, part by part."""
        return self._record(brand, parts, lambda work, lines: _outcomes(work, brand, lines))

    def _record(self, brand: Brand, parts: Parts, take: Callable[[UnitOfWork, Lines], RecordReport]) -> RecordReport:
        accepted, duplicate, rejected = 0, 0, list[RejectedLine]()
        for lines, bad in parts:
            # Each part of the file is one transaction: what was taken before stays taken if a later part fails.
            with self._store.write() as work:
                # Whoever reports the same lines at the same moment waits, and finds them known.
                work.gates.lock(brand.id)
                part = take(work, lines)
                work.commit()
            accepted += part.accepted
            duplicate += part.duplicate
            rejected += sorted([*bad, *part.rejected], key=lambda each: each.line)
        return RecordReport(accepted, duplicate, tuple(rejected))

    def _decisions(self, work: UnitOfWork, brand: Brand, lines: Lines) -> RecordReport:
        secret = derive_key(self._master, f"subjects:{brand.id}")
        hide = _hider(secret)
        parsed: list[tuple[int, DecisionLine]] = []
        rejected: list[RejectedLine] = []
        for number, values in lines:
            try:
                parsed.append((number, parse_decision(values, hide=hide)))
            except BadField as bad:
                rejected.append(RejectedLine(number, bad.field, bad.reason))
        known = set(work.decisions.find_ids(brand.id, [line.key for _, line in parsed]))
        actions = work.actions.find_known(brand.id, {each.action_id for _, line in parsed for each in line.exposures})
        fresh: dict[str, DecisionLine] = {}
        duplicate = 0
        for number, line in parsed:
            unknown = [each.action_id for each in line.exposures if each.action_id not in actions]
            if unknown:
                rejected.append(RejectedLine(number, "action_id", f"there is no action {unknown[0]}"))
            elif line.key in known or line.key in fresh:
                duplicate += 1
            else:
                fresh[line.key] = line
        work.decisions.add(brand.id, list(fresh.values()))
        return RecordReport(len(fresh), duplicate, tuple(rejected))


def parts_of(objects: Iterable[dict[str, Any]]) -> Parts:
    """Give what a program has at hand as parts, numbered from 1."""
    numbered = enumerate(objects, 1)
    while lines := list(islice(numbered, LINES_AT_A_TIME)):
        yield lines, []


def _outcomes(work: UnitOfWork, brand: Brand, lines: Lines) -> RecordReport:
    parsed: list[tuple[int, OutcomeLine]] = []
    rejected: list[RejectedLine] = []
    for number, values in lines:
        try:
            parsed.append((number, parse_outcome(values, _fingerprint(values))))
        except BadField as bad:
            rejected.append(RejectedLine(number, bad.field, bad.reason))
    decisions = work.decisions.find_ids(brand.id, list({line.decision_key for _, line in parsed}))
    known = work.decisions.find_outcome_keys(brand.id, list({line.key for _, line in parsed}))
    fresh: dict[str, tuple[int, OutcomeLine]] = {}
    duplicate = 0
    for number, line in parsed:
        decision = decisions.get(line.decision_key)
        if line.key in known or line.key in fresh:
            duplicate += 1
        elif decision is None:
            reason = f"there is no decision {line.decision_key[:80]!r}; record it first and send this again"
            rejected.append(RejectedLine(number, "decision_id", reason))
        else:
            fresh[line.key] = (decision, line)
    work.decisions.add_outcomes(brand.id, list(fresh.values()))
    return RecordReport(len(fresh), duplicate, tuple(rejected))


def _read(path: Path) -> Iterator[tuple[Lines, list[RejectedLine]]]:
    """Give the objects of a file with their line numbers, some at a time; what is no object is told."""
    if not path.is_file():
        raise NotFound("file", str(path))
    lines, bad = Lines(), list[RejectedLine]()
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise FileTooLarge(path.name, what="bytes in one line", found=len(raw), limit=LONGEST_LINE)
            if not raw.strip():
                continue
            try:
                found = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
            except (ValueError, RecursionError):
                bad.append(RejectedLine(number, "line", "it is no JSON"))
                continue
            if isinstance(found, dict):
                lines.append((number, found))
            else:
                bad.append(RejectedLine(number, "line", "it is no JSON object"))
            if len(lines) >= LINES_AT_A_TIME:
                yield lines, bad
                lines, bad = [], []
    yield lines, bad


def _fingerprint(values: dict[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hider(secret: bytes) -> Callable[[str], str]:
    def hide(text: str) -> str:
        return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    return hide
