"""`bellwether actions automatic`: rules that approve small changes of one kind for a time, and what they did."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from learning.domain.errors import BadOption
from learning.domain.policies import AutomaticRule
from services.actions.action_json import moment
from services.actions.automatic import WEEK, automatic_report, report_words, with_rule, without_rule
from services.actions.policies import change_policy, policy_of
from services.cli.action_options import Desk, open_desk
from services.cli.verb import Answer, Call, Verb

PARTS = 3


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["report", "allow", "stop"], help="what rules did in a week; set or end a rule")
    parser.add_argument("parameter", nargs="?", default="", metavar="COMPONENT.OPERATION.NAME", help="which kind")
    parser.add_argument("--step", type=float, default=0.1, metavar="SHARE", help="largest relative change (0.1)")
    parser.add_argument("--per-day", type=int, default=1, metavar="N", help="changes a day (1)")
    parser.add_argument("--days", type=int, default=28, metavar="N", help="how long it stands (28, at most 90)")
    parser.add_argument("--as", dest="who", default="", metavar="USER", help="an administrator")


def _run(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        if options.what != "report":
            _change(desk, options)
        now = int(desk.services.clock.now().timestamp())
        with desk.services.store.read() as work:
            report = automatic_report(work, desk.brand.id, policy_of(work, desk.brand.id), since=now - WEEK, until=now)
    payload: dict[str, Any] = {
        "rules": [asdict(rule) | {"until": moment(rule.until)} for rule in report.rules],
        "changes": [
            {
                "action_id": each.action.id,
                "rule": each.vote.reason,
                "at": moment(each.vote.at),
                "state": each.action.state.value,
                "effect": None if each.ledger is None else each.ledger.effect,
            }
            for each in report.changes
        ],
    }
    return Answer(payload, report_words(report))


def _change(desk: Desk, options: argparse.Namespace) -> None:
    parts = options.parameter.split(".")
    if len(parts) != PARTS or not all(parts):
        raise BadOption("COMPONENT.OPERATION.NAME", options.parameter, "a parameter, as in content.set.length")
    services = desk.services
    now = services.clock.now()
    with services.store.read() as work:
        policy = policy_of(work, desk.brand.id)
    if options.what == "allow":
        until = int((now + timedelta(days=options.days)).timestamp())
        rule = AutomaticRule(parts[0], parts[1], parts[2], options.step, options.per_day, until)
        policy = with_rule(policy, rule, int(now.timestamp()))
    else:
        policy = without_rule(policy, *parts)
    change_policy(services.store, desk.brand, policy, who=services.caller(options.who))


AUTOMATIC = Verb(_configure, _run)
