"""Which version a unit gets: the same one every time, by a keyed hash and nothing else."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.errors import BadOption

PURPOSE: Final = b"bellwether.assignment.1"
_RANGE: Final = float(2**64)


def assign_arm(unit: str, weights: Mapping[str, float], *, salt: str, secret: bytes) -> str:
    """Assign a unit to an arm.

    The hash of (test, unit) under the secret is a number in [0, 1); the arms share that range by their weights, in the
    order of their names. So the answer depends on nothing but the test, the unit, the weights and the secret: it is the
    same after a restart, on another machine and however the arms are listed, and two tests assign independently.

    Args:
        unit: Whom to assign.
        weights: Arm -> planned share, any positive scale.
        salt: The test's own salt.
        secret: The brand's secret.

    Returns:
        The arm.

    Raises:
        BadOption: There are no arms, or a weight is not positive.
    """
    names, bounds = _bounds(weights)
    place = int(np.searchsorted(bounds, position(unit, salt=salt, secret=secret), side="right"))
    return names[min(place, len(names) - 1)]


def assign_arms(units: Sequence[str], weights: Mapping[str, float], *, salt: str, secret: bytes) -> list[str]:
    """Assign many units, each as `assign_arm` does.

    Args:
        units: Whom to assign.
        weights: Arm -> planned share, any positive scale.
        salt: The test's own salt.
        secret: The brand's secret.

    Returns:
        One arm per unit.

    Raises:
        BadOption: There are no arms, or a weight is not positive.
    """
    names, bounds = _bounds(weights)
    places = np.array([position(unit, salt=salt, secret=secret) for unit in units], dtype=np.float64)
    chosen = np.minimum(np.searchsorted(bounds, places, side="right"), len(names) - 1)
    return [names[place] for place in chosen.tolist()]


def position(unit: str, *, salt: str, secret: bytes) -> float:
    """Return where a unit stands in the range that the arms of a test share.

    Args:
        unit: The unit.
        salt: The test's own salt.
        secret: The brand's secret.

    Returns:
        A number in [0, 1), uniform over units, from the first 8 bytes of HMAC-SHA256.
    """
    message = b"\0".join((PURPOSE, salt.encode(), unit.encode()))
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / _RANGE


def _bounds(weights: Mapping[str, float]) -> tuple[list[str], NDArray[np.float64]]:
    names = sorted(weights)
    shares = np.array([weights[name] for name in names], dtype=np.float64)
    if not names or not np.all(np.isfinite(shares)) or np.any(shares <= 0):
        raise BadOption("weights", ", ".join(f"{name}={weights[name]:g}" for name in names), "a positive share per arm")
    return names, np.cumsum(shares) / shares.sum()
