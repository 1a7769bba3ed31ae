"""What detectors saw, as it is kept between two runs."""

from __future__ import annotations

import json

import numpy as np

from learning.insights.data_parts import Part, PartState, share_changed
from services.insights.kept_states import pack_states, unpack_states

FRAME = "gates and metrics"
STATES = {
    Part.POSTS: PartState(
        np.array([1, 5], dtype=np.uint64),
        np.array([7, 2**63], dtype=np.uint64),
        np.array([[1.5, 0.0, 3.0], [2.0, 1e9, 0.0]], dtype=np.float32),
    ),
    Part.SERIES: PartState(np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty((0, 0), np.float32)),
}


def test_states_come_back_as_they_were_kept() -> None:
    found = unpack_states(pack_states(STATES, FRAME), FRAME)
    assert found is not None
    assert found.keys() == STATES.keys()
    assert {part: share_changed(STATES[part], found[part]) for part in STATES} == dict.fromkeys(STATES, 0.0)
    assert found[Part.POSTS].amounts.tolist() == STATES[Part.POSTS].amounts.tolist()


def test_nothing_holds_of_what_was_kept_with_other_settings_or_in_another_form() -> None:
    text = pack_states(STATES, FRAME)
    assert unpack_states(text, "other gates") is None
    older = {name: value for name, value in json.loads(text).items() if name != "form"}
    assert unpack_states(json.dumps(older), FRAME) is None
