"""Who calls a service in tests: by default whoever has the machine, who may do everything."""

from __future__ import annotations

from learning.domain.policies import SystemActor
from services.actions.trail import Trail
from services.callers import Caller, Operator, Who
from services.clock import Clock, SystemClock

KEY = b"a key of tests"


def caller(who: Who = "ada", clock: Clock | None = None) -> Caller:
    """Return a caller; a name alone is that of the machine's operator, for tests that are about something else."""
    asked = Operator(who) if isinstance(who, str) and not isinstance(who, SystemActor) else who
    return Caller(asked, Trail(KEY), clock or SystemClock())


def person(name: str, clock: Clock | None = None) -> Caller:
    """Return a person who calls, with the role that the store knows."""
    return Caller(name, Trail(KEY), clock or SystemClock())
