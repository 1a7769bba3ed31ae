"""Receivers on this machine's own sockets: they count what they took by its id, and fail as they are told."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Taken:
    """What a sink got: every copy counted by its id, the effect of each id once."""

    copies: Counter[str] = field(default_factory=Counter)
    bodies: list[Any] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What it does to the next tries, one each: '500', 'slow' (no answer), 'drop' (take it and hang up without an
    answer), 'hold' (take it and give no answer until it is released)."""
    released: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def fault(self) -> str:
        with self.guard:
            return self.faults.pop(0) if self.faults else ""

    def take(self, public_id: str, body: Any) -> None:
        with self.guard:
            self.copies[public_id] += 1
            self.bodies.append(body)
        self.reached.set()


class HttpSink:
    """A webhook."""

    def __init__(self) -> None:
        self.taken = Taken()
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fault = taken.fault()
                if fault == "slow":
                    taken.released.wait(30)
                if fault not in {"500", "slow"}:
                    taken.take(self.headers["X-Bellwether-Delivery"] or "none", (self.path, json.loads(body)))
                if fault == "hold":
                    taken.released.wait(30)
                if fault:
                    self.close_connection = True
                if fault and fault != "500":
                    return
                self.send_response(500 if fault == "500" else 200)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}/hook/t0ken-in-the-path?team=9"


class MailSink:
    """A mail server that knows just enough of RFC 5321; with a certificate it offers STARTTLS."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.taken = Taken()
        self.logins: list[str] = []
        self.tls = tls
        self.server = _MailServer(("127.0.0.1", 0), _MailTalk)
        self.server.sink = self
        self.port = self.server.server_address[1]


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    sink: MailSink

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients of these tests hang up: that is no fault."""


class _MailTalk(socketserver.StreamRequestHandler):
    server: _MailServer
    rude = False
    """Whether it takes a message and is unfriendly afterwards."""

    def handle(self) -> None:
        self.say("220 sink")
        answers = {"EHLO": self.greet, "STARTTLS": self.encrypt, "AUTH": self.log_in, "DATA": self.read_mail}
        answers["RCPT"] = self.address
        while line := self.rfile.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "QUIT":
                self.say("421 too late" if self.rude else "221 bye")
                return
            if not answers.get(word, self.agree)(line):
                return

    def finish(self) -> None:
        super().finish()
        # After STARTTLS it is another socket than the one that the server closes.
        self.request.close()

    def agree(self, _line: str) -> bool:
        return self.say("250 ok")

    def address(self, line: str) -> bool:
        return self.say("550 nobody of that name" if "<gone@" in line else "250 ok")

    def greet(self, _line: str) -> bool:
        return self.say(f"250-sink\r\n250 {'STARTTLS' if self.server.sink.tls else 'AUTH PLAIN'}")

    def encrypt(self, _line: str) -> bool:
        assert self.server.sink.tls
        self.say("220 go on")
        self.request = self.server.sink.tls.wrap_socket(self.request, server_side=True)
        self.setup()
        return True

    def log_in(self, line: str) -> bool:
        self.server.sink.logins.append(line.rsplit(maxsplit=1)[-1])
        return self.say(f"535 no: {line}" if self.server.sink.taken.fault() else "235 come in")

    def read_mail(self, _line: str) -> bool:
        taken = self.server.sink.taken
        fault = taken.fault()
        if fault == "500":
            return self.say("451 not now")
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if fault == "slow":
            taken.released.wait(30)
            return False
        mail: Message = message_from_bytes(b"".join(lines))
        taken.take(mail["Message-ID"].strip("<>").partition("@")[0], mail)
        self.rude = fault == "rude"
        return fault != "drop" and self.say("250 taken")

    def say(self, text: str) -> bool:
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()
        return True


@contextmanager
def running(sink: HttpSink | MailSink) -> Iterator[Any]:
    sink.server.daemon_threads = True
    thread = threading.Thread(target=sink.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.taken.released.set()
        sink.server.shutdown()
        sink.server.server_close()
        thread.join(10)
