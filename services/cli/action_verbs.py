"""`bellwether actions submit|approve|...`: the commands about one action."""

from __future__ import annotations

import argparse

from learning.domain.actions import ActionCommand, ActionState
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.cli.action_options import (
    action_argument,
    carry_out,
    key_of,
    moment_of,
    open_desk,
    perform,
    writing_options,
)
from services.cli.verb import Answer, Call, Verb

PREDICTIONS = ("better", "same", "worse")


def _configure(parser: argparse.ArgumentParser) -> None:
    action_argument(parser)
    writing_options(parser)


def _plain(command: ActionCommand) -> Verb:
    """Return the verb of a command that says nothing but who, why and about what."""
    return Verb(_configure, lambda call: perform(call, command))


def _configure_approve(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--round", type=int, required=True, metavar="N", help="the round that you saw")
    parser.add_argument("--digest", required=True, metavar="D", help="the digest that you saw")
    parser.add_argument("--predict", choices=PREDICTIONS, default="", help="what you expect to come of it")


def _approve(call: Call) -> Answer:
    options = call.options
    wish = Wish(reason=options.reason, seen_round=options.round, seen_digest=options.digest, prediction=options.predict)
    return perform(call, ActionCommand.APPROVE, wish)


def _configure_schedule(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--at", required=True, metavar="TIME", help="ISO 8601 with zone, as in 2026-11-30T09:00:00Z")


def _schedule(call: Call) -> Answer:
    return perform(call, ActionCommand.SCHEDULE, Wish(reason=call.options.reason, at=moment_of(call.options.at)))


def _configure_advance(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--stage", type=int, metavar="K", help="the stage that you saw (default: the present one)")


def _advance(call: Call) -> Answer:
    options = call.options
    with open_desk(call) as desk:
        with desk.services.store.read() as work:
            rolling = work.actions.list_of(desk.brand.id, {ActionState.ROLLING})
        # The service refuses, and notes, an action that is not there.
        at_last = {each.id for each in rolling if (each.progress.stage or 0) + 1 >= len(each.draft.ramp)}
        command = ActionCommand.FINISH if options.id in at_last else ActionCommand.ADVANCE
        wish = Wish(reason=options.reason, seen_stage=options.stage)
        return carry_out(desk, Order(desk.brand, command, options.who, key_of(options), options.id, wish))


SUBMIT = _plain(ActionCommand.SUBMIT)
APPROVE = Verb(_configure_approve, _approve)
REQUEST_CHANGES = _plain(ActionCommand.REQUEST_CHANGES)
REJECT = _plain(ActionCommand.REJECT)
WITHDRAW = _plain(ActionCommand.WITHDRAW)
SCHEDULE = Verb(_configure_schedule, _schedule)
START = _plain(ActionCommand.START)
ADVANCE = Verb(_configure_advance, _advance)
PAUSE = _plain(ActionCommand.PAUSE)
RESUME = _plain(ActionCommand.RESUME)
ROLLBACK = _plain(ActionCommand.ROLLBACK)
KEEP = _plain(ActionCommand.KEEP)
UNDO = _plain(ActionCommand.UNDO)
BYPASS = _plain(ActionCommand.BYPASS)
REVIEW = _plain(ActionCommand.REVIEW)
CONFIRM = _plain(ActionCommand.CONFIRM)
