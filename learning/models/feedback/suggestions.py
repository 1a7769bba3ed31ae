"""What do the notes and reports about one thing suggest, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from learning.domain.feedback_loop import Entity, EntityKind, ReportType, Signal, SuggestedChange, SuggestionTarget

FEWEST_ALIKE: Final = 3
"""So many notes must say the same; an idea needs one, and stays an idea for a test."""
MANY_LOW: Final = 5
"""More reports of low engagement than this suggest another way."""
BOUND: Final = 1.6449
"""Standard normal quantile of the lower bound: 95 % one-sided."""
LONGEST_QUOTE: Final = 160
MOST_NOTES: Final = 50
"""A suggestion counts all its notes and names the newest of them."""
_FELT: Final = (ReportType.COMPLAINT, ReportType.PRAISE)
_ENGAGED: Final = (ReportType.LOW_ENGAGEMENT, ReportType.HIGH_ENGAGEMENT)
_FIXED: Final = {
    EntityKind.THEME: SuggestionTarget.TOPIC,
    EntityKind.PERSONA: SuggestionTarget.SEGMENT_STRATEGY,
    EntityKind.PROFILE: SuggestionTarget.SEGMENT_STRATEGY,
}
_LIKED: Final = _FIXED | {EntityKind.CONTENT: SuggestionTarget.TOPIC, EntityKind.CAMPAIGN: SuggestionTarget.TOPIC}


def suggest(entity: Entity, signals: Sequence[Signal]) -> tuple[SuggestedChange, ...]:
    """Turn what is known of one entity into suggestions, at most one for each target.

    Args:
        entity: What all signals are about.
        signals: Notes and reports, the oldest first.

    Returns:
        The surest first. More than MANY_LOW reports of low engagement suggest more uniqueness; FEWEST_ALIKE complaints,
        praises or questions that are the larger part suggest a fix, more of it, or an answer; one idea raises an idea
        for a test and nothing else. Confidence is `lower_share` of the signals that say so among those that could have
        said the opposite.
    """
    found = [*_engagement(entity, signals), *_felt(entity, signals), *_asked(entity, signals), *_ideas(signals)]
    best: dict[SuggestionTarget, SuggestedChange] = {}
    for one in sorted(found, key=lambda one: (-one.confidence, -one.n)):
        best.setdefault(one.target, one)
    return tuple(best.values())


def lower_share(hits: int, of: int) -> float:
    """Lower bound of a share by the score interval (Wilson, 1927), 95 % one-sided: 6 of 6 give .69, 1 of 1 gives .27.

    Args:
        hits: How many, from 0 to `of`.
        of: Of how many, above 0.

    Returns:
        0-1.
    """
    share, reach = hits / of, BOUND**2 / of
    spread = BOUND * math.sqrt(share * (1 - share) / of + reach / (4 * of))
    return max(0.0, (share + reach / 2 - spread) / (1 + reach))


def _engagement(entity: Entity, signals: Sequence[Signal]) -> list[SuggestedChange]:
    low, of = _of(signals, ReportType.LOW_ENGAGEMENT), _of(signals, *_ENGAGED)
    if len(low) <= MANY_LOW or 2 * len(low) <= len(of):
        return []
    why = f"{len(low)} of {len(of)} reports on engagement say that it is low"
    change = f"Increase uniqueness: another angle and form for {_name(entity)}"
    return [_change(SuggestionTarget.SEGMENT_STRATEGY, change, why, low, len(of))]


def _felt(entity: Entity, signals: Sequence[Signal]) -> list[SuggestedChange]:
    bad, good = _of(signals, ReportType.COMPLAINT), _of(signals, ReportType.PRAISE)
    most, is_bad = (bad, True) if len(bad) >= len(good) else (good, False)
    of = len(bad) + len(good)
    if len(most) < FEWEST_ALIKE or 2 * len(most) <= of:
        return []
    why = f"{len(most)} of {of} notes that judge it {'complain' if is_bad else 'praise it'}"
    if is_bad:
        target = _FIXED.get(entity.kind, SuggestionTarget.CONTENT_FIX)
        reason = next((f": {_short(one.words)}" for one in reversed(most) if one.words), "")
        return [_change(target, f"Put right what is wrong with {_name(entity)}{reason}", why, most, of)]
    target = _LIKED.get(entity.kind, SuggestionTarget.TEST_IDEA)
    return [_change(target, f"Make more of what people like about {_name(entity)}", why, most, of)]


def _asked(entity: Entity, signals: Sequence[Signal]) -> list[SuggestedChange]:
    asked = _of(signals, ReportType.QUESTION)
    if len(asked) < FEWEST_ALIKE or 2 * len(asked) <= len(signals):
        return []
    why = f"{len(asked)} of {len(signals)} notes ask about it"
    return [_change(SuggestionTarget.TOPIC, f"Answer what people ask about {_name(entity)}", why, asked, len(signals))]


def _ideas(signals: Sequence[Signal]) -> list[SuggestedChange]:
    ideas = [one for one in _of(signals, ReportType.IDEA) if one.words]
    if not ideas:
        return []
    of = len(signals)
    why = f"{len(ideas)} of {of} {'note' if of == 1 else 'notes'} propose something; a test says whether it works"
    return [_change(SuggestionTarget.TEST_IDEA, f"Try: {_short(ideas[-1].words)}", why, ideas, of)]


def _change(target: SuggestionTarget, change: str, why: str, alike: Sequence[Signal], of: int) -> SuggestedChange:
    notes = tuple(dict.fromkeys(one.note for one in alike if one.note is not None))
    sure = round(lower_share(len(alike), of), 4)
    return SuggestedChange(target, change, sure, why, len(alike), of, notes[-MOST_NOTES:])


def _of(signals: Sequence[Signal], *types: ReportType) -> list[Signal]:
    return [one for one in signals if one.type in types]


def _name(entity: Entity) -> str:
    if entity.kind is EntityKind.BRAND:
        return "the brand"
    return (
        f"\u201c{entity.name}\u201d" if entity.kind is EntityKind.THEME else f"{entity.kind} \u201c{entity.name}\u201d"
    )


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[: LONGEST_QUOTE - 1].rstrip()}\u2026"
