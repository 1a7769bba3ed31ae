"""What waits for a person: one line each on the first screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NeedKind(StrEnum):
    """What kind of thing waits."""

    STALE_SOURCE = "stale_source"
    REJECTED_ROWS = "rejected_rows"
    HALF_DONE_UPLOAD = "half_done_upload"
    ALERT = "alert"
    """An alert that nobody has seen."""
    SYSTEM = "system"
    """A job that keeps failing, or a breaker that is open."""
    LATE_FEEDBACK = "late_feedback"
    """What customers said that nobody has used or answered within a day."""
    TEST_HARMS = "test_harms"
    """A version of a running A/B test does worse."""
    TEST_BROKEN = "test_broken"
    """Its split is uneven, or people saw several versions."""
    ACTION_ALARM = "action_alarm"
    """A guardrail of a change broke, and nobody has seen that."""
    ACTION_DECISION = "action_decision"
    """A change was measured, or is paused: somebody decides how it goes on."""
    ACTION_ANEW = "action_anew"
    """A proposal was approved before the database was restored, and waits for another yes or no."""
    ACTION_APPROVAL = "action_approval"
    """A proposal waits for a yes or a no."""
    ACTION_REVIEW = "action_review"
    """A change went past the approval: somebody else owes it a look."""
    PARAMETER_REVIEW = "parameter_review"
    """A value that differs from its base has served for long: somebody looks whether it still should."""
    SHADOW_DECISION = "shadow_decision"
    """The time of a mechanism in shadow is over: somebody says go on or stop."""
    TEST_ANSWERED = "test_answered"
    """It has an answer, or ended without one, and waits for a decision."""
    TEST_DRAFTED = "test_drafted"
    """The system drafted it; it runs only when a person starts it."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person, and where it is dealt with."""

    kind: NeedKind
    subject: str
    """What it is about, as a person knows it: a platform, a file. Text from outside; it is shown as it stands."""
    count: int
    """How much of it: days without data, rows, files."""
    page: str
    """Where it is dealt with: the page's name in the address."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    moment: int | None = None
    """UTC seconds since when it waits."""
