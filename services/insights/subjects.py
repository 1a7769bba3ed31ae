"""What a finding is about, as a noun within a sentence: 'posts with the hook “number”', 'people on phone'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.insights import Candidate, InsightKind
from learning.domain.platforms import platform_name

_POSTS: Final[Mapping[str, str]] = {
    "topic": "posts about “{}”",
    "hook": "posts with the hook “{}”",
    "format": "posts in the format “{}”",
    "generator": "posts from the generator “{}”",
    "strategy": "posts with the strategy “{}”",
    "length": "posts of {} length",
    "hashtags": "posts with {} hashtags",
    "links": "posts with {} links",
    "hour": "posts published from {} o'clock",
    "weekday": "posts published on a {}",
    "keyword": "posts whose most telling word is “{}”",
    "subject area": "posts about {}",
    "posts that day": "posts published {} that day",
    "time since the post before": "posts {} after the one before",
    "same topic again": "posts whose topic came up again {}",
    "same format again": "posts whose format came up again {}",
}
_LEVELS: Final[Mapping[tuple[str, str], str]] = {
    ("hashtags", "none"): "posts without hashtags",
    ("links", "none"): "posts without a link",
    ("links", "with a link"): "posts with a link",
    ("length", "short"): "short posts",
    ("length", "long"): "long posts",
    ("posts that day", "2 or 3"): "posts on days with 2 or 3 posts",
    ("posts that day", "4 and more"): "posts on days with 4 posts and more",
}
"""Levels that read better by words of their own."""
_LIKENESS: Final = {
    "unlike them": "unlike earlier ones",
    "close to one": "close to an earlier one",
    "nearly the same": "nearly the same as an earlier one",
}
_DEVICES: Final = {"mobile": "on phone", "desktop": "on desktop", "tablet": "on tablet"}


def subject_words(candidate: Candidate) -> str:
    """Name what a finding is about; '' where its kind has no such name."""
    kind, what = candidate.subject.kind, dict(candidate.subject.what)
    if kind is InsightKind.SEGMENT_GAP:
        return people_words(candidate.subject.segment)
    if kind is InsightKind.WINNING_FORMULA:
        parts = [f"{name} “{level}”" for name, level in candidate.subject.what]
        joined = " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        return f"posts that combine {joined}"
    if kind is InsightKind.SEQUENCE:
        return " then ".join(f"“{step}”" for step in what.get("level", "").split(" > "))
    if kind is InsightKind.CLUSTER:
        return f"posts of the group “{what.get('level', '')}”"
    if kind is InsightKind.SIMILARITY:
        level = what.get("level", "unlike earlier ones")
        return f"posts that are {_LIKENESS.get(level, level)}"
    return posts_words(candidate) if "level" in what else ""


def posts_words(candidate: Candidate) -> str:
    """Name the posts with one level of an attribute."""
    what = dict(candidate.subject.what)
    attribute, level = what.get("attribute", ""), what.get("level", "")
    if level.startswith("twice"):
        return "posts of days with twice as many posts"
    usual = _POSTS.get(attribute, f"posts with the {attribute or 'property'} “{{}}”").format(level)
    return _LEVELS.get((attribute, level), usual)


def people_words(segment: tuple[tuple[str, str], ...]) -> str:
    """Name the people of a segment; '' where there is none."""
    found, rest = ["people"], []
    for name, value in segment:
        if name == "persona":
            found.append(f"like “{value}”")
        elif name == "device":
            rest.append(_DEVICES.get(value.casefold(), f"on “{value}”"))
        elif name == "platform":
            rest.append(f"on {platform_name(value)}")
        else:
            rest.append(f"{'on' if name == 'channel' else 'of'} the {name.replace('_', ' ')} “{value}”")
    return " ".join((*found, *rest)) if segment else ""


def as_sentence(words: str) -> str:
    """Begin words as a sentence does; what follows stays as it is."""
    return words[:1].upper() + words[1:]
