"""From contacts to ways: how many people convert, over which parts, devices and how long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.estimates import Estimate, Share
from learning.domain.journeys import Contacts, Journeys, Touch
from learning.metrics.shares import estimate_within, median_estimate, share_estimate, shares_of
from learning.stats.ratios import ratio_interval
from learning.stats.sums import collect_sums

MOST_PATHS: Final = 8
MOST_STEPS: Final = 5
MANY_TOUCHES: Final = 5
ARROW: Final = " → "
REST: Final = "all other ways"
NO_PEOPLE: Final = "no program reports sessions: decisions with a user_id or session_id would"
NO_CONVERSIONS: Final = "no program reports conversions"
NO_SESSIONS: Final = "no program reports sessions"
NOBODY: Final = "nobody converted in these days"
HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class _Way:
    """The contacts of one person up to the first conversion, or all where there was none."""

    touches: tuple[Touch, ...]
    every: tuple[Touch, ...]
    converted: bool


def describe_journeys(contacts: Contacts) -> Journeys:
    """Describe how people came to a conversion in a range.

    Args:
        contacts: What programs reported of the range, in any order. A person's way ends with the first contact that has
            a conversion; ways begin and end with the range, so of people whose first contact lies before it the
            beginning is missing, and who has not converted yet may do so later.

    Returns:
        Shares of people with Wilson's interval: people are independent, their contacts are not. Medians with the order
        statistics around them; conversions by session, tokens and money by conversion as ratios of sums over people
        with the log-ratio form. What is not reported is None with its reason.
    """
    ways = _ways(contacts.touches)
    if not ways:
        return _nothing(contacts, NO_PEOPLE)
    reason = None if contacts.reports_conversions else NO_CONVERSIONS
    done = [way for way in ways if way.converted]
    with_sessions = [way for way in ways if any(touch.session for touch in way.every)]
    return Journeys(
        people=len(ways),
        sessions=int(sum(_sessions(way) for way in with_sessions)),
        touches=len(contacts.touches),
        nameless=contacts.nameless,
        is_cut=contacts.is_cut,
        converted=share_estimate(len(done), 0 if reason else len(ways), reason or NO_PEOPLE),
        conversions_per_session=_ratio(with_sessions, _conversions, _sessions, reason or NO_SESSIONS, known=not reason),
        touches_to_conversion=median_estimate(
            [float(len(way.touches)) for way in done], reason or NOBODY, unit="person"
        ),
        hours_to_conversion=median_estimate(
            [_hours(way) for way in done if len(way.touches) > 1], reason or NOBODY, unit="person"
        ),
        cross_device=_cross_device(done, reason or NOBODY),
        tokens_per_conversion=_cost(ways, lambda touch: touch.tokens, "tokens", reason),
        spend_per_conversion=_cost(ways, lambda touch: touch.spend, "spend", reason),
        by_touches=() if reason else _by_touches(ways),
        paths=() if reason else _paths(ways),
        devices=() if reason else _devices(ways),
    )


def _nothing(contacts: Contacts, reason: str) -> Journeys:
    none = Estimate(None, None, None, 0, reason)
    return Journeys(
        people=0,
        sessions=0,
        touches=0,
        nameless=contacts.nameless,
        is_cut=contacts.is_cut,
        converted=none,
        conversions_per_session=none,
        touches_to_conversion=none,
        hours_to_conversion=none,
        cross_device=none,
        tokens_per_conversion=none,
        spend_per_conversion=none,
        by_touches=(),
        paths=(),
        devices=(),
        reason=reason,
    )


def _ways(touches: Iterable[Touch]) -> list[_Way]:
    by_person: dict[str, list[Touch]] = defaultdict(list)
    for touch in touches:
        by_person[touch.person].append(touch)
    ways = []
    for every in by_person.values():
        every.sort(key=lambda touch: touch.at)
        first = next((place for place, touch in enumerate(every) if touch.conversions > 0), None)
        ways.append(_Way(tuple(every if first is None else every[: first + 1]), tuple(every), first is not None))
    return ways


def _sessions(way: _Way) -> float:
    return float(len({touch.session for touch in way.every if touch.session}))


def _conversions(way: _Way) -> float:
    return sum((touch.conversions for touch in way.every), 0.0)


def _hours(way: _Way) -> float:
    return (way.touches[-1].at - way.touches[0].at) / HOUR


def _cross_device(done: Sequence[_Way], reason: str) -> Estimate:
    """Of ways with one contact, or without a word of devices, nothing can be told."""
    told = [way for way in done if len(way.touches) > 1 and all(touch.device for touch in way.touches)]
    several = sum(len({touch.device for touch in way.touches}) > 1 for way in told)
    return share_estimate(several, len(told), reason)


def _ratio(
    ways: Sequence[_Way], top: Callable[[_Way], float], bottom: Callable[[_Way], float], reason: str, *, known: bool
) -> Estimate:
    """A ratio of sums over people."""
    tops, bottoms = np.array([top(way) for way in ways]), np.array([bottom(way) for way in ways])
    if not known or not len(ways) or bottoms.sum() <= 0:
        return Estimate(None, None, None, len(ways), reason)
    sums = collect_sums(np.zeros(len(ways), dtype=np.int64), 1, tops, bottoms)[0]
    interval = ratio_interval(sums, unit="person")
    return estimate_within(float(tops.sum() / bottoms.sum()), interval, len(ways))


def _cost(ways: Sequence[_Way], amount: Callable[[Touch], float | None], name: str, reason: str | None) -> Estimate:
    """What the contacts of all people cost by conversion: those who never convert cost, too."""
    told = [way for way in ways if any(amount(touch) is not None for touch in way.every)]
    if not told:
        return Estimate(None, None, None, 0, f"no program reports {name}")
    return _ratio(
        told,
        lambda way: sum(amount(touch) or 0.0 for touch in way.every),
        _conversions,
        reason or NOBODY,
        known=not reason,
    )


def _by_touches(ways: Sequence[_Way]) -> tuple[Share, ...]:
    def name(way: _Way) -> str:
        count = len(way.touches)
        return f"{MANY_TOUCHES} and more" if count >= MANY_TOUCHES else str(count)

    return tuple(sorted(_shares(ways, name), key=lambda share: share.name))


def _paths(ways: Sequence[_Way]) -> tuple[Share, ...]:
    counts = Counter(_path(way) for way in ways)
    kept = {path for path, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PATHS]}
    found = _shares(ways, lambda way: path if (path := _path(way)) in kept else REST)
    return tuple(sorted(found, key=lambda share: (share.name == REST, -share.n, share.name)))


def _path(way: _Way) -> str:
    """The components on the way; one several times in a row is one step."""
    steps: list[str] = []
    for touch in way.touches:
        if not steps or steps[-1] != touch.component:
            steps.append(touch.component)
    shown = steps if len(steps) <= MOST_STEPS else [*steps[: MOST_STEPS - 1], "…", steps[-1]]
    return ARROW.join(shown)


def _devices(ways: Sequence[_Way]) -> tuple[Share, ...]:
    several = [way for way in ways if len(way.touches) > 1 and way.touches[0].device and way.touches[-1].device]
    found = _shares(several, lambda way: f"{way.touches[0].device}{ARROW}{way.touches[-1].device}")
    return tuple(sorted(found, key=lambda share: (-share.n, share.name)))


def _shares(ways: Sequence[_Way], name: Callable[[_Way], str]) -> list[Share]:
    people, converted = Counter[str](), Counter[str]()
    for way in ways:
        people[name(way)] += 1
        converted[name(way)] += way.converted
    return shares_of([(one, people[one], converted[one]) for one in people])
