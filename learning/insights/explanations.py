"""Why is a finding believed, what would change one's mind, what else could it be? All computed from its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import Final

import numpy as np

from learning.domain.explanations import (
    Bearings,
    Explanation,
    KnownNote,
    KnownQuote,
    KnownTest,
    QuoteBearing,
    Stance,
    TestBearing,
    Why,
)
from learning.domain.insights import Finding, InsightKind, Rival, RivalKind
from learning.insights.mind_changes import mind_changes, unscaled
from learning.stats.quantiles import CONFIDENCE

NORMAL_REACH: Final = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
NEAR_DAYS: Final = 3
"""A note this near to a change may be its cause."""
FEELING: Final = 0.2
"""A quote with less feeling than this speaks neither for nor against."""
HEAVY: Final = 0.3
"""One post with this share of the events carries much of a finding."""
MOMENTS: Final = (InsightKind.ANOMALY, InsightKind.CHANGE_POINT, InsightKind.TREND)
"""Findings about when: what happened then is a rival, not only context."""
NAMED: Final = ("topic", "campaign")
"""Attributes whose levels people call by their name."""
NOTHING_KNOWN: Final = Bearings()


def explain(finding: Finding, bearings: Bearings = NOTHING_KNOWN) -> Explanation:
    """Compute what stands behind a finding and against it.

    Args:
        finding: What was found.
        bearings: The tests, notes and quotes of the brand; those that do not bear on it are left out.

    Returns:
        Numbers for 'why', 'what would change my mind' and 'what else it could be'; the words are the dashboard's.
    """
    tests = tuple(_test(finding, one) for one in bearings.tests if _is_about(finding, one))
    notes = tuple(one for one in bearings.notes if _overlap(finding, one) > 0)
    quotes = tuple(QuoteBearing(one, stance_of(finding, one)) for one in bearings.quotes if speaks_of(finding, one))
    return Explanation(_why(finding, tests, notes, quotes), mind_changes(finding), _rivals(finding, tests, notes))


def _why(
    finding: Finding,
    tests: tuple[TestBearing, ...],
    notes: tuple[KnownNote, ...],
    quotes: tuple[QuoteBearing, ...],
) -> Why:
    candidate = finding.candidate
    numbers, measured = candidate.evidence.numbers, candidate.measured

    def count(name: str) -> int | None:
        found = numbers.get(name)
        return None if found is None else round(found)

    return Why(
        effect=finding.effect,
        raw=None if measured is None else unscaled(measured.estimate, is_log_ratio=measured.is_log_ratio),
        low=finding.low,
        high=finding.high,
        wrong_sign=finding.false_sign_rate,
        n=candidate.n,
        value=numbers.get("value"),
        rest=numbers.get("rest"),
        posts_with=count("posts_with"),
        posts_without=count("posts_without"),
        platforms=count("platforms"),
        platforms_agreeing=count("platforms_agreeing"),
        posts=candidate.evidence.posts,
        tests=tests,
        notes=notes,
        quotes=quotes,
    )


def _rivals(finding: Finding, tests: Sequence[TestBearing], notes: Sequence[KnownNote]) -> tuple[Rival, ...]:
    """Those of the evidence, chance, one heavy post, what was noted at the time, and tests that say otherwise.

    Disagreeing tests come first: they are randomised, the finding is not. The others follow by what they explain.
    """
    candidate = finding.candidate
    found = list(candidate.evidence.rivals)
    top = candidate.evidence.numbers.get("top_share")
    if top is not None and top >= HEAVY:
        found.append(Rival(RivalKind.FEW_POSTS, "one post", own=top, n=candidate.n, explained=top))
    if finding.false_sign_rate is not None:
        found.append(Rival(RivalKind.CHANCE, "chance", n=candidate.n, explained=finding.false_sign_rate))
    if candidate.subject.kind in MOMENTS:
        found += [Rival(RivalKind.NOTE, one.text, own=_overlap(finding, one)) for one in notes]
    against = [
        Rival(RivalKind.TEST, one.test.name, one.test.level, own=finding.effect, others=one.test.lift)
        for one in tests
        if one.stance is Stance.DISAGREES
    ]
    return (*against, *sorted(found, key=lambda one: -(one.explained or 0.0)))


def _is_about(finding: Finding, test: KnownTest) -> bool:
    """Whether a test varied what the finding is about, towards or away from its level, on the same metric."""
    subject = finding.candidate.subject
    if test.metric != subject.metric or finding.effect is None:
        return False
    what = dict(subject.what)
    pairs = {*subject.segment, (what.get("attribute", ""), what.get("level", ""))}
    return bool({(test.attribute, test.level), (test.attribute, test.against)} & pairs)


def _test(finding: Finding, test: KnownTest) -> TestBearing:
    subject = finding.candidate.subject
    levels = {dict(subject.what).get("level", ""), *(level for _, level in subject.segment)}
    is_arm = test.level in levels
    lift = test.lift if is_arm else 1 / (1 + test.lift) - 1 if test.lift > -1 else 0.0
    if test.low <= 0 <= test.high:
        stance = Stance.UNDECIDED
    else:
        stance = Stance.AGREES if (lift > 0) == ((finding.effect or 0) > 0) else Stance.DISAGREES
    return TestBearing(test, stance, _distance(finding, test, is_arm=is_arm))


def _distance(finding: Finding, test: KnownTest, *, is_arm: bool) -> float | None:
    measured = finding.candidate.measured
    if measured is None or not measured.is_log_ratio or min(test.low, test.lift) <= -1 or test.high <= test.low:
        return None
    error = float(np.log1p(test.high) - np.log1p(test.low)) / (2 * NORMAL_REACH)
    lift = float(np.log1p(test.lift)) * (1 if is_arm else -1)
    return abs(measured.estimate - lift) / float(np.hypot(measured.error, error))


def _overlap(finding: Finding, note: KnownNote) -> float:
    """Share of the finding's days that a note is about; of a moment a note shortly before counts too."""
    first, last = finding.candidate.evidence.first, finding.candidate.evidence.last
    if first is None or last is None:
        return 0.0
    early = NEAR_DAYS if finding.candidate.subject.kind in MOMENTS else 0
    begin: date = max(first - timedelta(days=early), note.first)
    shared = (min(last, note.last) - begin).days + 1
    return max(0.0, min(1.0, shared / ((last - first).days + 1)))


def speaks_of(finding: Finding, quote: KnownQuote) -> bool:
    """Whether a quote is about what a finding is about: it was said so, they share a level or a post, or it names it.

    Args:
        finding: What was found.
        quote: What somebody said.
    """
    subject = finding.candidate.subject
    what = dict(subject.what)
    attribute, level = what.get("attribute", ""), what.get("level", "")
    pairs = {*subject.segment, *subject.what, (attribute, level)}
    if quote.is_direct or pairs & set(quote.about) or set(quote.contents) & set(finding.candidate.evidence.posts):
        return True
    return attribute in NAMED and bool(level) and _names(quote.text, level)


def _names(text: str, level: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(level.casefold())}(?!\w)", text.casefold()) is not None


def stance_of(finding: Finding, quote: KnownQuote) -> Stance:
    """How a quote stands to a finding: by its feeling and whether the finding is a good one.

    Args:
        finding: What was found.
        quote: What somebody said.
    """
    good = finding.candidate.good
    if good is None or abs(quote.sentiment) < FEELING:
        return Stance.UNDECIDED
    return Stance.AGREES if (quote.sentiment > 0) == good else Stance.DISAGREES
