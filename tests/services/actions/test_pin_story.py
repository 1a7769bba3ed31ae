"""Values that people hold, in stories of their own: everything else of the story goes on around them."""

from __future__ import annotations

import pytest

from tests.services.actions.story_pins import PinStory
from tests.services.actions.test_story import tell, tell_in_turn


def test_nothing_moves_what_is_pinned_after_any_step_that_there_is():
    assert tell_in_turn(PinStory) == 2 * len(PinStory.in_turn)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_nothing_moves_what_is_pinned_after_any_step_of_many_stories():
    assert tell(100, 50, PinStory) >= 100
