"""Insights in words: how large, how sure, what else it could be, what would change the verdict; by the copy rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.explanations import MindChange, MindChangeKind, Stance, Why
from learning.domain.figures import CountedUnit
from learning.domain.insights import (
    Candidate,
    Driver,
    Finding,
    Implementation,
    Insight,
    InsightStatus,
    Priority,
    Rival,
    RivalKind,
    Tier,
)
from learning.insights.priorities import CRITICAL_FROM, HIGH_FROM, MEDIUM_FROM
from learning.metrics.definitions import MetricUnit
from learning.metrics.words import metric_words
from services.glossary import GlossaryEntry
from ui.imports.wording import plain
from ui.insights.operation_words import operation_values
from ui.numbers import MINUS, NO_BREAK, change_words, count_words, value_words

TIER_WORDS: Final = {Tier.CONFIRMED: "likely real", Tier.WORTH_TESTING: "worth a test"}
TIER_COLOURS: Final = {Tier.CONFIRMED: "green", Tier.WORTH_TESTING: "orange"}
TIER_HELP: Final = {
    Tier.CONFIRMED: "Of findings as clear as this one, fewer than 1 in 20 are chance, after all that were looked at.",
    Tier.WORTH_TESTING: "Of findings as clear as this one, up to 1 in 10 is chance. A test would tell.",
}
PRIORITY_WORDS: Final = {
    Priority.CRITICAL: "critical",
    Priority.HIGH: "high",
    Priority.MEDIUM: "medium",
    Priority.LOW: "low",
}
PRIORITY_HELP: Final = (
    "Priority = what acting on it could be worth, as a share of what the brand had in the last 28 days, times how sure "
    f"it is: critical from {CRITICAL_FROM * 100:g}{NO_BREAK}%, high from {HIGH_FROM * 100:g}{NO_BREAK}%, medium from "
    f"{MEDIUM_FROM * 100:g}{NO_BREAK}%; what is only worth a test is medium at most."
)
STATUS_WORDS: Final = {
    InsightStatus.NEW: "new",
    InsightStatus.SEEN: "seen",
    InsightStatus.ACCEPTED: "accepted",
    InsightStatus.DISMISSED: "dismissed",
    InsightStatus.ACTED_ON: "acted on",
    InsightStatus.RESOLVED: "no longer so",
    InsightStatus.EXPIRED: "faded",
    InsightStatus.WITHDRAWN: "withdrawn",
}
IMPLEMENTATION_WORDS: Final = {
    Implementation.NONE: "",
    Implementation.PROPOSED: "change proposed",
    Implementation.ROLLING: "change rolling out",
    Implementation.KEPT: "change kept",
    Implementation.ROLLED_BACK: "change rolled back",
}
MOST_SURE: Final = 0.99
LEAST_IMPACT: Final = 1e-6
"""Of a rate: a ten-thousandth of a percentage point is not worth a number."""
STANCE_WORDS: Final = {
    Stance.AGREES: "agrees",
    Stance.DISAGREES: "says otherwise",
    Stance.UNDECIDED: "is undecided",
}


OF_POSTS: Final = frozenset({CountedUnit.POSTS, CountedUnit.DAYS, CountedUnit.UNITS, CountedUnit.PERIODS})
HELD_ALIKE: Final = " Platform, account, weekday and what else is known were held alike."


def size_words(finding: Finding) -> str:
    """Write the range of an effect: 'about 10 % to 45 % higher (95 % range)'."""
    if finding.low is None or finding.high is None:
        return ""
    if is_correlation(finding):
        return f"rank correlation about {_signed(finding.low)} to {_signed(finding.high)} (95{NO_BREAK}% range)"
    low, high = sorted((finding.low, finding.high))
    if low * high <= 0:
        return f"about {change_words(low)} to {change_words(high)} (95{NO_BREAK}% range)"
    ends = sorted((abs(low), abs(high)))
    shown = [change_words(end).lstrip("+" + MINUS) for end in ends]
    size = f"about {shown[0]}" if shown[0] == shown[1] else f"about {shown[0]} to {shown[1]}"
    return f"{size} {'higher' if high > 0 else 'lower'} (95{NO_BREAK}% range)"


def is_correlation(finding: Finding) -> bool:
    """Say whether its effect is a rank correlation, -1 to 1, which is no percentage."""
    measured = finding.candidate.measured
    return measured is not None and not measured.is_log_ratio


def numbers_words(finding: Finding, entry: GlossaryEntry | None) -> str:
    """Write the range, both values and n: what stands under the sentence of an insight."""
    candidate = finding.candidate
    values = values_words(finding, entry) or operation_values(candidate)
    parts = [size_words(finding), values, counted_words(candidate.n, candidate.counted)]
    return " · ".join(part for part in parts if part)


def values_words(finding: Finding, entry: GlossaryEntry | None) -> str:
    """Write the value beside that of the rest: '3.2 % against 2.1 % for the others'."""
    numbers = finding.candidate.evidence.numbers
    value, rest = numbers.get("value"), numbers.get("rest")
    if entry is None or value is None or rest is None:
        return ""
    others = finding.candidate.evidence.words.get("others", "the others")
    own, other = (value_words(one, entry.unit) for one in (value, rest))
    return f"{own} against {other} for {plain(others)}"


def counted_words(number: int, counted: CountedUnit) -> str:
    """Write n."""
    return f"n{NO_BREAK}={NO_BREAK}" + count_words(number, counted.value.removesuffix("s"), counted.value)


def impact_words(insight: Insight, glossary: Mapping[str, GlossaryEntry]) -> str:
    """Write what acting on it could be worth: 'could move the engagement rate by about 0.12 points'."""
    if insight.impact is None or not insight.impact_unit:
        return ""
    name, _, span = insight.impact_unit.partition(" ")
    entry = glossary.get(name)
    if entry is None:
        return ""
    label = entry.label.lower()
    if span:
        return f"could be worth about {value_words(insight.impact, entry.unit)} {label} {span}"
    if entry.unit is MetricUnit.RATE:
        points = value_words(insight.impact * 100, MetricUnit.NUMBER)
        if abs(insight.impact) < LEAST_IMPACT:
            return f"could hardly move the {label} of the brand"
        return f"could move the {label} of the brand by about {points} percentage points"
    return f"could move the {label} of the brand by about {value_words(insight.impact, entry.unit)}"


def theme_words(candidate: Candidate) -> list[str]:
    """Say how often customers spoke of a theme: now and before, each with its n."""
    numbers = candidate.evidence.numbers
    told = [numbers.get(name) for name in ("notes_now", "of_now", "notes_before", "of_before")]
    if None in told:
        return []
    now, of_now, before, of_before = (float(one or 0.0) for one in told)
    spans = f"**{now:,.0f} of {of_now:,.0f}** notes speak of it, in the 84 before **{before:,.0f} of {of_before:,.0f}**"
    return [
        f"In the last 28 days {spans}.",
        f"{_share(numbers.get('negative_share') or 0.0)} of them are negative.",
    ]


def why_words(why: Why, entry: GlossaryEntry | None, finding: Finding) -> list[str]:
    """Say what a finding rests on, one line each."""
    found: list[str] = []
    counted = finding.candidate.counted
    if entry is not None and why.value is not None and why.rest is not None:
        own, rest = (value_words(one, entry.unit) for one in (why.value, why.rest))
        found.append(f"{entry.label}: **{own}** here against **{rest}** for the rest, as the plain figures say.")
    if why.posts_with and why.posts_without:
        found.append(f"{why.posts_with:,} posts have it, {why.posts_without:,} do not.")
    else:
        found.append(f"It rests on {count_words(why.n, counted.value.removesuffix('s'), counted.value)}.")
    if why.raw is not None and why.effect is not None:
        held = HELD_ALIKE if counted in OF_POSTS else ""
        alone, weighed = _effect_words(why.raw, finding), _effect_words(why.effect, finding)
        what = "that stays so" if alone == weighed else f"it is {weighed}"
        found.append(f"The data alone say {alone}; weighed with all that was looked at, {what}.{held}")
    if why.wrong_sign is not None:
        found.append(f"{_chance(why.wrong_sign)} that there is nothing, or that it goes the other way.")
    if why.platforms and why.platforms > 1:
        found.append(f"It shows on {why.platforms_agreeing or 0} of {why.platforms} platforms that can tell.")
    return found


def driver_words(driver: Driver) -> str:
    """Say how much of an unusual moment one part of the data explains."""
    went = "more" if driver.actual > driver.expected else "less"
    return (
        f"**{plain(driver.dimension).capitalize()} “{plain(driver.level)}”** explains {_share(driver.power)}: "
        f"{driver.actual:,.0f} instead of about {driver.expected:,.0f}, {went} than before."
    )


def mind_words(change: MindChange, finding: Finding) -> str:
    """Say one thing that would change the verdict."""
    noun = finding.candidate.counted.value.removesuffix("s")
    if change.kind is MindChangeKind.FACT_ENDS:
        return "It goes as soon as what was counted is not so any more."
    if change.kind is MindChangeKind.SMALLER:
        size = _effect_words(change.effect or 0.0, finding)
        what = "correlation" if is_correlation(finding) else "difference"
        return f"A {what} of no more than about {size}, measured as exactly, would not stand."
    if change.more is None:
        return "No number of further posts like these would turn it."
    more = f"About {count_words(_rounded(change.more), f'more {noun}', f'more {noun}s')}"
    what = "connection" if is_correlation(finding) else "difference"
    if change.kind is MindChangeKind.NO_DIFFERENCE:
        return f"{more} without any {what}, and it would not stand."
    if change.kind is MindChangeKind.OPPOSITE:
        return f"{more} with the opposite {what}, and it would not stand."
    return f"{more} with the same {what}, and it would count as likely real."


def rival_words(rival: Rival) -> str:
    """Say one thing that it could be instead."""
    explained = "" if rival.explained is None else f"; that explains about {_share(rival.explained)} of the difference"
    if rival.kind is RivalKind.UNEVEN:
        level = f"“{plain(rival.level)}”" if rival.level else "not stated"
        own, others = _share(rival.own or 0.0), _share(rival.others or 0.0)
        return (
            f"**{plain(rival.name).capitalize()}**: {level} is {own} of these (n = {rival.n:,}) and {others} of the "
            f"others (n = {rival.n_others:,}){explained}."
        )
    if rival.kind is RivalKind.HELD_ALIKE:
        return (
            f"**Where and when it was posted**: the plain correlation is {_signed(rival.own or 0.0)}; with platform, "
            f"time and content held alike {_signed(rival.others or 0.0)} is left."
        )
    if rival.kind is RivalKind.FEW_POSTS:
        return f"**One post**: a single one has {_share(rival.own or 0.0)} of what was counted."
    if rival.kind is RivalKind.NOTE:
        return f"**Noted for these days**: {plain(rival.name)}."
    if rival.kind is RivalKind.TEST:
        return f"**A test says otherwise**: {plain(rival.name)} found {change_words(rival.others or 0.0)}."
    return f"**Chance**: {_chance(rival.explained or 0.0).lower()}."


def confidence_words(confidence: float) -> str:
    """Write how sure it is by now."""
    shown = f"{confidence * 100:.0f}{NO_BREAK}%" if confidence < MOST_SURE else f"over {MOST_SURE * 100:.0f}{NO_BREAK}%"
    return f"{shown} sure by now"


def title_metric(name: str) -> str:
    """Begin a line with a metric."""
    words = metric_words(name)
    return words[:1].upper() + words[1:]


def _effect_words(effect: float, finding: Finding) -> str:
    return _signed(effect) if is_correlation(finding) else change_words(effect)


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'}{abs(value):.2f}"


def _share(value: float) -> str:
    return f"{max(value, 0.0) * 100:.0f}{NO_BREAK}%"


def _chance(rate: float) -> str:
    if rate < 0.001:
        return f"Less than a 0.1{NO_BREAK}% chance"
    digits = f"{rate * 100:.1f}" if rate < 0.01 else f"{rate * 100:.0f}"
    return f"About a {digits}{NO_BREAK}% chance"


def _rounded(number: int) -> int:
    """Two significant digits: 'about 1,200', never 'about 1,187'."""
    unit: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit
