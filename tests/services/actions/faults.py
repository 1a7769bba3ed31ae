"""Processes that work on the actions of one brand and die on the way, forked so that hundreds of them cost little."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event

from db.engine import Store, open_store
from learning.domain.actions import ActionCommand
from learning.domain.errors import NotFound, Refused
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.performing import ActionService
from tests.services.actions.bench import ActionBench

PATIENCE_S = 60


def order_of(
    bench: ActionBench, command: ActionCommand, action_id: int, who: str = "bob", key: str = "", **wish: Any
) -> Order:
    """Return a command of a person, with a key of its own unless one is given."""
    return Order(bench.brand, command, who, key or f"{command.value} {action_id}", action_id, Wish(**wish))


def approval_of(bench: ActionBench, action_id: int, who: str) -> Order:
    """Return the yes of a person to what stands now."""
    record = bench.get(action_id)
    seen = {"seen_round": record.round, "seen_digest": record.digest}
    return order_of(bench, ActionCommand.APPROVE, action_id, who, f"approve {action_id} {who}", **seen)


def open_again(bench: ActionBench) -> tuple[Store, ActionService]:
    """Open the store anew, as another process of the same installation."""
    store = open_store(bench.store.url)
    return store, ActionService(store, bench.trail, bench.clock)


def die_at(store: Store, number: int, *, after: bool) -> list[int]:
    """Have this process killed at the statement of a number, before or after it runs; the count goes on in the list."""
    count = [0]

    def look(*_: object) -> None:
        count[0] += 1
        if count[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "after_cursor_execute" if after else "before_cursor_execute", look)
    return count


class Child:
    """A forked process and what it says before it ends."""

    def __init__(self, bench: ActionBench, work: Callable[[Callable[[object], None]], None]) -> None:
        # No connection of the parent's may be open in two processes.
        bench.store._engine.dispose()
        sys.stdout.flush()
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.close(reading)
                work(lambda told: _write(writing, told))
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        self._reading = reading

    def kill(self, seconds: float) -> None:
        """Kill it as the system does, so long after its first word."""
        select.select([self._reading], [], [], PATIENCE_S)
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> tuple[int, list[Any]]:
        """Wait for its end and return its status and everything that it said."""
        with os.fdopen(self._reading, "rb") as pipe:
            lines = pipe.read().split(b"\n")
        _, status = os.waitpid(self.pid, 0)
        # A line that was cut off was never said.
        return os.waitstatus_to_exitcode(status), [json.loads(line) for line in lines[:-1]]


def _write(pipe: int, told: object) -> None:
    os.write(pipe, json.dumps(told).encode() + b"\n")


def killed_at(bench: ActionBench, order: Order, number: int, *, after: bool) -> bool:
    """Carry a command out in a process that is killed at a statement; False where it came to its end before."""

    def work(say: Callable[[object], None]) -> None:
        store, service = open_again(bench)
        die_at(store, number, after=after)
        service.perform(order)
        say("done")

    status, _ = Child(bench, work).end()
    assert status in {0, -signal.SIGKILL}
    return status != 0


def at_once(bench: ActionBench, orders: Sequence[Order]) -> list[dict[str, Any]]:
    """Carry commands out in as many processes, all at the same moment, and return what each was told."""
    begin = time.time() + 0.4 + 0.05 * len(orders)

    def child(order: Order) -> Child:
        def work(say: Callable[[object], None]) -> None:
            store, service = open_again(bench)
            with store.read() as unit:
                unit.brands.list_all()
            time.sleep(max(begin - time.time(), 0))
            try:
                say({"answer": json.loads(service.perform(order).to_text())})
            except (Refused, NotFound) as refused:
                say({"code": refused.code, "message": refused.message})

        return Child(bench, work)

    told = []
    for each in [child(order) for order in orders]:
        status, said = each.end()
        assert status == 0
        told += said
    return told
