"""`bellwether actions list|show|ledger`: what is there, and what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from learning.domain.actions import ActionState
from services.actions.action_json import action_detail, action_summary, moment, value_words
from services.actions.ledger import Ledger, read_ledger
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
        found = read_ledger(work, desk.brand.id)
    payload = {
        "ledger": [
            asdict(line.row)
            | {"at": moment(line.row.at), "reason": line.row.reason or None, "running_total": asdict(line.total)}
            for line in found.lines
        ],
        "totals": [
            asdict(each.total) | {"unit": each.unit, "goal": None if each.goal is None else each.goal.target}
            for each in found.totals
        ],
        "track_record": {
            "system": None if found.system is None else asdict(found.system),
            "people": [asdict(each) for each in found.people],
        },
    }
    return Answer(payload, "\n".join(_ledger_words(found)) or "No change has ended yet.")


def _ledger_words(found: Ledger) -> Iterator[str]:
    for row in (line.row for line in found.lines):
        effect = f"not measured ({row.reason})"
        if row.effect is not None and row.low is not None and row.high is not None:
            effect = f"{row.effect:+.1%} ({row.low:+.1%} to {row.high:+.1%}, n {row.n:,}, {row.method})"
        yield f"{row.action_id:>5}  {row.decision:<12} {row.metric}: {effect}"
    for each in found.totals:
        total = each.total
        yield (
            f"Together on {total.metric}: {total.value:+,.0f} ({total.low:+,.0f} to {total.high:+,.0f}) "
            f"of {total.n} changes; {total.unmeasured} without an amount"
        )
    for record in (*(() if found.system is None else (found.system,)), *found.people):
        yield f"Guesses of {record.who}: {record.right} of {record.n} right ({record.low:.0%} to {record.high:.0%})"


LIST = Verb(_configure_list, _list)
SHOW = Verb(action_argument, _show)
LEDGER = Verb(_configure_none, _ledger)
