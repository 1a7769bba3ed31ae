"""What an insight can recommend."""

from __future__ import annotations

from enum import StrEnum


class Recommendation(StrEnum):
    """What to do; the words for people are written by the dashboard."""

    USE_MORE = "use_more"
    """Publish more with this level of the attribute."""
    USE_LESS = "use_less"
    POST_THEN = "post_then"
    """Publish in these hours."""
    AVOID_THEN = "avoid_then"
    POST_AT_THIS_PACE = "post_at_this_pace"
    CHANGE_PACE = "change_pace"
    ADDRESS_SEGMENT = "address_segment"
    """Make more for this segment."""
    FIND_WHAT_FAILS = "find_what_fails"
    """See what keeps this segment back."""
    TEST_IT = "test_it"
    """Run an A/B test: an association alone decides nothing."""
    KEEP_GOING = "keep_going"
    FIND_CAUSE = "find_cause"
    """Look for what changed."""
