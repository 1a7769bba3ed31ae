"""What a pin holds: which values go against it, and what a person is told who wants one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.errors import BadOption, RuleRefused
from learning.domain.parameters import Value
from learning.domain.pins import Pin
from learning.governance.envelopes import TOLERANCE
from learning.governance.refusals import SHORTEST_REASON

DAY: Final = 86_400


def pin_against(pins: Iterable[Pin], value: Value) -> Pin | None:
    """Return the pin that a new value goes against; None = none does.

    A pin of the whole value goes against every new one; that of an arm against those that give it another weight.

    Args:
        pins: Those that stand.
        value: What is to serve.
    """
    return next((pin for pin in pins if not pin.arm or not _keeps(pin, value)), None)


def fits(pins: Iterable[Pin], value: Value) -> bool:
    """Say whether a value of before may serve while some pins stand."""
    return pin_against(pins, value) is None


def pinned_refusal(pin: Pin, name: str, zone: str) -> RuleRefused:
    """Return the refusal of what goes against a pin.

    Args:
        pin: The pin.
        name: How the parameter is called.
        zone: Where the brand is.
    """
    return RuleRefused(
        "pinned", f"{pin_words(pin, name, zone)}; nothing was changed.", "Unpin it first, then try again."
    )


def pin_words(pin: Pin, name: str, zone: str) -> str:
    """Say what is pinned, by whom, until when (with the year: it may last beyond this one) and why."""
    what = f"{pin.arm} of {name}" if pin.arm else name
    at = datetime.fromtimestamp(pin.until, ZoneInfo(zone))
    return f"{pin.who} pinned {what} until {at.day} {at:%B %Y, %H:%M} ({zone}): “{pin.reason}”"


def held_part(value: Value, arm: str) -> Value:
    """Return what a pin holds of a value.

    Raises:
        BadOption: It has no such arm.
    """
    if not arm:
        return value
    if not isinstance(value, Mapping):
        raise BadOption("arm", arm, "nothing: the parameter has no arms")
    if arm not in value:
        raise BadOption("arm", arm, f"one of {', '.join(sorted(value))}")
    return float(value[arm])


def check_terms(reason: str, until: int, now: int, longest: int) -> None:
    """Refuse a pin that gives no reason, is over, or lasts too long.

    Args:
        reason: Why.
        until: When it ends, UTC seconds.
        now: UTC seconds.
        longest: Seconds that one may last.

    Raises:
        RuleRefused: The reason is too short.
        BadOption: The end cannot be.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleRefused(
            "reason_short",
            f"The reason has {len(reason.strip())} characters; at least {SHORTEST_REASON} are needed.",
            "Say why it is to stay as it is: others read it who want to change it.",
        )
    require_end(until, now, longest)


def require_end(until: int, now: int, longest: int) -> None:
    """Refuse an end of a pin that has passed or lies too far ahead.

    Raises:
        BadOption: With the moments that are possible.
    """
    if not now < until <= now + longest:
        raise BadOption(
            "until", f"{(until - now) / DAY:,.1f} days", f"a moment from now up to {longest / DAY:g} days ahead"
        )


def _keeps(pin: Pin, value: Value) -> bool:
    if not isinstance(value, Mapping) or pin.arm not in value or not isinstance(pin.value, int | float):
        return False
    return abs(float(value[pin.arm]) - float(pin.value)) <= TOLERANCE
