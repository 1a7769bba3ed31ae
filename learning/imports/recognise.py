"""Which report a table is: by its set of headers, helped by titles, file name and the tables beside it."""

import re
from dataclasses import dataclass
from typing import Final

from learning.domain.imports import TableHead
from learning.domain.platforms import platform_name
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.headers import header_key
from learning.imports.matching import Match, match
from learning.imports.platforms.catalogue import TEMPLATES
from learning.imports.platforms.generic import GENERIC
from learning.imports.platforms.template import Template

_FULL: Final = 1.0
_PLATFORM_WORDS: Final = {
    "instagram": "instagram",
    "facebook": "facebook",
    "linkedin": "linkedin",
    "tiktok": "tiktok",
    "youtube": "youtube",
    "pinterest": "pinterest",
    "twitter": "x",
    "mailchimp": "mailchimp",
    "klaviyo": "klaviyo",
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """The report that a table is taken for."""

    match: Match
    confidence: float
    """0-1: half for the report's marks, half for the share of the columns that it explains; the generic template at
    most 0.7.
    """
    runner_up: str | None
    """Name of the next best report, if any fits."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a table and the tables beside it."""

    name: str
    """File name, lower case."""
    titles: tuple[str, ...]
    """The sheet or title and the preamble's lines, lower case."""
    siblings: tuple[SiblingEvidence, ...]

    @property
    def words(self) -> str:
        """Everything as one text."""
        return "\n".join((self.name, *self.titles))


def surroundings(head: TableHead, context: PlanContext) -> Surroundings:
    """What stands around a table.

    Args:
        head: the table.
        context: the import.

    Returns:
        Its file name, titles and preamble in lower case, and the evidence of all other tables.
    """
    lines = (head.table, *(" ".join(cell for cell in cells if cell.strip()) for _, cells in head.preamble))
    others = tuple(one for one in context.siblings if (one.file, one.index) != (head.file, head.index))
    return Surroundings(head.file.casefold(), tuple(line.strip().casefold() for line in lines if line.strip()), others)


def blank_columns(head: TableHead) -> tuple[bool, ...]:
    """Per column, whether the sample has rows and none of them fills it."""
    if not head.sample:
        return (False,) * len(head.header)
    return tuple(
        not any(len(cells) > i and cells[i].strip() for _, cells in head.sample) for i in range(len(head.header))
    )


def platform_in(text: str) -> str | None:
    """The platform that a title or a file name names, or None where it names none or several."""
    found = {
        platform
        for word, platform in _PLATFORM_WORDS.items()
        if re.search(rf"(?<![a-z]){word}(?![a-z])", text.casefold())
    }
    return found.pop() if len(found) == 1 else None


def recognise(head: TableHead, context: PlanContext, forced: Template | None = None) -> Recognition:
    """Find the report that a table is.

    Args:
        head: the table; the order of its columns and the case of its headers do not matter.
        context: the import with its other tables.
        forced: the template that a person chose.

    Returns:
        The best fit; the generic template where no report's marks are there.
    """
    around = surroundings(head, context)
    blank = blank_columns(head)
    if forced is not None:
        fit = match(forced, head.header, blank)
        return Recognition(fit, _confidence(fit, head, around), None)
    scored: list[tuple[float, Match]] = []
    for template in TEMPLATES:
        if template.name == GENERIC.name:
            continue
        fit = match(template, head.header, blank)
        if fits(fit, head, around):
            scored.append((_score(fit, head, around), fit))
    scored.sort(key=lambda pair: -pair[0])
    if not scored:
        fit = match(GENERIC, head.header, blank)
        return Recognition(fit, round(0.7 * _explained(fit, head), 3), None)
    best = scored[0][1]
    runner = scored[1][1].template.name if len(scored) > 1 else None
    return Recognition(best, _confidence(best, head, around), runner)


def missing_marks(fit: Match, head: TableHead, around: Surroundings) -> tuple[tuple[str, ...], ...]:
    """The groups of marks of a report of which a table has none."""
    keys = {header_key(text) for text in head.header}
    bound = {one.field for one in fit.chosen.values()}
    return tuple(
        group for group in fit.template.requires if not any(_has(mark, fit, bound, keys, around) for mark in group)
    )


def fits(fit: Match, head: TableHead, around: Surroundings) -> bool:
    """Whether a table has the marks of a report and nothing that speaks against it."""
    template = fit.template
    if template.tags & {"wide"} or missing_marks(fit, head, around):
        return False
    for mark in template.excludes:
        if mark.startswith("own:"):
            if mark[4:] in fit.own:
                return False
        elif mark in {one.field for one in fit.chosen.values()} & fit.named:
            return False
    return not template.needs_evidence or fit.distinctive or _evidence(template, around) > 0


def _has(mark: str, fit: Match, bound: set[str], keys: set[str], around: Surroundings) -> bool:
    if mark == "evidence":
        return _titled(fit.template, around) or any(
            one.platform == fit.template.platform and one.file.casefold() == around.name for one in around.siblings
        )
    if mark == "named":
        words = fit.template.file_words
        return _titled(fit.template, around) or (bool(words) and re.search(words, around.name) is not None)
    if mark.startswith("own:"):
        return mark[4:] in fit.own
    if mark.startswith("key:"):
        return mark[4:] in keys
    return mark in bound


def _titled(template: Template, around: Surroundings) -> bool:
    return bool(template.title_words) and any(re.search(template.title_words, line) for line in around.titles)


def _evidence(template: Template, around: Surroundings) -> float:
    found = 0.0
    if template.file_words and re.search(template.file_words, around.name):
        found += 0.1
    if _titled(template, around):
        found += 0.1
    if template.platform and platform_name(template.platform).casefold() in around.words:
        found += 0.05
    if template.platform and any(one.platform == template.platform for one in around.siblings):
        found += 0.05
    return found


def _score(fit: Match, head: TableHead, around: Surroundings) -> float:
    columns = max(1, sum(bool(text.strip()) for text in head.header))
    own = sum(one.own for one in fit.chosen.values()) / columns
    return (
        0.6 * _explained(fit, head)
        + 0.3 * own
        + 0.02 * len(fit.template.requires)
        + 0.05 * fit.distinctive
        + _evidence(fit.template, around)
    )


def _confidence(fit: Match, head: TableHead, around: Surroundings) -> float:
    marks = len(fit.template.requires)
    met = (marks - len(missing_marks(fit, head, around))) / marks if marks else 0.0
    return round(0.5 * met + 0.5 * _explained(fit, head), 3)


def _explained(fit: Match, head: TableHead) -> float:
    columns = sum(bool(text.strip()) for text in head.header)
    known = sum(one.spec is not None for one in fit.chosen.values())
    return round(min(_FULL, known / columns), 3) if columns else 0.0
