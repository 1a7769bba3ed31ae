"""`bellwether parameters`: what programs are told, and which parameters there are."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from learning.domain.errors import BadOption, StoreUnavailable
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec, Served, Value
from services.actions.action_json import moment
from services.actions.drafting import live_value
from services.cli.action_options import open_desk
from services.cli.parameter_options import context_of
from services.cli.parameter_pins import PIN_VERBS, add_pins
from services.cli.parameter_shadow import add_shadow, decide_shadow
from services.cli.parameter_show import add_show, show_components
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb
from services.parameters.component_json import parameter_to_json
from services.parameters.definitions import define_parameter
from services.parameters.serving import ParameterService


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(
        dest="what", required=True, metavar="get|list|show|shadow|define|pin|unpin|pins|reviews|review"
    )
    get = verbs.add_parser("get", help="what serves a unit in a context", parents=[shared_options()])
    get.add_argument("component", metavar="COMPONENT")
    get.add_argument("--context", action="append", metavar="K=V", help="whom it is for; may be repeated")
    get.add_argument("--unit", metavar="ID", help="what is randomised: a session, a slot, a cell")
    verbs.add_parser("list", help="every parameter with what serves now", parents=[shared_options()])
    add_show(verbs)
    add_shadow(verbs)
    add_pins(verbs)
    define = verbs.add_parser("define", help="register a parameter, or change its bounds", parents=[shared_options()])
    define.add_argument("component", metavar="COMPONENT")
    define.add_argument("name", metavar="NAME")
    define.add_argument("--operation", default="set", metavar="NAME")
    define.add_argument("--context", action="append", metavar="K=V")
    define.add_argument("--type", dest="kind", required=True, choices=[kind.value for kind in ParameterKind])
    define.add_argument("--base", required=True, metavar="VALUE", help="what serves until it is changed")
    for name in ("low", "high", "step"):
        define.add_argument(f"--{name}", type=float, metavar="NUMBER")
    define.add_argument("--option", action="append", default=[], metavar="TEXT", help="of texts: an allowed one")
    define.add_argument("--as", dest="who", required=True, metavar="USER", help="an administrator")


def _run(call: Call) -> Answer:
    match call.options.what:
        case "get":
            return _get(call)
        case "list":
            return _list(call)
        case "show":
            return show_components(call)
        case "shadow":
            return decide_shadow(call)
        case "pin" | "unpin" | "pins" | "reviews" | "review" as verb:
            return PIN_VERBS[verb](call)
        case _:
            return _define(call)


def _get(call: Call) -> Answer:
    options = call.options
    context, unit = context_of(options.context), options.unit
    try:
        with open_desk(call) as desk:
            served = desk.services.parameters.get(desk.brand, options.component, context=context, unit=unit)
    except StoreUnavailable:
        away = ParameterService(None, call.settings)
        served = away.last_approved(call.brand, options.component, context, unit)
    payload = served_payload(served)
    lines = [f"{name} = {value!r}" for name, value in served.values.items()]
    lines += [
        f"{f'{pin.arm} of {pin.name}' if pin.arm else pin.name} is pinned until {moment(pin.until)}"
        for pin in served.pins
    ]
    return Answer(payload, "\n".join([f"{served.component}, version {served.version}, {served.cohort.value}", *lines]))


def served_payload(served: Served) -> dict[str, Any]:
    """Return what a program is told, as JSON has it."""
    values = {name: dict(value) if isinstance(value, Mapping) else value for name, value in served.values.items()}
    sides = [{"action_id": each.action_id, "cohort": each.cohort.value} for each in served.exposures]
    payload = asdict(served) | {"values": values, "exposures": sides}
    payload["pins"] = [{"name": pin.name, "arm": pin.arm or None, "until": moment(pin.until)} for pin in served.pins]
    payload |= {"action_id": served.action_id, "cohort": served.cohort.value}
    if served.arm is None:
        payload["reason"] = "arm: the component has no weighted arms, or no unit was named"
    return payload


def _list(call: Call) -> Answer:
    rows: list[dict[str, Any]] = []
    with open_desk(call) as desk, desk.services.store.read() as work:
        for parameter in work.parameters.list_of(desk.brand.id):
            version, value = live_value(work, parameter)
            rows.append(
                parameter_to_json(parameter)
                | {
                    "value": value,
                    "version": version,
                    "changing": work.parameters.find_lease(parameter.id),
                }
            )
    lines = [f"{row['component']} / {row['operation']} / {row['name']} = {row['value']!r}" for row in rows]
    return Answer({"parameters": rows}, "\n".join(lines) or "No parameter is known.")


def _define(call: Call) -> Answer:
    options = call.options
    kind = ParameterKind(options.kind)
    spec = ParameterSpec(kind, options.low, options.high, options.step, tuple(options.option))
    with open_desk(call) as desk:
        context = context_of(options.context)
        key = ParameterKey(desk.brand.id, options.component, options.operation, options.name, context)
        services = desk.services
        found = define_parameter(
            services.store,
            key,
            spec,
            _value(kind, options.base),
            who=services.caller(options.who),
        )
    payload = {"component": key.component, "operation": key.operation, "name": key.name, "type": kind.value}
    return Answer(payload | {"base": found.base_value}, f"{key.name} of {key.component} is known.")


def _value(kind: ParameterKind, text: str) -> Value:
    if kind is ParameterKind.TEXT:
        return text
    try:
        found: Value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadOption("--base", text[:40], f"a {kind.value} as in JSON") from error
    return found


PARAMETERS = Verb(_configure, _run)
