"""What the verbs that write actions have in common: who, why, under which key, on which brand."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.domain.actions import ActionCommand, ActionDraft
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, BellwetherError, NotFound, RuleRefused
from learning.governance.situation import Wish
from services.actions.action_json import action_detail, answer_payload
from services.actions.orders import Order
from services.bootstrap import Services, services_of
from services.brands import FIRST_BRAND, add_brand, find_brand
from services.cli.verb import Answer, Call


@dataclass(frozen=True, slots=True)
class Desk:
    """The services and the brand of one call."""

    services: Services
    brand: Brand


def writing_options(parser: argparse.ArgumentParser) -> None:
    """Declare who does it, why, and the key that makes a repetition harmless."""
    parser.add_argument("--as", dest="who", required=True, metavar="USER", help="who does it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.add_argument("--key", metavar="KEY", help="the same key again gives the same answer and changes nothing")


def action_argument(parser: argparse.ArgumentParser) -> None:
    """Declare which action."""
    parser.add_argument("id", type=int, metavar="ID", help="the action")


@contextmanager
def open_desk(call: Call) -> Iterator[Desk]:
    """Open the services and find the brand: the named one, else the only one that is no demo, made if there is none."""
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
        yield Desk(services, brand or add_brand(services.store, FIRST_BRAND, services.clock))


def key_of(options: argparse.Namespace) -> str:
    """Return the given key, or one that nobody used."""
    return options.key or uuid.uuid4().hex


def perform(
    call: Call,
    command: ActionCommand,
    wish: Wish | None = None,
    *,
    draft: ActionDraft | None = None,
) -> Answer:
    """Carry out a command about an action and answer with the action."""
    options = call.options
    action_id = getattr(options, "id", None)
    with open_desk(call) as desk:
        said = wish or Wish(reason=options.reason)
        order = Order(desk.brand, command, options.who, key_of(options), action_id, said, draft)
        return carry_out(desk, order)


def carry_out(desk: Desk, order: Order) -> Answer:
    """Carry out an order; a refusal comes with the action as it stands."""
    store = desk.services.store
    try:
        answer = desk.services.actions.perform(order)
    except RuleRefused as refused:
        return refused_answer(desk, order, refused)
    with store.read() as work:
        payload = answer_payload(work, desk.brand.id, answer)
    return Answer(payload, action_words(payload))


def refused_answer(desk: Desk, order: Order, refused: BellwetherError) -> Answer:
    """Return the refusal beside the action that it is about, for those who belong to the brand."""
    payload: dict[str, Any] = {}
    with desk.services.store.read() as work:
        person = work.people.find(str(order.who))
        if order.action_id is not None and person is not None and desk.brand.id in person.roles:
            with suppress(NotFound):
                payload = action_detail(work, work.actions.get(desk.brand.id, order.action_id))
    payload["error"] = {"code": refused.code, "message": refused.message, "fix": refused.fix}
    return Answer(payload, f"{refused.message}\n{refused.fix}", exit_code=1)


def action_words(payload: Mapping[str, Any]) -> str:
    """Write an action for a person."""
    stage = "" if payload["stage"] is None else f", stage {payload['stage']} ({payload['share']:.0%})"
    place = f"{payload['component']} / {payload['operation']} / {payload['name']}"
    lines = [
        f"Action {payload['id']}: {payload['state'].replace('_', ' ')}{stage}",
        f"  {place}: {payload['from']!r} -> {payload['to']!r}",
        f"  round {payload['round']}, digest {payload['digest']}",
    ]
    for line in payload.get("history", ()):
        reason = f": {line['reason']}" if line["reason"] else ""
        lines.append(f"  {line['at']}  {line['who']}  {line['command'].replace('_', ' ')} -> {line['to']}{reason}")
    return "\n".join(lines)


def moment_of(text: str, option: str = "--at") -> int:
    """Return UTC seconds of an ISO 8601 time with its zone.

    Raises:
        BadOption: It is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadOption(option, text, "a time such as 2026-11-30T09:00:00Z") from error
    if at.tzinfo is None:
        raise BadOption(option, text, "a time with its zone, such as 2026-11-30T09:00:00+01:00")
    return int(at.timestamp())
