"""What an insight can recommend."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from learning.domain.insights import Finding, InsightKind, RivalKind, Tier


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
    LOOK_AT_POSTS = "look_at_posts"
    """Open the posts and segments that explain it."""
    FOLLOW_ORDER = "follow_order"
    """Publish in this order."""
    BREAK_ORDER = "break_order"
    """Put something else between."""
    MAKE_MORE_ALIKE = "make_more_alike"
    """Make more content of this group."""
    MAKE_FEWER_ALIKE = "make_fewer_alike"
    USE_FORMULA = "use_formula"
    """Give this structure to who writes the next posts."""
    VARY_IT = "vary_it"
    """Do not repeat what was published already: change angle or form."""
    TRY_SOMETHING_NEW = "try_something_new"
    """Content unlike the usual does better: make some more of it."""
    STAY_CLOSE = "stay_close"
    """Content unlike the usual does worse."""
    IMPORT_AGAIN = "import_again"
    """The source is stale or has gaps: export and import it again."""
    CHECK_DEFINITION = "check_definition"
    """The platform may count something else now: compare only within each side of that day."""
    ANSWER_FEEDBACK = "answer_feedback"
    SPEED_UP = "speed_up"
    """Make this stage or component faster: most of the time goes there."""
    STOP_WASTE = "stop_waste"
    """Find what uses up time without success."""
    FIX_FAILURE = "fix_failure"
    """Look into this kind of failure."""
    SHIELD_FROM_FAILURE = "shield_from_failure"
    """Keep a failure of one component from reaching the next."""
    HELP_RECOVER = "help_recover"
    """Try again or offer a way around after a failure."""
    KEEP_SESSIONS = "keep_sessions"
    """See what shortened or lengthened sessions."""
    SEE_WHY_BYPASSED = "see_why_bypassed"
    """Ask why people go around it."""
    LEAD_IN = "lead_in"
    """Let beginners profit from what the experienced do."""
    SIMPLIFY = "simplify"
    """Split what is complex: it takes longer."""
    FOLLOW_STEPS = "follow_steps"
    """Lead people through these steps in this order."""
    BREAK_STEPS = "break_steps"
    """See what the steps before leave behind, or put something between."""
    EASE_THE_WAY = "ease_the_way"
    """See what people want here, and make the way to it short."""
    PUT_FIRST = "put_first"
    """Improve this program first, and see whether the outcome of the brand follows."""
    USE_TEMPLATE = "use_template"
    """Choose this template more often."""
    AVOID_TEMPLATE = "avoid_template"


CHOICES: Final = frozenset(
    {
        InsightKind.ATTRIBUTE_EFFECT,
        InsightKind.PEAK_HOURS,
        InsightKind.FREQUENCY,
        InsightKind.CORRELATION,
        InsightKind.SEQUENCE,
        InsightKind.CLUSTER,
        InsightKind.WINNING_FORMULA,
        InsightKind.SIMILARITY,
    }
)
"""Findings about something that a team can choose, and hence randomise."""
MUCH_EXPLAINED: Final = 0.5
"""From this part of a difference on that another attribute explains, the two have to be told apart first."""


def recommendations(finding: Finding) -> tuple[str, ...]:
    """Give everything that a finding recommends.

    Args:
        finding: What was found.

    Returns:
        Names of `Recommendation`, what to do first in front. A test comes first where the finding is only worth
        testing or another attribute explains half of it, and second for every other choice: an association alone does
        not say that the choice did it. Of what got worse the cause is looked for too.
    """
    candidate = finding.candidate
    kind, own = candidate.subject.kind, candidate.recommendation
    found = [own]
    if kind in CHOICES and candidate.measured is not None:
        unsure = finding.tier is Tier.WORTH_TESTING or any(
            one.kind is RivalKind.UNEVEN and (one.explained or 0.0) >= MUCH_EXPLAINED
            for one in candidate.evidence.rivals
        )
        found = [Recommendation.TEST_IT, own] if unsure else [own, Recommendation.TEST_IT]
    if kind in (InsightKind.TREND, InsightKind.CHANGE_POINT, InsightKind.ANOMALY):
        found.append(Recommendation.FIND_CAUSE if candidate.good is not True else Recommendation.LOOK_AT_POSTS)
    return tuple(dict.fromkeys(str(one) for one in found))
