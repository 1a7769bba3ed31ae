"""`bellwether feedback report`, `suggestions`: what parts of the system tell, and what is made of all that was said."""

from __future__ import annotations

import argparse
from typing import Final

from learning.domain.errors import BadOption
from learning.domain.feedback_loop import Entity, EntityKind, Report, ReportType, Suggestion, SuggestionTarget
from services.bootstrap import services_of
from services.brands import get_import_brand
from services.cli.imports import caller_of
from services.cli.verb import Answer, Call, Verb
from services.feedback.looping import report

KINDS: Final = tuple(one.value for one in EntityKind if one is not EntityKind.BRAND)


def _configure_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", required=True, metavar="PART", help="the part that reports")
    parser.add_argument("--target", required=True, metavar="PART", help="the part that it is meant for")
    parser.add_argument("--entity", required=True, metavar="KIND=NAME", help=f"KIND one of {', '.join(KINDS)}")
    parser.add_argument("--type", required=True, choices=[one.value for one in ReportType])
    parser.add_argument("--content", default="", metavar="ID", help="the content that it was seen at")
    parser.add_argument("--score", type=float, metavar="X", help="engagement score, from 0 on")
    parser.add_argument("--benchmark", type=float, metavar="X", help="what the score is held against, from 0 on")


def _configure_suggestions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", choices=[one.value for one in SuggestionTarget])


def _report(call: Call) -> Answer:
    options = call.options
    kind, _, name = options.entity.partition("=")
    if kind not in KINDS:
        raise BadOption("--entity", options.entity, f"KIND=NAME with KIND one of {', '.join(KINDS)}")
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        told = Report(
            brand_id=brand.id,
            source=options.source,
            target=options.target,
            entity=Entity(EntityKind(kind), name.strip()),
            type=ReportType(options.type),
            at=int(services.clock.now().timestamp()),
            content_id=options.content,
            engagement_score=options.score,
            benchmark_score=options.benchmark,
        )
        stored = report(services.store, told, who=caller_of(services))
    return Answer({"report": stored.id}, f"Report {stored.id} is kept for the next batch.")


def _suggestions(call: Call) -> Answer:
    with services_of(call.settings) as services:
        brand = get_import_brand(services.store, call.brand, services.clock)
        with services.store.read() as work:
            every = work.feedback_loop.list_of(brand.id)
    found = [one for one in every if call.options.target in (None, one.suggested.target)]
    lines = [f"{one.id:>5}  {one.suggested.confidence:.2f}  {one.suggested.change}" for one in found]
    return Answer({"suggestions": [_payload(one) for one in found]}, "\n".join(lines) or "No suggestions.")


def _payload(one: Suggestion) -> dict[str, object]:
    told = one.suggested
    return {
        "id": one.id,
        "entity": {"kind": one.entity.kind, "name": one.entity.name},
        "target": told.target,
        "change": told.change,
        "confidence": told.confidence,
        "reasoning": told.reasoning,
        "n": told.n,
        "of": told.of,
        "notes": list(told.notes),
        "state": one.state,
        "action": one.action_id,
    }


REPORT: Final = Verb(_configure_report, _report)
SUGGESTIONS: Final = Verb(_configure_suggestions, _suggestions)
