"""What must hold of pins, read along the trail: nothing moves what is held, and nothing is held beyond its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from db.schema.audit import audit
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.parameters import ParameterKey
from services.parameters.serving import Ask
from tests.services.actions.bench import ActionBench
from tests.services.actions.invariants_served import COMPONENT, ENVELOPE, WEIGHTS

UNITS = tuple(Ask(f"pin {number}") for number in range(5))
TINY = 1e-9
STARTS = {Command.START.value, Command.BYPASS.value}


@dataclass(frozen=True)
class Hold:
    """One pin, as the trail has it."""

    value: Any
    until: int
    action: int | None


@dataclass
class Held:
    """What is pinned by the rows so far: by parameter and arm."""

    row: int = 0
    pins: dict[tuple[int, str], Hold] = field(default_factory=dict)

    def at(self, parameter: int, now: int) -> dict[str, Hold]:
        """The pins of a parameter at a moment, by arm; '' = the whole value."""
        return {arm: pin for (number, arm), pin in self.pins.items() if number == parameter and now < pin.until}


def check_pins(bench: ActionBench, held: Held) -> None:
    """Follow the trail from where it was read last, then look at what is served."""
    with bench.store.read() as work:
        rows = work.connection.execute(select(audit).where(audit.c.sequence > held.row).order_by(audit.c.sequence))
        for row in rows.mappings().all():
            _follow(work, bench, held, row)
            held.row = row["sequence"]
        _brought_by_changes(work, bench, held)
        known = {each.id: each.key for each in work.parameters.list_of(bench.brand.id)}
        base = {each: work.parameters.get(each).base_value for each in known}
        live = {each: found.value for each in known if (found := work.parameters.find_live(each)) is not None}
    if known:
        _served(bench, held, known, base | live)


def _follow(work: UnitOfWork, bench: ActionBench, held: Held, row: Mapping[str, Any]) -> None:
    body, kind = json.loads(row["body"]), row["kind"]
    what, _, number = row["subject"].partition(":")
    if what == "parameter" and kind == "pinned":
        arm = body["arm"]
        assert row["at"] < body["until"], "pinned when it was over"
        assert not {"", arm} & held.at(int(number), row["at"]).keys(), "pinned twice"
        held.pins[(int(number), arm)] = Hold(body["value"], body["until"], body["action"])
    elif what == "parameter" and kind in {"unpinned", "pin_over"}:
        pin = held.pins.pop((int(number), body["arm"]))
        assert kind == "unpinned" or row["at"] >= pin.until, "ended before its time"
    elif what == "parameter" and kind == "adjusted":
        made = next(one for one in work.parameters.list_adjustments(int(number)) if one.number == body["number"])
        _untouched(held.at(int(number), row["at"]), made.value, "a pinned value was adjusted")
    elif what == "action" and kind in STARTS and body["after"] == State.ROLLING.value:
        _not_started(work, bench, held, int(number), row["at"])
    elif what == "action" and kind == Command.APPROVE_BY_POLICY.value:
        record = work.actions.get(bench.brand.id, int(number))
        pins = held.at(record.progress.parameter_id, row["at"])
        _untouched(pins, record.draft.to_value, "a rule said yes to what is pinned")


def _not_started(work: UnitOfWork, bench: ActionBench, held: Held, action: int, at: int) -> None:
    record = work.actions.get(bench.brand.id, action)
    if record.draft.name == ENVELOPE:
        about = work.parameters.find(ParameterKey(bench.brand.id, COMPONENT, "set", WEIGHTS))
        assert about is not None
        assert "" not in held.at(about.id, at), "an envelope was opened around what is pinned"
    pins = held.at(record.progress.parameter_id, at)
    _untouched(pins, record.draft.to_value, "a change of what is pinned was started")


def _untouched(pins: Mapping[str, Hold], value: object, words: str) -> None:
    assert "" not in pins, words
    for arm, pin in pins.items():
        assert isinstance(value, Mapping), words
        assert abs(float(value[arm]) - float(pin.value)) <= TINY, words


def _brought_by_changes(work: UnitOfWork, bench: ActionBench, held: Held) -> None:
    """A change that carries a pin holds its value from its start on, until it is rolled back, let go or over."""
    by_action = {pin.action: key for key, pin in held.pins.items() if pin.action is not None}
    for record in work.actions.list_of(bench.brand.id):
        if record.draft.pin_until is None or record.progress.started_at is None:
            continue
        every = [pin for pin in work.pins.list_of(record.progress.parameter_id) if pin.action_id == record.id]
        assert [pin.value for pin in every] == [record.draft.to_value], "started without its pin"
        if record.state is State.ROLLED_BACK:
            assert record.id not in by_action, "rolled back, and its pin stands"


def _served(bench: ActionBench, held: Held, known: Mapping[int, ParameterKey], approved: Mapping[int, object]) -> None:
    wanted = {(known[number].name, arm, pin.until) for (number, arm), pin in held.pins.items() if bench.now < pin.until}
    for told in bench.parameters.get_many(bench.brand, COMPONENT, UNITS):
        assert {(pin.name, pin.arm, pin.until) for pin in told.pins} == wanted, "programs are told of other pins"
        for number, key in known.items():
            pins = held.at(number, bench.now)
            if key.name == WEIGHTS and "" in pins:
                assert told.values[WEIGHTS] == approved[number], "what was learned serves in place of what is pinned"
            elif key.name == WEIGHTS:
                _untouched(pins, told.values[WEIGHTS], "what was learned serves in place of a pinned arm")
