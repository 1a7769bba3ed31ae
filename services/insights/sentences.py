"""Findings as plain sentences: what was seen, and what to do about it; by the product's copy rules, without numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from learning.domain.insights import Candidate, Finding, InsightKind
from learning.domain.platforms import platform_name
from learning.insights.recommendations import Recommendation, recommendations
from learning.insights.trial_plans import trial_plan
from learning.metrics.words import is_plural, metric_words, more_words
from services.insights.operation_sentences import operation_title
from services.insights.subjects import as_sentence, people_words, posts_words, subject_words

_MEASURES: Final = {
    "length": "Longer posts",
    "hashtags": "More hashtags",
    "links": "More links",
    "complexity": "More complex texts",
}
TRY_IT: Final = "Run it as an A/B test: what goes together need not be the cause"
HINT: Final = "Take it as a hint: what goes together need not be the cause"
"""Said in its place where there is nothing that a test could vary."""
_ADVICE: Final[Mapping[str, str]] = {
    Recommendation.USE_MORE: "Publish more like this",
    Recommendation.USE_LESS: "Publish less like this",
    Recommendation.POST_THEN: "Publish at these times",
    Recommendation.AVOID_THEN: "Avoid these times",
    Recommendation.POST_AT_THIS_PACE: "Publish at this pace",
    Recommendation.CHANGE_PACE: "Change the pace",
    Recommendation.ADDRESS_SEGMENT: "Make more for these people",
    Recommendation.FIND_WHAT_FAILS: "See what keeps these people back",
    Recommendation.TEST_IT: TRY_IT,
    Recommendation.KEEP_GOING: "Keep going",
    Recommendation.FIND_CAUSE: "Look for what changed",
    Recommendation.LOOK_AT_POSTS: "Open the posts and segments that explain it",
    Recommendation.FOLLOW_ORDER: "Publish in this order",
    Recommendation.BREAK_ORDER: "Put something else between",
    Recommendation.MAKE_MORE_ALIKE: "Make more content like this",
    Recommendation.MAKE_FEWER_ALIKE: "Make less content like this",
    Recommendation.USE_FORMULA: "Give this structure to who writes the next posts",
    Recommendation.VARY_IT: "Change angle or form: this was published already",
    Recommendation.TRY_SOMETHING_NEW: "Make some more content unlike the usual",
    Recommendation.STAY_CLOSE: "Stay close to what you usually publish",
    Recommendation.IMPORT_AGAIN: "Export this source again and import it",
    Recommendation.CHECK_DEFINITION: "Compare only within each side of that day: something else may be counted now",
    Recommendation.ANSWER_FEEDBACK: "Answer this feedback",
    Recommendation.SPEED_UP: "Make this part faster first: elsewhere little can be won",
    Recommendation.STOP_WASTE: "Find what takes time without succeeding, and stop it early",
    Recommendation.FIX_FAILURE: "Look into this kind of failure",
    Recommendation.SHIELD_FROM_FAILURE: "Let the next program work without what failed before it",
    Recommendation.HELP_RECOVER: "Try again by itself, or offer a way around",
    Recommendation.KEEP_SESSIONS: "See what people do in these sessions",
    Recommendation.SEE_WHY_BYPASSED: "Ask why people go around it",
    Recommendation.LEAD_IN: "Show beginners what the experienced do",
    Recommendation.SIMPLIFY: "Split requests that are complex",
    Recommendation.FOLLOW_STEPS: "Lead people through these steps in this order",
    Recommendation.BREAK_STEPS: "See what the steps before leave behind, or put something between",
    Recommendation.EASE_THE_WAY: "See what people want here, and make the way to it short",
    Recommendation.PUT_FIRST: "Improve this program first, and see whether the outcome follows",
    Recommendation.USE_TEMPLATE: "Try this template more often",
    Recommendation.AVOID_TEMPLATE: "Try other templates in its place",
}


def title_of(finding: Finding) -> str:
    """Say what was found, without numbers: 'Posts about “rain gear” had a higher engagement rate'."""
    candidate = finding.candidate
    write = _WRITERS.get(candidate.subject.kind, _anything)
    return write(candidate, finding.effect if finding.effect is not None else 0.0)


def advice_of(finding: Finding) -> tuple[str, ...]:
    """Say what to do about it, the first thing first; a test is advised only where one can be planned."""
    told = [_ADVICE[name] for name in recommendations(finding) if name in _ADVICE]
    if TRY_IT in told and trial_plan(finding) is None:
        told = [*(one for one in told if one != TRY_IT), HINT]
    return tuple(told)


def about_of(candidate: Candidate) -> str:
    """Name what a finding is about, in a list: 'topic rain gear', 'Busy parents on phone'."""
    what = dict(candidate.subject.what)
    if "component" in what:
        return f"{what['component']} {what.get('pattern', '')}".strip()
    if "level" in what:
        return f"{what.get('attribute', '')} {what['level']}".strip()
    return as_sentence(people_words(candidate.subject.segment)) or candidate.subject.kind.value.replace("_", " ")


def _higher(candidate: Candidate, effect: float) -> str:
    return more_words(candidate.subject.metric, effect)


def _level(candidate: Candidate, effect: float) -> str:
    what = dict(candidate.subject.what)
    attribute, level = what.get("attribute", ""), what.get("level", "")
    if attribute == "hour of response":
        return f"From {level} o'clock people showed {_higher(candidate, effect)}"
    if level.startswith("twice"):
        return f"On days with twice as many posts each one had {_higher(candidate, effect)}{_where(candidate)}"
    return f"{as_sentence(posts_words(candidate))} had {_higher(candidate, effect)}{_where(candidate)}"


def _gap(candidate: Candidate, effect: float) -> str:
    return f"{as_sentence(people_words(candidate.subject.segment))} showed {_higher(candidate, effect)}"


def _trend(candidate: Candidate, effect: float) -> str:
    metric = metric_words(candidate.subject.metric)
    have = "have" if is_plural(metric) else "has"
    return f"{metric[:1].upper()}{metric[1:]}{_where(candidate)} {have} been going {'up' if effect > 0 else 'down'}"


def _correlation(candidate: Candidate, effect: float) -> str:
    what = dict(candidate.subject.what)
    if "measure" in what:
        name = _MEASURES.get(what["measure"], f"More {what['measure']}")
        return f"{name} go along with {_higher(candidate, effect)}"
    return f"Posts with {more_words(what.get('with', ''), 1.0)} have {_higher(candidate, effect)} as well"


def _change(candidate: Candidate, effect: float) -> str:
    metric = metric_words(candidate.subject.metric)
    day = _day(candidate.evidence.words.get("day", ""))
    went = "higher" if effect > 0 else "lower"
    return (
        f"{metric[:1].upper()}{metric[1:]}{_where(candidate)} went to a {went} level{f' around {day}' if day else ''}"
    )


def _anomaly(candidate: Candidate, effect: float) -> str:
    metric, evidence = metric_words(candidate.subject.metric), candidate.evidence
    first, last = evidence.first, evidence.last
    days = f" on {_day_of(first)}" if first else ""
    if first and last and last > first:
        days = f" from {_day_of(first)} to {_day_of(last)}"
    unusual = "unusually high" if effect > 0 else "unusually low"
    were = "were" if is_plural(metric) else "was"
    return f"{metric[:1].upper()}{metric[1:]}{_where(candidate)} {were} {unusual}{days}"


def _sequence(candidate: Candidate, effect: float) -> str:
    return f"Posts at the end of {subject_words(candidate)} had {_higher(candidate, effect)}"


def _formula(candidate: Candidate, effect: float) -> str:
    return f"{as_sentence(subject_words(candidate))} had {_higher(candidate, effect)}"


def _cluster(candidate: Candidate, effect: float) -> str:
    return f"{as_sentence(subject_words(candidate))} had {_higher(candidate, effect)}{_where(candidate)}"


def _likeness(candidate: Candidate, effect: float) -> str:
    what = dict(candidate.subject.what)
    if "repeats" in what:
        return f"{candidate.n:,} posts say nearly the same"
    return f"{as_sentence(subject_words(candidate))} had {_higher(candidate, effect)}"


def _theme(candidate: Candidate, effect: float) -> str:
    theme = dict(candidate.subject.what).get("theme", "")
    if not candidate.evidence.numbers.get("notes_before", 1.0):
        return f"Customers began to speak of “{theme}”"
    return f"Customers speak {'more' if effect > 0 else 'less'} often of “{theme}” than before"


def _data_quality(candidate: Candidate, effect: float) -> str:
    del effect
    what, numbers = dict(candidate.subject.what), candidate.evidence.numbers
    place = dict(candidate.subject.segment)
    name = platform_name(place.get("platform", "")) or "A source"
    account = place.get("account", "default")
    source = name if account == "default" else f"{name} {account}"
    problem = what.get("problem", "")
    day = f" from {_day_of(candidate.evidence.first)} on" if candidate.evidence.first else ""
    if problem == "stale":
        return f"The data of {source} ended {candidate.n:,} days ago"
    if problem == "definition":
        return f"{source} may count {what.get('ratio', 'something')} in another way{day}"
    if problem == "not reported":
        return f"{source} no longer reports {what.get('fact', 'a figure').replace('_', ' ')}{day}"
    if problem == "few rows":
        return f"The newest import of {source} has far fewer rows than usual"
    count = numbers.get("days") or numbers.get("missing")
    missing = f" for {count:,.0f} days" if count else ""
    return f"The data of {source} has a gap{missing}" if "missing" in problem else f"{source}: {problem}"


def _day(text: str) -> str:
    return _day_of(date.fromisoformat(text)) if text else ""


def _day_of(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _anything(candidate: Candidate, effect: float) -> str:
    """Whatever has no sentence of its own: its name, what it is about, and on which metric."""
    subject = candidate.subject
    parts = [value for _, value in (*subject.segment, *subject.what)]
    name = subject.kind.value.replace("_", " ")
    on = f" on {metric_words(subject.metric)}" if subject.metric else ""
    way = "" if not effect else " (higher)" if effect > 0 else " (lower)"
    return f"{name[:1].upper()}{name[1:]}{on}{': ' if parts else ''}{', '.join(parts)}{way}"


def _where(candidate: Candidate) -> str:
    platform = dict(candidate.subject.segment).get("platform")
    return f" on {platform_name(platform)}" if platform else ""


_WRITERS: Final[Mapping[InsightKind, Callable[[Candidate, float], str]]] = {
    InsightKind.ATTRIBUTE_EFFECT: _level,
    InsightKind.PEAK_HOURS: _level,
    InsightKind.FREQUENCY: _level,
    InsightKind.SEGMENT_GAP: _gap,
    InsightKind.TREND: _trend,
    InsightKind.CORRELATION: _correlation,
    InsightKind.CHANGE_POINT: _change,
    InsightKind.ANOMALY: _anomaly,
    InsightKind.SEQUENCE: _sequence,
    InsightKind.WINNING_FORMULA: _formula,
    InsightKind.CLUSTER: _cluster,
    InsightKind.SIMILARITY: _likeness,
    InsightKind.DATA_QUALITY: _data_quality,
    InsightKind.FEEDBACK_THEME: _theme,
    InsightKind.OPERATION: operation_title,
}
