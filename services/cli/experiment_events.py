"""`bellwether experiment record`: results that programs report, from a file."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from learning.domain.errors import UnreadableFile
from learning.domain.timekeys import day_key
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.experiments.event_results import EventsReport, RejectedEvent, ResultEvent, record_result_events

FORM: Final = 'Give {"events": [{"test", "arm", "metric", "date", "n", "total"}]}, amounts with "squares" too.'


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", type=Path, required=True, metavar="FILE", help='JSON: {"events": [...]}')


def _run(call: Call) -> Answer:
    given = _read(call.options.input)
    read = [_event(place, one) for place, one in enumerate(given)]
    good = [(place, one) for place, one in enumerate(read) if isinstance(one, ResultEvent)]
    unread = [one for one in read if isinstance(one, RejectedEvent)]
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        events = [event for _, event in good]
        report = record_result_events(services.store, brand, events, who=caller_of(services), clock=services.clock)
    told = [replace(one, place=good[one.place][0]) for one in report.rejected]
    rejected = tuple(sorted((*unread, *told), key=lambda one: one.place))
    return _answer(EventsReport(report.accepted, report.duplicate, rejected))


def _answer(report: EventsReport) -> Answer:
    payload = {
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "rejected": [{"index": one.place, "field": one.field, "reason": one.reason} for one in report.rejected],
    }
    lines = [f"{report.accepted:,} accepted, {report.duplicate:,} said before, {len(report.rejected):,} rejected"]
    lines += [f"  event {one.place + 1}, {one.field}: {one.reason}" for one in report.rejected]
    return Answer(payload, "\n".join(lines))


def _read(path: Path) -> Sequence[object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(path.name, f"cannot be opened ({error.strerror})", "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path.name, f"is not JSON ({error})", FORM) from error
    events = found.get("events") if isinstance(found, dict) else found
    if not isinstance(events, list):
        raise UnreadableFile(path.name, "holds no list of events", FORM)
    return events


def _event(place: int, given: object) -> ResultEvent | RejectedEvent:
    """Read one event; what is not of its type is told with its field and never stops the others."""
    if not isinstance(given, Mapping):
        return RejectedEvent(place, "event", "the event is no object with keys")
    for name in ("test", "arm", "metric"):
        if not isinstance(given.get(name), str):
            return RejectedEvent(place, name, f"the event names no {name}")
    if not isinstance(given.get("segment", ""), str):
        return RejectedEvent(place, "segment", "the segment is no text such as 'device=phone'")
    for name in ("n", "total"):
        if not _is_number(given.get(name)):
            return RejectedEvent(place, name, f"{given.get(name)!r} is no number")
    if given.get("squares") is not None and not _is_number(given["squares"]):
        return RejectedEvent(place, "squares", f"{given['squares']!r} is no number")
    try:
        day = day_key(date.fromisoformat(str(given.get("date", ""))[:10]))
    except ValueError:
        return RejectedEvent(place, "date", f"{given.get('date')!r} is no date such as 2026-11-30")
    squares = None if given.get("squares") is None else float(given["squares"])
    # A count with a fraction is told by the service.
    return ResultEvent(
        test=str(given["test"]),
        arm=str(given["arm"]),
        metric=str(given["metric"]),
        day=day,
        n=given["n"],
        total=float(given["total"]),
        squares=squares,
        segment=str(given.get("segment", "")),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


RECORD: Final = Verb(_configure, _run)
