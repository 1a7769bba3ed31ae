"""The week's movements in sentences, by the product's copy rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.digest import LeadingPost, LeftOut, MainPart, Movement, Sureness, WeekDigest
from learning.domain.platforms import platform_name
from learning.metrics.definitions import Direction
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words
from ui.content.post_words import post_words
from ui.headlines import SURENESS_WORDS
from ui.imports.wording import plain
from ui.numbers import MINUS, change_words, count_words, value_words
from ui.wording import listed_words, n_words

MOST_OF_ALL: Final = 0.95
"""From this share on a part is said to be all of a change."""
LONGEST_QUOTE: Final = 80
MANY: Final = 6
"""From so many figures on it is worth saying that the correction counts all of them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the week: what moved, then how sure and where."""

    text: str
    """Markdown; whatever comes from a file is escaped."""
    badge: str
    icon: str
    movement: Movement | None = None
    """What a click leads to; None where there is nothing to open."""


def digest_sentences(digest: WeekDigest, glossary: Mapping[str, GlossaryEntry]) -> list[Sentence]:
    """Write the week in about three sentences: what moved, how sure, where; and plainly where nothing did."""
    found = [_real(movement, glossary[movement.metric]) for movement in digest.movements]
    if digest.looked_at and (rest := _rest(digest, glossary)):
        found.append(rest)
    if digest.too_early or digest.left_out or digest.growing or not digest.looked_at:
        found.append(Sentence(_unknown_words(digest, glossary), _gray(SURENESS_WORDS[Sureness.EARLY]), "hourglass_top"))
    return found


def _real(movement: Movement, entry: GlossaryEntry) -> Sentence:
    up = movement.is_up
    parts = [f"**{moved_words(movement, entry)}.**", _reason_words(movement)]
    text = " ".join(part for part in parts if part)
    return Sentence(text, badge_words(movement, entry), "trending_up" if up else "trending_down", movement)


def moved_words(movement: Movement, entry: GlossaryEntry) -> str:
    """Say what moved by how much, with range and n: 'Clicks on X went up by about 40 % (+12 % to +75 %; 14 posts)'."""
    change = movement.change
    verb = "went up" if movement.is_up else "went down"
    size = change_words(change.relative or 0.0).lstrip(f"+{MINUS}±")
    now = value_words(movement.now.value, entry.unit, currency=movement.now.currency)
    spread = change_spread(movement)
    return f"{subject_words(movement, entry)} {verb} by about {size} ({spread}; {n_words(movement.now)}) to {now}"


def change_spread(movement: Movement) -> str:
    """Write the range of a change; both ends carry their sign."""
    low, high = movement.change.low, movement.change.high
    return "range not known" if low is None or high is None else f"{change_words(low)} to {change_words(high)}"


def subject_words(movement: Movement, entry: GlossaryEntry) -> str:
    """Name the figure and the part of the data: 'Engagement rate on X'."""
    parts = [_part_words(dimension, values) for dimension, values in movement.where.items()]
    return " ".join([plain(entry.label), *parts])


def _part_words(dimension: str, values: Sequence[str]) -> str:
    if dimension == "platform":
        return f"on {plain(listed_words([platform_name(value) for value in values]))}"
    if dimension == "persona":
        return f"among {plain(listed_words(values))}"
    return f"for {plain(dimension.replace('_', ' '))} {plain(listed_words(values))}"


def badge_words(movement: Movement, entry: GlossaryEntry) -> str:
    """Say how sure, and of what is likely real whether it is for the better: in words, the colour only repeats them."""
    sure = SURENESS_WORDS[movement.sureness]
    if movement.sureness is not Sureness.REAL or entry.good is Direction.NEITHER:
        return _gray(sure)
    better = movement.is_up == (entry.good is Direction.UP)
    return f":green-badge[better, {sure}]" if better else f":red-badge[worse, {sure}]"


def _gray(words: str) -> str:
    return f":gray-badge[{words}]"


def _reason_words(movement: Movement) -> str:
    found = []
    if movement.part:
        found.append(_main_part_words(movement.part))
    if movement.post:
        found.append(_post_words(movement.post))
    return " ".join(found)


def _main_part_words(part: MainPart) -> str:
    amount = "All" if part.share >= MOST_OF_ALL else "Most"
    return f"{amount} of it comes from {_named(part)}."


def _named(part: MainPart) -> str:
    name = platform_name(part.value) if part.dimension == "platform" else part.value
    return plain(name)


def _post_words(post: LeadingPost) -> str:
    quote = plain(post_words(post.card, LONGEST_QUOTE))
    if post.earlier:
        return f"Most of it goes with one post of the week before, which nothing repeated: “{quote}”."
    return f"Most of it goes with one post: “{quote}”."


def _rest(digest: WeekDigest, glossary: Mapping[str, GlossaryEntry]) -> Sentence | None:
    """What did not move; with three stories told there is no room for it."""
    looked = count_words(digest.looked_at, "figure")
    if digest.untold:
        more = count_words(digest.untold, "more figure")
        words = f"{more} of {digest.looked_at} moved beyond chance; Engagement shows them by platform and persona."
        return Sentence(words, _gray(SURENESS_WORDS[Sureness.REAL]), "more_horiz")
    nearest = digest.next_largest
    if nearest is None and digest.movements:
        return None
    lead = "Nothing else moved" if digest.movements else "**Nothing moved**"
    words = f"{lead} beyond chance: {looked} compared with the week before."
    if nearest:
        entry = glossary[nearest.metric]
        words += (
            f" The nearest to a real change is {subject_words(nearest, entry)}: about "
            f"{change_words(nearest.change.relative or 0.0)} ({change_spread(nearest)}; {n_words(nearest.now)})."
        )
        if digest.looked_at >= MANY:
            words += " After looking at so many it could be chance."
    return Sentence(words, _gray(SURENESS_WORDS[Sureness.CHANCE]), "horizontal_rule", nearest)


def _unknown_words(digest: WeekDigest, glossary: Mapping[str, GlossaryEntry]) -> str:
    found = []
    if digest.growing:
        labels = listed_words([plain(glossary[name].label.lower()) for name in digest.growing])
        found.append(f"Totals of new posts still grow, so {labels} are not compared by week; a daily export would do.")
    if digest.reason and not digest.looked_at:
        found.append(f"There is nothing to compare: {plain(digest.reason)}.")
    elif digest.too_early or not (digest.looked_at or digest.growing):
        figures = count_words(digest.too_early, "figure") if digest.too_early else "The figures"
        verb = "has" if digest.too_early == 1 else "have"
        found.append(f"{figures} {verb} too little data in these two weeks to compare.")
    if digest.left_out:
        named = listed_words([_left_words(one) for one in digest.left_out])
        found.append(f"Left out, for want of this whole week: {named}.")
    return " ".join(found)


def _left_words(one: LeftOut) -> str:
    end = f" (data to {day_words(one.last_day)})" if one.last_day else ""
    return f"{plain(platform_name(one.platform))}{end}"
