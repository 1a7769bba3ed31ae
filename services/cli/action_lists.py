"""`bellwether actions list|show|ledger`: what is there, and what came of it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from learning.domain.actions import ActionState
from services.actions.action_json import action_detail, action_summary, moment, value_words
from services.cli.action_options import action_argument, action_words, open_desk
from services.cli.verb import Answer, Call, Verb


def _configure_list(parser: argparse.ArgumentParser) -> None:
    states = [state.value for state in ActionState]
    parser.add_argument("--state", action="append", choices=states, help="only in this state; may be repeated")


def _list(call: Call) -> Answer:
    wanted = {ActionState(state) for state in call.options.state or states_all()}
    with open_desk(call) as desk, desk.services.store.read() as work:
        records = work.actions.list_of(desk.brand.id, wanted)
        payload = {"actions": [action_summary(work, record) for record in records]}
    lines = [f"{record.id:>5}  {record.state.value:<18} {value_words(record)}" for record in records]
    return Answer(payload, "\n".join(lines) or "There are no changes.")


def states_all() -> list[str]:
    """Return every state."""
    return [state.value for state in ActionState]


def _show(call: Call) -> Answer:
    with open_desk(call) as desk, desk.services.store.read() as work:
        payload = action_detail(work, work.actions.get(desk.brand.id, call.options.id))
    return Answer(payload, action_words(payload))


def _configure_none(parser: argparse.ArgumentParser) -> None:
    del parser


def _ledger(call: Call) -> Answer:
    with open_desk(call) as desk, desk.services.store.read() as work:
        rows = work.action_log.list_ledger(desk.brand.id)
    payload = {"ledger": [asdict(row) | {"at": moment(row.at), "reason": row.reason or None} for row in rows]}
    lines = [
        f"{row.action_id:>5}  {row.decision:<12} {row.metric}: "
        + (f"{row.effect:+.1%}" if row.effect is not None else f"not measured ({row.reason})")
        for row in rows
    ]
    return Answer(payload, "\n".join(lines) or "No change has ended yet.")


LIST = Verb(_configure_list, _list)
SHOW = Verb(action_argument, _show)
LEDGER = Verb(_configure_none, _ledger)
