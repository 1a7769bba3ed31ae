"""Who responds how, in sentences: a gap, how sure it is, and what goes along with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from learning.domain.audience import Enough, Gap, GapReport, GapTier, LevelShare, MixDifference, MixReport, Segment
from learning.domain.figures import CountedUnit
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction, Form, MetricUnit
from services.glossary import GlossaryEntry
from ui.imports.wording import plain
from ui.numbers import MINUS, NO_BREAK, change_words, count_words, value_words
from ui.wording import listed_words

NOT_STATED: Final = "(not stated)"
SAME_MIX: Final = (
    "The kinds of content are much the same as for everyone else: posts do differently here whatever their topic, "
    "format or hour."
)
TIER_WORDS: Final = {
    GapTier.CONFIRMED: "likely real",
    GapTier.WORTH_TESTING: "worth a test",
    GapTier.SILENT: "no gap seen",
    GapTier.NOT_ENOUGH: "too early to say",
}
ENOUGH_WORDS: Final = {
    Enough.ENOUGH: "enough data",
    Enough.THIN: "few data",
    Enough.TOO_LITTLE: "not enough data",
}
_VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "conversion_rate": ("convert more often", "convert less often"),
    "engagement_score": ("respond more", "respond less"),
    "engagement_rate": ("interact more", "interact less"),
    "click_through_rate": ("click more often", "click less often"),
    "bounce_rate": ("leave at once more often", "leave at once less often"),
    "average_session_seconds": ("stay longer", "stay less long"),
    "average_watch_seconds": ("watch longer", "watch less long"),
    "revenue_per_session": ("bring more revenue per session", "bring less revenue per session"),
    "save_rate": ("save more often", "save less often"),
    "share_rate": ("share more often", "share less often"),
    "comment_rate": ("comment more often", "comment less often"),
}
_DEVICES: Final = {"mobile": "on phone", "desktop": "on desktop", "tablet": "on tablet"}
_JOINS: Final = {
    "channel": "on the channel *{}*",
    "strategy": "who get the strategy *{}*",
    "country": "in *{}*",
    "city": "in *{}*",
    "region": "in *{}*",
    "age": "aged *{}*",
    "platform": "on *{}*",
    "traffic_source": "who come by *{}*",
}


def segment_words(segment: Segment) -> str:
    """Name the people of a segment: 'people like *Busy parents* on phone'."""
    found = ["people"]
    for name, value in segment:
        shown = plain(value) if value else NOT_STATED
        if name == "persona":
            found.insert(1, f"like *{shown}*")
        elif name == "device":
            found.append(_DEVICES.get(value.casefold(), f"on *{shown}*"))
        else:
            found.append(_JOINS.get(name, f"with {name.replace('_', ' ')} *{{}}*").format(shown))
    return " ".join(found)


def segment_title(segment: Segment) -> str:
    """Name a segment in a heading or a list: 'Busy parents · mobile'."""
    return " · ".join(value or NOT_STATED for _, value in segment) or "Everyone"


def capital(words: str) -> str:
    """Begin a sentence."""
    return words[:1].upper() + words[1:]


def gap_finding(gap: Gap, entry: GlossaryEntry) -> str:
    """Say what differs, without numbers: 'People like *Busy parents* on phone click less often'."""
    more, less = _VERBS.get(gap.metric, (f"have a higher {entry.label.lower()}", f"have a lower {entry.label.lower()}"))
    return f"{capital(segment_words(gap.segment))} {more if gap.shrunken > 0 else less}"


def gap_numbers(gap: Gap, entry: GlossaryEntry) -> str:
    """Write both values, the range of the gap, and n."""
    own, rest = (value_words(one, entry.unit, currency=gap.currency) for one in (gap.value, gap.rest))
    what = "weighted interactions " if gap.metric == "engagement_score" else ""
    return f"{own} against {rest} for everyone else; {what}{lift_words(gap)}. {gap_n_words(gap)}."


def lift_words(gap: Gap) -> str:
    """Write the range of a gap after all that were looked at: 'about 35 % to 42 % lower (95 % range)'."""
    lower = gap.shrunken < 0
    ends = sorted((abs(gap.low), abs(gap.high))) if gap.low * gap.high > 0 else [gap.low, gap.high]
    if gap.low * gap.high <= 0:
        return f"about {change_words(gap.low)} to {change_words(gap.high)} (95 % range)"
    low, high = (_percent(one) for one in ends)
    size = f"about {low}" if low == high else f"about {low} to {high}"
    return f"{size} {'lower' if lower else 'higher'} (95 % range)"


def _percent(lift: float) -> str:
    return change_words(lift).lstrip("+" + MINUS)


def gap_n_words(gap: Gap) -> str:
    """Write n, and whether the same posts were compared with themselves."""
    n = counted_words(gap.n, gap.counted)
    return f"{n}, each compared with itself" if gap.paired else n


def counted_words(number: int, counted: CountedUnit) -> str:
    """Write a number of independent units."""
    if counted is CountedUnit.UNITS:
        return f"{number:,}{NO_BREAK}posts and days"
    return count_words(number, counted.value.removesuffix("s"))


def sureness_words(gap: Gap) -> str:
    """Say how sure a gap is."""
    if gap.tier is GapTier.CONFIRMED:
        return f"{_chance(gap.false_sign_rate)} that there is no gap, or that it goes the other way."
    if gap.tier is GapTier.WORTH_TESTING:
        return "Of gaps as clear as this one, up to 1 in 10 is chance."
    if gap.tier is GapTier.NOT_ENOUGH and gap.more_needed:
        return f"Too early to say: about {counted_words(_rounded(gap.more_needed), gap.counted)} more would tell."
    return "No gap of 20 % or more was seen."


def _chance(rate: float) -> str:
    if rate < 0.001:
        return f"Less than a 0.1{NO_BREAK}% chance"
    digits = f"{rate * 100:.1f}" if rate < 0.01 else f"{rate * 100:.0f}"
    return f"About a {digits}{NO_BREAK}% chance"


def _rounded(number: int) -> int:
    """Two significant digits: 'about 1,200', never 'about 1,187'."""
    unit: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit


def looked_at_words(report: GapReport) -> str:
    """Say how many comparisons stand behind what is shown."""
    counts = {tier: len(report.of_tier(tier)) for tier in GapTier}
    waiting = counts[GapTier.NOT_ENOUGH] + report.not_comparable
    return (
        f"Looked at {count_words(report.looked_at, 'comparison')}; each one is corrected for all the others. "
        f"{counts[GapTier.CONFIRMED]} likely real, {counts[GapTier.WORTH_TESTING]} worth a test, "
        f"{counts[GapTier.SILENT]} without a gap of 20 % or more, {waiting} with too few data to say."
    )


def mix_words(report: MixReport, entry: GlossaryEntry, limit: int = 3) -> list[str]:
    """Say what goes along with a gap, the largest part first; an association, not a cause."""
    if report.reason:
        return [f"{capital(report.reason)}."]
    told = [one for one in report.differences if abs(one.mix) >= 0.01][:limit]
    if not told:
        return [SAME_MIX]
    found = [_difference_words(one, entry) for one in told]
    found.append("What goes together need not be the cause: these are shares, not an experiment.")
    return found


def _difference_words(one: MixDifference, entry: GlossaryEntry) -> str:
    name = one.attribute.replace("_", " ")
    levels = [level for level in one.levels if level.contribution * one.mix > 0][:2]
    shares = listed_words([_level_words(level) for level in levels]) if levels else ""
    side = "lower" if one.mix < 0 else "higher"
    return (
        f"**{capital(name)}**: its other mix alone goes with about {_percent(one.mix)} {side} {entry.label.lower()}"
        + (f": {shares}." if shares else ".")
    )


def _level_words(level: LevelShare) -> str:
    name = plain(level.level) if level.level else NOT_STATED
    own, rest = (value_words(one, MetricUnit.RATE) for one in (level.segment_share, level.rest_share))
    return f"{name} {own}, elsewhere {rest}"


def headline_words(entry: GlossaryEntry, gaps: Sequence[Gap], dimensions: Sequence[str]) -> str:
    """Give the title of the grid: what is likely real about its metric, else the question."""
    sure = [gap for gap in gaps if gap.metric == entry.name and gap.tier is GapTier.CONFIRMED]
    own = [gap for gap in sure if {name for name, _ in gap.segment} <= set(dimensions)]
    if own:
        return gap_finding(own[0], entry).replace("*", "")
    metric = CATALOG.get(entry.name)
    if metric is None:
        return f"{entry.label}, by whom?"
    if metric.form is Form.TOTAL:
        return f"Who brings the most {entry.label.lower()}?"
    return f"Who has the {'best' if metric.good is Direction.UP else 'lowest'} {entry.label.lower()}?"
