"""What a detector saw when it last looked, as text for the store."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping

import numpy as np

from learning.insights.data_parts import Digests, Part, PartState


def pack_states(states: Mapping[Part, PartState], frame: str) -> str:
    """Write the states of some parts, and the settings that were in force."""
    parts = {part.value: [_packed(state.ids), _packed(state.digests)] for part, state in states.items()}
    return json.dumps({"frame": frame, "parts": parts}, sort_keys=True, separators=(",", ":"))


def unpack_states(text: str, frame: str) -> Mapping[Part, PartState] | None:
    """Read the states; None where other settings were in force, so that nothing of them holds."""
    kept = json.loads(text)
    if kept["frame"] != frame:
        return None
    return {Part(name): PartState(*(_unpacked(one) for one in pair)) for name, pair in kept["parts"].items()}


def _packed(values: Digests) -> str:
    return base64.b64encode(zlib.compress(values.tobytes(), 1)).decode()


def _unpacked(text: str) -> Digests:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=np.uint64)
