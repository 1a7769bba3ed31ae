"""`bellwether feedback add`, `list` and what may be done with a note."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Final

from learning.domain.errors import BadOption
from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling
from learning.domain.feedback_entries import (
    LATE_SECONDS,
    EntryState,
    FeedbackDraft,
    FeedbackEntry,
    FeedbackSource,
    LinkKind,
)
from learning.domain.timekeys import day_key, day_of
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.callers import Caller
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.feedback.entries import FeedbackDesk, Labels

WHO: Final = "command line"
SHOWN: Final = 50
LONGEST_LINE: Final = 80


def _configure_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", required=True, help="what did they say?")
    parser.add_argument(
        "--from", dest="source", choices=[one.value for one in FeedbackSource], help="where it was said"
    )
    parser.add_argument("--persona", default="", help="what kind of customer, not a name")
    parser.add_argument("--when", type=date.fromisoformat, metavar="DATE", help="the day on which it was said")
    parser.add_argument("--about", action="append", default=[], metavar="KIND=ID", help="; ".join(LinkKind))
    _configure_labels(parser)
    parser.add_argument("--suggestion", default="", help="what should we do?")
    parser.add_argument("--keep-names", action="store_true", help="keep the words as they were said, sealed")


def _configure_labels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sentiment", choices=[one.value for one in Feeling], help="instead of what is read")
    parser.add_argument("--kind", choices=[one.value for one in FeedbackKind])
    parser.add_argument("--strength", choices=[one.value for one in FeedbackStrength])
    parser.add_argument("--theme", action="append", metavar="NAME", help="may be given several times")


def _configure_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", choices=[one.value for one in EntryState])
    parser.add_argument("--sentiment", choices=[one.value for one in Feeling])
    parser.add_argument("--search", default="", metavar="WORDS", help="only notes that hold these words")
    parser.add_argument("--late", action="store_true", help="only notes whose clock is past 24 hours")
    parser.add_argument("--limit", type=int, default=SHOWN, metavar="N", help=f"at most N notes (default {SHOWN})")


def _configure_answer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int)
    parser.add_argument("--because", required=True, metavar="REASON", help="why nothing changes")


def _configure_label(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int)
    _configure_labels(parser)


def _configure_merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int)
    parser.add_argument("--into", type=int, required=True, metavar="ID", help="the note that stands for both")


def _configure_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int)
    parser.add_argument("--words-only", action="store_true", help="erase the sealed words and their key, keep the note")


def _add(call: Call) -> Answer:
    options = call.options
    draft = FeedbackDraft(
        text=options.text,
        source=None if options.source is None else FeedbackSource(options.source),
        persona=options.persona,
        said_day=None if options.when is None else day_key(options.when),
        about=tuple(_link(told) for told in options.about),
        feeling=_labels(options).feeling,
        kind=_labels(options).kind,
        themes=_labels(options).themes,
        strength=_labels(options).strength,
        suggestion=options.suggestion,
        keep_names=options.keep_names,
    )
    with _desk(call) as (desk, now, who):
        entry = desk.add(draft, who=who)
    masked = ", ".join(f"{count} {kind}" for kind, count in entry.masked.items()) or "nothing"
    return Answer(
        {"entry": entry_payload(entry, now)}, f"Note {entry.id} is kept: {_line(entry, now)}\nMasked: {masked}."
    )


def _link(told: str) -> tuple[LinkKind, str]:
    kind, _, target = told.partition("=")
    if kind not in set(LinkKind) or not target:
        raise BadOption("--about", told, f"KIND=ID with KIND one of {', '.join(LinkKind)}")
    return LinkKind(kind), target


def _labels(options: argparse.Namespace) -> Labels:
    return Labels(
        feeling=None if options.sentiment is None else Feeling(options.sentiment),
        kind=None if options.kind is None else FeedbackKind(options.kind),
        themes=None if options.theme is None else tuple(dict.fromkeys(options.theme)),
        strength=None if options.strength is None else FeedbackStrength(options.strength),
    )


def _list(call: Call) -> Answer:
    options = call.options
    if options.limit < 0:
        raise BadOption("--limit", str(options.limit), "a whole number from 0 on")
    with _desk(call) as (desk, now, _):
        every = desk.list_all()
    found = [one for one in every if _is_wanted(one, options, now)]
    shown = found[: options.limit]
    stopped = [one for one in every if one.stopped_at is not None]
    in_time = sum(one.waited(now) <= LATE_SECONDS for one in stopped)
    payload = {
        "total": len(found),
        "entries": [entry_payload(one, now) for one in shown],
        "clock": {
            "late": sum(one.is_late(now) for one in every),
            "used_or_answered": len(stopped),
            "within_24_hours": in_time / len(stopped) if stopped else None,
            "reason": None if stopped else "nothing was used or answered yet",
        },
    }
    return Answer(payload, "\n".join(f"{one.id:>5}  {_line(one, now)}" for one in shown) or "No notes.")


def _is_wanted(entry: FeedbackEntry, options: argparse.Namespace, now: int) -> bool:
    return (
        (options.state is None or entry.state == options.state)
        and (options.sentiment is None or entry.feeling == options.sentiment)
        and options.search.casefold() in entry.text.casefold()
        and (not options.late or entry.is_late(now))
    )


def _answer(call: Call) -> Answer:
    with _desk(call) as (desk, now, who):
        return _one(desk.answer(call.options.id, call.options.because, who=who), now)


def _label(call: Call) -> Answer:
    with _desk(call) as (desk, now, who):
        return _one(desk.relabel(call.options.id, _labels(call.options), who=who), now)


def _merge(call: Call) -> Answer:
    with _desk(call) as (desk, now, who):
        return _one(desk.merge(call.options.id, call.options.into, who=who), now)


def _remove(call: Call) -> Answer:
    with _desk(call) as (desk, now, who):
        if call.options.words_only:
            return _one(desk.erase_words(call.options.id, who=who), now)
        desk.remove(call.options.id, who=who)
    return Answer({"removed": call.options.id}, f"Note {call.options.id} is removed.")


@contextmanager
def _desk(call: Call) -> Iterator[tuple[FeedbackDesk, int, Caller]]:
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        now = int(services.clock.now().timestamp())
        desk = FeedbackDesk(services.store, services.settings, brand, services.clock)
        yield desk, now, caller_of(services, WHO)


def _one(entry: FeedbackEntry, now: int) -> Answer:
    return Answer({"entry": entry_payload(entry, now)}, _line(entry, now))


def entry_payload(entry: FeedbackEntry, now: int) -> dict[str, object]:
    """A note as JSON."""
    return {
        "id": entry.id,
        "text": entry.text,
        "masked": dict(entry.masked),
        "sealed": entry.is_sealed,
        "from": entry.source,
        "persona": entry.persona,
        "said": None if entry.said_day is None else day_of(entry.said_day).isoformat(),
        "language": entry.language,
        "sentiment": entry.feeling,
        "sentiment_by": entry.feeling_by,
        "score": entry.score,
        "kind": entry.kind,
        "kind_by": entry.kind_by,
        "themes": list(entry.themes),
        "themes_by": entry.themes_by,
        "cause": entry.cause,
        "reason": entry.unread,
        "strength": entry.strength,
        "strength_by": entry.strength_by,
        "suggestion": entry.suggestion,
        "state": entry.state,
        "answer": entry.answer,
        "same_as": entry.same_as,
        "links": [{"relation": one.relation, "kind": one.kind, "target": one.target} for one in entry.links],
        "entered_at": _moment(entry.entered_at),
        "first_used_at": _moment(entry.first_used_at),
        "answered_at": _moment(entry.answered_at),
        "waited_seconds": entry.waited(now),
        "ageing": entry.is_ageing(now),
        "late": entry.is_late(now),
        "who": entry.who,
    }


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _line(entry: FeedbackEntry, now: int) -> str:
    hours, minutes = divmod(entry.waited(now) // 60, 60)
    words = entry.text if len(entry.text) <= LONGEST_LINE else entry.text[: LONGEST_LINE - 1] + "\u2026"
    felt = entry.feeling or "unread"
    clock = f"{hours} h {minutes:02} min" + (", late" if entry.is_late(now) else "")
    return f"{entry.state} ({clock}), {felt}: {' '.join(words.split())}"


ADD: Final = Verb(_configure_add, _add)
LIST: Final = Verb(_configure_list, _list)
ANSWER: Final = Verb(_configure_answer, _answer)
LABEL: Final = Verb(_configure_label, _label)
MERGE: Final = Verb(_configure_merge, _merge)
REMOVE: Final = Verb(_configure_remove, _remove)
