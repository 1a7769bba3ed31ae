"""How long the server makes one person wait for a click on the Engagement page, and each of many who click at once.

Speaks Streamlit's own protocol instead of starting many browsers, which would be what is measured: a click is another
period in the filter, and the wait ends when the script of that person has finished. With `--follow` these people click
whenever a line comes in, beside somebody who is timed elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

CLICKS: Final = 7
PERIODS: Final = ("Last 7 days", "Last 28 days", "Last 90 days")
PATIENCE_S: Final = 120.0
LARGEST_MESSAGE: Final = 100_000_000


def main(arguments: list[str] | None = None) -> int:
    """Print the median wait of a click, in seconds: of one person alone and in the crowd."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("people", type=int)
    parser.add_argument("--follow", action="store_true", help="click with every line, and say when all have their page")
    options = parser.parse_args(arguments)
    if options.follow:
        asyncio.run(_follow(options.address, options.people))
        return 0
    alone, crowd = asyncio.run(_measure(options.address, options.people))
    sys.stdout.write(json.dumps({"alone": alone, "crowd": crowd}))
    return 0


@asynccontextmanager
async def _arrived(address: str, people: int) -> AsyncIterator[list[Visitor]]:
    """Let people arrive; everything that they will ask for is kept by then, for one as for many."""
    visitors = [Visitor(address) for _ in range(people)]
    try:
        for visitor in visitors:
            await visitor.arrive()
        for period in PERIODS:
            await visitors[0].choose(period)
        yield visitors
    finally:
        for visitor in visitors:
            await visitor.leave()


async def _measure(address: str, people: int) -> tuple[float, float]:
    alone: list[float] = []
    crowd: list[float] = []
    async with _arrived(address, people) as visitors:
        for number in range(CLICKS):
            period = PERIODS[number % len(PERIODS)]
            alone.append(await visitors[0].choose(period))
            other = PERIODS[(number + 1) % len(PERIODS)]
            crowd += await asyncio.gather(*(visitor.choose(other) for visitor in visitors))
    return statistics.median(alone), statistics.median(crowd)


async def _follow(address: str, people: int) -> None:
    async with _arrived(address, people) as visitors:
        _say("ready")
        for period in itertools.islice(itertools.cycle(PERIODS), 1, None):
            if not await asyncio.to_thread(sys.stdin.readline):
                return
            await asyncio.gather(*(visitor.choose(period) for visitor in visitors))
            _say("done")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run of the script brought."""

    period: str | None
    """The id of the filter."""
    failed: bool


class Visitor:
    """One open page."""

    def __init__(self, address: str) -> None:
        """Visit a dashboard."""
        self._address = address
        self._socket: ClientConnection | None = None
        self._period = ""

    async def arrive(self) -> None:
        """Open the page and wait until it stands."""
        url = f"{self._address.replace('http', 'ws', 1)}/_stcore/stream"
        self._socket = await connect(url, subprotocols=["streamlit"], max_size=LARGEST_MESSAGE)  # type: ignore[list-item]  # a plain str at run time
        seen = await self._run(ClientState(page_name="engagement"))
        if seen.period is None or seen.failed:
            raise SystemExit("the page showed no filter")
        self._period = seen.period

    async def choose(self, period: str) -> float:
        """Choose a period; return the seconds until the script has finished."""
        state = ClientState(page_name="engagement")
        state.widget_states.widgets.add(id=self._period, string_value=period)
        began = time.perf_counter()
        seen = await self._run(state)
        if seen.failed:
            raise SystemExit("the page failed")
        return time.perf_counter() - began

    async def leave(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, state: ClientState) -> Seen:
        if self._socket is None:
            raise RuntimeError("the page is not open")
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        period, failed = None, False
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = ForwardMsg.FromString(bytes(await self._socket.recv(decode=False)))
                kind = message.WhichOneof("type")
                if kind == "script_finished":
                    return Seen(period, failed)
                if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                    element = message.delta.new_element
                    if element.WhichOneof("type") == "selectbox" and element.selectbox.label == "Period":
                        period = element.selectbox.id
                    failed = failed or element.WhichOneof("type") == "exception"


if __name__ == "__main__":
    sys.exit(main())
