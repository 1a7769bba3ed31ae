"""`bellwether experiment list` and `show`."""

from __future__ import annotations

import argparse
from typing import Any, Final

from learning.domain.errors import BadOption
from learning.domain.experiment_advice import Proposal
from learning.domain.experiment_records import ExperimentQuery, ExperimentState
from learning.domain.factorial import FactorEffect
from learning.domain.plain_values import plain_values
from services.cli.experiment_words import Desk, desk_of, experiment_payload, line_of, listed_payload, moment
from services.cli.verb import Answer, Call, Verb
from services.experiments.analysing import (
    ExperimentView,
    effects_by_age,
    find_experiment,
    looks_of,
    novelty_of,
    view_experiment,
)
from services.experiments.import_json import notes_of
from services.experiments.library import list_experiments
from services.experiments.overlaps import find_overlaps

READER: Final = "command"
SHOWN: Final = 50


def _configure_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", action="append", default=[], choices=[state.value for state in ExperimentState])
    parser.add_argument("--text", default="", help="words of name, hypothesis, metric or versions")
    for name in ("metric", "topic", "hook", "segment", "verdict"):
        parser.add_argument(f"--{name}", help=f"only tests of this {name}")
    parser.add_argument("--finished", action="store_true", help="only tests that are over")
    parser.add_argument("--limit", type=int, default=SHOWN, metavar="N", help=f"at most N tests (default {SHOWN})")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="leave the first N out")


def _run_list(call: Call) -> Answer:
    options = call.options
    if options.limit < 0 or options.offset < 0:
        raise BadOption("--limit", str(min(options.limit, options.offset)), "a whole number from 0 on")
    query = ExperimentQuery(
        text=options.text,
        states=tuple(ExperimentState(state) for state in options.state),
        finished=True if options.finished else None,
        metric=options.metric,
        topic=options.topic,
        hook=options.hook,
        segment=options.segment,
        verdict=options.verdict,
    )
    with desk_of(call) as desk:
        page = list_experiments(
            desk.services.store,
            desk.brand,
            query,
            desk.services.clock,
            limit=options.limit,
            offset=options.offset,
            chances=True,
        )
    payload = {
        "total": page.total,
        "states": {state.value: page.states.get(state, 0) for state in ExperimentState},
        "experiments": [listed_payload(each) for each in page.tests],
    }
    lines = [line_of(each) for each in page.tests] or ["No tests."]
    if page.total > len(page.tests):
        lines.append(f"{page.total:,} tests in all; --offset {options.offset + len(page.tests)} shows the next.")
    return Answer(payload, "\n".join(lines))


def _configure_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")
    parser.add_argument("--looks", action="store_true", help="add each look, and the effect by days since exposure")


def _run_show(call: Call) -> Answer:
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, call.options.test)
        view = view_experiment(store, desk.brand, record.id, who=READER, clock=clock)
        payload = _payload(desk, view)
        if call.options.looks:
            payload["looks"] = plain_values(looks_of(store, desk.brand, record.id))
            payload["novelty"] = plain_values(novelty_of(store, desk.brand, record.id))
            by_age = effects_by_age(store, desk.brand, record.id, record.metric)
            payload["by_days_since_exposure"] = plain_values(by_age)
    return Answer(payload, "\n".join(_lines(view)))


def _payload(desk: Desk, view: ExperimentView) -> dict[str, Any]:
    overlaps = find_overlaps(desk.services.store, desk.brand, view.record.id, desk.services.clock)
    predictions = [plain_values(each) | {"at": moment(each.at)} for each in view.predictions]
    decisions = [
        {
            "id": each.id,
            "choice": each.choice.value,
            "arm": each.arm,
            "note": each.note,
            "who": each.who,
            "at": moment(each.at),
            "data_version": each.data_version,
        }
        for each in view.decisions
    ]
    return experiment_payload(view.record) | {
        "report": plain_values(view.report),
        "reason": "not started" if view.report is None else None,
        "later_data": view.later_data,
        "predictions": predictions,
        "decisions": decisions,
        "sources": [
            {"id": each.id, "file": each.file, "at": moment(each.created_at), "notes": list(notes_of(each.report))}
            for each in view.sources
        ],
        "history": [
            {"kind": each.kind.value, "who": each.who, "at": moment(each.at), "note": each.note} for each in view.events
        ],
        "overlaps": plain_values(overlaps),
        "proposal": plain_values(view.proposal),
    }


def _lines(view: ExperimentView) -> list[str]:
    record, report = view.record, view.report
    lines = [f"{record.name} ({record.state.value}), judged by {record.metric}"]
    if report is None:
        return [*lines, "Not started yet."]
    lines += [f"{report.verdict.word.value}: {report.verdict.reason}"]
    if view.proposal is not None:
        lines.append(f"  Proposed, for a person to decide: {_proposal_line(view.proposal)}")
    for result in report.results:
        shown = result.shown
        span = "cannot be computed" if shown.lift is None else f"{shown.lift:+.1%}"
        if shown.low is not None and shown.high is not None:
            span += f" ({shown.low:+.1%} to {shown.high:+.1%}, 95 % range)"
        lines.append(f"  {result.metric}: {result.arm} against {result.against}: {span}, n = {result.n:,.0f}")
    lines += [_factor_line(effect) for effect in report.factorial]
    read = [f"  {each.file}: {note}" for each in view.sources for note in notes_of(each.report)]
    return [*lines, *(f"  {note}" for note in report.notes), *read]


def _proposal_line(proposal: Proposal) -> str:
    split = " ".join(f"{arm}={share:.3g}" for arm, share in proposal.shares)
    return f"{proposal.advice.value.replace('_', ' ')}. {proposal.reason}" + (f" --split {split}" if split else "")


def _factor_line(effect: FactorEffect) -> str:
    """What a factor does, or by how much two miss what they multiply to."""
    parts = zip(effect.factors, effect.levels, effect.against, strict=True)
    name = " x ".join(f"{factor} {level} instead of {today}" for factor, level, today in parts)
    kind = "together beyond each alone" if effect.is_interaction else "alone"
    if effect.lift is None:
        return f"  {name}, {kind}: cannot be computed, {effect.reason}, n = {effect.n:,.0f}"
    span = "" if effect.low is None or effect.high is None else f" ({effect.low:+.1%} to {effect.high:+.1%})"
    return f"  {name}, {kind}: {effect.lift:+.1%}{span}, p corrected {effect.p_adjusted:.3g}, n = {effect.n:,.0f}"


LIST: Final = Verb(_configure_list, _run_list)
SHOW: Final = Verb(_configure_show, _run_show)
