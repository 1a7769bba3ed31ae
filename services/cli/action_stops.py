"""`bellwether actions kill|unkill|policy`: what holds for all changes of a brand."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from learning.domain.errors import BadOption
from learning.domain.policies import Gate
from services.actions.action_json import action_summary, moment
from services.actions.policies import change_policy, parse_policy, policy_of
from services.cli.action_options import Desk, key_of, open_desk, writing_options
from services.cli.verb import Answer, Call, Verb


def _kill(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        gate = desk.services.stops.kill(desk.brand, options.who, options.reason, key_of(options))
        return _answer(desk, gate)


def _unkill(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        gate = desk.services.stops.unkill(desk.brand, options.who, options.reason, key_of(options))
        return _answer(desk, gate)


def _answer(desk: Desk, gate: Gate) -> Answer:
    with desk.services.store.read() as work:
        actions = [action_summary(work, record) for record in work.actions.list_of(desk.brand.id)]
    payload: dict[str, Any] = {
        "killed": gate.killed,
        "killed_by": gate.killed_by or None,
        "killed_at": moment(gate.killed_at),
        "reason": gate.reason or None,
        "breaker_open": gate.breaker_open,
        "actions": actions,
    }
    said = f"All changes of {desk.brand.name} are stopped." if gate.killed else "Changes are possible again."
    return Answer(payload, said)


def _configure_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set", action="append", metavar="NAME=VALUE", help="change one; may be repeated")
    parser.add_argument("--as", dest="who", metavar="USER", help="who changes it: an administrator")


def _policy(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        with desk.services.store.read() as work:
            policy = policy_of(work, desk.brand.id)
        if options.set:
            changes = dict(_pair(text) for text in options.set)
            wanted = parse_policy(policy, changes)
            services = desk.services
            policy = change_policy(services.store, desk.brand, wanted, who=services.caller(options.who or ""))
    values = asdict(policy)
    return Answer({"policy": values}, "\n".join(f"{name:<18} {value}" for name, value in values.items()))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise BadOption("--set", text, "NAME=VALUE")
    return name.strip(), value.strip()


KILL = Verb(writing_options, _kill)
UNKILL = Verb(writing_options, _unkill)
POLICY = Verb(_configure_policy, _policy)
