"""`bellwether parameters pin|unpin|pins|reviews|review`: what people hold, and what they owe a look."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from learning.domain.errors import BadOption
from learning.domain.parameters import Parameter
from learning.domain.pins import ParameterReview, Pin, ReviewState, Standing, Verdict
from learning.domain.policies import DAY
from services.actions.action_json import moment
from services.cli.action_options import key_of, moment_of, open_desk, writing_options
from services.cli.parameter_options import key_of_parameter, parameter_arguments, value_of
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call
from services.parameters.pinning import PinWish
from services.parameters.standing import list_standings

MOST_DAYS: Final = 3_650.0


def add_pins(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs."""
    pin = verbs.add_parser("pin", help="hold what was approved last until a moment", parents=[shared_options()])
    parameter_arguments(pin)
    pin.add_argument("--arm", default="", metavar="ARM", help="hold the weight of one arm (default: the whole value)")
    pin.add_argument("--value", metavar="VALUE", help="what you saw; another one is a change: propose it")
    end = pin.add_mutually_exclusive_group(required=True)
    end.add_argument("--until", metavar="TIME", help="ISO 8601 with zone, as in 2026-11-30T09:00:00Z")
    end.add_argument("--days", type=float, metavar="N", help="from now")
    writing_options(pin)
    unpin = verbs.add_parser("unpin", help="let it be changed and learned again", parents=[shared_options()])
    parameter_arguments(unpin)
    unpin.add_argument("--arm", default="", metavar="ARM")
    writing_options(unpin)
    pins = verbs.add_parser("pins", help="what is pinned, by whom, until when and why", parents=[shared_options()])
    pins.add_argument("component", nargs="?", metavar="COMPONENT")
    pins.add_argument("--all", action="store_true", help="those that are over, too")
    reviews = verbs.add_parser("reviews", help="what serves something else than its base", parents=[shared_options()])
    reviews.add_argument("component", nargs="?", metavar="COMPONENT")
    reviews.add_argument("--due", action="store_true", help="only what somebody has to look at now")
    review = verbs.add_parser("review", help="say what is to become of what is due", parents=[shared_options()])
    parameter_arguments(review)
    review.add_argument("--verdict", required=True, choices=[each.value for each in Verdict])
    writing_options(review)


def _pin(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        services, brand = desk.services, desk.brand
        wish = PinWish(
            key_of_parameter(options, brand.id),
            _until(options, int(services.clock.now().timestamp())),
            options.reason,
            options.arm,
            value_of(options.value),
        )
        pin = services.pins.pin(brand, wish, services.caller(options.who), key_of(options))
        with services.store.read() as work:
            parameter = work.parameters.get(pin.parameter_id)
    return Answer({"pin": pin_json(parameter, pin)}, f"Pinned until {moment(pin.until)}: {_words(parameter, pin)}.")


def _unpin(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        services, brand = desk.services, desk.brand
        pin = services.pins.unpin(
            brand,
            key_of_parameter(options, brand.id),
            options.arm,
            reason=options.reason,
            who=services.caller(options.who),
            command=key_of(options),
        )
        with services.store.read() as work:
            parameter = work.parameters.get(pin.parameter_id)
    return Answer({"pin": pin_json(parameter, pin)}, f"No longer pinned: {_words(parameter, pin)}.")


def _pins(call: Call) -> Answer:
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    for each in _standings(call):
        for pin in (*each.pins, *(each.ended if call.options.all else ())):
            rows.append(pin_json(each.parameter, pin))
            over = " (over)" if pin in each.ended else ""
            lines.append(f"{_words(each.parameter, pin)}, until {moment(pin.until)}, by {pin.who}: {pin.reason}{over}")
    return Answer({"pins": rows}, "\n".join(lines) or "Nothing is pinned.")


def _reviews(call: Call) -> Answer:
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    for now, state in _review_states(call):
        if state.is_due(now) or not call.options.due:
            rows.append(review_json(state, now))
            key, when = state.parameter.key, "due" if state.is_due(now) else f"due {moment(state.due_at)}"
            lines.append(f"{key.component} / {key.operation} / {key.name} = {state.serves!r}: {when}")
    return Answer({"reviews": rows}, "\n".join(lines) or "Nothing is to be looked at.")


def _review(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        services, brand = desk.services, desk.brand
        verdict = Verdict(options.verdict)
        give = services.reviews.keep if verdict is Verdict.KEEP else services.reviews.propose_base
        key = key_of_parameter(options, brand.id)
        said = give(brand, key, reason=options.reason, who=services.caller(options.who), command=key_of(options))
        with services.store.read() as work:
            parameter = work.parameters.get(said.parameter_id)
    told = "It stays as it is." if said.action_id is None else f"Action {said.action_id} proposes the base value."
    return Answer({"review": _place(parameter) | _said(said)}, told)


PIN_VERBS: Final[Mapping[str, Callable[[Call], Answer]]] = {
    "pin": _pin,
    "unpin": _unpin,
    "pins": _pins,
    "reviews": _reviews,
    "review": _review,
}


def pin_json(parameter: Parameter, pin: Pin) -> dict[str, Any]:
    """Return a pin as JSON has it."""
    own = {
        "arm": pin.arm or None,
        "value": pin.value,
        "until": moment(pin.until),
        "reason": pin.reason,
        "who": pin.who,
        "at": moment(pin.at),
        "action_id": pin.action_id,
        "ended_at": moment(pin.ended_at),
        "ended_by": pin.ended_by or None,
        "ended_why": pin.ended_why or None,
    }
    return {"id": pin.id} | _place(parameter) | own


def review_json(state: ReviewState, now: int) -> dict[str, Any]:
    """Return what is to be looked at, and what the value brought, as JSON has it."""
    return _place(state.parameter) | {
        "base": state.parameter.base_value,
        "value": state.serves,
        "adjusted": state.adjusted,
        "since": moment(state.since),
        "due_at": moment(state.due_at),
        "due": state.is_due(now),
        "brought": [asdict(row) | {"at": moment(row.at)} for row in state.brought],
        "last": None if state.last is None else _said(state.last),
    }


def _place(parameter: Parameter) -> dict[str, Any]:
    key = parameter.key
    return {"component": key.component, "operation": key.operation, "name": key.name, "context": dict(key.context)}


def _said(review: ParameterReview) -> dict[str, Any]:
    return {
        "verdict": review.verdict.value,
        "reason": review.reason,
        "who": review.who,
        "at": moment(review.at),
        "action_id": review.action_id,
    }


def _standings(call: Call) -> tuple[Standing, ...]:
    with open_desk(call) as desk, desk.services.store.read() as work:
        now = int(desk.services.clock.now().timestamp())
        return list_standings(work, desk.brand.id, now, component=call.options.component)


def _review_states(call: Call) -> list[tuple[int, ReviewState]]:
    with open_desk(call) as desk, desk.services.store.read() as work:
        now = int(desk.services.clock.now().timestamp())
        found = list_standings(work, desk.brand.id, now, component=call.options.component)
    return [(now, each.review) for each in found if each.review is not None]


def _until(options: argparse.Namespace, now: int) -> int:
    if options.until is not None:
        return moment_of(options.until, "--until")
    if not 0 < options.days <= MOST_DAYS:
        raise BadOption("--days", f"{options.days:g}", f"a number of days above 0 and up to {MOST_DAYS:g}")
    return now + int(options.days * DAY)


def _words(parameter: Parameter, pin: Pin) -> str:
    key = parameter.key
    what = f"{pin.arm} of {key.name}" if pin.arm else key.name
    return f"{what} of {key.component} at {pin.value!r}"
