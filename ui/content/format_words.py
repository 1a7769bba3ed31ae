"""What the grid of attributes by platform says, in words."""

from __future__ import annotations

from typing import Final

from learning.domain.platforms import platform_name
from learning.domain.post_grids import AttributeGrid, Certainty, Gap, GridCell
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.content.bands import BANDS
from services.glossary import GlossaryEntry
from ui.numbers import NO_BREAK, change_words, count_words, interval_words, value_words
from ui.wording import BASIS_WORDS, cuts_words, n_words

CERTAINTY_WORDS: Final = {
    Certainty.CONFIRMED: "likely real",
    Certainty.WORTH_TESTING: "worth testing",
    Certainty.OPEN: "could be chance",
    Certainty.TOO_FEW: "not enough posts",
}
NOT_STATED: Final = "not stated"
QUESTIONS: Final = {
    "length": "Does the length of a post matter",
    "posts that day": "Does it matter how many posts come on one day",
    "time since the post before": "Does it matter how soon a post follows the one before",
}
"""Of what is computed of posts; of what exports state the question is which one works where."""


def label_of(cell: GridCell, longest: int = 60) -> str:
    """Name the value of the attribute."""
    text = " ".join(cell.attribute.split()) or NOT_STATED
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def metric_words(entry: GlossaryEntry) -> str:
    """Name what a cell shows: a total is shown by post."""
    metric = CATALOG.get(entry.name)
    return f"{entry.label} per post" if metric is not None and metric.form is Form.TOTAL else entry.label


def title_words(entry: GlossaryEntry, grid: AttributeGrid) -> str:
    """State the surest difference; where none is likely real, ask the question."""
    best = grid.best
    if best is None or best.gap is None:
        asked = QUESTIONS.get(grid.query.attribute, f"Which {grid.query.attribute} works where")
        return f"{asked}, by {metric_words(entry).lower()}?"
    by = change_words(best.gap.factor - 1).lstrip("+−±")
    side = "above" if best.gap.factor > 1 else "below"
    size = f"{by} that of" if by.startswith("×") else f"{by} {side}"
    what = metric_words(entry).lower()
    named = f"{label_of(best)} ({grid.query.attribute})" if grid.query.attribute in BANDS else label_of(best)
    return f"On {platform_name(best.platform)}, {named}: {what} about {size} the other posts"


def subtitle_words(entry: GlossaryEntry, grid: AttributeGrid, period: str) -> str:
    """Give metric, n, period, basis and origin."""
    posts = sum(column.value.n for column in grid.columns)
    parts = [f"{metric_words(entry)} by {grid.query.attribute} and platform", count_words(posts, "post"), period]
    if grid.basis:
        parts.append(BASIS_WORDS[grid.basis])
    best = grid.best
    if best is not None and best.gap is not None:
        parts.append(f"{gap_words(best.gap)} (95 % interval), {n_words(best.value)}")
    return " · ".join(parts)


def gap_words(gap: Gap) -> str:
    """Write the range of a factor as changes."""
    return f"{change_words(gap.low - 1)} to {change_words(gap.high - 1)}"


def hover_words(entry: GlossaryEntry, cell: GridCell) -> str:
    """Everything of one cell, for the pointer."""
    value = cell.value
    shown = value_words(value.value, entry.unit, currency=value.currency)
    spread = interval_words(value.low, value.high, entry.unit, currency=value.currency)
    lines = [
        f"<b>{label_of(cell)}</b> on {platform_name(cell.platform)}",
        f"{metric_words(entry)}: <b>{shown}</b>{f' ({spread})' if spread else ''} · {n_words(value)}",
    ]
    if cell.gap is not None:
        lines.append(
            f"against the other posts there: {change_words(cell.gap.factor - 1)} ({gap_words(cell.gap)}), "
            f"{CERTAINTY_WORDS[cell.certainty]}"
        )
    return "<br>".join([*lines, "Click for the posts"])


def method_words(grid: AttributeGrid, shown: int) -> list[str]:
    """Say how the differences were judged, what was left out and where it was read."""
    comparisons = count_words(grid.compared, "comparison")
    each = "band" if grid.query.attribute in BANDS else grid.query.attribute
    found = [f"Each {each} is compared with the other posts of its platform."]
    found.append(f"{comparisons} looked at and corrected for.")
    found.append("A difference may come from what else differs between these posts.")
    hidden = grid.compared - shown
    if hidden > 0:
        found.append(f"{hidden} more stand in the export.")
    few = [
        f"{label_of(cell, 30)} on {platform_name(cell.platform)} ({cell.value.n})"
        for cell in grid.cells
        if cell.certainty is Certainty.TOO_FEW
    ]
    if few:
        more = f" and {len(few) - 6} more" if len(few) > 6 else ""
        found.append(f"Not enough posts to compare: {', '.join(few[:6])}{more}.")
    if grid.left_out:
        found.append(f"{count_words(grid.left_out, 'post')} left out, too little seen or too young (see What counts).")
    if grid.cuts:
        found.append(f"Read from {cuts_words(grid.cuts)}.")
    return found


def alt_words(entry: GlossaryEntry, grid: AttributeGrid) -> str:
    """Say what the chart shows, for those who hear the page."""
    return f"Points with ranges: {metric_words(entry)} by {grid.query.attribute} and platform.{NO_BREAK}" + title_words(
        entry, grid
    )
