"""`bellwether experiment decide` and `predict`."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import Any, Final

from learning.domain.actions import ActionRecord
from learning.domain.experiment_records import Choice
from learning.domain.plain_values import plain_values
from services.cli.experiment_words import desk_of, experiment_payload, read_numbers
from services.cli.imports import caller_of, current_user
from services.cli.verb import Answer, Call, Verb
from services.experiments.analysing import find_experiment
from services.experiments.deciding import HOLDOUT, Decided, Wish, decide_experiment
from services.experiments.design_json import design_from_json
from services.experiments.local_days import EPOCH
from services.experiments.predictions import Guess, predict
from services.experiments.reallocating import reallocate_experiment


def _configure_decide(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--choose", metavar="LABEL", help="this version; it becomes a proposal")
    choice.add_argument("--keep", action="store_true", help="stay with the control")
    choice.add_argument("--longer", type=int, metavar="DAYS", help="run so many days more")
    choice.add_argument("--stop", action="store_true", help="end it without a winner")
    parser.add_argument("--note", default="", help="why")
    parser.add_argument("--as", dest="who", metavar="USER", help="who decides (default: who runs the command)")
    parser.add_argument("--holdout", type=float, default=HOLDOUT, metavar="SHARE", help="share that stays as it is")
    parser.add_argument("--no-proposal", action="store_true", help="decide only; propose no change")


def _run_decide(call: Call) -> Answer:
    options = call.options
    choice = Choice.CHOOSE if options.choose is not None else Choice.KEEP if options.keep else Choice.RUN_LONGER
    choice = Choice.STOP if options.stop else choice
    wish = Wish(choice, options.choose, options.note, options.longer, not options.no_proposal, options.holdout)
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, options.test)
        who = caller_of(desk.services, options.who)
        done = decide_experiment(store, desk.brand, record.id, wish, who=who, clock=clock)
    return Answer(_payload(done, choice), _words(done, choice))


def _payload(done: Decided, choice: Choice) -> dict[str, Any]:
    return experiment_payload(done.record) | {
        "choice": choice.value,
        "decision_id": done.decision_id,
        "report": plain_values(done.report),
        "action": None if done.action is None else action_payload(done.action),
    }


def action_payload(action: ActionRecord) -> dict[str, Any]:
    """Return an action as plain values."""
    draft = action.draft
    return {
        "id": action.id,
        "state": action.state.value,
        "round": action.round,
        "digest": action.digest,
        "component": draft.component,
        "operation": draft.operation,
        "name": draft.name,
        "context": dict(draft.context),
        "from": draft.from_value,
        "to": draft.to_value,
        "reason": draft.reason,
        "evidence": draft.evidence,
        "expected": plain_values(draft.expected),
        "guardrails": plain_values(draft.guardrails),
        "ramp": list(draft.ramp),
        "holdout": draft.holdout,
        "undo": draft.undo,
    }


def _words(done: Decided, choice: Choice) -> str:
    lines = [f"{done.record.name}: {choice.value.replace('_', ' ')} ({done.report.verdict.word.value} was the advice)."]
    if done.action is not None:
        share = done.action.draft.holdout
        lines.append(f"Proposed as action {done.action.id}, a draft, with {share:.0%} held back.")
    return "\n".join(lines)


def _configure_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")
    parser.add_argument("arm", metavar="LABEL", help="the version that will win; 'none' for no version")
    parser.add_argument("--lift", type=float, help="by how much, 0.05 = 5 %%")
    parser.add_argument("--chance", type=float, help="how sure, 0-1")
    parser.add_argument("--as", dest="who", metavar="USER", help="who predicts (default: who runs the command)")


def _run_predict(call: Call) -> Answer:
    options = call.options
    guess = Guess(None if options.arm == "none" else options.arm, options.lift, options.chance)
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, options.test)
        who = options.who or current_user()
        predict(store, desk.brand, record.id, guess, who=caller_of(desk.services, who), clock=clock)
    payload = {"id": record.id, "who": who, "arm": guess.arm, "lift": guess.lift, "chance": guess.chance}
    return Answer(payload, f"{who} predicts {guess.arm or 'no winner'} for {record.name}.")


def _configure_reallocate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("test", metavar="TEST", help="id, or the name that files use")
    parser.add_argument(
        "--split", nargs="+", required=True, metavar="LABEL=SHARE", help="of every version; none goes to zero"
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DATE", help="default: tomorrow")
    parser.add_argument("--note", default="", help="why")
    parser.add_argument("--as", dest="who", metavar="USER", help="who decides (default: who runs the command)")


def _run_reallocate(call: Call) -> Answer:
    options = call.options
    shares = read_numbers("--split", options.split)
    with desk_of(call) as desk:
        store, clock = desk.services.store, desk.services.clock
        record = find_experiment(store, desk.brand, options.test)
        who = caller_of(desk.services, options.who)
        day = None if options.first is None else (options.first - EPOCH).days
        changed = reallocate_experiment(
            store, desk.brand, record.id, shares, who=who, clock=clock, from_day=day, note=options.note
        )
    first = EPOCH + timedelta(days=design_from_json(changed.design).splits[-1].day)
    return Answer(experiment_payload(changed), f"{changed.name}: the new split holds from {first.isoformat()} on.")


DECIDE: Final = Verb(_configure_decide, _run_decide)
PREDICT: Final = Verb(_configure_predict, _run_predict)
REALLOCATE: Final = Verb(_configure_reallocate, _run_reallocate)
