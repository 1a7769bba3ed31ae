"""`bellwether serve`: the schema, the processes of the server, then the address."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from db.engine import open_store
from learning.domain.errors import BadOption, NotServable
from services.accounts.invitations import open_invitations
from services.bootstrap import services_of
from services.clock import SystemClock
from services.demo.brand import is_first_start, load_demo
from services.schema import migrate
from services.server.hosts import is_loopback, require_servable
from services.server.sign_in import INVITATION_PATH
from services.server.supervisor import Program, Supervisor
from services.settings import Settings, settings_environment

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501
PORTS_TRIED = 50
LARGEST_PORT = 65_535
ANSWER_WITHIN_S = 120.0
ASK_EVERY_S = 0.2
BACKLOG = 2048


def run_server(
    settings: Settings, host: str = DEFAULT_HOST, port: int = DEFAULT_PORT, *, with_worker: bool = True
) -> int:
    """Serve until a signal; return the exit status. A taken port means the next free one; 0 means any."""
    address = "127.0.0.1" if host == "localhost" else host
    if not is_loopback(address):
        # Whoever others can reach asks who they are.
        settings = replace(settings, sign_in=True)
    require_servable(address, settings)
    with bind_first_free(address, port) as listener:
        prepare_store(settings)
        return _supervise(settings, listener, with_worker=with_worker)


def prepare_store(settings: Settings) -> None:
    """Bring the schema up to date, and welcome a newcomer with the demo brand."""
    migrate(settings.database_url, backup_dir=settings.data_dir / "backups")
    store = open_store(settings.database_url)
    try:
        if is_first_start(store, settings):
            _tell("bellwether: first start: loading the demo brand, which one click removes ...")
            load_demo(store, settings, SystemClock())
    finally:
        store.close()


def bind_first_free(address: str, port: int) -> socket.socket:
    """Return a listening socket on the address and the first free port from `port` on."""
    if not 0 <= port <= LARGEST_PORT:
        raise BadOption("--port", str(port), f"a number from 0 (any) to {LARGEST_PORT}")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, LARGEST_PORT + 1)):
        listener = socket.socket(family)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, candidate))
            listener.listen(BACKLOG)
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise NotServable(
                f"The server cannot listen on {address} port {candidate}: {error.strerror}.",
                "Choose another address or port (--host, --port).",
            ) from error
        return listener
    raise NotServable(f"All ports from {port} to {candidate} on {address} are taken.", "Choose another with --port.")


def server_address(listener: socket.socket) -> str:
    """Return the address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - compared
    return f"http://{shown}:{port}"


def _supervise(settings: Settings, listener: socket.socket, *, with_worker: bool) -> int:
    descriptor = listener.fileno()
    dashboard = (sys.executable, "-m", "services.server.dashboard", "--socket", str(descriptor))
    programs = [Program("dashboard", dashboard, (descriptor,))]
    if with_worker:
        programs.append(Program("worker", (sys.executable, "-m", "services.worker")))
    supervisor = Supervisor(
        programs,
        environment={**os.environ, **settings_environment(settings)},
        say=_tell,
    )
    address = server_address(listener)
    return supervisor.run(started=lambda: announce(address, supervisor.alive, first=first_link(settings)))


def first_link(settings: Settings) -> str:
    """Return the path with which the first administrator is made; '' where nobody has to sign in, or somebody can."""
    if not settings.sign_in:
        return ""
    with services_of(settings) as services:
        if not services.accounts.needs_first():
            return ""
        invitations = open_invitations(services.accounts, services.people, settings)
        return f"{INVITATION_PATH}?token={invitations.invite_first()}"


def announce(address: str, alive: Callable[[], bool], *, first: str = "") -> None:
    """Print the address as soon as the server answers there, and the link of the first administrator where one is."""
    pause = threading.Event()
    for _ in range(int(ANSWER_WITHIN_S / ASK_EVERY_S)):
        if not alive():
            return
        if answers(address):
            sys.stdout.write(f"Bellwether is ready: {address}\n")
            if first:
                sys.stdout.write(
                    f"Nobody can sign in yet. The first administrator, once, for a day: {address}{first}\n"
                )
            sys.stdout.flush()
            return
        pause.wait(ASK_EVERY_S)
    _tell(f"bellwether: nothing answers at {address} yet; the log above may say why.")


def answers(address: str) -> bool:
    """Say whether the dashboard answers its own liveness question."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
