"""What the map of the week says, in words."""

from __future__ import annotations

from typing import Final

from learning.domain.best_times import FEWEST_UNITS, BestTimes, HourOf, Slot
from learning.domain.figures import CountedUnit
from learning.domain.platforms import platform_name
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words
from ui.numbers import change_words, count_words, interval_words, value_words
from ui.wording import BASIS_WORDS, cuts_words, listed_words

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_DAYS: Final = tuple(day[:3] for day in DAYS)
HOUR_OF_WORDS: Final = {
    HourOf.PUBLICATION: "hour of publication",
    HourOf.ACTIVITY: "hour in which it happened",
}


def slot_words(slot: Slot) -> str:
    """Name an hour of the week: 'Thursday, 14:00–15:00'."""
    return f"{DAYS[slot.weekday]}, {slot.hour:02d}:00–{(slot.hour + 1) % 24:02d}:00"


def unit_words(entry: GlossaryEntry, found: BestTimes) -> str:
    """Name what an hour shows: a total by post, or by hour."""
    metric = CATALOG.get(entry.name)
    if metric is None or metric.form is not Form.TOTAL:
        return entry.label
    return f"{entry.label} per post" if found.counted is CountedUnit.POSTS else f"{entry.label} per hour"


def n_words(slot: Slot, found: BestTimes) -> str:
    """Write how much stands behind an hour."""
    return count_words(slot.n, "post" if found.counted is CountedUnit.POSTS else "day")


def title_words(entry: GlossaryEntry, found: BestTimes) -> str:
    """State the best hour where one is likely real; else ask the question."""
    real = next((slot for slot in found.best if slot.real and slot.factor > 1), None)
    what = unit_words(entry, found).lower()
    if found.query.hour_of is HourOf.ACTIVITY:
        return f"At which hours do people react, by {what}?"
    if real is None:
        return f"When do posts do best, by {what}?"
    by = change_words(real.factor - 1).lstrip("+")
    size = f"{by} that of all" if by.startswith("×") else f"{by} above all"
    return f"Posts of {slot_words(real).replace(', ', ' ')}: {what} about {size}"


def subtitle_words(entry: GlossaryEntry, found: BestTimes, period: str, zone: str) -> str:
    """Give metric, n, period, which hour is meant, and the zone."""
    units = count_words(found.n, "post") if found.counted is CountedUnit.POSTS else f"{found.n:,} hours with data"
    parts = [f"{unit_words(entry, found)} by {HOUR_OF_WORDS[found.query.hour_of]}", units, period, f"hours in {zone}"]
    if found.basis:
        parts.append(BASIS_WORDS[found.basis])
    return " · ".join(parts)


def best_words(entry: GlossaryEntry, found: BestTimes, slot: Slot) -> str:
    """Write one of the best hours with its value, range and n."""
    shown = value_words(slot.value, entry.unit)
    spread = interval_words(slot.low, slot.high, entry.unit).removeprefix("about ")
    sure = "likely real" if slot.real else "could be chance"
    if found.query.hour_of is HourOf.ACTIVITY:
        sure = "not tested: the hours of one day go together"
    return f"**{slot_words(slot)}**: about {shown} ({spread}), {n_words(slot, found)}, {sure}"


def hover_words(entry: GlossaryEntry, found: BestTimes, slot: Slot) -> str:
    """Everything of one hour, for the pointer."""
    shown = value_words(slot.value, entry.unit)
    spread = interval_words(slot.low, slot.high, entry.unit)
    lines = [
        f"<b>{slot_words(slot)}</b>",
        f"{unit_words(entry, found)}: <b>about {shown}</b> ({spread})",
        f"{n_words(slot, found)} · {change_words(slot.factor - 1)} against all hours",
    ]
    if not slot.enough:
        lines.append(f"fewer than {FEWEST_UNITS}: mostly what its weekday and its hour say")
    return "<br>".join(lines)


def method_words(found: BestTimes) -> list[str]:
    """Say how the hours were estimated, what was left out and where it was read."""
    unit = "posts" if found.counted is CountedUnit.POSTS else "days"
    said = [f"The number in a cell is how many {unit} it has; the stronger its colour the higher, empty has none."]
    said.append(f"Each hour is drawn towards what its weekday and its hour of the day say, the more the fewer {unit}.")
    said.append(f"In brackets: fewer than {FEWEST_UNITS}, so it is hardly more than that.")
    if found.query.hour_of is HourOf.PUBLICATION:
        said.append("Posts of these hours may differ in more than the hour.")
    if found.since is not None:
        said.append(f"Read from {day_words(found.since)} on.")
    if found.without_hour:
        names = listed_words([platform_name(platform) for platform in found.without_hour])
        said.append(f"Without {names}: these exports have no hour.")
    if found.left_out:
        said.append(f"{count_words(found.left_out, 'post')} left out, too little seen or too young (see What counts).")
    if found.cuts:
        said.append(f"Read from {cuts_words(found.cuts)}.")
    return said


def alt_words(entry: GlossaryEntry, found: BestTimes) -> str:
    """Say what the chart shows, for those who hear the page."""
    best = "; ".join(best_words(entry, found, slot).replace("**", "") for slot in found.best)
    return f"Map of the week: {unit_words(entry, found)} by weekday and hour. Highest: {best or 'no hour has enough'}."
