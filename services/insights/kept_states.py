"""What a detector saw when it last looked, as text for the store."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from learning.insights.data_parts import Part, PartState

FORM: Final = 2
"""Of this text; what another form says is not compared."""


def pack_states(states: Mapping[Part, PartState], frame: str) -> str:
    """Write the states of some parts, and the settings that were in force."""
    parts = {
        part.value: [_packed(state.ids), _packed(state.digests), _packed(state.amounts), state.amounts.shape[1]]
        for part, state in states.items()
    }
    return json.dumps({"form": FORM, "frame": frame, "parts": parts}, sort_keys=True, separators=(",", ":"))


def unpack_states(text: str, frame: str) -> Mapping[Part, PartState] | None:
    """Read the states; None where other settings were in force, so that nothing of them holds."""
    kept = json.loads(text)
    if kept["frame"] != frame or kept.get("form") != FORM:
        return None
    return {Part(name): _state(*entry) for name, entry in kept["parts"].items()}


def _state(ids: str, digests: str, amounts: str, width: int) -> PartState:
    units = np.frombuffer(_unpacked(ids), dtype=np.uint64)
    return PartState(
        units,
        np.frombuffer(_unpacked(digests), dtype=np.uint64),
        np.frombuffer(_unpacked(amounts), dtype=np.float32).reshape(len(units), width),
    )


def _packed(values: NDArray[Any]) -> str:
    return base64.b64encode(zlib.compress(values.tobytes(), 1)).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
