"""`bellwether actions propose|edit`: proposals from a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from learning.domain.actions import ActionCommand
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.proposal_json import draft_from_json, read_json
from services.cli.action_options import action_argument, carry_out, key_of, open_desk, writing_options
from services.cli.verb import Answer, Call, Verb


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", required=True, type=Path, metavar="FILE", help="the proposal, one JSON object")
    writing_options(parser)


def _propose(call: Call) -> Answer:
    options = call.options
    draft = draft_from_json(read_json(options.input), reason=options.reason)
    with open_desk(call) as desk:
        return carry_out(desk, Order(desk.brand, ActionCommand.PROPOSE, options.who, key_of(options), draft=draft))


def _configure_edit(parser: argparse.ArgumentParser) -> None:
    action_argument(parser)
    _configure(parser)


def _edit(call: Call) -> Answer:
    options = call.options
    changes, wish = read_json(options.input), Wish(reason=options.reason)
    with open_desk(call) as desk:
        key = key_of(options)
        order = Order(desk.brand, ActionCommand.EDIT, options.who, key, options.id, wish, changes=changes)
        return carry_out(desk, order)


PROPOSE = Verb(_configure, _propose)
EDIT = Verb(_configure_edit, _edit)
