"""Which unit gets what while a change is tried: a keyed hash decides, so that every process gives the same answer."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from learning.domain.parameters import Cohort

_SPAN: Final = 2.0**64


def unit_draw(key: bytes, purpose: str, subject: str, unit: str) -> float:
    """Draw a number for a unit that is the same whenever it is asked for.

    Args:
        key: The secret of the installation, so that nobody can choose a side.
        purpose: What is drawn: 'holdout', 'ramp', 'arm'.
        subject: For what: the id of an action, the name of a component.
        unit: What is randomised: a session, a slot, a cell.

    Returns:
        A number from 0 up to 1, uniform over units and independent between purposes and subjects (HMAC-SHA256).
    """
    # A length before each part: no two triples share a message.
    message = "".join(f"{len(part)}:{part}" for part in (purpose, subject, unit)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") / _SPAN


def cohort_of(key: bytes, action: str, unit: str, *, share: float, holdout: float) -> Cohort:
    """Say on which side of a ramp a unit stands.

    Args:
        key: The secret of the installation.
        action: The id of the action.
        unit: What is randomised.
        share: Of the units that are not held out, those that are treated at this stage, 0-1.
        holdout: Share of the units that keep the old value, 0-1.

    Returns:
        The side. A unit that is treated stays treated when the share grows, and the holdout never changes.
    """
    if unit_draw(key, "holdout", action, unit) < holdout:
        return Cohort.HOLDOUT
    return Cohort.TREATED if unit_draw(key, "ramp", action, unit) < share else Cohort.BASE


def treated_share(*, share: float, holdout: float) -> float:
    """Return the share of all units that get the new value, 0-1."""
    return (1 - holdout) * share


def choose_arm(weights: Mapping[str, float], draw: float) -> str:
    """Choose an arm by its weight.

    Args:
        weights: By arm, above or equal 0, adding up to 1.
        draw: A number from 0 up to 1.

    Returns:
        The arm in whose part of the line the draw lies, arms in the order of their names.
    """
    reached = 0.0
    arms = sorted(arm for arm, weight in weights.items() if weight > 0)
    for arm in arms:
        reached += weights[arm]
        if draw < reached:
            return arm
    # What rounding leaves at the end of the line is the last arm's.
    return arms[-1]
