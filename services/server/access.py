"""The access secret: tickets for those who knew it, signed forms, and a brake on guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

TICKET_SECONDS = 12 * 3600
FORM_SECONDS = 3600
WRONG_ANSWERS = 10
WRONG_ANSWERS_IN_ALL = 100
WITHIN_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and checks tokens that carry their purpose and their end: `expiry.nonce.signature`."""

    key: bytes = field(repr=False)
    now: Callable[[], float]

    def issue(self, purpose: str, seconds: int) -> str:
        """Return a new token for a purpose."""
        body = f"{int(self.now()) + seconds}.{secrets.token_urlsafe(16)}"
        return f"{body}.{self._signature(purpose, body)}"

    def accepts(self, purpose: str, token: str) -> bool:
        """Say whether a token was issued here for this purpose and has not ended."""
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(purpose, body).encode()):
            return False
        return int(body.partition(".")[0]) > self.now()

    def _signature(self, purpose: str, body: str) -> str:
        return hmac.new(self.key, f"{purpose}\n{body}".encode(), hashlib.sha256).hexdigest()


class AttemptBrake:
    """Counts wrong answers of the last minutes by visitor and in all, and says when it is enough."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Start with no wrong answer; `now` is a clock in seconds that never goes back."""
        self._now = now
        self._wrong: deque[tuple[float, str]] = deque()

    def note_wrong(self, visitor: str) -> None:
        """Remember one wrong answer."""
        self._wrong.append((self._now(), visitor))

    def wait_seconds(self, visitor: str) -> int:
        """Return how long this visitor has to wait before the next answer is looked at; 0 if not at all."""
        now = self._now()
        while self._wrong and self._wrong[0][0] <= now - WITHIN_SECONDS:
            self._wrong.popleft()
        own = [when for when, who in self._wrong if who == visitor]
        if len(own) >= WRONG_ANSWERS:
            return int(own[-WRONG_ANSWERS] + WITHIN_SECONDS - now) + 1
        if len(self._wrong) >= WRONG_ANSWERS_IN_ALL:
            return int(self._wrong[-WRONG_ANSWERS_IN_ALL][0] + WITHIN_SECONDS - now) + 1
        return 0


def same_secret(given: str, wanted: str) -> bool:
    """Compare two secrets in a time that tells nothing about either."""
    return hmac.compare_digest(hashlib.sha256(given.encode()).digest(), hashlib.sha256(wanted.encode()).digest())


def safe_target(target: str) -> str:
    """Return the page to go on to, or the first page where the target would leave this server."""
    own = target.startswith("/") and not target.startswith(("//", "/\\", "/auth/"))
    if own and target.isprintable() and "\\" not in target:
        return target
    return "/"
